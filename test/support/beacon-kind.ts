import { isObject } from "../../src/core/json.ts";
import { defineKind, type ShortForm } from "../../src/core/kind.ts";
import type { Schema, TypeOf } from "../../src/core/settings/schema.ts";

/** Two small kinds that have one of everything the language offers; the real ones may change without these tests. */
const schema = {
  type: "object",
  additionalProperties: false,
  required: ["location", "severity"],
  properties: {
    location: { type: "string", default: "global", same: "location" },
    severity: { type: "integer", minimum: 0, maximum: 4 },
    enabled: { type: "boolean", default: true },
    scopes: { type: "array", items: { type: "string", same: "armId" }, order: "set" },
    windowSize: { type: "string", same: "duration", lengths: ["PT5M", "PT1H", "P1D"] },
    query: { type: "string" },
    properties: { type: "object", additionalProperties: { type: "string" } },
    conditions: {
      type: "array",
      order: { by: "name" },
      numbered: "Test",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "metric", "threshold"],
        properties: {
          name: { type: "string" },
          metric: { type: "string" },
          threshold: { type: "number" },
          splits: {
            type: "array",
            order: { by: "name" },
            items: {
              type: "object",
              additionalProperties: false,
              required: ["name"],
              properties: { name: { type: "string" }, values: { type: "array", items: { type: "string" } } },
            },
          },
        },
      },
    },
    filter: {
      type: "object",
      additionalProperties: false,
      properties: {
        allOf: {
          type: "array",
          items: { type: "object", properties: { field: { type: "string" }, equals: { type: "string" } } },
        },
      },
    },
    groups: {
      type: "array",
      order: { by: "name" },
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name"],
        properties: { name: { type: "string", same: "armId", refersTo: "Test.Bells/crews" }, note: { type: "string" } },
      },
    },
  },
} as const satisfies Schema;

type Beacon = TypeOf<typeof schema>;

/** `cpu > 5`, `cpu > 5 in a` , `cpu > 5 as hot`. */
const conditionForm: ShortForm = {
  wants: "a condition such as `cpu > 5 as hot`",
  schema: { type: "string" },
  parse(written) {
    if (typeof written !== "string") return undefined;
    const [, metric = "", threshold = "", value, name] =
      /^(\S+) > (\S+)(?: in (\S+))?(?: as (\S+))?$/.exec(written) ?? [];
    if (metric === "") return { complaint: `\`${written}\` is no condition such as \`cpu > 5\`` };
    const number = Number.isNaN(Number(threshold)) ? threshold : Number(threshold);
    return {
      value: {
        ...(name === undefined ? {} : { name }),
        metric,
        threshold: number,
        ...(value === undefined ? {} : { splits: [{ name: "where", values: [value] }] }),
      },
    };
  },
  print: () => undefined,
};

const groupForm: ShortForm = {
  wants: "the name of a crew",
  schema: { type: "string" },
  parse: (written) => (typeof written === "string" ? { value: { name: written } } : undefined),
  print: () => undefined,
};

const filterForm: ShortForm = {
  wants: "a map of fields",
  schema: { type: "object" },
  parse(written) {
    if (!isObject(written) || "allOf" in written) return undefined;
    return { value: { allOf: Object.entries(written).map(([field, equals]) => ({ field, equals })) } };
  },
  print: () => undefined,
};

/** A rule with conditions, references and every sort of short form. */
export const beacon = defineKind<Beacon>({
  name: "Beacon",
  armType: "Test.Bells/beacons",
  apiVersions: ["2026-01-01"],
  schema,
  shortForms: { "conditions/*": conditionForm, "groups/*": groupForm, filter: filterForm },
  check({ severity, conditions = [] }, complain) {
    if (severity === 0 && conditions.length === 0) {
      complain("illegal-value", ["severity"], "severity 0 needs a condition");
    }
  },
});

/** What beacons refer to; it lives in a region. */
export const crew = defineKind<{ location: string }>({
  name: "Crew",
  armType: "Test.Bells/crews",
  apiVersions: ["2026-01-01"],
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["location"],
    properties: { location: { type: "string", same: "location" }, mail: { type: "string" } },
  },
});
