import { describe, expect, test } from "vitest";
import { guard } from "../../../src/core/plan/guard.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Change } from "../../../src/core/plan/change.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import {
  fallsSilent,
  lookAround,
  pagingChanges,
  pagingOf,
  reachesSomebody,
  type Node,
  type Surveyed,
} from "../../../src/core/plan/routes.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { actionGroup } from "../../../src/kinds/action-group/action-group.ts";
import { prometheusRuleGroup } from "../../../src/kinds/prometheus-rule-group/prometheus-rule-group.ts";
import { pagingLines } from "../../../src/report/paging-lines.ts";
import { plain, print } from "../../../src/report/print.ts";
import { ours, planned } from "../../support/planned-groups.ts";
import { desiredOf, environment } from "../../support/stacks.ts";
import { settingsOf } from "../said-of.ts";
import { group, recorded } from "./groups.ts";

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

const [oncall, empty] = ["oncall", "empty"].map((name) =>
  desiredOf(actionGroup, name, {
    location: "global",
    enabled: true,
    groupShortName: name,
    ...(name === "empty" ? {} : { emailReceivers: [{ name: "a", emailAddress: "a@x.com" }] }),
  }),
);

/** `A1 oncall`: alert, severity, groups. */
function rules(...alerts: readonly string[]): DesiredResource {
  const made = alerts.map((text): JsonObject => {
    const [name = "", ...groups] = text.split(" ");
    const enabled = !name.startsWith("-");
    const [alert = "", severity] = name.replace("-", "");
    return {
      alert,
      expression: "up",
      severity: Number(severity),
      enabled,
      ...(groups.length === 0 ? {} : { actionGroups: groups.map((group) => ({ name: group })) }),
    };
  });
  return desiredOf(prometheusRuleGroup, "g", settingsOf(prometheusRuleGroup, group(recorded, ...made)));
}

function around(node: Node): Surveyed {
  const nodes = [node, oncall!, empty!].map((one) => [one.id, one] as const);
  const groups = new Set([`${environment.subscription}/${environment.resourceGroup}`.toLowerCase()]);
  return lookAround(new Map(nodes), groups, { kinds: byName, now: "2026-11-20T12:00:00Z" });
}

/** The plan's changes where one stands in Azure and the other is wanted. */
function changesFrom(before: DesiredResource, after: DesiredResource): readonly Change[] {
  const groups = [oncall!, empty!];
  const live = [before, ...groups].map(({ armId, kind, settings }) => ({
    id: armId,
    tags: ours,
    ...byName.get(kind)!.toArm(settings),
  }));
  return planned({ desired: [after, ...groups], live }).changes;
}

const paging = (node: Node) => pagingOf(node, around(node), byName);

test("each alert of a group has its own severity and groups, and a recording rule has none", () => {
  const { alerts = [], groups, severity } = paging(rules("A1 oncall", "B2 empty gone", "-C3 oncall"));
  expect(
    alerts.map(({ name, enabled, severity, groups: told }) => [
      name,
      enabled,
      severity,
      told.map(({ state }) => state),
    ]),
  ).toEqual([
    ["A", true, 1, ["reached"]],
    ["B", true, 2, ["empty", "missing"]],
    ["C", false, 3, ["reached"]],
  ]);
  expect(severity).toBe(undefined);
  expect(groups.map(({ name, state }) => [name, state])).toEqual([
    ["oncall", "reached"],
    ["empty", "empty"],
    ["gone", "missing"],
  ]);
});

test("a group whose only alert that tells somebody is disabled reaches nobody", () => {
  expect(reachesSomebody(paging(rules("A1 oncall")))).toBe(true);
  expect(reachesSomebody(paging(rules("-A1 oncall", "B1")))).toBe(false);
});

describe("a group falls silent", () => {
  test.each<[string, readonly string[], readonly string[], boolean]>([
    ["not where nothing changes", ["A1 oncall"], ["A1 oncall"], false],
    ["where its one alert loses its group", ["A1 oncall"], ["A1"], true],
    ["where one of several loses its group", ["A1 oncall", "B1 oncall"], ["A1 oncall", "B1"], true],
    ["where one of several is disabled", ["A1 oncall", "B1 oncall"], ["A1 oncall", "-B1 oncall"], true],
    ["where one of several is gone", ["A1 oncall", "B1 oncall"], ["A1 oncall"], true],
    ["not where one got another name", ["A1 oncall", "B1 oncall"], ["A1 oncall", "C1 oncall"], false],
    ["where one loses its group though another one comes", ["A1 oncall"], ["A1", "B1 oncall"], true],
    ["not where one that told nobody is gone", ["A1 oncall", "B1"], ["A1 oncall"], false],
    ["not where only the severity changes", ["A1 oncall"], ["A4 oncall"], false],
  ])("%s", (_, before, after, expected) => {
    expect(fallsSilent(paging(rules(...before)), paging(rules(...after)))).toBe(expected);
  });

  test("and counts once for the guard", () => {
    const [before, after] = [rules("A1 oncall", "B1 oncall"), rules("A1", "B1")];
    const refused = (most: number): readonly string[] =>
      guard({
        changes: changesFrom(before, after),
        ours: [before.id, before.id, before.id],
        desired: 3,
        limits: { maximumDeletes: { count: most }, unreviewed: "apply" },
        before: around(before),
        after: around(after),
        kinds: byName,
      }).map(({ message }) => message);
    expect(refused(2)).toEqual([expect.stringContaining("3 would fall silent (g, g, g)")]);
    expect(refused(3)).toEqual([]);
  });
});

describe("who is paged is told", () => {
  function told(before: DesiredResource, after: DesiredResource): string {
    const changes = pagingChanges(changesFrom(before, after), around(before), around(after), byName);
    return print(pagingLines(changes, { onlyBefore: "gone", onlyAfter: "new" }), { paint: plain, columns: 100 });
  }

  test("by the names of the alerts, those that are alike on one line", () => {
    expect(
      told(
        rules("A1 oncall", "B1 oncall", "C2 oncall", "D1 oncall"),
        rules("A1 oncall", "B0 oncall", "C2", "D1 oncall"),
      ),
    ).toBe(
      [
        "Who is paged",
        "  PrometheusRuleGroup g",
        "    - B (severity 1): oncall: e-mail a@x.com (a)",
        "    - C (severity 2): oncall: e-mail a@x.com (a)",
        "    + B (severity 0): oncall: e-mail a@x.com (a)",
        "    + C (severity 2): nobody: it has no action group",
        "      A, D (severity 1): oncall: e-mail a@x.com (a)",
        "",
      ].join("\n"),
    );
  });

  test("not where alerts changed places, nor of a group that only records", () => {
    expect(told(rules("A1 oncall", "B1 oncall"), rules("B1 oncall", "A1 oncall"))).toBe("");
    expect(told(rules(), rules())).toBe("");
  });
});
