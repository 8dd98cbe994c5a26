import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { detectorForm } from "../../../src/kinds/smart-detector-alert/detectors.ts";
import { smartDetectorAlert } from "../../../src/kinds/smart-detector-alert/smart-detector-alert.ts";
import { readBody, saidOf, settingsOf } from "../said-of.ts";

const component = "/subscriptions/s/resourceGroups/rg-ai/providers/Microsoft.Insights/components/appi-ai";
const group = "/subscriptions/s/resourceGroups/rg-ai/providers/Microsoft.Insights/actionGroups/oncall";

function alert(more: JsonObject = {}): JsonObject {
  return {
    severity: 3,
    scopes: [component],
    detector: { id: "FailureAnomaliesDetector" },
    actionGroups: [{ name: group }],
    ...more,
  };
}

describe("detector", () => {
  test("an id that is known needs no map", () => {
    expect(detectorForm.parse("MemoryLeakDetector")).toEqual({ value: { id: "MemoryLeakDetector" } });
    expect(detectorForm.print({ id: "MemoryLeakDetector" })).toBe("MemoryLeakDetector");
  });

  test.each<[string, string]>([
    ["FailureAnomalies", "did you mean `FailureAnomaliesDetector`?"],
    ["memoryLeakDetector", "`memoryLeakDetector` is spelled `MemoryLeakDetector`"],
    ["VMMemoryLeak", "{ id: VMMemoryLeak }"],
  ])("%s is none, and what would be right is said", (written, said) => {
    expect(detectorForm.parse(written)).toEqual({ complaint: expect.stringContaining(said) });
  });

  test.each<[string, Json]>([
    ["one with parameters", { id: "MemoryLeakDetector", parameters: { limit: 5 } }],
    ["one that only Azure knows", { id: "VMMemoryLeak" }],
    ["one in another case", { id: "memoryleakdetector" }],
  ])("%s has no short form", (_, value) => {
    expect(detectorForm.print(value)).toBeUndefined();
  });
});

describe("what is said of an alert", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["one that is good", {}, []],
    ["one a day", { detector: { id: "MemoryLeakDetector" }, frequency: "PT24H" }, []],
    ["no severity", { severity: null }, [": missing-property"]],
    ["Azure's severity", { severity: "Sev3" }, ["severity: wrong-type"]],
    ["no group", { actionGroups: null }, [": smart-detector-without-group"]],
    ["a list of no groups", { actionGroups: [] }, [": smart-detector-without-group"]],
    [
      "six groups",
      { actionGroups: ["a", "b", "c", "d", "e", "f"].map((name) => ({ name })) },
      ["actionGroups: illegal-value"],
    ],
    ["Azure's state", { state: "Enabled" }, ["state: unknown-property"]],
    ["Azure's scope", { scope: [component] }, ["scope: unknown-property"]],
    [
      "a workspace",
      { scopes: ["/subscriptions/s/resourceGroups/r/providers/Microsoft.OperationalInsights/workspaces/w"] },
      ["scopes.0: detector-looks-elsewhere"],
    ],
    ["a component in lower case", { scopes: [component.toLowerCase()] }, []],
    ["a resource group", { scopes: ["/subscriptions/s/resourceGroups/r"] }, ["scopes.0: detector-looks-elsewhere"]],
    ["a detector nobody lists", { detector: { id: "VMMemoryLeak" } }, ["detector.id: unlisted", ": missing-property"]],
    ["the same with a frequency", { detector: { id: "X" }, frequency: "PT5M" }, ["detector.id: unlisted-detector"]],
    ["another detector's frequency", { frequency: "P1D" }, ["frequency: frequency-of-another-detector"]],
    ["half a minute", { frequency: "PT30S" }, ["frequency: not-whole-minutes", "frequency: frequency-of"]],
    ["throttling in seconds", { throttling: { duration: "PT90S" } }, ["throttling.duration: not-whole-minutes"]],
    ["throttling of zero", { throttling: { duration: "PT0M" } }, []],
    ["a payload that is no JSON", { customWebhookPayload: "{a: 1}" }, ["customWebhookPayload: payload-is-no-json"]],
    ["another region", { location: "westeurope" }, ["location: unlisted-region"]],
  ])("%s", (_, more, expected) => {
    const said = saidOf(smartDetectorAlert, alert(more));
    expect(said).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(said[index]).toContain(start);
  });

  test("how often a detector works follows from it", () => {
    expect(settingsOf(smartDetectorAlert, alert())).toMatchObject({ frequency: "PT1M" });
    const daily = settingsOf(smartDetectorAlert, alert({ detector: { id: "traceseveritydetector" } }));
    expect(daily).toMatchObject({ frequency: "P1D" });
  });
});

describe("the body", () => {
  test("is Azure's: state, Sev3, scope, and what goes with the groups beside their ids", () => {
    const settings = settingsOf(
      smartDetectorAlert,
      alert({
        enabled: false,
        customEmailSubject: "unusual",
        customWebhookPayload: "{}",
        throttling: { duration: "PT20M" },
      }),
    );
    expect(smartDetectorAlert.toArm(settings)).toEqual({
      location: "global",
      properties: {
        state: "Disabled",
        severity: "Sev3",
        frequency: "PT1M",
        scope: [component],
        detector: { id: "FailureAnomaliesDetector" },
        throttling: { duration: "PT20M" },
        actionGroups: { customEmailSubject: "unusual", customWebhookPayload: "{}", groupIds: [group] },
      },
    });
  });

  const settings = settingsOf(smartDetectorAlert, alert());
  const body = smartDetectorAlert.toArm(settings);
  // Sound because the body of a rule has properties.
  const properties = body["properties"] as JsonObject;

  test.each<[string, JsonObject]>([
    ["what Azure knows of the detector", { detector: { id: "FailureAnomaliesDetector", ...known() } }],
    ["words in another case", { state: "enabled", severity: "SEV3", detector: { id: "failureanomaliesdetector" } }],
    ["severity as Microsoft's template has it", { severity: "3" }],
    [
      "nothing as null",
      { description: null, throttling: null, detector: { id: "FailureAnomaliesDetector", parameters: null } },
    ],
    [
      "empty texts beside the groups",
      { actionGroups: { customEmailSubject: "", customWebhookPayload: "", groupIds: [group] } },
    ],
    ["groups as a list", { actionGroups: [{ actionGroupId: group.toLowerCase() }] }],
  ])("is read as the same with %s", (_, more) => {
    const read = readBody(smartDetectorAlert, { ...body, properties: { ...properties, ...more } });
    expect(read.beside).toBeUndefined();
    const { detector, actionGroups, ...rest } = read.settings;
    const { detector: _detector, actionGroups: _groups, ...expected } = settings;
    expect(rest).toEqual(expected);
    expect(JSON.stringify([detector, actionGroups]).toLowerCase()).toBe(
      JSON.stringify([{ id: "FailureAnomaliesDetector" }, [{ name: group }]]).toLowerCase(),
    );
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["a severity of the future", { severity: "Critical" }, { severity: "Critical" }],
    ["a state of the future", { state: "Paused" }, { enabled: "Paused" }],
  ])("%s is kept as it is", (_, more, expected) => {
    const future = { ...body, properties: { ...properties, ...more } };
    const read = readBody(smartDetectorAlert, future);
    expect(read.settings).toMatchObject(expected);
    expect(smartDetectorAlert.toArm(read.settings)).toEqual(future);
  });
});

describe("one wish with two bodies", () => {
  const of = (more: JsonObject): JsonObject => settingsOf(smartDetectorAlert, alert(more));
  const none = of({});
  const zero = of({ throttling: { duration: "PT0S" } });
  const payload = (text: string): JsonObject => of({ customWebhookPayload: text });

  test.each<[string, JsonObject, JsonObject, JsonObject]>([
    ["no throttling, where Azure has one of zero", none, zero, zero],
    ["throttling of zero, where Azure has none", zero, none, none],
    ["no throttling, where Azure has one", none, of({ throttling: { duration: "PT5M" } }), none],
    ["the same JSON with other blanks", payload('{ "a": 1 }'), payload('{"a":1}'), payload('{"a":1}')],
    ["another JSON", payload('{"a":2}'), payload('{"a":1}'), payload('{"a":2}')],
    ["texts that are no JSON", payload("a"), payload("b"), payload("a")],
  ])("%s", (_, desired, live, expected) => {
    expect(smartDetectorAlert.align(desired, live)).toEqual(expected);
  });
});

function known(): JsonObject {
  return {
    name: "Failure Anomalies",
    description: "Detects them.",
    supportedResourceTypes: ["ApplicationInsights"],
    imagePaths: ["https://example.invalid/a.png"],
    parameterDefinitions: [{ name: "limit", isMandatory: false }],
    supportedCadences: [1],
  };
}
