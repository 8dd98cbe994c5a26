import { Ajv, type ErrorObject } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isList, isObject, valueAt, type Json, type Path } from "../../../src/core/json.ts";
import { envelopeSchema } from "../../../src/core/language/envelope.ts";
import { workspaceSchema } from "../../../src/core/language/workspace-schema.ts";
import { mistakesIn, type Mistake } from "../../../src/core/settings/mistakes.ts";
import { ourKeywords, subschemas, type Schema } from "../../../src/core/settings/schema.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { arbitraryOf } from "../../support/arbitrary-of.ts";
import { runs } from "../../support/runs.ts";

// A foreign judge. It is strict, so that a keyword it does not know is an error as well.
const ajv = new Ajv({ allErrors: true, discriminator: true, strictTuples: false });
for (const keyword of ourKeywords) ajv.addKeyword({ keyword });

const schemas: readonly Schema[] = [envelopeSchema, workspaceSchema, ...kinds.map(({ schema }) => schema)];

describe.each(schemas.map((schema) => ({ title: schema.title, schema })))("$title", ({ schema }) => {
  const accepts = ajv.compile(schema);

  test("what is wrong is what Ajv finds wrong, in the same order", () => {
    fc.assert(
      fc.property(spoilt(schema), (value) => {
        const wanted = accepts(value) ? [] : (accepts.errors ?? []).map((error) => asMistake(error, value));
        expect(mistakesIn(schema, value)).toEqual(wanted);
      }),
      runs(300),
    );
  });
});

test("no schema has a keyword that is not looked at", () => {
  const judging =
    "type const enum minimum maximum minLength maxLength pattern items minItems maxItems properties required additionalProperties maxProperties oneOf discriminator";
  const telling = "title description examples default writeOnly";
  const looked = new Set<string>([...`${judging} ${telling}`.split(" "), ...ourKeywords]);
  const all = (schema: Schema): readonly Schema[] => [schema, ...below(schema).flatMap(all)];
  const keywords = new Set(schemas.flatMap(all).flatMap((schema) => Object.keys(schema)));
  expect([...keywords].filter((keyword) => !looked.has(keyword))).toEqual([]);
});

test.each<[Schema, Json, readonly Mistake[]]>([
  [
    { type: "integer", minimum: 2 },
    1.5,
    [
      { path: [], keyword: "type" },
      { path: [], keyword: "minimum", limit: 2 },
    ],
  ],
  [
    { type: "string", enum: ["a"] },
    1,
    [
      { path: [], keyword: "type" },
      { path: [], keyword: "enum" },
    ],
  ],
  [{ type: "string", minLength: 2 }, "🔔", [{ path: [], keyword: "minLength", limit: 2 }]],
  [{ type: "string", maxLength: 1 }, "🔔", []],
  [{ type: "object", required: ["toString"] }, {}, [{ path: [], keyword: "required", name: "toString" }]],
  [{ type: "array", items: { type: "string" } }, ["a", 1], [{ path: [1], keyword: "type" }]],
  [{ type: "object", additionalProperties: { type: "string" } }, { a: 1 }, [{ path: ["a"], keyword: "type" }]],
])("%j does not take %j", (schema, value, wanted) => {
  expect(mistakesIn(schema, value)).toEqual(wanted);
});

function below(schema: Schema): readonly Schema[] {
  return [...subschemas(schema), ...(schema.additionalProperties ? [schema.additionalProperties] : [])];
}

/** Values of a schema with up to four of their parts made wrong, or perhaps wrong. */
function spoilt(schema: Schema): fc.Arbitrary<Json> {
  const wrong = fc.record({ place: fc.nat(), deed: fc.constantFrom("replace", "remove", "add", "repeat"), stuff });
  return fc.tuple(arbitraryOf(schema), fc.array(wrong, { maxLength: 4 })).map(([value, wrongs]) =>
    wrongs.reduce((spoiling, { place, deed, stuff: other }) => {
      const places = placesIn(spoiling);
      return change(spoiling, places[place % places.length] ?? [], (part) => {
        if (deed === "replace") return other;
        if (deed === "remove") return undefined;
        if (isList(part)) return deed === "repeat" ? [...part, ...part, ...part] : [...part, other];
        if (isObject(part)) return { ...part, [deed]: other };
        if (typeof part === "number") return part * 1000 + 0.5;
        return typeof part === "string" ? part.repeat(deed === "repeat" ? 300 : 2) : other;
      });
    }, value),
  );
}

const stuff: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, "", "🔔", "a b", 0, -1, 1.5, 1e9, [], {}, [null], { form: "static" }, { form: 1 }),
  fc.string({ maxLength: 4 }),
);

function placesIn(value: Json, path: Path = []): readonly Path[] {
  const steps = isList(value) ? [...value.keys()] : isObject(value) ? Object.keys(value) : [];
  return [path, ...steps.flatMap((step) => placesIn(valueAt(value, [step]) ?? null, [...path, step]))];
}

function change(value: Json, path: Path, to: (part: Json) => Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return to(value) ?? null;
  const part = valueAt(value, [step]) ?? null;
  const now = rest.length === 0 ? to(part) : change(part, rest, to);
  if (isList(value)) return value.flatMap((item, index) => (index !== step ? [item] : now === undefined ? [] : [now]));
  const kept = Object.entries(isObject(value) ? value : {}).filter(([key]) => key !== step || now !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, key === step && now !== undefined ? now : item]));
}

/** What Ajv found as we tell it. */
function asMistake({ instancePath, keyword, params }: ErrorObject, value: Json): unknown {
  const path = instancePath
    .split("/")
    .slice(1)
    .reduce<Path>((before, part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      return [...before, isList(valueAt(value, before)) ? Number(name) : name];
    }, []);
  const { limit, missingProperty, additionalProperty } = params;
  const name: unknown = missingProperty ?? additionalProperty;
  return {
    path,
    keyword,
    ...(limit === undefined ? {} : { limit: limit as number }),
    ...(name === undefined ? {} : { name }),
  };
}
