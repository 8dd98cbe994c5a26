import fc from "fast-check";
import { elementKey } from "../../src/core/settings/elements.ts";
import { isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { isKept, type Schema } from "../../src/core/settings/schema.ts";
import { settle } from "../../src/core/settings/settings.ts";

/**
 * Random values that a strict schema takes, defaults spelled out, from the schema alone. Where the schema gives
 * examples, every second text is one of them: that is what makes values that go together likely.
 */
export function arbitraryOf(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.oneOf !== undefined) return fc.oneof(...schema.oneOf.map(arbitraryOf));
  if (schema.type === undefined) return plainText;
  switch (schema.type) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? (schema.minimum ?? 0) + 20 });
    case "number":
      return numberOf(schema);
    case "string":
      return textOf(schema);
    case "array":
      return listOf(schema);
    case "object":
      return objectOf(schema);
  }
}

function numberOf({ minimum = -1e6, maximum = 1e6 }: Schema): fc.Arbitrary<number> {
  const whole = fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) });
  const broken = fc.double({ min: minimum, max: maximum, noNaN: true, noDefaultInfinity: true });
  // JSON has no -0.
  return fc.oneof(whole, broken).map((number) => number + 0);
}

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);

/** Texts as people and machines write them, with everything that has a meaning somewhere: quotes, signs, other scripts. */
const plainText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: word, weight: 3 },
  { arbitrary: fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(" ")), weight: 2 },
  {
    arbitrary: fc.constantFrom(
      "true",
      "0",
      "null",
      "~",
      "%",
      "a: b",
      "# no",
      "'",
      '"',
      "{{ $value }}",
      "$1",
      "경고",
      "ünï",
      "${data.essentials.severity}",
      "🔔",
    ),
    weight: 1,
  },
  { arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 }).map(withoutHoles), weight: 1 },
);

/** Texts in settings are templates; `${` begins a hole. */
function withoutHoles(text: string): string {
  return text.replaceAll("${", "$(");
}

const guid = fc.uuid({ version: 4 });

/** An ARM id as authors write it. */
function armIds(type: string): fc.Arbitrary<string> {
  return fc
    .tuple(guid, word, word)
    .map(
      ([subscription, group, name]) =>
        `/subscriptions/${subscription}/resourceGroups/rg-${group}/providers/${type}/${name}`,
    );
}

const regions = fc.constantFrom("westeurope", "koreacentral", "West US", "eastus2", "global");
const lengths = fc.constantFrom("PT30S", "PT1M", "PT5M", "PT15M", "PT1H", "PT90M", "PT6H", "P1D", "P2D");
const instants = fc
  .tuple(fc.date({ min: new Date("2024-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }), fc.boolean())
  .map(([date, whole]) => (whole ? date.toISOString().replace(/\.\d+Z$/, "Z") : date.toISOString()));

function textOf(schema: Schema): fc.Arbitrary<string> {
  const usable = (schema.examples ?? [])
    .filter((example) => typeof example === "string")
    .filter((example) => fits(schema, example));
  const random = randomText(schema).filter((text) => fits(schema, text));
  return usable.length === 0 ? random : fc.oneof(fc.constantFrom(...usable), random);
}

function randomText(schema: Schema): fc.Arbitrary<string> {
  if (schema.lengths !== undefined) return fc.constantFrom(...schema.lengths);
  if (schema.writeOnly) return secretText(schema);
  if (schema.pattern !== undefined && (schema.same === undefined || schema.same === "caseless"))
    return fc.stringMatching(new RegExp(schema.pattern)).map(withoutHoles);
  if (schema.same === undefined || schema.same === "caseless") return cutTo(schema, plainText);
  switch (schema.same) {
    case "armId":
      return armIds(schema.refersTo ?? "Microsoft.Compute/virtualMachines");
    case "duration":
      return lengths;
    case "instant":
      return instants;
    case "location":
      return regions;
    case "lines":
      return fc.array(plainText, { minLength: 1, maxLength: 3 }).map((texts) => texts.join("\n").trimEnd() || "x");
  }
}

/** A secret text: a template with a hole, or in plain text. */
function secretText(schema: Schema): fc.Arbitrary<string> {
  const plain = word.map((name) => `https://hooks.example.com/${name}`);
  const hole = fc.constantFrom("one", "two", "three").map((name) => `\${secret:${name}}`);
  return fc
    .oneof(
      plain,
      hole,
      fc.tuple(plain, hole).map((parts) => parts.join("?code=")),
    )
    .filter((text) => text.length <= (schema.maxLength ?? Infinity));
}

function cutTo({ minLength = 1, maxLength = Infinity }: Schema, texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  // Half a placeholder is none, and its escape would be longer than the text.
  const halves = /\$\{(?![^{}\n]*\})/g;
  return texts.map((text) => {
    const cut = Array.from(text.padEnd(minLength, "x")).slice(0, maxLength).join("");
    return cut.replaceAll(halves, "$(");
  });
}

/** Ajv counts characters, not UTF-16 units. Examples may name a variable, or be cut short by `…`. */
function fits(schema: Schema, text: string): boolean {
  const { length } = Array.from(text);
  if (/\$\{(?!secret:|data\.)/.test(text) || text.includes("…")) return false;
  if (schema.same === "duration" && !text.startsWith("P")) return false;
  return (
    length >= (schema.minLength ?? 1) &&
    length <= (schema.maxLength ?? Infinity) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(text))
  );
}

function listOf(schema: Schema): fc.Arbitrary<Json> {
  const { items = {} } = schema;
  // Elements of a union's branches seldom go together: mostly all are of one.
  if (items.oneOf !== undefined) {
    const alike = items.oneOf.map((branch) => ({ arbitrary: listOf({ ...schema, items: branch }), weight: 3 }));
    return fc.oneof(...alike, { arbitrary: elementsOf(items, schema), weight: 1 });
  }
  return elementsOf(items, schema);
}

function elementsOf(items: Schema, schema: Schema): fc.Arbitrary<Json> {
  const { minItems = 1, maxItems = 3 } = schema;
  const bounds = { minLength: Math.max(minItems, 1), maxLength: Math.max(Math.min(maxItems, 3), minItems) };
  // Where order counts names may repeat.
  if (schema.order === undefined || isKept(schema)) return fc.array(arbitraryOf(items), bounds);
  return fc.uniqueArray(arbitraryOf(items), { ...bounds, selector: elementKey(schema) });
}

function objectOf(schema: Schema): fc.Arbitrary<Json> {
  if (schema.properties === undefined) return mapOf(schema);
  const required = new Set(schema.required);
  const written = Object.entries(schema.properties).filter(([name, below]) => required.has(name) || !below.derived);
  return fc
    .record(Object.fromEntries(written.map(([name, below]) => [name, arbitraryOf(below)])), {
      requiredKeys: [...required].filter((name) => schema.properties?.[name]?.default === undefined),
    })
    .map((object) => settle(schema, { ...object }));
}

/** A free map; its keys are anybody's, so they hold what property names seldom do. */
function mapOf(schema: Schema): fc.Arbitrary<JsonObject> {
  const key = fc.oneof(word, fc.constantFrom("Email.Subject", "with blank", "CamelCase", "a/b", "서비스", "null", "1"));
  const value = schema.additionalProperties ? arbitraryOf(schema.additionalProperties) : plainText;
  return fc
    .uniqueArray(fc.tuple(key, value), {
      minLength: 1,
      maxLength: Math.min(schema.maxProperties ?? 3, 3),
      selector: ([name]) => name.toLowerCase(),
    })
    .map((entries) => Object.fromEntries(entries));
}

/** Every place of a schema at which something may stand, steps joined by `/`, `*` for elements; branches of a union are one place. */
export function placesOf(schema: Schema, place = ""): readonly string[] {
  const below = (step: string, one: Schema): readonly string[] => {
    const here = place === "" ? step : `${place}/${step}`;
    return [here, ...placesOf(one, here)];
  };
  return [
    ...new Set([
      ...(schema.oneOf ?? []).flatMap((branch) => placesOf(branch, place)),
      ...(schema.items === undefined ? [] : below("*", schema.items)),
      ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => below(name, one)),
    ]),
  ];
}

/** The places at which something stands in a value. */
export function placesIn(value: Json, place = ""): readonly string[] {
  const below = (step: string, item: Json): readonly string[] => {
    const here = place === "" ? step : `${place}/${step}`;
    return [here, ...placesIn(item, here)];
  };
  if (Array.isArray(value)) return value.flatMap((item: Json) => below("*", item));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => below(name, item)) : [];
}
