import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject, type Json, type JsonObject, mapTexts, type Path, valueAt } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { keyNames } from "../../src/core/settings/elements.ts";
import type { Schema } from "../../src/core/settings/schema.ts";
import { validate } from "../../src/core/settings/validate.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { placesOf } from "../support/arbitrary-of.ts";
import { longForm } from "../support/long-form.ts";
import { put, validSettings } from "../support/valid-settings.ts";

test("kinds have names of their own, and api-versions newest first", () => {
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  for (const { apiVersions, armType } of kinds) {
    expect(apiVersions).toEqual(apiVersions.toSorted().toReversed());
    expect(armType).toMatch(/^Microsoft\.[A-Za-z]+\/[A-Za-z]+$/);
  }
});

describe.each(kinds.map((kind) => ({ name: kind.name, kind })))("the schema of $name", ({ kind }) => {
  const all = [...schemasIn(kind.schema, "")];

  const where = (bad: (schema: Schema) => boolean): readonly string[] =>
    all.flatMap(([place, schema]) => (bad(schema) ? [place] : []));

  test("is titled with the kind's name, and every property says what it is for", () => {
    expect(kind.schema.title).toBe(kind.name);
    expect(kind.schema.description).toBeDefined();
    const silent = all.flatMap(([place, { properties = {} }]) =>
      Object.entries(properties).flatMap(([name, { description, derived }]) =>
        description === undefined && !derived ? [`${place}/${name}`] : [],
      ),
    );
    expect(silent).toEqual([]);
  });

  test("closes every object that names properties, and requires only what it names", () => {
    expect(
      where(({ properties, additionalProperties }) => properties !== undefined && additionalProperties !== false),
    ).toEqual([]);
    expect(
      where(({ properties = {}, required = [] }) => required.some((name) => properties[name] === undefined)),
    ).toEqual([]);
  });

  test("has unions by a tag only, a const in every branch and required there", () => {
    const untagged = ({ oneOf, discriminator }: Schema): boolean =>
      oneOf !== undefined &&
      (discriminator === undefined ||
        oneOf.some(({ properties = {}, required = [] }) => {
          const tag = discriminator.propertyName;
          return properties[tag]?.const === undefined || !required.includes(tag);
        }));
    expect(where(untagged)).toEqual([]);
    const tags = ({ oneOf = [], discriminator }: Schema): readonly unknown[] =>
      oneOf.map(({ properties = {} }) => properties[discriminator?.propertyName ?? ""]?.const);
    expect(where((schema) => new Set(tags(schema)).size < tags(schema).length)).toEqual([]);
  });

  test("names the key of a list of named things in every branch of its elements", () => {
    const keyless = (schema: Schema): boolean =>
      keyNames(schema).length > 0 &&
      (schema.items?.oneOf ?? [schema.items ?? {}]).some(({ properties = {} }) =>
        keyNames(schema).every((name) => properties[name] === undefined),
      );
    expect(where(keyless)).toEqual([]);
    expect(where(({ numbered, order }) => numbered !== undefined && typeof order !== "object")).toEqual([]);
  });

  test("keeps its keywords to the types they mean something for", () => {
    expect(
      where(({ same, lengths, pattern, type }) => (same ?? lengths ?? pattern) !== undefined && type !== "string"),
    ).toEqual([]);
    expect(where(({ order, type }) => order !== undefined && type !== "array")).toEqual([]);
    expect(where(({ lengths, same }) => lengths !== undefined && same !== "duration")).toEqual([]);
    expect(where(({ lengths, otherLengths }) => otherLengths !== undefined && lengths === undefined)).toEqual([]);
    expect(
      where(({ default: value, type }) => value !== undefined && typeOf(value) !== type && type !== "integer"),
    ).toEqual([]);
  });

  test("has short forms at places that are there", () => {
    const places = placesOf(kind.schema);
    expect(Object.keys(kind.shortForms).filter((place) => !places.includes(place))).toEqual([]);
  });

  test("takes its own examples", () => {
    const made = fc.sample(validSettings(kind), { seed: 1, numRuns: 120 });
    const refused = all.flatMap(([place, { examples = [] }]) => {
      const found = place === "" ? [] : placesFound(made, place.slice(1).split("/"));
      // A place below a union may be another thing in another branch: one that takes the example is enough.
      return examples.flatMap((example) => {
        const refusals = found.map((one) => refusal(kind, one, example));
        return refusals.some((refused) => refused.length === 0) ? [] : (refusals[0] ?? [`${place} is nowhere`]);
      });
    });
    expect(refused).toEqual([]);
  });

  test("leaves the tags that nobody writes to `derive`", () => {
    const tags = all.flatMap(([place, { oneOf = [], discriminator }]) =>
      oneOf.flatMap(({ properties = {} }) => (properties[discriminator?.propertyName ?? ""]?.derived ? [] : [place])),
    );
    expect(tags).toEqual([]);
  });
});

function typeOf(value: Json): string {
  return Array.isArray(value) ? "array" : typeof value;
}

/** A schema and all below it, each with its place. */
function* schemasIn(schema: Schema, place: string): Iterable<readonly [string, Schema]> {
  yield [place, schema];
  for (const branch of schema.oneOf ?? []) yield* schemasIn(branch, place);
  if (schema.items !== undefined) yield* schemasIn(schema.items, `${place}/*`);
  if (schema.additionalProperties) yield* schemasIn(schema.additionalProperties, `${place}/*`);
  for (const [name, below] of Object.entries(schema.properties ?? {})) yield* schemasIn(below, `${place}/${name}`);
}

interface Found {
  readonly settings: JsonObject;
  readonly path: Path;
}

/** Random settings in which a place is there, and the way to it. */
function placesFound(made: readonly JsonObject[], steps: readonly string[]): readonly Found[] {
  return made.flatMap((settings) => {
    let here: Json | undefined = settings;
    const path: (string | number)[] = [];
    for (const step of steps) {
      const next: string | number = step === "*" ? (isObject(here) ? (Object.keys(here)[0] ?? "") : 0) : step;
      path.push(next);
      here = valueAt(here, [next]);
    }
    return here === undefined ? [] : [{ settings, path }];
  });
}

/** What the schema says to an example in its place; `…` and variables stand for what a reader would write. */
function refusal(kind: Kind, { settings, path }: Found, example: Json): readonly string[] {
  const readable = mapTexts(example, (text) => text.replaceAll("…", "x"));
  if (JSON.stringify(example).match(/\$\{(?!secret:|data\.)/)) return [];
  const { settings: long, said } = longForm(kind, put(settings, path, readable));
  const complaints = validate(kind.schema, long, () => undefined);
  const here = complaints.filter(({ path: at }) => path.every((step, index) => step === at[index]));
  return [...said, ...here.map(({ path: at, message }) => `${at.join("/")}: ${message}`)];
}
