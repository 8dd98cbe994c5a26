import fc from "fast-check";
import { expect, test } from "vitest";
import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { readBody } from "../support/read-body.ts";
import { runs } from "../support/runs.ts";
import { validSettings } from "../support/valid-settings.ts";

/** Maps whose keys are the author's, or ids. */
const free = new Set([
  "webhookproperties",
  "customproperties",
  "actionproperties",
  "mappings",
  "labels",
  "annotations",
  "parameters",
  "userassignedidentities",
]);

function lowered(value: Json): Json {
  if (isList(value)) return value.map(lowered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toLowerCase(), free.has(key.toLowerCase()) ? item : lowered(item)]),
  );
}

// Azure reads names in any case, and templates write them so.
test.each(kinds.map((kind) => ({ name: kind.name, kind })))(
  "$name is read whatever the case of its names",
  ({ kind }) => {
    fc.assert(
      fc.property(validSettings(kind), (settings) => {
        const body = kind.toArm(settings);
        const { settings: expected, beside } = readBody(kind, body);
        expect(readBody(kind, lowered(body) as JsonObject)).toEqual({ settings: expected, beside });
      }),
      runs(40),
    );
  },
);
