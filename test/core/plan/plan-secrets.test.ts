import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { armIdOf } from "../../../src/core/resource.ts";
import { tellChange } from "../../../src/core/plan/told.ts";
import { settle } from "../../../src/core/settings/settings.ts";
import { logAlert } from "../../../src/kinds/log-alert/log-alert.ts";
import { desiredOf, environment, stackOf } from "../../support/stacks.ts";
import {
  type Given,
  group,
  ours,
  planned,
  said,
  settings,
  there,
  withReceivers,
} from "../../support/planned-groups.ts";

const criterion = {
  timeAggregation: "Count",
  operator: "GreaterThan",
  threshold: 5,
  failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
};

describe("secrets in a plan", () => {
  const hook = (serviceUri: string): JsonObject => ({
    name: "slack",
    serviceUri,
    useCommonAlertSchema: false,
    useAadAuth: false,
  });
  const wanted = (uri: string): DesiredResource => group({ settings: { ...settings, webhookReceivers: [hook(uri)] } });
  const live = (uri: string): JsonObject => there({ properties: { webhookReceivers: [hook(uri)] } });

  test.each<[string, Given, readonly string[]]>([
    [
      "as they are wanted are no change",
      { desired: [wanted("${secret:slack}")], live: [live("https://s")], secrets: { slack: "https://s" } },
      ["keep"],
    ],
    [
      "that differ are one",
      { desired: [wanted("${secret:slack}")], live: [live("https://old")], secrets: { slack: "https://s" } },
      ["update webhookReceivers[slack].serviceUri"],
    ],
    [
      "that nobody has here are not compared",
      { desired: [wanted("${secret:slack}")], live: [live("https://old")] },
      ["keep"],
    ],
    [
      "in plain text are compared as well",
      { desired: [wanted("https://new")], live: [live("https://old")] },
      ["update webhookReceivers[slack].serviceUri"],
    ],
    [
      "that nobody has here and whose text changes differ, for a run that has them",
      { desired: [wanted("https://new/${secret:slack}")], live: [live("https://old/x")] },
      ["update webhookReceivers[slack].serviceUri"],
    ],
    [
      "that only Azure has and whose text changes cannot be written",
      { desired: [wanted("https://new/${secret:slack}")], live: [live("https://old/x")], onlyLive: ["slack"] },
      ["blocked secret-needed"],
    ],
    [
      "that only Azure has and that Azure does not have cannot be written",
      { desired: [wanted("${secret:slack}")], live: [there()], onlyLive: ["slack"] },
      ["blocked secret-needed"],
    ],
  ])("%s", (_, given, expected) => {
    expect(planned(given).changes.map(said)).toEqual(expected);
  });

  test("are in no digest, so that a fork's plan has the same", () => {
    const given = {
      desired: [wanted("${secret:slack}")],
      live: [live("https://old")].map((body) => ({
        ...body,
        properties: { ...(body["properties"] as JsonObject), enabled: false },
      })),
    };
    expect(planned({ ...given, secrets: { slack: "https://s" } }).digest).toBe(planned(given).digest);
    expect(planned(given).notCompared).toEqual(["slack"]);
  });
});

describe("the digest of a plan", () => {
  test("is blind to spelling, order and what is only Azure's", () => {
    const before = planned({
      desired: [group(withReceivers("a", "b"))],
      live: [there({ properties: { enabled: false } })],
    });
    const body = there({
      properties: { enabled: false, future: 1 },
      location: "GLOBAL",
      systemData: { lastModifiedBy: "x", lastModifiedAt: "y" },
    });
    expect(planned({ desired: [group(withReceivers("b", "a"))], live: [body] }).digest).toBe(before.digest);
  });

  test.each<[string, Given]>([
    ["what is wanted", { desired: [group(withReceivers("a"))], live: [there({ properties: { enabled: false } })] }],
    ["what is replaced", { live: [there({ properties: { enabled: false, groupShortName: "x" } })] }],
    ["the sort of change", { live: [] }],
    ["a tag", { desired: [group({ tags: { a: "b" } })], live: [there({ properties: { enabled: false } })] }],
    [
      "another change beside it",
      { desired: [group(), group({}, "second")], live: [there({ properties: { enabled: false } })] },
    ],
  ])("is another for %s", (_, given) => {
    expect(planned(given).digest).not.toBe(planned({ live: [there({ properties: { enabled: false } })] }).digest);
  });
});

test("of two old names that are alike, the digest of a rename says which one goes", () => {
  const renamed = (name: string): Given => ({
    desired: [group({ moves: { formerly: { name, resourceGroup: "rg-alerts" } } }, "new")],
    live: [there({}, name)],
  });
  const [one, other] = ["first", "second"].map((name) => planned(renamed(name)));
  expect(one?.changes.map(({ action }) => action)).toEqual(["rename"]);
  expect(one?.digest).not.toBe(other?.digest);
});

describe("a text of a free map that git does not say any more", () => {
  const place = { subscription: environment.subscription, resourceGroup: "rg-alerts" };
  const rule = (customProperties: JsonObject): JsonObject => ({
    location: "koreacentral",
    scopes: ["/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w"],
    severity: 2,
    enabled: true,
    evaluationFrequency: "PT5M",
    windowSize: "PT5M",
    query: "Heartbeat",
    ...customProperties,
  });
  const canary = "CanaryVALUE4711";
  const live = {
    ...logAlert.toArm(
      logAlert.derive(
        { ...rule({ customProperties: { auth: canary, team: "core" } }), criteria: [criterion] },
        { ...place, name: "l", location: "koreacentral" },
      ),
    ),
    id: armIdOf(place, logAlert.armType, "l"),
    tags: ours,
  };

  // Not compared where nobody has the secret.
  const secretAgain = { customProperties: { auth: "${secret:one}", team: "core" } };

  test.each<[string, JsonObject]>([
    ["the whole map", {}],
    ["all of it", { customProperties: { team: "core" } }],
    ["its key", { customProperties: { other: "${secret:one}", team: "core" } }],
    ["its value", secretAgain],
    ["its value for a plain one", { customProperties: { auth: "plain", team: "core" } }],
  ])("is not shown when %s goes", (_, properties) => {
    const settled = settle(
      logAlert.schema,
      logAlert.derive(
        { ...rule(properties), criteria: [criterion] },
        { ...place, name: "l", location: "koreacentral" },
      ),
    );
    const plan = planned({ desired: [desiredOf(logAlert, "l", settled)], live: [live] });
    const told = plan.changes.map((change) => tellChange(change, plan, { kinds: new Map(), stack: stackOf([]) }));
    expect(told.map(({ action }) => action)).toEqual([properties === secretAgain ? "keep" : "update"]);
    expect(JSON.stringify(told)).not.toContain(canary);
  });
});

test.each([
  "Heartbeat | where x == 'https://x.example/?sig=canary0123456789abcdef'",
  'Heartbeat | extend a = dynamic({"routing_key":"canary0123456789abcdef"})',
])("what looks like a credential in a text of Azure is not shown when it differs: %s", (query) => {
  const place = { subscription: environment.subscription, resourceGroup: "rg-alerts" };
  const rule = (text: string): JsonObject => {
    const written = {
      location: "koreacentral",
      scopes: ["/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w"],
      severity: 2,
      enabled: true,
      evaluationFrequency: "PT5M",
      windowSize: "PT5M",
      description: text,
      criteria: [{ ...criterion, query: text }],
    };
    return logAlert.derive(written, { ...place, name: "l", location: "koreacentral" });
  };
  const wanted = (text: string): DesiredResource => desiredOf(logAlert, "l", settle(logAlert.schema, rule(text)));
  const live = { ...logAlert.toArm(rule(query)), id: armIdOf(place, logAlert.armType, "l"), tags: ours };
  expect(planned({ desired: [wanted(query)], live: [live] }).changes.map(said)).toEqual(["keep"]);
  const spaced = { ...logAlert.toArm(rule(`${query}  \r\n`)), id: live.id, tags: ours };
  expect(
    planned({
      desired: [{ ...wanted(query), settings: { ...wanted(query).settings, description: `${query}  \r\n` } }],
      live: [spaced],
    }).changes.map(said),
  ).toEqual(["keep"]);
  const [change] = planned({ desired: [wanted("Heartbeat")], live: [live] }).changes;
  expect(change === undefined ? "" : said(change)).toBe("update description query");
  expect(JSON.stringify(change && "differences" in change ? change.differences : [])).not.toContain("canary");
});
