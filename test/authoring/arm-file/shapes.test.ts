import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { metricAlert } from "../../../src/kinds/metric-alert/metric-alert.ts";
import { readBody } from "../../support/read-body.ts";
import { actionGroup, group, read, template } from "./reading.ts";

const id = `${group}/providers/Microsoft.Insights/metricAlerts/cpu`;
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm`;

/** A metric alert as a GET answers it. */
const wire = {
  id,
  name: "cpu",
  type: "Microsoft.Insights/metricAlerts",
  location: "global",
  tags: { odataType: "kept" },
  properties: {
    severity: 2,
    enabled: true,
    scopes: [vm],
    evaluationFrequency: "PT1M",
    windowSize: "PT5M",
    criteria: {
      allOf: [
        {
          criterionType: "StaticThresholdCriterion",
          metricName: "Percentage CPU",
          name: "cond0",
          operator: "GreaterThan",
          threshold: 90,
          timeAggregation: "Average",
        },
      ],
      "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
    },
    actions: [
      {
        actionGroupId: `${group}/providers/Microsoft.Insights/actionGroups/ag`,
        webHookProperties: { windowSize: "0:05:00" },
      },
    ],
  },
};

/** The same as `az monitor metrics alert show` of azure-cli 2.45 prints it. */
const shown = {
  actions: [
    {
      actionGroupId: `${group}/providers/Microsoft.Insights/actionGroups/ag`,
      webHookProperties: { windowSize: "0:05:00" },
    },
  ],
  autoMitigate: null,
  criteria: {
    additionalProperties: null,
    allOf: [
      {
        additionalProperties: null,
        criterionType: "StaticThresholdCriterion",
        dimensions: null,
        metricName: "Percentage CPU",
        metricNamespace: null,
        name: "cond0",
        operator: "GreaterThan",
        skipMetricValidation: null,
        threshold: 90.0,
        timeAggregation: "Average",
      },
    ],
    odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
  },
  description: null,
  enabled: true,
  evaluationFrequency: "0:01:00",
  id,
  isMigrated: null,
  lastUpdatedTime: null,
  location: "global",
  name: "cpu",
  resourceGroup: "rg-alerts",
  scopes: [vm],
  severity: 2,
  tags: { odataType: "kept" },
  targetResourceRegion: null,
  targetResourceType: null,
  type: "Microsoft.Insights/metricAlerts",
  windowSize: "0:05:00",
};

/** What the portal shows has the api-version beside, and the Resource Graph nulls and lower case. */
const graph = {
  ...wire,
  type: "microsoft.insights/metricalerts",
  tenantId: "t",
  kind: "",
  resourceGroup: "rg-alerts",
  subscriptionId: "s",
  sku: null,
  identity: null,
};

describe("a resource is the same in every dress", () => {
  test.each<[string, Json]>([
    ["a GET's answer", wire],
    ["az … show", shown],
    ["az … list", [shown]],
    ["the portal's JSON view", { ...wire, apiVersion: "2018-03-01", etag: '"x"' }],
    ["a list's answer", { value: [wire] }],
    ["the Resource Graph", { count: 1, data: [graph], skip_token: null, total_records: 1 }],
    [
      "the Resource Graph's table",
      {
        data: {
          columns: [{ name: "id" }, { name: "properties" }, { name: "location" }],
          rows: [[id, wire.properties, "global"]],
        },
      },
    ],
    [
      "Resource Manager's other spelling",
      { ...wire, Id: undefined, properties: undefined, Properties: wire.properties } as unknown as Json,
    ],
  ])("%s", (_dress, file) => {
    const { resources, said } = read(file);
    expect(said).toEqual([]);
    const [found] = resources;
    expect(found?.armId).toBe(id);
    expect(found?.body).toMatchObject({ id, name: "cpu" });
    const { settings, beside } = readBody(metricAlert, found?.body ?? {});
    expect(settings).toEqual(readBody(metricAlert, wire).settings);
    expect(beside).toBeUndefined();
  });
});

test("az's model is ARM's body again, word for word", () => {
  expect(read(shown).resources[0]?.body).toEqual(wire);
});

test.each([
  ["0:05:00", "PT5M"],
  ["1:30:00", "PT1H30M"],
  ["1 day, 0:00:00", "P1D"],
  ["2 days, 6:00:15", "P2DT6H15S"],
  ["0:00:00", "PT0S"],
  ["PT5M", "PT5M"],
  ["five", "five"],
])("az's length of time %s is %s", (written, expected) => {
  const found = read({ ...shown, windowSize: written }).resources[0]?.body["properties"] as JsonObject;
  expect(found["windowSize"]).toBe(expected);
});

test("what az's model has no word for stays in its place", () => {
  const file = { ...shown, criteria: { ...shown.criteria, additionalProperties: { newWord: 1 } } };
  const found = read(file).resources[0]?.body["properties"] as { criteria: JsonObject };
  expect(found.criteria["newWord"]).toBe(1);
});

test("an SDK's words are put back below `properties` as well, and never in a map of the author's", () => {
  const rule = { forProperty: "0:05:00", labels: { for: "0:05:00", forProperty: "kept" } };
  const found = read({ ...wire, properties: { ...wire.properties, rules: [rule] } }).resources[0]?.body["properties"];
  expect((found as JsonObject)["rules"]).toEqual([{ for: "PT5M", labels: rule.labels }]);
});

test("texts of a plain resource are no expressions", () => {
  const file = { ...wire, properties: { ...wire.properties, description: "[concat('a')]" } };
  expect(read(file).resources[0]?.body["properties"]).toMatchObject({ description: "[concat('a')]" });
});

test("several values in one file are all read, each from its own line", () => {
  const second = { ...wire, id: id.replace("/cpu", "/two"), name: "two" };
  const { resources } = read({ text: `${JSON.stringify(wire)}\n${JSON.stringify(second)}\n` });
  expect(resources.map(({ at }) => at.line)).toEqual([1, 2]);
});

test("a byte order mark is no part of the text", () => {
  const { resources, said } = read({ text: `\uFEFF${JSON.stringify(wire)}` });
  expect(said).toEqual([]);
  expect(resources[0]?.at.column).toBe(1);
});

test("comments and trailing commas are read over", () => {
  const text = `// from the team\n${JSON.stringify(template({ resources: [actionGroup("a")] }), undefined, 2)
    .replace('"apiVersion"', '/* old */ "apiVersion"')
    .replace(/\}\n/, "},\n")}`;
  expect(read({ text }).resources).toHaveLength(1);
});

test("the api-version is kept where it is said", () => {
  expect(read({ ...wire, apiVersion: "2018-03-01" }).resources[0]).toMatchObject({ apiVersion: "2018-03-01" });
  expect(read({ ...wire, apiVersion: "2018-03-01" }).resources[0]?.body).not.toHaveProperty("apiVersion");
  expect(read(wire).resources[0]).not.toHaveProperty("apiVersion");
});
