import { describe, expect, test } from "vitest";
import type { Change } from "../../../src/core/plan/change.ts";
import { guard } from "../../../src/core/plan/guard.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { readLive, type LiveResource } from "../../../src/core/plan/live.ts";
import { lookAround, nodesAfter, nodesOf } from "../../../src/core/plan/routes.ts";
import { resourceId } from "../../../src/core/resource.ts";
import { createSealer } from "../../../src/core/settings/secrets.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { actionGroup } from "../../../src/kinds/action-group/action-group.ts";
import { activityLogAlert } from "../../../src/kinds/activity-log-alert/activity-log-alert.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { desiredOf } from "../../support/stacks.ts";

const mail = { name: "a", emailAddress: "a@x.com", useCommonAlertSchema: false };
const group = desiredOf(actionGroup, "oncall", {
  location: "global",
  enabled: true,
  groupShortName: "x",
  emailReceivers: [mail],
});

function rule(name: string, more: JsonObject = {}): DesiredResource {
  const condition = { allOf: [{ field: "category", equals: "ServiceHealth" }] };
  return desiredOf(activityLogAlert, name, {
    location: "global",
    enabled: true,
    condition,
    actionGroups: [{ name: "oncall" }],
    ...more,
  });
}

function live(resource: DesiredResource, tags: JsonObject = {}): LiveResource {
  const kind = kinds.find(({ name }) => name === resource.kind)!;
  const body = {
    id: resource.armId,
    tags: { "tocsin-stack": "laws/production", ...tags },
    ...kind.toArm(resource.settings),
  };
  return readLive({ armId: resource.armId, apiVersion: kind.apiVersions[0], body }, kinds, createSealer(new Map()));
}

const deleted = (name: string): Change => ({ action: "delete", live: live(rule(name)) });

function changed(before: DesiredResource, after: DesiredResource, action: "update" | "replace" = "update"): Change {
  return {
    action,
    desired: after,
    live: live(before),
    wish: { settings: after.settings, tags: {} },
    before: before.settings,
    differences: [],
  };
}

interface Given {
  readonly changes: readonly Change[];
  readonly owned?: number;
  readonly desired?: number;
  readonly retired?: true;
  readonly allowed?: { readonly percent: number } | { readonly count: number };
}

function refused({ changes, owned = 10, desired = 10, retired, allowed = { percent: 30 } }: Given): readonly string[] {
  const there = [
    live(group),
    ...changes.flatMap((change) => ("live" in change && change.live !== undefined ? [change.live] : [])),
  ];
  const groups = new Set([`${group.place.subscription}/${group.place.resourceGroup}`.toLowerCase()]);
  const limits = { maximumDeletes: allowed, unreviewed: "apply" } as const;
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const looking = { kinds: byName, now: "2026-11-20T12:00:00Z" };
  const before = lookAround(nodesOf(there), groups, looking);
  const after = lookAround(nodesAfter(changes, there), groups, looking);
  const known = there.slice(1).map(({ id }) => id);
  const others = Array.from({ length: Math.max(0, owned - known.length) }, (_, index) => resourceId(`/other-${index}`));
  const ours = [...known, ...others];
  return guard({ changes, ours, desired, retired, limits, before, after, kinds: byName }).map(({ code }) => code);
}

const many = (count: number): readonly Change[] =>
  Array.from({ length: count }, (_, index) => deleted(`rule-${index}`));

describe("a plan is refused that would take away too much", () => {
  test.each<[string, Given, readonly string[]]>([
    ["nothing to do", { changes: [] }, []],
    ["two always pass", { changes: many(2), allowed: { count: 0 } }, []],
    ["three of ten are thirty percent", { changes: many(3) }, []],
    ["four of ten are more", { changes: many(4) }, ["too-many-deletes"]],
    ["four of ten where five are allowed", { changes: many(4), allowed: { count: 5 } }, []],
    ["all, because no definition was found", { changes: many(3), owned: 1, desired: 0 }, ["nothing-defined"]],
    ["all, of a retired environment", { changes: many(9), desired: 0, retired: true, allowed: { count: 0 } }, []],
    ["replaces count", { changes: [...many(3), changed(rule("x"), rule("x"), "replace")] }, ["too-many-deletes"]],
    [
      "updates that leave somebody to hear do not",
      { changes: [...many(3), changed(rule("x"), rule("x", { description: "d" }))] },
      [],
    ],
    [
      "rules that are disabled count",
      { changes: [...many(3), changed(rule("x"), rule("x", { enabled: false }))] },
      ["too-many-deletes"],
    ],
    [
      "rules that lose their last group count",
      { changes: [...many(3), changed(rule("x"), rule("x", { actionGroups: [] }))] },
      ["too-many-deletes"],
    ],
    [
      "rules that were silent before do not",
      { changes: [...many(3), changed(rule("x", { enabled: false }), rule("x", { actionGroups: [] }))] },
      [],
    ],
    [
      "groups that lose their last receiver count",
      { changes: [...many(3), changed(group, { ...group, settings: { ...group.settings, emailReceivers: [] } })] },
      ["too-many-deletes"],
    ],
  ])("%s", (_, given, expected) => {
    expect(refused(given)).toEqual(expected);
  });

  test("a protected one is not replaced", () => {
    const change = {
      ...changed(rule("x"), rule("x"), "replace"),
      live: live(rule("x"), { "tocsin-protect": "true" }),
    } as Change;
    expect(refused({ changes: [change] })).toEqual(["protected"]);
  });
});
