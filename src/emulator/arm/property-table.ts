/**
 * The language of the property tables: what each api-version of a type knows. What a table does not name is dropped
 * without a word, as Azure does it; names are read without case and answered in the table's spelling and order.
 */

/** What may stand at one place of a body. */
export type Shape =
  | { readonly is: "text" | "armId" | "duration" | "location" | "number" | "boolean" | "anything" }
  | { readonly is: "word"; readonly words: readonly string[] }
  | { readonly is: "list"; readonly of: Shape; readonly ordered: boolean }
  | { readonly is: "map"; readonly of: Shape }
  | ObjectShape
  | UnionShape;

/** An object: closed ones drop what they do not know, open ones keep it. */
export interface ObjectShape {
  readonly is: "object";
  readonly open: boolean;
  readonly properties: Readonly<Record<string, Property>>;
}

/** An object whose other properties depend on one of them, such as metric alert criteria on `odata.type`. */
export interface UnionShape {
  readonly is: "union";
  readonly tag: string;
  readonly members: Readonly<Record<string, Member>>;
  /** What the server takes when the tag is left out; without it a missing tag is refused. */
  readonly otherwise?: string;
}

interface Member extends Availability {
  readonly shape: ObjectShape;
}

/** One property of an object, with the api-versions that know it. */
export interface Property extends Availability {
  readonly shape: Shape;
  readonly required: boolean;
  /** The server writes it; what a client sends is ignored. */
  readonly readOnly: boolean;
}

/** Which api-versions know something: all `since` one, or `only` some. */
export interface Availability {
  readonly since?: string;
  readonly only?: readonly string[];
}

/** Any string, whose case and spelling are the user's. */
export const text: Shape = { is: "text" };
/** A resource id: the same in any case. */
export const armId: Shape = { is: "armId" };
/** An ISO 8601 duration: the same in any spelling of one length. */
export const duration: Shape = { is: "duration" };
/** A region: the same in any case, with or without blanks. */
export const location: Shape = { is: "location" };
/** A number, or a text that is one. */
export const number: Shape = { is: "number" };
/** A boolean, or its name as a text. */
export const boolean: Shape = { is: "boolean" };

/** Whatever a client likes: kept as it was sent. */
export const anything: Shape = { is: "anything" };

/** One of some words; Microsoft declares its enums open, yet the service refuses what it cannot parse. */
export function word(...words: readonly string[]): Shape {
  return { is: "word", words };
}

/** A list whose order carries no meaning, so that a server may answer in another. */
export function setOf(of: Shape): Shape {
  return { is: "list", of, ordered: false };
}

/** A list whose order means something, and therefore always stays. */
export function listOf(of: Shape): Shape {
  return { is: "list", of, ordered: true };
}

/** A map with names of the user's own, such as tags: never dropped, never respelled. */
export const mapOfText: Shape = { is: "map", of: text };

/** A map from names of the user's own to objects, such as the identities of a rule. */
export function mapOf(of: Shape): Shape {
  return { is: "map", of };
}

/** An object that knows these properties only. */
export function closed(properties: Readonly<Record<string, Property>>): ObjectShape {
  return { is: "object", open: false, properties };
}

/** An object that keeps what it does not know. */
export function open(properties: Readonly<Record<string, Property>>): ObjectShape {
  return { is: "object", open: true, properties };
}

/** A property that must be sent. */
export function required(shape: Shape, availability: Availability = {}): Property {
  return { shape, required: true, readOnly: false, ...availability };
}

/** A property that may be left out. */
export function optional(shape: Shape, availability: Availability = {}): Property {
  return { shape, required: false, readOnly: false, ...availability };
}

/** A property that only the server writes. */
export function serverOwned(shape: Shape, availability: Availability = {}): Property {
  return { shape, required: false, readOnly: true, ...availability };
}

/** Whether an api-version knows something. Versions begin with a date, so comparing them as text is comparing dates. */
export function knows(version: string, availability: Availability): boolean {
  if (availability.only !== undefined) return availability.only.includes(version);
  return availability.since === undefined || version >= availability.since;
}
