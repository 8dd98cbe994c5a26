import { describe, expect, test } from "vitest";
import { selectResources } from "../../src/commands/select.ts";
import { readLive } from "../../src/core/plan/live.ts";
import { armIdOf, resourceId, type ResourceId } from "../../src/core/resource.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import type { DesiredResource } from "../../src/core/stack.ts";
import { actionGroup } from "../../src/kinds/action-group/action-group.ts";
import { activityLogAlert } from "../../src/kinds/activity-log-alert/activity-log-alert.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { group, ours, there } from "../support/planned-groups.ts";
import { desiredOf, environment, stackOf } from "../support/stacks.ts";

const place = { subscription: environment.subscription, resourceGroup: "rg-alerts" };
const groupId = (name: string): string => armIdOf(place, actionGroup.armType, name);
const condition = { allOf: [{ field: "category", equals: "ServiceHealth" }] };

function rule(name: string, pages: string): DesiredResource {
  const settings = { location: "global", enabled: true, condition, actionGroups: [{ name: groupId(pages) }] };
  return { ...desiredOf(activityLogAlert, name, settings), references: [resourceId(groupId(pages))] };
}

const ruleThere = (name: string, pages: string) => ({
  id: armIdOf(place, activityLogAlert.armType, name),
  location: "Global",
  tags: ours,
  properties: { enabled: true, condition, actions: { actionGroups: [{ actionGroupId: groupId(pages) }] } },
});

const formerly = { moves: { formerly: { resourceGroup: "rg-alerts", name: "old" } } };
const live = [there({}, "old"), ruleThere("a", "old"), ruleThere("b", "other")].map((body) =>
  readLive({ armId: body["id"] as string, apiVersion: "x", body }, kinds, createSealer(new Map())),
);
const stack = stackOf([group(formerly, "new"), group({}, "other"), rule("a", "new"), rule("b", "other")]);
const workspace = { file: "tocsin.yaml" } as Parameters<typeof selectResources>[1]["workspace"];

function selected(...names: readonly string[]): readonly string[] {
  const { only = new Set<ResourceId>() } = selectResources(names, { workspace, stack, kinds }, live);
  return [...only].map((id) => id.split("/").at(-1) ?? "").toSorted();
}

describe("a run limited to names", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["takes what a rule needs along", ["b"], ["b", "other"]],
    ["takes what refers to a renamed group along, or it would be left behind", ["new"], ["a", "new", "old"]],
    ["takes what refers to a group that is deleted along", ["OLD"], ["a", "new", "old"]],
  ])("%s", (_, names, expected) => {
    expect(selected(...names)).toEqual(expected);
  });

  test("names nothing that is not there", () => {
    const { unknown } = selectResources(["oter"], { workspace, stack, kinds }, live);
    expect(unknown.map(({ message }) => message)).toEqual([
      "nothing in production is called `oter`; did you mean `other`?",
    ]);
  });
});
