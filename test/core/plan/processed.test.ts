import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/core/plan/change.ts";
import { guard } from "../../../src/core/plan/guard.ts";
import { readLive, type LiveResource } from "../../../src/core/plan/live.ts";
import {
  lookAround,
  nodesAfter,
  nodesOf,
  pagingChanges,
  pagingOf,
  reachesSomebody,
} from "../../../src/core/plan/routes.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { createSealer } from "../../../src/core/settings/secrets.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { group, made } from "./made.ts";
import { kindNamed } from "../../support/stacks.ts";

const now = "2026-11-20T12:00:00Z";
const byName = new Map(kinds.map((kind) => [kind.name, kind]));
const rg = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai";
const cluster = `${rg}/providers/Microsoft.ContainerService/managedClusters/my-aks`;

const alert = (name: string, more: JsonObject = {}): DesiredResource =>
  made("MetricAlert", name, {
    location: "global",
    severity: 2,
    scopes: [cluster],
    criteriaType: "multiple",
    criteria: [],
    actionGroups: [{ name: "oncall" }],
    ...more,
  });

const rule = (name: string, more: JsonObject = {}): DesiredResource =>
  made("AlertProcessingRule", name, { scopes: [rg], actions: [{ actionType: "RemoveAllActionGroups" }], ...more });

const adding = (name: string, more: JsonObject = {}): DesiredResource =>
  rule(name, { actions: [{ actionType: "AddActionGroups", actionGroups: [{ name: "manager" }] }], ...more });

const maintenance = {
  schedule: { recurrences: [{ recurrenceType: "Weekly", daysOfWeek: ["Sunday"] }], timeZone: "UTC" },
};

function paged(...resources: readonly DesiredResource[]) {
  const nodes = new Map([group("oncall"), group("manager"), ...resources].map((node) => [node.id, node]));
  const around = lookAround(nodes, new Set(), { kinds: byName, now });
  const paging = pagingOf(resources[0]!, around, byName);
  const rules = (paging.processedBy ?? []).map(({ name, effect, when, perhaps, groups = [] }) =>
    [name, effect, ...groups.map(({ name }) => name), ...(when === undefined ? [] : [when]), ...(perhaps ?? [])].join(
      " ",
    ),
  );
  return { rules, reached: reachesSomebody(paging) };
}

describe("whom an alert tells that rules process", () => {
  test.each<[string, readonly DesiredResource[], readonly string[], boolean]>([
    ["nobody, silenced for good", [rule("mute")], ["mute silences"], false],
    ["somebody, outside the window", [rule("mute", maintenance)], ["mute silences every Sunday (UTC)"], true],
    [
      "somebody, after a window that is over",
      [rule("mute", { schedule: { effectiveUntil: "2026-11-01T00:00:00" } })],
      [],
      true,
    ],
    ["somebody, when the rule is disabled", [rule("mute", { enabled: false })], [], true],
    ["somebody, when others are meant", [rule("mute", { scopes: [`${rg}-2`] })], [], true],
    [
      "perhaps somebody, when it hangs on the alert",
      [rule("mute", { conditions: [{ field: "AlertContext", operator: "Contains", values: ["x"] }] })],
      ["mute silences where its `AlertContext` fits"],
      true,
    ],
    ["an added group besides", [adding("tell")], ["tell adds manager"], true],
    ["nobody, for silencing wins", [adding("tell"), rule("mute")], ["mute silences", "tell adds manager"], false],
  ])("%s", (_, rules, expected, reached) => {
    expect(paged(alert("cpu"), ...rules)).toEqual({ rules: expected, reached });
  });

  test("an alert without a group reaches whom a rule adds", () => {
    const alone = alert("cpu", { actionGroups: [] });
    expect(paged(alone).reached).toBe(false);
    expect(paged(alone, adding("tell")).reached).toBe(true);
  });

  test("Service Health is told, whatever a rule says", () => {
    const health = made("ActivityLogAlert", "health", {
      scopes: [rg],
      condition: { allOf: [{ field: "category", anyOf: [], equals: "ServiceHealth" }] },
      actionGroups: [{ name: "oncall" }],
    });
    expect(paged(health, rule("mute", { scopes: [rg] }))).toEqual({ rules: [], reached: true });
  });

  test("a log alert by rows is told of what its rows name", () => {
    const log = (more: JsonObject) =>
      made("LogAlert", "log", {
        severity: 1,
        scopes: [cluster],
        criteria: [],
        actionGroups: [{ name: "oncall" }],
        ...more,
      });
    expect(paged(log({}), rule("mute"))).toEqual({ rules: ["mute silences"], reached: false });
    expect(paged(log({ resourceIdColumn: "_ResourceId" }), rule("mute"))).toEqual({
      rules: ["mute silences where the scope fits"],
      reached: true,
    });
  });
});

function live(resource: DesiredResource): LiveResource {
  const kind = kindNamed(resource.kind);
  const body = { id: resource.armId, tags: { "tocsin-stack": "laws/production" }, ...kind.toArm(resource.settings) };
  return readLive({ armId: resource.armId, apiVersion: kind.apiVersions[0], body }, kinds, createSealer(new Map()));
}

function created(desired: DesiredResource): Change {
  return { action: "create", desired, wish: { settings: desired.settings, tags: {} } };
}

const alerts = ["a", "b", "c"].map((name) => alert(name));
const there = [group("oncall"), ...alerts];

function outcome(changes: readonly Change[], before: readonly DesiredResource[] = there) {
  const all = before.map(live);
  const looking = { kinds: byName, now };
  const [left, right] = [nodesOf(all), nodesAfter(changes, all)].map((nodes) => lookAround(nodes, new Set(), looking));
  const refusals = guard({
    changes,
    ours: all.map(({ id }) => id),
    desired: 10,
    limits: { maximumDeletes: { percent: 30 }, unreviewed: "apply" },
    before: left!,
    after: right!,
    kinds: byName,
  });
  return {
    refused: refusals.map(({ code, message }) => `${code}: ${message.split(" of ")[0]}`),
    paging: pagingChanges(changes, left!, right!, byName).map(({ name }) => name),
  };
}

describe("a plan that makes a processing rule", () => {
  test("counts what it silences for good as falling silent, and tells each", () => {
    expect(outcome([created(rule("mute"))])).toEqual({
      refused: ["too-many-deletes: 3 would fall silent (a, b, c)"],
      paging: ["a", "b", "c"],
    });
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ["of a window", maintenance, ["a", "b", "c"]],
    [
      "that hangs on the alert",
      { conditions: [{ field: "AlertContext", operator: "Contains", values: ["x"] }] },
      ["a", "b", "c"],
    ],
    ["for one alert", { conditions: [{ field: "AlertRuleName", operator: "Equals", values: ["b"] }] }, ["b"]],
    ["for others", { scopes: [`${rg}-2`] }, []],
    ["that is disabled", { enabled: false }, []],
  ])("%s is told and not refused", (_, more, paging) => {
    expect(outcome([created(rule("mute", more))])).toEqual({ refused: [], paging });
  });

  test("which goes away again is told, and nothing falls silent", () => {
    const mute = rule("mute");
    expect(outcome([{ action: "delete", live: live(mute) }], [...there, mute])).toEqual({
      refused: [],
      paging: ["a", "b", "c"],
    });
  });

  test("whose added group was all that alerts had counts when it goes away", () => {
    const deaf = ["a", "b", "c"].map((name) => alert(name, { actionGroups: [] }));
    const tell = adding("tell");
    const all = [group("manager"), ...deaf, tell];
    expect(outcome([{ action: "delete", live: live(tell) }], all)).toEqual({
      refused: ["too-many-deletes: 1 would be deleted or replaced and 3 would fall silent (a, b, c)"],
      paging: ["a", "b", "c"],
    });
  });

  test("is not told of alerts that are disabled, which nobody hears anyway", () => {
    const off = alert("a", { enabled: false });
    expect(outcome([created(rule("mute"))], [group("oncall"), off, alerts[1]!])).toEqual({
      refused: [],
      paging: ["b"],
    });
  });

  test("and the alert it is for is told once, for good", () => {
    const changes = [created(rule("mute")), created(alert("d"))];
    expect(outcome(changes).paging.toSorted()).toEqual(["a", "b", "c", "d"]);
  });
});
