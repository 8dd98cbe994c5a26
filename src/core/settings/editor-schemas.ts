import { authorView, type View } from "./author-view.ts";
import { diagnosticCodes } from "../codes/diagnostic-codes.ts";
import { envelopeForms, envelopeSchema, notInOverrides } from "../language/envelope.ts";
import { formBelow, formPlaces } from "../language/form-places.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { Schema } from "./schema.ts";
import { shareParts } from "./shared-schemas.ts";
import { workspaceForms, workspaceSchema } from "../language/workspace-schema.ts";

const draft = "http://json-schema.org/draft-07/schema#";

/** The editor's schema of a definition: one for all kinds, because a file may mix them and an editor takes one for a file. */
export function definitionSchema(kinds: readonly Kind[]): JsonObject {
  const { kind, spec, environments, ...rest } = envelopeSchema.properties;
  return shareParts({
    $schema: draft,
    $comment: "Written from src/kinds by test/schemas.test.ts; do not edit.",
    title: "Tocsin definition",
    description: "An alert rule or an action group of Azure Monitor.",
    type: "object",
    required: envelopeSchema.required,
    properties: {
      kind: { description: kind.description, oneOf: kinds.map(kindWord) },
      ...around(rest, false),
      // Which properties they have depends on the kind, and is suggested from there.
      spec: { description: spec.description, doNotSuggest: true },
      environments: { description: environments.description, type: "object", doNotSuggest: true },
    },
    additionalProperties: false,
    allOf: kinds.map((one) => ofKind(one, environments.description)),
    definitions: Object.fromEntries(
      kinds.flatMap((one) => [
        [one.name, specOf(one, false)],
        [`${one.name}.override`, overrideOf(one, rest)],
      ]),
    ),
  });
}

/** What a definition of a kind has besides: the shape of `spec` and of its overrides. */
function ofKind({ name }: Kind, overrides: string): JsonObject {
  const condition = { required: ["kind"], properties: { kind: { const: name } } };
  const properties = {
    spec: { $ref: `#/definitions/${name}` },
    environments: {
      description: overrides,
      type: "object",
      additionalProperties: { $ref: `#/definitions/${name}.override` },
    },
  };
  // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word; nobody awaits a schema.
  return { if: condition, then: { properties } };
}

function kindWord({ name, schema }: Kind): JsonObject {
  return { const: name, ...(schema.description === undefined ? {} : { description: schema.description }) };
}

type Properties = Readonly<Record<string, Schema>>;

/** The envelope's properties but those that depend on the kind. */
function around(properties: Properties, partial: boolean): JsonObject {
  const forms = formPlaces(envelopeForms);
  const view: View = { placeholders: true, partial, following: new Set() };
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      partial && notInOverrides.has(name)
        ? []
        : [[name, name === "lint" ? lintSchema(schema) : authorView(schema, formBelow(forms, name), view)]],
    ),
  );
}

/** The codes that can be switched off, each with what it means. */
function lintSchema({ description, additionalProperties, examples = [] }: Schema): JsonObject {
  const view: View = { placeholders: false, partial: false, following: new Set() };
  const off = authorView(additionalProperties || {}, undefined, view);
  return {
    type: "object",
    ...(description === undefined ? {} : { description }),
    ...codes(off),
    examples,
  };
}

/** Warnings, each with what it means. A code that this version does not have is no more than a warning to the tool. */
function codes(value: JsonObject): JsonObject {
  const all = Object.entries(diagnosticCodes);
  const warnings = all.filter(([, { severity }]) => severity === "warning");
  const errors = all.filter(([, { severity }]) => severity === "error").map(([code]) => code);
  return {
    properties: Object.fromEntries(warnings.map(([code, { means }]) => [code, { description: means, ...value }])),
    propertyNames: { not: { enum: errors } },
    additionalProperties: value,
  };
}

function overrideOf(kind: Kind, rest: Properties): JsonObject {
  return {
    description: "What is different in this environment; `false`: not there at all.",
    type: ["object", "boolean", "null"],
    not: { const: true },
    additionalProperties: false,
    properties: { ...around(rest, true), spec: specOf(kind, true) },
  };
}

/** `spec` of a kind. The location stands above it, in the envelope. */
function specOf(kind: Kind, partial: boolean): JsonObject {
  const { location: _, ...properties } = kind.schema.properties ?? {};
  const view: View = { placeholders: true, partial, following: partial ? new Set() : followingOf(kind) };
  const required = (kind.schema.required ?? []).filter((name) => name !== "location");
  return authorView({ ...kind.schema, properties, required }, formPlaces(kind.shortForms), view);
}

/**
 * What `derive` makes of what else is written need not be written. Found out by asking it: with nothing, and with one
 * element of each form that a list of the kind may hold.
 */
export function followingOf({ schema, derive }: Kind): ReadonlySet<string> {
  const lists = Object.entries(schema.properties ?? {}).flatMap(([name, { items }]) =>
    (items?.oneOf ?? []).map((branch) => ({ [name]: [anElement(branch)] })),
  );
  const place = { subscription: "s", resourceGroup: "g", name: "n", location: "l" };
  return new Set(
    [{}, ...lists].flatMap((spec) => Object.keys(derive(spec, place)).filter((name) => !Object.hasOwn(spec, name))),
  );
}

function anElement({ properties = {}, required = [] }: Schema): JsonObject {
  const words: readonly [string, Json][] = required.flatMap((name) => {
    const { type, derived } = properties[name] ?? {};
    return derived ? [] : [[name, type === "string" ? "x" : type === "object" ? {} : 1]];
  });
  return Object.fromEntries(words);
}

/** The editor's schema of `tocsin.yaml`. */
export function workspaceEditorSchema(): JsonObject {
  const view: View = { placeholders: false, partial: false, following: new Set() };
  const schema = authorView(workspaceSchema, formPlaces(workspaceForms), view);
  const { properties } = schema;
  const severity = { enum: ["error", "warning", "off"] };
  const lint = {
    ...(isObject(properties) && isObject(properties["lint"]) ? properties["lint"] : {}),
    ...codes(severity),
  };
  return {
    $schema: draft,
    $comment: "Written from src/core/language/workspace-schema.ts by test/schemas.test.ts; do not edit.",
    title: "Tocsin workspace",
    ...schema,
    properties: { ...(isObject(properties) ? properties : {}), lint },
  };
}
