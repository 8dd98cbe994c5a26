import { eachName, eachText, isList, isObject, type Json, type Path } from "../../core/json.ts";
import { scrubber } from "../../core/settings/scrub.ts";
import { parseExpression, type Expression } from "./expression.ts";
import { Unevaluated } from "./unevaluated.ts";

/** What all of one file's reading shares: its limits, and what is secret. */
export interface Session {
  /** Counts a step, or the work of looking through values; throws when a template would never end. */
  step(through?: readonly Json[]): void;
  /** Counts a resource; throws when a template makes more than anybody means. */
  resource(): void;
  /** True once one of these threw for its limit: everything else would throw, too. */
  isSpent(): boolean;
  /** Does something one level deeper; throws when a template goes too deep. */
  deeper<T>(work: () => T): T;
  /** The value, unless it is larger than any template's. */
  weighed(value: Json): Json;
  parsed(text: string): Expression;
  /** What stands for a secret whose value nobody knows here; the path is the parameter's. */
  standIn(parameter: string, path: Path): string;
  /** The parameter whose stand-in is in a text. */
  unknownIn(text: string): UnknownSecret | undefined;
  keepSecret(parameter: string, value: Json): void;
  /** Texts that are made of a secret are secret, too, but for those that are short. */
  keepDerived(args: readonly Json[], made: Json): void;
  /** Takes the secrets that are known out of a message. */
  scrub(message: string): string;
  /** Secret texts and the parameters they come from, the stand-ins included. */
  secrets(): ReadonlyMap<string, string>;
}

/** A part of a secret that is shorter may be a word of anybody's: `https:`. */
const shortestDerived = 12;

/** A secret parameter without a value. */
export interface UnknownSecret {
  readonly parameter: string;
  readonly path: Path;
}

/** A template of 800 alerts with all their expressions takes about a tenth of this. */
const mostSteps = 2_000_000;
/** Azure takes 800 in one template, and there can be templates in it. */
const mostResources = 10_000;
const deepest = 200;
/** How much a value may be: one for every value in it, and one for every 20 characters. */
const heaviest = 50_000;
/** How deep a value may be: what looks at values does so by recursion. */
const deepestValue = 200;

interface Size {
  readonly weight: number;
  readonly depth: number;
}

/** A shorter secret is in many texts by chance, and only hides the text that it is. */
const shortestWithin = 6;

/** True for a text that is a secret, or has one in it. */
export function holds(text: string, secret: string): boolean {
  return text === secret || (secret.length >= shortestWithin && text.includes(secret));
}

function textsIn(value: Json): readonly string[] {
  const texts: string[] = [];
  eachText(value, (text) => texts.push(text));
  eachName(value, (name) => texts.push(name));
  return texts;
}

/** A session for one file. */
export function createSession(): Session {
  let steps = 0;
  let depth = 0;
  let resources = 0;
  const spend = (limit: string): never => {
    const message = `${limit}; nothing behind that is read`;
    throw new Unevaluated(message, { reason: { code: "not-evaluated", message, path: [], character: 0 } });
  };
  const take = (more: number): void => {
    steps += more;
    if (steps > mostSteps) spend(`the template takes more than ${mostSteps / 1e6} million steps to evaluate`);
  };
  const expressions = new Map<string, Expression>();
  const secrets = new Map<string, string>();
  const standIns = new Map<string, UnknownSecret>();
  const sizes = new WeakMap<object, Size>();
  const sizeOf = (value: Json, level: number): Size => {
    if (typeof value === "string") return { weight: 1 + value.length / 20, depth: 0 };
    if (!isList(value) && !isObject(value)) return { weight: 1, depth: 0 };
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (level > deepestValue) return { weight: Infinity, depth: Infinity };
    let weight = 1;
    let depth = 0;
    for (const item of Object.values<Json>(value)) {
      const size = sizeOf(item, level + 1);
      weight += size.weight;
      depth = Math.max(depth, size.depth + 1);
    }
    sizes.set(value, { weight, depth });
    return { weight, depth };
  };
  return {
    step: (through = []) => take(1 + through.reduce<number>((sum, value) => sum + sizeOf(value, 0).weight / 8, 0)),
    resource: () => {
      resources += 1;
      if (resources > mostResources) spend(`the template makes more than ${mostResources} resources`);
    },
    isSpent: () => steps > mostSteps || resources > mostResources,
    deeper: (work) => {
      if (depth >= deepest) throw new Unevaluated(`this leads deeper than ${deepest} levels`);
      depth += 1;
      try {
        return work();
      } finally {
        depth -= 1;
      }
    },
    weighed: (value) => {
      const { weight, depth } = sizeOf(value, 0);
      if (weight > heaviest || depth > deepestValue)
        throw new Unevaluated("this makes a value larger than Azure takes");
      return value;
    },
    parsed: (text) => {
      const expression = expressions.get(text) ?? parseExpression(text);
      expressions.set(text, expression);
      return expression;
    },
    standIn: (parameter, path) => {
      // The form of an address lets it pass where one is wanted; `.invalid` is a name that nobody can have (RFC 6761).
      const text = `https://${encodeURIComponent(parameter.toWellFormed())}.secret.invalid/`;
      if (!standIns.has(text)) standIns.set(text, { parameter, path });
      secrets.set(text, parameter);
      return text;
    },
    unknownIn: (text) => {
      if (standIns.size === 0 || !text.includes(".secret.invalid/")) return undefined;
      return [...standIns].find(([standIn]) => text.includes(standIn))?.[1];
    },
    keepSecret: (parameter, value) => {
      eachText(value, (text) => {
        if (text !== "" && !secrets.has(text)) secrets.set(text, parameter);
      });
    },
    keepDerived: (args, made) => {
      if (secrets.size === 0) return;
      const sourceIn = (texts: readonly string[]) => {
        take((secrets.size * texts.length) / 8);
        return [...secrets].find(([secret]) => texts.some((text) => holds(text, secret)));
      };
      const keep = (text: string, [secret, parameter]: readonly [string, string]): void => {
        // A text that has the secret in it as it is is known by that.
        const isKnown = holds(text, secret) || secrets.has(text);
        if (text.length >= Math.min(shortestDerived, secret.length) && !isKnown) secrets.set(text, parameter);
      };
      const source = sourceIn(args.filter((arg) => typeof arg === "string"));
      if (source !== undefined) eachText(made, (text) => keep(text, source));
      else if (typeof made === "string") {
        // A text put together from a list or an object; one that was only taken out of it is what it was.
        const texts = textsIn(args);
        const within = texts.includes(made) ? undefined : sourceIn(texts);
        if (within !== undefined) keep(made, within);
      }
    },
    scrub: (message) => {
      const known = [...secrets.keys()].filter((secret) => !standIns.has(secret));
      return known.length === 0 ? message : scrubber(known)(message);
    },
    secrets: () => secrets,
  };
}
