import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { pagingOf, reachesSomebody, type Node, type Surveyed } from "../../../src/core/plan/routes.ts";
import { actionGroup } from "../../../src/kinds/action-group/action-group.ts";
import { activityLogAlert } from "../../../src/kinds/activity-log-alert/activity-log-alert.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { desiredOf, environment } from "../../support/stacks.ts";

const byName = new Map(kinds.map((kind) => [kind.name, kind]));
const mail = { name: "admin", emailAddress: "admin@company.com", useCommonAlertSchema: false };

function group(name: string, more: JsonObject): Node {
  return desiredOf(actionGroup, name, { location: "global", enabled: true, groupShortName: "x", ...more });
}

const groups = [
  group("oncall", { emailReceivers: [mail] }),
  group("disabled", { enabled: false, emailReceivers: [mail] }),
  group("empty", {}),
];

const around: Surveyed = {
  nodes: new Map(groups.map((node) => [node.id, node])),
  groups: new Set([`${environment.subscription}/${environment.resourceGroup}`.toLowerCase()]),
  processing: [],
};

function rule(...names: readonly string[]): Node {
  const condition = { allOf: [{ field: "category", equals: "ServiceHealth" }] };
  return desiredOf(activityLogAlert, "r", {
    location: "global",
    enabled: true,
    condition,
    actionGroups: names.map((name) => ({ name })),
  });
}

const elsewhere =
  "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/theirs";

describe("whom a rule pages", () => {
  test.each<[string, readonly string[], readonly (readonly [string, string, number])[], boolean]>([
    ["nobody without a group", [], [], false],
    ["the receivers of a group", ["oncall"], [["oncall", "reached", 1]], true],
    ["nobody through a disabled one", ["disabled"], [["disabled", "disabled", 0]], false],
    ["nobody through an empty one", ["empty"], [["empty", "empty", 0]], false],
    ["nobody through one that is missing", ["gone"], [["gone", "missing", 0]], false],
    ["perhaps somebody through one of another subscription", [elsewhere], [["theirs", "elsewhere", 0]], true],
    [
      "those of all its groups",
      ["empty", "oncall"],
      [
        ["empty", "empty", 0],
        ["oncall", "reached", 1],
      ],
      true,
    ],
  ])("%s", (_, names, expected, reached) => {
    const paging = pagingOf(rule(...names), around, byName);
    expect(paging.groups.map(({ name, state, receivers }) => [name, state, receivers.length])).toEqual(expected);
    expect(reachesSomebody(paging)).toBe(reached);
  });

  test("finds its group in whatever case Azure answers its id", () => {
    const [oncall] = groups;
    const upper = rule(oncall!.id.toUpperCase());
    expect(pagingOf(upper, around, byName).groups.map(({ state }) => state)).toEqual(["reached"]);
  });

  test("is nobody where it is disabled", () => {
    const paging = pagingOf(
      { ...rule("oncall"), settings: { ...rule("oncall").settings, enabled: false } },
      around,
      byName,
    );
    expect(reachesSomebody(paging)).toBe(false);
  });
});

test("a group pages its own receivers", () => {
  const paging = pagingOf(groups[0]!, around, byName);
  expect(paging.groups).toEqual([
    { name: "oncall", state: "reached", receivers: [{ by: "e-mail", name: "admin", to: "admin@company.com" }] },
  ]);
});
