import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { armIdOf, resourceId } from "../../../src/core/resource.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { actionGroup } from "../../../src/kinds/action-group/action-group.ts";
import { activityLogAlert } from "../../../src/kinds/activity-log-alert/activity-log-alert.ts";
import { type Given, group, ours, planned, said, settings, there } from "../../support/planned-groups.ts";
import { desiredOf, environment } from "../../support/stacks.ts";

const place = { subscription: environment.subscription, resourceGroup: "rg-alerts" };
const idOf = (name: string): string => armIdOf(place, actionGroup.armType, name);
const condition = { allOf: [{ field: "category", equals: "ServiceHealth" }] };

/** A rule that pages a group. */
function rule(pages: string, more: Partial<DesiredResource> = {}): DesiredResource {
  const wanted = desiredOf(activityLogAlert, "rule", {
    location: "global",
    enabled: true,
    scopes: [`/subscriptions/${environment.subscription}`],
    condition,
    actionGroups: [{ name: idOf(pages) }],
  });
  return { ...wanted, references: [resourceId(idOf(pages))], ...more };
}

/** The same in Azure. */
function ruleThere(pages: string, more: JsonObject = {}): JsonObject {
  return {
    id: armIdOf(place, activityLogAlert.armType, "rule"),
    location: "Global",
    tags: ours,
    properties: {
      enabled: true,
      scopes: [`/subscriptions/${environment.subscription}`],
      condition,
      actions: { actionGroups: [{ actionGroupId: idOf(pages), ...more }] },
    },
  };
}

const live = { settings: { ...settings, webhookReceivers: [{ name: "w", serviceUri: "${secret:one}" }] } };
const formerly = (name: string): Partial<DesiredResource> => ({
  moves: { formerly: { resourceGroup: "rg-alerts", name } },
});

test.each<[string, Given, readonly string[]]>([
  [
    "a group that a rule of ours still refers to is not deleted",
    { desired: [rule("old")], live: [there({}, "old"), ruleThere("old")] },
    ["blocked still-referred", "keep"],
  ],
  [
    "nor when the change that would move the rule is blocked",
    {
      desired: [group({}, "new"), rule("new")],
      live: [there({}, "new"), there({}, "old"), ruleThere("old", { future: 1 })],
    },
    ["keep", "blocked still-referred", "blocked would-be-lost"],
  ],
  [
    "a rule is not moved to a group that cannot be created",
    { desired: [group(live, "new"), rule("new")], live: [there({}, "old"), ruleThere("old")], onlyLive: ["one"] },
    ["blocked secret-needed", "blocked still-referred", "blocked needs-blocked"],
  ],
  [
    "a rename onto a name that is somebody else's leaves the old one where it is",
    { desired: [group(formerly("old"), "new")], live: [there({ tags: {} }, "new"), there({}, "old")] },
    ["blocked not-ours"],
  ],
  [
    "what is blocked last keeps the group it still refers to",
    {
      desired: [group(formerly("old"), "new"), rule("new")],
      live: [
        there({}, "old"),
        there({}, "gone"),
        ruleThere("gone"),
        {
          ...ruleThere("old"),
          id: armIdOf(place, activityLogAlert.armType, "other"),
          tags: { ...ours, "tocsin-protect": "true" },
        },
      ],
    },
    ["blocked still-referred", "blocked still-referred", "blocked protected", "blocked needs-blocked"],
  ],
  [
    "a rule that has its group's name counts as well",
    {
      desired: [],
      live: [there({}, "rule"), { ...ruleThere("rule"), tags: { ...ours, "tocsin-protect": "true" } }],
    },
    ["blocked still-referred", "blocked protected"],
  ],
  [
    "a rename of what is nobody's deletes nothing",
    {
      desired: [group({ moves: { adopt: true, formerly: { resourceGroup: "rg-alerts", name: "old" } } }, "new")],
      live: [there({ tags: {} }, "old")],
    },
    ["blocked former-not-ours"],
  ],
  [
    "the rest of a rename of what was protected goes, where the new one is protected",
    {
      desired: [group({ ...formerly("old"), protect: true }, "new")],
      live: [
        there({ tags: { ...ours, "tocsin-protect": "true" } }, "new"),
        there({ tags: { ...ours, "tocsin-protect": "true" } }, "old"),
      ],
    },
    ["keep", "delete"],
  ],
  [
    "a rename that was interrupted ends with the old one",
    { desired: [group(formerly("old"), "new")], live: [there({}, "new"), there({}, "old")] },
    ["keep", "delete"],
  ],
  [
    "a protected resource is not renamed away",
    { desired: [group(formerly("old"), "new")], live: [there({ tags: { ...ours, "tocsin-protect": "true" } }, "old")] },
    ["blocked protected"],
  ],
  [
    "unless the new one is protected as well",
    {
      desired: [group({ ...formerly("old"), protect: true }, "new")],
      live: [there({ tags: { ...ours, "tocsin-protect": "true" } }, "old")],
    },
    ["rename"],
  ],
  [
    "what was let go is let go: it is not ours, and nothing is done to it",
    { desired: [group({ moves: { release: true } })], live: [there({ tags: {} })] },
    [],
  ],
  [
    "what is released under its old name is not deleted",
    {
      desired: [group({ moves: { release: true, formerly: { resourceGroup: "rg-alerts", name: "old" } } }, "new")],
      live: [there({}, "old")],
    },
    ["release"],
  ],
  [
    "another repository's alerts are not touched by a run that does not know its own",
    { desired: [], live: [there()], source: undefined },
    ["blocked another-repository"],
  ],
  [
    "a resource of ours that no kind claims is left alone",
    {
      desired: [],
      live: [
        {
          id: armIdOf(place, "Microsoft.Insights/scheduledQueryRules", "x"),
          kind: "EventLogAlert",
          location: "eastus",
          tags: ours,
          properties: {},
        },
      ],
    },
    ["blocked unknown-kind"],
  ],
])("%s", (_, given, expected) => {
  expect(planned(given).changes.map(said)).toEqual(expected);
});
