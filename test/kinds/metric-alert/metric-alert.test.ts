import { describe, expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { metricAlert } from "../../../src/kinds/metric-alert/metric-alert.ts";
import { resourceType, scopeKind } from "../../../src/kinds/metric-alert/scopes.ts";
import { settingsOf, surroundings } from "../said-of.ts";
import { ids, learned, rules, vms } from "./rules.ts";

describe("what follows from the rest", () => {
  test("a rule is global, with PromQL it lives in the environment's region", () => {
    expect(settingsOf(metricAlert, rules.static)["location"]).toBe("global");
    expect(settingsOf(metricAlert, rules.promql)["location"]).toBe("koreacentral");
    expect(settingsOf(metricAlert, { ...rules.promql, location: "westeurope" })["location"]).toBe("westeurope");
    expect(metricAlert.derive(rules.promql, { ...surroundings, location: undefined })["location"]).toBeUndefined();
  });

  test("an alert resolves by itself unless the rule says otherwise; PromQL has another word for it", () => {
    expect(settingsOf(metricAlert, rules.static)["autoMitigate"]).toBe(true);
    expect(settingsOf(metricAlert, { ...rules.static, autoMitigate: false })["autoMitigate"]).toBe(false);
    expect(settingsOf(metricAlert, rules.promql)["autoMitigate"]).toBeUndefined();
  });

  test("one resource is of its own type, a resource group of none", () => {
    expect(settingsOf(metricAlert, rules.static)["targetResourceType"]).toBeUndefined();
    const groups = { ...rules.dynamic, scopes: ["/subscriptions/s/resourceGroups/rg", ...vms] };
    expect(settingsOf(metricAlert, groups)["targetResourceType"]).toBeUndefined();
  });

  test("deriving again changes nothing", () => {
    for (const spec of Object.values(rules)) {
      const once = settingsOf(metricAlert, spec);
      expect(settingsOf(metricAlert, once)).toEqual(once);
    }
  });

  test.each([[null], [5], ["avg cpu > 5"], [[]], [[null, 5]], [{}]])(
    "criteria that are %j are left to the schema",
    (criteria) => {
      expect(() => settingsOf(metricAlert, { ...rules.static, criteria })).not.toThrow();
    },
  );
});

describe("a rule in the words of the live one", () => {
  const single = { ...settingsOf(metricAlert, rules.static), criteriaType: "single" };
  const aligned = (spec: JsonObject, live: JsonObject) => metricAlert.align(settingsOf(metricAlert, spec), live);

  test("stays a rule for a single resource while it can", () => {
    expect(compare(metricAlert.schema, single, aligned(rules.static, single))).toEqual([]);
  });

  test.each<[string, JsonObject]>([
    ["several resources", { scopes: vms, targetResourceRegion: "koreacentral" }],
    ["a subscription", { scopes: ["/subscriptions/s"] }],
    ["a dynamic threshold", { criteria: [learned] }],
    ["a query", rules.promql],
  ])("is replaced when it is for %s now", (_, change) => {
    const differences = compare(metricAlert.schema, single, aligned({ ...rules.static, ...change }, single));
    expect(differences.filter(({ schema }) => schema.immutable).map(({ path }) => path[0])).toContain("criteriaType");
  });

  test("does not see the defaults that Azure may answer with PromQL", () => {
    const { for: _for, resolveConfiguration: _resolve, ...bare } = rules.promql;
    const live = settingsOf(metricAlert, {
      ...bare,
      for: "PT0S",
      resolveConfiguration: { autoResolved: true, timeToResolve: "PT5M" },
    });
    expect(compare(metricAlert.schema, live, aligned(bare, live))).toEqual([]);
    const other = settingsOf(metricAlert, rules.promql);
    expect(compare(metricAlert.schema, other, aligned(bare, other)).map(({ path }) => path[0])).toEqual(
      expect.arrayContaining(["for", "resolveConfiguration"]),
    );
  });

  test("gives up an identity by saying `None`, which Azure wants", () => {
    const live = settingsOf(metricAlert, { ...rules.static, identity: { type: "SystemAssigned" } });
    expect(aligned(rules.static, live)["identity"]).toEqual({ type: "None" });
    const none = settingsOf(metricAlert, { ...rules.static, identity: { type: "None" } });
    expect(compare(metricAlert.schema, none, aligned(rules.static, none))).toEqual([]);
    expect(
      aligned({ ...rules.static, identity: { type: "None" } }, settingsOf(metricAlert, rules.static)),
    ).not.toHaveProperty("identity");
  });
});

describe("short forms", () => {
  const { identity, ["actionGroups/*"]: group, ["criteria/*"]: criterion } = metricAlert.shortForms;

  test("an identity is a word, an id, a list of ids or Azure's map", () => {
    const id = `${ids}/Microsoft.ManagedIdentity/userAssignedIdentities/a`;
    const long = { type: "UserAssigned", userAssignedIdentities: [id] };
    expect(identity?.parse("SystemAssigned")).toEqual({ value: { type: "SystemAssigned" } });
    expect(identity?.parse(id)).toEqual({ value: long });
    expect(identity?.parse([id])).toEqual({ value: long });
    expect(identity?.parse({ type: "UserAssigned", userAssignedIdentities: { [id]: {} } })).toEqual({ value: long });
    expect(identity?.parse(long)).toBeUndefined();
    expect(identity?.parse("systemAssigned")).toEqual({ complaint: "`systemAssigned` is spelled `SystemAssigned`" });
    expect(identity?.parse("mine")).toEqual({ complaint: expect.stringContaining("`mine` is no identity") });
    expect(identity?.print(long)).toEqual([id]);
    expect(identity?.print({ type: "SystemAssigned" })).toBe("SystemAssigned");
    expect(identity?.print({ ...long, future: 1 })).toBeUndefined();
  });

  test("an action group is its name", () => {
    expect(group?.parse("ai-oncall")).toEqual({ value: { name: "ai-oncall" } });
    expect(group?.print({ name: "ai-oncall" })).toBe("ai-oncall");
    expect(group?.print({ name: "ai-oncall", webhookProperties: { a: "b" } })).toBeUndefined();
  });

  test("a criterion of the settings is printed with its name", () => {
    const [first = null] = settingsOf(metricAlert, rules.static)["criteria"] as readonly JsonObject[];
    expect(criterion?.print(first)).toBe("avg Percentage CPU > 80 as Metric1");
  });
});

test.each([
  ["cpu-high", true],
  ["CPU high (a=b); $x, [y] 'z'", true],
  ["서울-cpu", true],
  ["cpu.", false],
  ["cpu ", false],
  ["a/b", false],
  ["100%", false],
  ["a\\b", false],
  ["", false],
])("a rule may be called %j: %j", (name, legal) => {
  expect(new RegExp(metricAlert.names.pattern, "u").test(name)).toBe(legal);
});

test.each([
  ["/subscriptions/s", "subscription", undefined],
  ["/subscriptions/s/resourceGroups/g/", "resourceGroup", undefined],
  ["subscriptions/s/resourcegroups/g", "resourceGroup", undefined],
  [
    `${ids}/Microsoft.Storage/storageAccounts/a/fileServices/default`,
    "resource",
    "Microsoft.Storage/storageAccounts/fileServices",
  ],
  [`${vms[0]}/providers/Microsoft.Insights/x/y`, "resource", "Microsoft.Insights/x"],
  ["/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts", "other", undefined],
])("%s is a %s", (id, kind, type) => {
  expect(scopeKind(id)).toBe(kind);
  expect(resourceType(id)).toBe(type);
});
