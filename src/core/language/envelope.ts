import { isObject, type Json } from "../json.ts";
import type { Kind, ShortForm } from "../kind.ts";
import { formPlaces, type Shape } from "./form-places.ts";
import type { Schema } from "../settings/schema.ts";

const text = { type: "string", minLength: 1 } as const satisfies Schema;

/** A stack or an environment: also a part of the owner's tag, so neither blanks nor slashes. */
export const plainName = {
  type: "string",
  pattern: "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$",
  wants: "1 to 64 letters, digits, `-`, `_` and `.`, the first and the last a letter or digit",
} as const satisfies Schema;

/** Tags of a resource. */
export const tagsSchema = {
  type: "object",
  maxProperties: 50,
  additionalProperties: { type: "string", maxLength: 256 },
  description:
    "Tags of the resource, besides those of the environment and Tocsin's own. A tag that is removed here is removed in Azure.",
  examples: [{ service: "ai" }],
} as const satisfies Schema;

/** A resource group, as Azure takes its name. */
export const resourceGroupName = {
  type: "string",
  pattern: "^[-\\p{L}\\p{N}_.()]{0,89}[-\\p{L}\\p{N}_()]$",
  wants: "the name of a resource group",
} as const satisfies Schema;

/** What stands around `spec`, the same for every kind. */
export const envelopeSchema = {
  type: "object",
  title: "Definition",
  additionalProperties: false,
  required: ["kind", "name", "spec"],
  properties: {
    kind: { ...text, description: "What this defines.", examples: ["MetricAlert"] },
    name: {
      ...text,
      description: "The name in Azure. To rename, write the old one in `formerly`.",
      examples: ["aks-node-cpu-high", "cpu-${environment}"],
    },
    spec: {
      type: "object",
      description: "What ARM calls `properties`, in Azure's own names.",
      wants: "a map with its properties",
    },
    resourceGroup: {
      ...resourceGroupName,
      description:
        "The resource group it lives in, one of the environment's `resourceGroups`. Otherwise the environment's `resourceGroup`.",
      examples: ["rg-alerts-web"],
    },
    location: {
      ...text,
      description: "The Azure region, for kinds that live in one. Otherwise the environment's.",
      examples: ["koreacentral"],
    },
    tags: tagsSchema,
    environments: {
      type: "object",
      description: "What is different in an environment, in the shape of the definition; `false`: not there at all.",
      examples: [{ staging: { spec: { severity: 3 } } }],
    },
    only: {
      type: "array",
      minItems: 1,
      items: text,
      order: "set",
      description: "The only environments it is in; not in others, those to come included.",
      examples: [["production"]],
    },
    forEach: {
      description:
        "A list of texts, a map, or a variable that is one. Each entry makes a resource, with `${each.key}` and `${each.value}`.",
      examples: ["${clusters}", ["krc", "jpe"]],
      wants: "a list of texts, a map, or a variable that is one",
    },
    adopt: {
      type: "object",
      derived: true,
      // `true` needs a value that is not nothing: settling drops those.
      properties: { from: text, anybody: { type: "boolean" } },
      description: "Take over what exists: `true` what is nobody's, `STACK/ENVIRONMENT` what is theirs.",
    },
    formerly: {
      ...text,
      pattern: "^[^/]+(?:/[^/]+)?$",
      description:
        "The name it had before, or `GROUP/NAME`: creates the new one, moves the references, deletes the old one.",
      examples: ["old-name"],
      wants: "a name or `GROUP/NAME`",
    },
    protect: {
      type: "boolean",
      description:
        "It is never deleted or replaced, not even when its definition is gone. Apply `protect: false` first.",
    },
    release: { type: "boolean", description: "Let it go without deleting it: apply this, then delete the definition." },
    lint: {
      type: "object",
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["because"],
        properties: {
          because: { ...text, description: "Why the warning does not matter here." },
          until: {
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
            wants: "a day such as `2026-12-31`",
            description: "The last day it is off.",
          },
        },
      },
      description: "Warnings that are switched off for this definition, by code.",
      examples: [{ "unlisted-region": { because: "new region", until: "2027-01-31" } }],
    },
    arm: {
      type: "object",
      description: "A piece of the ARM body that is laid over ours at the end, for what the schemas do not know yet.",
      examples: [{ properties: { newProperty: true } }],
    },
  },
} as const satisfies Schema;

/** What an environment's own part of a definition cannot change. */
export const notInOverrides: ReadonlySet<string> = new Set(["kind", "environments", "only", "lint"]);

const adoptForm: ShortForm = {
  wants: "`true` for what is nobody's, or `STACK/ENVIRONMENT`",
  schema: { description: envelopeSchema.properties.adopt.description, examples: [true, "old-stack/production"] },
  parse(written) {
    if (written === true) return { value: { anybody: true } };
    if (written === false) return { value: null };
    if (typeof written === "string" && /^[\w.-]+\/[\w.-]+$/.test(written)) return { value: { from: written } };
    return {
      complaint: `\`${typeof written === "object" ? JSON.stringify(written) : written}\` is not what \`adopt\` takes: ${adoptForm.wants}`,
    };
  },
  print: (value) => (isObject(value) ? (value["anybody"] === true ? true : value["from"]) : undefined),
};

/** The short forms of the envelope, by place. */
export const envelopeForms: Readonly<Record<string, ShortForm>> = { adopt: adoptForm };

/** The shape of an envelope, whatever its kind. */
export const envelopeShape: Shape = { schemas: [envelopeSchema], forms: formPlaces(envelopeForms) };

const shapes = new WeakMap<Kind, Shape>();

/** The shape of a whole definition of a kind, `spec` included; overrides have it too. */
export function shapeOf(kind: Kind): Shape {
  const before = shapes.get(kind);
  if (before !== undefined) return before;
  const ofSpec = Object.entries(kind.shortForms).map(([place, form]) => [`spec/${place}`, form] as const);
  const shape = {
    schemas: [{ ...envelopeSchema, properties: { ...envelopeSchema.properties, spec: kind.schema } }],
    forms: formPlaces({ ...envelopeForms, ...Object.fromEntries(ofSpec) }),
  };
  shapes.set(kind, shape);
  return shape;
}

/** What `adopt` says in its long form. */
export function adoptOf(value: Json | undefined): true | string | undefined {
  if (!isObject(value)) return undefined;
  const { from, anybody } = value;
  return typeof from === "string" ? from : anybody === true ? true : undefined;
}
