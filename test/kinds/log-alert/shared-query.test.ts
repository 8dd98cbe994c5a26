import fc from "fast-check";
import { expect, test } from "vitest";
import { isObject, type Json, type JsonObject } from "../../../src/core/json.ts";
import { lowerShared, raiseShared } from "../../../src/kinds/log-alert/shared-query.ts";

const text = fc.constantFrom("a", "b");
const words = { query: text, resourceIdColumn: text };
const rules = fc.record(
  {
    severity: fc.constant(1),
    criteria: fc.array(fc.record({ threshold: fc.integer(), ...words }, { requiredKeys: ["threshold"] }), {
      minLength: 1,
    }),
    ...words,
  },
  { requiredKeys: ["severity", "criteria"] },
);

/** Azure's criteria again as settings. */
function raised(criteria: readonly Json[], rest: JsonObject): JsonObject {
  return raiseShared({ ...rest, criteria });
}

test("what a criterion asks for is the same wherever it was written", () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const wanted = rule.criteria.map((own) => own.query ?? rule.query);
      const { criteria } = lowerShared(raiseShared(rule));
      expect(criteria.map((own) => (isObject(own) ? own["query"] : own))).toEqual(wanted);
    }),
  );
});

test("one wish has one form, which goes to Azure and back", () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const settings = raiseShared(rule);
      expect(raiseShared(settings)).toEqual(settings);
      const { criteria, rest } = lowerShared(settings);
      expect(raised(criteria, rest)).toEqual(settings);
    }),
  );
});

test("a rule whose criteria are no list is left for the schema to judge", () => {
  expect(raiseShared({ query: "a", criteria: "count > 5" })).toEqual({ query: "a", criteria: "count > 5" });
});
