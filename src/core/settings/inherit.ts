import { fingerprint } from "./compare.ts";
import { pairElements } from "./elements.ts";
import { isList, isObject, eachText, namesInEither, type Json, type JsonObject } from "../json.ts";
import { branchOf, type Schema } from "./schema.ts";
import { blind, isSecret, secretsIn, type Sealer } from "./secrets.ts";
import type { DesiredResource } from "../stack.ts";

/** A wish after what the author leaves to Azure was filled in, and what is live with the same places hidden. */
export interface Inherited {
  readonly desired: JsonObject;
  readonly live: JsonObject;
  /** Names of secrets this run has no value for: their places are not compared. */
  readonly notCompared: readonly string[];
  /** Texts that hold a secret nobody has, and whose rest differs from what is live: they cannot be written. */
  readonly unwritable: readonly string[];
}

/** What inheriting goes by besides the two sides. */
export interface Inheriting {
  readonly sealer: Sealer;
  /** Secrets that only Azure has (`{ live: true }`): the text around them cannot be changed. */
  readonly live?: ReadonlySet<string>;
}

/**
 * Fills in what the author does not say from what is live: properties that Azure or another client may fill
 * (`ifDeclared`), and texts whose secret is not at hand (`{ live: true }`, a fork, a variable that is not set). What is
 * compared and what is written is then the same value.
 */
export function inherit(
  schema: Schema,
  desired: JsonObject,
  live: JsonObject,
  { sealer, live: onlyLive = new Set() }: Inheriting,
): Inherited {
  const notCompared = new Set<string>();
  const unwritable = new Set<string>();
  const pair = (
    below: Schema,
    mine: Json | undefined,
    theirs: Json | undefined,
  ): [Json | undefined, Json | undefined] => {
    if (mine === undefined) return [below.ifDeclared === true ? theirs : undefined, theirs];
    if (typeof mine === "string") return pairTexts(mine, theirs);
    if (theirs === undefined) return [mine, theirs];
    if (isList(mine) && isList(theirs)) return pairLists(below, mine, theirs);
    const branch = branchOf(below, mine);
    if (!isObject(mine) || !isObject(theirs) || branch === undefined || branch !== branchOf(below, theirs))
      return [mine, theirs];
    return pairObjects(branch, mine, theirs);
  };
  const pairTexts = (mine: string, theirs: Json | undefined): [Json, Json | undefined] => {
    if (!isSecret(mine)) return [mine, theirs];
    const missing = sealer.missing(mine);
    if (missing.length === 0 || typeof theirs !== "string") {
      return [mine, typeof theirs === "string" && !isSecret(theirs) ? sealer.hide(theirs) : theirs];
    }
    const hidden = sealer.hide(theirs);
    if (!surrounds(mine, sealer.open(theirs))) {
      // It will be written by a run that has the secret; one that only Azure has cannot be put into another text.
      if (missing.some((name) => onlyLive.has(name))) unwritable.add(mine);
      return [mine, hidden];
    }
    for (const name of missing) notCompared.add(name);
    return [hidden, hidden];
  };
  const pairObjects = (branch: Schema, mine: JsonObject, theirs: JsonObject): [Json, Json] => {
    const left: Record<string, Json> = {};
    const right: Record<string, Json> = {};
    for (const key of namesInEither(mine, theirs)) {
      const below = branch.properties?.[key] ?? (branch.additionalProperties || {});
      const [a, b] = pair(below, mine[key], theirs[key]);
      if (a !== undefined) left[key] = a;
      if (b !== undefined) right[key] = b;
    }
    return [left, right];
  };
  const pairLists = (below: Schema, mine: readonly Json[], theirs: readonly Json[]): [Json, Json] => {
    const items = below.items ?? {};
    if (below.order === "set") return [mine, theirs];
    // Pairs begin with one for each element of mine, in order.
    const pairs = pairElements(below, mine, theirs);
    const right = [...theirs];
    const paired = new Set(pairs.flatMap(({ before, after }) => (before === undefined ? [] : (after ?? []))));
    const left = mine.map((element, index) => {
      const at = pairs[index]?.after ?? placeOfNameless(element, theirs, { items, paired });
      paired.add(at);
      const [a, b] = pair(items, element, theirs[at]);
      if (at >= 0 && b !== undefined) right[at] = b;
      return a ?? element;
    });
    return [left, right];
  };
  const [left, right] = pairObjects(branchOf(schema, desired) ?? schema, desired, live);
  // Sound because two objects pair as two objects.
  return {
    desired: left as JsonObject,
    live: right as JsonObject,
    notCompared: [...notCompared],
    unwritable: [...unwritable],
  };
}

interface Pairing {
  readonly items: Schema;
  /** Places that have found theirs. */
  readonly paired: ReadonlySet<number>;
}

/** The place of the same element on the other side, of one that has no name and a secret: it is known by all else it says. */
function placeOfNameless(element: Json, others: readonly Json[], { items, paired }: Pairing): number {
  if (!holdsSecret(element)) return -1;
  const said = fingerprint(items, blind(element));
  return others.findIndex((other, index) => !paired.has(index) && fingerprint(items, blind(other)) === said);
}

function holdsSecret(value: Json): boolean {
  let found = false;
  eachText(value, (text) => {
    found ||= isSecret(text);
  });
  return found;
}

/** True when a text can be what the template stands for: all around its secrets is equal. */
function surrounds(template: string, text: string): boolean {
  const parts = template.split(/\$\{secret:[^{}]*\}/).map((part) => part.replaceAll("$${", "${"));
  const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join("[^]+");
  return new RegExp(`^${pattern}$`).test(text);
}

/** The names of all secrets that a value asks for. */
export function secretsOf(value: Json): readonly string[] {
  const names = new Set<string>();
  eachText(value, (text) => {
    for (const name of secretsIn(text)) names.add(name);
  });
  return [...names];
}

/** Tells the sealer every template of the definitions, before anything is read from Azure. */
export function learnTemplates(resources: readonly DesiredResource[], sealer: Sealer): void {
  for (const { settings, arm } of resources) {
    eachText(settings, sealer.learn);
    if (arm !== undefined) eachText(arm, sealer.learn);
  }
}
