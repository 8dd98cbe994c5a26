import type { FromSchema, JSONSchema } from "json-schema-to-ts";
import type { Json } from "../json.ts";

/**
 * A JSON Schema (draft-07) of a kind's long form, with our own keywords. It is written once, as a `const` beside its
 * kind; its type, the editor's schema, the keys of overrides, sameness and the random generator of the tests are
 * derived from it.
 *
 * Unions only by a tag: `oneOf` + `discriminator`, the tag `required` and a `const` in every branch; shared properties
 * are spread into the branches. No `anyOf`, no `$ref`.
 */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly Json[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false` closes an object; a schema makes it a map with free keys. */
  readonly additionalProperties?: false | Schema;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;

  /** Always spelled out in settings and always sent. Without it a nothing (null, "", [], {}) is the same as absent. */
  readonly default?: Json;

  // What counts as the same.
  /** Spellings that are equal: ids without case, equal lengths of time, `2026-10-01T00:00:00.000Z`, `West US`, … */
  readonly same?: "armId" | "duration" | "instant" | "location" | "caseless" | "lines";
  /** How elements of a list match: by value, or by name. Otherwise by place. Never sorted on the wire. */
  readonly order?: "set" | ByName;
  /** A list's elements without this `order` key get this word and their place from 1: `Metric1`, `Metric2`. */
  readonly numbered?: string;
  /** Azure or another client may fill it: what the author does not say is inherited from what is live. */
  readonly ifDeclared?: true;
  /** A difference here is a replace. */
  readonly immutable?: true;
  /** A secret even when the author wrote it in plain text. */
  readonly writeOnly?: true;
  /** The value is the id of a resource of this ARM type that this one depends on. */
  readonly refersTo?: string;

  // What the author is told.
  /** No author writes it: `derive` or `fromArm` does. */
  readonly derived?: true;
  /** Lengths of time that Azure takes here, ISO 8601, compared by length. */
  readonly lengths?: readonly string[];
  /** Beside `lengths`: any other from the first to the second may be taken as well, and is warned of. */
  readonly otherLengths?: readonly [string, string];
  /** Names that Azure has here and no author writes, because they follow from the rest. */
  readonly leftOut?: readonly string[];
  /** What is wanted here in words, for complaints about `pattern`, `oneOf` and `type`. */
  readonly wants?: string;
}

/** Elements of a list that are known by name, in overrides and where differences are told. */
interface ByName {
  /** The property that is the name; of several the first that an element has. */
  readonly by: string | readonly string[];
  /** Their order means something and is compared; names may repeat. Otherwise a name is unique and order means nothing. */
  readonly kept?: true;
}

/** The keywords that are ours; they are stripped from the schemas we publish. */
export const ourKeywords = [
  "same",
  "order",
  "numbered",
  "ifDeclared",
  "immutable",
  "refersTo",
  "derived",
  "lengths",
  "otherLengths",
  "leftOut",
  "wants",
] as const;

/**
 * The type of a const schema. Name it once per kind (`type MetricAlert = TypeOf<typeof schema>`): with a type
 * parameter in the place of `S` the compiler gives up as excessively deep.
 */
export type TypeOf<S extends JSONSchema> = FromSchema<S>;

/** True for a list of named things whose order means something all the same. */
export function isKept({ order }: Schema): boolean {
  return typeof order === "object" && order.kept === true;
}

/** The branch of a tagged union that a value is of, or the schema itself; nothing where no branch has its tag. */
export function branchOf(schema: Schema, value: Json | undefined): Schema | undefined {
  if (schema.oneOf === undefined || schema.discriminator === undefined) return schema;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const tag = schema.discriminator.propertyName;
  // Sound because lists and null were excluded above.
  const written = (value as { readonly [key: string]: Json })[tag];
  return schema.oneOf.find((branch) => branch.properties?.[tag]?.const === written);
}

/** The schemas that a property or element below this schema may have: one, or one per branch of a union. */
export function schemasBelow(schema: Schema, step: string | number): readonly Schema[] {
  if (schema.oneOf !== undefined) return schema.oneOf.flatMap((branch) => schemasBelow(branch, step));
  if (schema.items !== undefined) return [schema.items];
  const { properties } = schema;
  // A property may be called like a method of objects.
  const known = properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : undefined;
  if (known !== undefined) return [known];
  return schema.additionalProperties ? [schema.additionalProperties] : [];
}

/** Properties, branches and elements of a schema; what a map with free keys holds is left out. */
export function subschemas({ properties = {}, oneOf = [], items }: Schema): readonly Schema[] {
  return [...Object.values(properties), ...oneOf, ...(items === undefined ? [] : [items])];
}
