import { expect, test } from "vitest";
import type { JsonObject } from "../../src/emulator/arm/json.ts";
import { refusal, group, types, type TypeName } from "./azure.ts";

const vm = (name: string): string => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const query = types.scheduledQueryRules.body.properties.criteria.allOf[0];

test.each<{ type: TypeName; why: string; properties: JsonObject; message: RegExp }>([
  {
    type: "scheduledQueryRules",
    why: "two scopes",
    properties: { scopes: [vm("a"), vm("b")] },
    message: /exactly 1 resource Id/,
  },
  {
    type: "scheduledQueryRules",
    why: "the operator of the published schema",
    properties: { criteria: { allOf: [{ ...query, operator: "Equals" }] } },
    message: /Operator Equals/,
  },
  {
    type: "scheduledQueryRules",
    why: "muting beside auto mitigation",
    properties: { muteActionsDuration: "PT1H" },
    message: /Auto mitigation must be disabled when action suppression is set/,
  },
  {
    type: "scheduledQueryRules",
    why: "a resolve configuration beside autoMitigate",
    properties: { autoMitigate: true, resolveConfiguration: { autoResolved: true } },
    message: /ResolveConfiguration can't be used together with AutoMitigate/,
  },
  { type: "scheduledQueryRules", why: "no severity", properties: { severity: undefined }, message: /severity/ },
  {
    type: "scheduledQueryRules",
    why: "a frequency longer than what is evaluated",
    properties: { evaluationFrequency: "PT10M" },
    message: /longer than the 5 minutes evaluated/,
  },
  {
    type: "scheduledQueryRules",
    why: "a window of one minute every five",
    properties: { windowSize: "PT1M" },
    message: /window of one minute/,
  },
  {
    type: "scheduledQueryRules",
    why: "three days",
    properties: {
      windowSize: "P1D",
      criteria: { allOf: [{ ...query, failingPeriods: { numberOfEvaluationPeriods: 3 } }] },
    },
    message: /48 hours/,
  },
  {
    type: "scheduledQueryRules",
    why: "seven periods",
    properties: { criteria: { allOf: [{ ...query, failingPeriods: { numberOfEvaluationPeriods: 7 } }] } },
    message: /from 1 to 6/,
  },
  {
    type: "scheduledQueryRules",
    why: "an average of nothing",
    properties: { criteria: { allOf: [{ ...query, timeAggregation: "Average" }] } },
    message: /metricMeasureColumn is required/,
  },
  {
    type: "scheduledQueryRules",
    why: "a count of something",
    properties: { criteria: { allOf: [{ ...query, metricMeasureColumn: "c" }] } },
    message: /metricMeasureColumn must not/,
  },
])("$type: $why is refused", async ({ type, properties, message }) => {
  const body = { code: "BadRequest", message: expect.stringMatching(message) };
  expect(await refusal(type, properties)).toEqual({ status: 400, body });
});
