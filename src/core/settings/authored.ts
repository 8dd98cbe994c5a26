import { fingerprint } from "./compare.ts";
import { isList, type Json, type JsonObject } from "../json.ts";
import type { Kind, Surroundings } from "../kind.ts";
import { withoutDefaults } from "./defaults.ts";
import { settle } from "./settings.ts";
import { inWords, type Names } from "./wording.ts";

/** What the author's view of settings depends on besides them. */
export interface Authoring {
  readonly kind: Kind;
  readonly surroundings: Surroundings;
  readonly names: Names;
}

/**
 * Settings as somebody would write them: in the author's words, and without every property whose absence means the same.
 */
export function authored(settings: JsonObject, authoring: Authoring): JsonObject {
  const { kind, names } = authoring;
  const said = inWords(kind, withoutDefaults(kind.schema, withoutImplied(settings, authoring)), names);
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, onlyOne(value)]));
}

/** Leaves out each property that would come back by itself. */
function withoutImplied(settings: JsonObject, { kind, surroundings }: Authoring): JsonObject {
  const { properties } = kind.schema;
  // What follows from the rest may be what it is in Azure for another reason, and no author says it.
  const print = (whole: JsonObject): string =>
    fingerprint(kind.schema, Object.fromEntries(Object.entries(whole).filter(([key]) => !properties?.[key]?.derived)));
  const whole = print(settings);
  let said = settings;
  for (const key of Object.keys(settings)) {
    const { [key]: _left, ...rest } = said;
    if (print(settle(kind.schema, kind.derive(rest, surroundings))) === whole) said = rest;
  }
  return said;
}

/** One needs no list. */
function onlyOne(value: Json): Json {
  return isList(value) && value.length === 1 && typeof value[0] === "string" ? value[0] : value;
}
