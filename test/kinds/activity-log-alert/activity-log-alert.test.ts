import { load } from "../../../src/commands/load.ts";
import { readWorkspace } from "../../../src/core/language/workspace.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { activityLogAlert } from "../../../src/kinds/activity-log-alert/activity-log-alert.ts";
import { conditionForm } from "../../../src/kinds/activity-log-alert/condition.ts";
import { readBody, saidOf, settingsOf } from "../said-of.ts";

const category = (equals: string) => ({ field: "category", equals });
const incident = { field: "properties.incidentType", equals: "Incident" };
const services = { field: "properties.impactedServices[*].ServiceName", containsAny: ["Azure Monitor"] };

function alert(...allOf: readonly JsonObject[]): JsonObject {
  return { condition: { allOf } };
}

describe("condition as a map", () => {
  test.each<[string, Json, Json]>([
    ["a text", { category: "ServiceHealth" }, [category("ServiceHealth")]],
    [
      "a list",
      { "properties.incidentType": ["Incident", "Security"] },
      [{ anyOf: [incident, { ...incident, equals: "Security" }] }],
    ],
    ["a list of one", { "properties.incidentType": ["Incident"] }, [{ anyOf: [incident] }]],
    ["containsAny", { "properties.impactedServices[*].ServiceName": { containsAny: ["Azure Monitor"] } }, [services]],
    ["a number, for the schema to judge", { caller: 7 }, [{ field: "caller", equals: 7 }]],
  ])("%s", (_, written, allOf) => {
    expect(conditionForm.parse(written)).toEqual({ value: { allOf } });
  });

  test("one text needs no list in containsAny", () => {
    expect(conditionForm.parse({ x: { containsAny: "a" } })).toEqual({
      value: { allOf: [{ field: "x", containsAny: ["a"] }] },
    });
  });

  test.each<[string, Json]>([
    ["Azure's own form", { allOf: [category("ServiceHealth")] }],
    ["a text", "ServiceHealth"],
  ])("%s is left alone", (_, written) => {
    expect(conditionForm.parse(written)).toBeUndefined();
  });

  test("what a field cannot be is said with what it can", () => {
    expect(conditionForm.parse({ status: { contains: ["a"] } })).toEqual({
      complaint: "`status` wants a text, a list of texts, or `{ containsAny: […] }`; `contains` is not known there",
    });
  });

  test.each<[string, readonly JsonObject[]]>([
    ["a field twice", [services, { ...services, containsAny: ["b"] }]],
    ["an anyOf over two fields", [{ anyOf: [incident, category("ServiceHealth")] }]],
    ["an anyOf of lists", [{ anyOf: [services] }]],
    ["an element of two forms", [{ ...incident, containsAny: ["a"] }]],
    ["a property nobody knows", [{ ...incident, future: true }]],
  ])("%s has no map", (_, allOf) => {
    expect(conditionForm.print({ allOf })).toBeUndefined();
  });

  test("what is printed parses to the same", () => {
    const text = fc.string({ minLength: 1 });
    const field = fc.constantFrom("category", "status", "level", "properties.a");
    const part = fc.oneof(
      fc.record({ field, equals: text }),
      fc.record({ field, containsAny: fc.array(text, { minLength: 1, maxLength: 3 }) }),
      fc.record({ anyOf: fc.array(fc.record({ field, equals: text }), { minLength: 1, maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (allOf) => {
        const printed = conditionForm.print({ allOf });
        fc.pre(printed !== undefined);
        expect(conditionForm.parse(printed)).toEqual({ value: { allOf } });
      }),
    );
  });
});

describe("what is said of an alert", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["Service Health", alert(category("ServiceHealth"), { anyOf: [incident] }, services), []],
    [
      "Resource Health",
      alert(category("ResourceHealth"), { field: "properties.currentHealthStatus", equals: "Degraded" }),
      [],
    ],
    [
      "everything in another case",
      alert({ field: "CATEGORY", equals: "resourcehealth" }, { field: "Properties.Cause", equals: "userinitiated" }),
      [],
    ],
    ["no condition", {}, [": missing-property"]],
    ["no category", alert({ field: "level", equals: "Error" }), ["condition: condition-without-category"]],
    ["a misspelt category", alert(category("ServiceHelth")), ["condition.allOf.0.equals: illegal-value"]],
    ["alerts on alerts", alert(category("Alert")), ["condition.allOf.0.equals: illegal-value"]],
    ["all administrative events", alert(category("Administrative")), ["condition: condition-too-wide"]],
    [
      "an unknown field",
      alert(category("Security"), { field: "operation", equals: "a" }),
      ["condition.allOf.1.field: unknown-condition-field"],
    ],
    [
      "a level that is none",
      alert(category("Security"), { field: "level", equals: "Fatal" }),
      ["condition.allOf.1.equals: illegal-value"],
    ],
    [
      "a level for Resource Health",
      alert(category("ResourceHealth"), { field: "level", equals: "Error" }),
      ["condition.allOf.1.field: level-with-resource-health"],
    ],
    [
      "a field of another category, in an anyOf",
      alert(category("Security"), { anyOf: [incident] }),
      ["condition.allOf.1.anyOf.0.field: field-of-another-category"],
    ],
    [
      "an incident nobody knows",
      alert(category("ServiceHealth"), { ...incident, equals: "Outage" }),
      ["condition.allOf.1.equals: unlisted-condition-value"],
    ],
    [
      "equals beside containsAny",
      alert(category("ServiceHealth"), { ...services, equals: "a" }),
      ["condition.allOf.1: condition-of-two-forms"],
    ],
    [
      "a field beside anyOf",
      alert(category("ServiceHealth"), { field: "status", anyOf: [incident] }),
      ["condition.allOf.1.field: condition-of-two-forms"],
    ],
    ["a field alone", alert(category("ServiceHealth"), { field: "status" }), ["condition.allOf.1: missing-property"]],
    [
      "a field that every JavaScript object has",
      alert(category("Security"), { field: "constructor", equals: "a" }),
      ["condition.allOf.1.field: unknown-condition-field"],
    ],
    ["a value alone", alert(category("ServiceHealth"), { equals: "a" }), ["condition.allOf.1: missing-property"]],
    [
      "a field alone in an anyOf",
      alert(category("ServiceHealth"), { anyOf: [{ field: "status" }] }),
      ["condition.allOf.1.anyOf.0: missing-property"],
    ],
    [
      "Service Health in Europe",
      { location: "West Europe", ...alert(category("ServiceHealth")) },
      ["location: service-health-not-global"],
    ],
    ["Korea", { location: "koreacentral", ...alert(category("Security")) }, ["location: unlisted-region"]],
    [
      "two scopes",
      { scopes: ["/subscriptions/a", "/subscriptions/b"], ...alert(category("Security")) },
      ["scopes: several-activity-log-scopes"],
    ],
    [
      "six groups",
      { actionGroups: ["a", "b", "c", "d", "e", "f"].map((name) => ({ name })), ...alert(category("Security")) },
      ["actionGroups: illegal-value"],
    ],
  ])("%s", (_, spec, expected) => {
    expect(saidOf(activityLogAlert, spec).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(expected);
  });

  test("the messages say what would be right", () => {
    const said = saidOf(
      activityLogAlert,
      alert(category("ServiceHelth"), { field: "operation", equals: "a" }, { ...incident, equals: "Incidents" }),
    );
    expect(said).toMatchInlineSnapshot(`
      [
        "condition.allOf.1.field: unknown-condition-field: \`operation\` is no field of an event and does not begin with \`properties\`; did you mean \`operationName\`?",
        "condition.allOf.0.equals: illegal-value: \`ServiceHelth\` is no category; did you mean \`ServiceHealth\`?",
        "condition.allOf.2.equals: unlisted-condition-value: \`properties.incidentType\` is not known to be \`Incidents\`; did you mean \`Incident\`?",
      ]
    `);
  });
});

describe("to Azure and back", () => {
  const spec = {
    description: "a",
    ...alert(category("ServiceHealth"), { anyOf: [incident, { ...incident, equals: "Security" }] }, services),
    actionGroups: [
      {
        name: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/a",
        webhookProperties: { service: "ai" },
      },
      {
        name: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/b",
        actionProperties: { "Email.Subject": "x" },
      },
    ],
  };

  test("nothing is lost", () => {
    const settings = settingsOf(activityLogAlert, spec);
    expect(readBody(activityLogAlert, activityLogAlert.toArm(settings))).toEqual({ settings, beside: undefined });
  });

  test("the subscription is the scope and the location global, and enabled is always sent", () => {
    expect(activityLogAlert.toArm(settingsOf(activityLogAlert, alert(category("ServiceHealth"))))).toEqual({
      location: "global",
      properties: {
        enabled: true,
        scopes: ["/subscriptions/11111111-1111-1111-1111-111111111111"],
        condition: { allOf: [category("ServiceHealth")] },
        actions: { actionGroups: [] },
      },
    });
  });

  test("a rule of the tenant has no scopes of its own accord", () => {
    expect(
      settingsOf(activityLogAlert, { tenantScope: "t", ...alert(category("ServiceHealth")) })["scopes"],
    ).toBeUndefined();
  });

  test("nulls of old answers, another order and another case are no difference", () => {
    const settings = settingsOf(activityLogAlert, alert(category("ServiceHealth"), services));
    const live = readBody(activityLogAlert, {
      id: "/subscriptions/s/resourceGroups/g/providers/microsoft.insights/activityLogAlerts/a",
      type: "Microsoft.Insights/ActivityLogAlerts",
      location: "Global",
      kind: null,
      identity: null,
      tags: {},
      properties: {
        scopes: ["subscriptions/11111111-1111-1111-1111-111111111111"],
        condition: {
          "odata.type": null,
          allOf: [
            {
              field: "Properties.ImpactedServices[*].ServiceName",
              equals: null,
              containsAny: ["azure monitor"],
              "odata.type": null,
            },
            { field: "category", equals: "servicehealth", containsAny: null, "odata.type": null },
          ],
        },
        actions: { actionGroups: [] },
        enabled: true,
        description: null,
      },
    });
    expect(live.beside).toBeUndefined();
    expect(compare(activityLogAlert.schema, live.settings, settings)).toEqual([]);
  });

  test("what we have no word for is found", () => {
    const body = {
      location: "global",
      properties: {
        enabled: true,
        condition: { allOf: [{ ...incident, future: 1 }] },
        actions: { actionGroups: [{ actionGroupId: "/a", future: 2 }], future: 3 },
      },
    };
    expect(readBody(activityLogAlert, body).beside).toEqual({
      properties: {
        condition: {
          allOf: { "0": { future: 1 } },
        },
        actions: { actionGroups: { "/a": { future: 2 } }, future: 3 },
      },
    });
  });

  test.each<[string, JsonObject, JsonObject, JsonObject]>([
    ["an anyOf of one, where the leaf is wanted", incident, { anyOf: [incident] }, { anyOf: [incident] }],
    ["a leaf, where an anyOf of one is wanted", { anyOf: [incident] }, incident, incident],
    ["neither", incident, services, incident],
  ])("Azure has %s", (_, wanted, there, sent) => {
    const desired = settingsOf(activityLogAlert, alert(category("ServiceHealth"), wanted));
    const live = settingsOf(activityLogAlert, alert(category("ServiceHealth"), there));
    expect(activityLogAlert.align(desired, live)["condition"]).toEqual({ allOf: [category("ServiceHealth"), sent] });
  });
});

test.each([
  ["service-health_(1.2)", []],
  ["service health", ["doubtful-name: ` ` in the name `service health`"]],
])("of the name %j is said %j", (name, expected) => {
  const workspace = readWorkspace({
    path: "tocsin.yaml",
    text: "stack: s\nrules: [a.yaml]\nenvironments: { prod: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg } }\n",
  }).value;
  if (workspace === undefined) throw new Error("the workspace of the test is none");
  const text = JSON.stringify({ kind: "ActivityLogAlert", name, spec: { condition: { category: "ServiceHealth" } } });
  const { environments } = workspace;
  const files = [{ path: "a.yaml", text }];
  const { diagnostics } = load({ workspace, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(
    expected.map((start) => expect.stringContaining(start)),
  );
});
