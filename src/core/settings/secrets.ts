import { isList, isObject, mapItems, mapMembers, mapTexts, type Json, type JsonObject } from "../json.ts";
import { branchOf, type Schema } from "./schema.ts";

/**
 * Secrets never enter settings. Every text in settings is a *template*: `${secret:slack}` stands for a value nobody may
 * print, `${hidden:3}` for the third secret text of this run that the definitions have no name for, `$${` for `${`, and
 * `${data.…}` for itself (Azure's own). A sealer makes such texts of what goes over the wire, and a PUT opens them.
 *
 * Both sides of a comparison are sealed by the same function from the text on the wire, so equal texts have equal
 * templates, and nothing that could be printed holds a value, not even as a hash.
 */
export interface Sealer {
  /** Tells the sealer a template of the definitions, so that the same text read from Azure gets its name again. */
  learn(template: string): void;
  /** What goes over the wire, with every secret text replaced. */
  seal(schema: Schema, value: JsonObject): JsonObject;
  /** The same for a body that no schema describes: what is named like a secret is one. */
  sealUnknown(value: Json): Json;
  /** Templates whose secrets are at hand, in the one spelling that reading Azure gives them; others as they are. */
  reseal(schema: Schema, value: JsonObject): JsonObject;
  /** The text as a template that shows nothing, whatever it holds. */
  hide(template: string): string;
  /** The text on the wire; a secret that is not at hand is our bug, because `apply` refuses before. */
  open(template: string): string;
  /** Secret texts that were read from Azure or written in plain: what an error of Azure's must not quote either. */
  held(): readonly string[];
  /** Names of the secrets in a template that this run has no value for. */
  missing(template: string): readonly string[];
}

// A name has no brace in it; without saying so, each of many beginnings would be followed to the end of the text.
const hole = /\$\$\{|\$\{(secret|hidden):([^{}]*)\}/g;

/** The names of the secrets a template asks for. */
export function secretsIn(template: string): readonly string[] {
  if (!template.includes("${")) return [];
  return [...template.matchAll(hole)].flatMap(([, word, name]) =>
    word === "secret" && name !== undefined ? [name] : [],
  );
}

/** True for a text that may not be printed, because a part of it is secret. */
export function isSecret(template: string): boolean {
  if (!template.includes("${")) return false;
  return [...template.matchAll(hole)].some(([, word]) => word !== undefined);
}

/** A plain text as a template: `${` is escaped but for Azure's own `${data.…}`. */
export function escapeTemplate(text: string): string {
  if (!text.includes("${")) return text;
  // A `$` before Azure's own `${data.…}` would read as our escape, and one without its end is none: both are escaped.
  return text.replaceAll(/(?<=\$)\$\{|\$\{(?!data\.[^{}\n]*\})/g, () => "$${");
}

/** A copy in which every secret text is one and the same word: for digests and fingerprints that may be published. */
export function blind(value: Json): Json {
  return mapTexts(value, (text) => (isSecret(text) ? "(secret)" : text));
}

/**
 * What may be published of settings as the author wrote them: a template says which secret stands where and what is
 * around it; of a secret in plain text only where it leads, since even a hash of it could be guessed from.
 */
export function publicPart(schema: Schema, value: Json): Json {
  return mapBySchema(schema, value, false, (text, secret) =>
    secret && !isSecret(text) ? `(hidden ${originOf(text)})` : text,
  );
}

function originOf(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : "";
}

/** A copy in which every text of a free map is one and the same word: one of them may have been a secret's value. */
export function withoutFreeTexts(schema: Schema, value: Json): Json {
  if (isList(value)) return value.map((item) => withoutFreeTexts(schema.items ?? {}, item));
  if (!isObject(value)) return value;
  const branch = branchOf(schema, value) ?? {};
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const below = branch.properties?.[key];
      if (below !== undefined) return [key, withoutFreeTexts(below, item)];
      return [key, typeof item === "string" ? "(text)" : item];
    }),
  );
}

/** Property names that hold a secret in free maps and unknown bodies, such as `apiKey` in webhook properties. */
const secretName =
  /(api|access|account|shared|function|webhook)[-_ ]?key|^(key|sig|code)$|secret|token|password|passwd|pwd|credential|signature|connection[-_ ]?string|sas/i;
const secretPlace = /^(serviceUri|callbackUrl|httpTriggerUrl|ticketConfiguration)$/i;

/** True for the name of a property whose text is a secret wherever it stands. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) || secretPlace.test(name);
}

/** Texts that contain a secret shorter than this are not hidden, only texts equal to it: "1" is in everything. */
const shortest = 6;

/** A sealer for one run; `values` are the secrets at hand by name. */
export function createSealer(values: ReadonlyMap<string, string>): Sealer {
  const templates = new Map<string, string>();
  const hidden: string[] = [];
  const numbers = new Map<string, number>();
  const long = [...values.values()].filter((value) => value.length >= shortest);

  const hideText = (text: string): string => {
    const number = numbers.get(text) ?? hidden.push(text) - 1;
    numbers.set(text, number);
    return `\${hidden:${number}}`;
  };
  const open = (template: string): string =>
    !template.includes("${")
      ? template
      : template.replaceAll(hole, (_match, word: string | undefined, name: string) => {
          if (word === undefined) return "${";
          const value = word === "secret" ? values.get(name) : hidden[Number(name)];
          if (value === undefined) throw new Error(`secret ${name} was opened without being at hand`);
          return value;
        });
  const missing = (template: string): readonly string[] => secretsIn(template).filter((name) => !values.has(name));
  const learn = (template: string): void => {
    if (!isSecret(template) || missing(template).length > 0) return;
    const text = open(template);
    if (!templates.has(text)) templates.set(text, template);
  };
  const sealText = (text: string, secret: boolean): string => {
    const template = templates.get(text);
    if (template !== undefined) return template;
    return secret || long.some((value) => text.includes(value)) ? hideText(text) : escapeTemplate(text);
  };
  const reseal = (template: string, secret: boolean): string =>
    missing(template).length > 0 ? template : sealText(open(template), secret);

  return {
    learn,
    open,
    held: () => hidden,
    missing,
    hide: (template) => (missing(template).length > 0 ? template : hideText(open(template))),
    // Sound because mapping the texts of an object leaves an object.
    seal: (schema, value) => mapBySchema(schema, value, false, sealText) as JsonObject,
    sealUnknown: (value) => mapBySchema({}, value, false, sealText),
    // Sound because mapping the texts of an object leaves an object.
    reseal: (schema, value) => mapBySchema(schema, value, false, reseal) as JsonObject,
  };
}

/** Maps every text of a value; the function is told whether its place is a secret one. */
function mapBySchema(
  schema: Schema,
  value: Json,
  secret: boolean,
  map: (text: string, secret: boolean) => string,
): Json {
  if (typeof value === "string") return map(value, secret || schema.writeOnly === true);
  if (isList(value)) return mapItems(value, (item) => mapBySchema(schema.items ?? {}, item, secret, map));
  if (!isObject(value)) return value;
  const branch = branchOf(schema, value) ?? {};
  const free = branch.additionalProperties || {};
  return mapMembers(value, (item, key) => {
    const known = branch.properties?.[key];
    return mapBySchema(known ?? free, item, secret || (known === undefined && isSecretName(key)), map);
  });
}
