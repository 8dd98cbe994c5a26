import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/core/plan/plan.ts";
import { armIdOf } from "../../../src/core/resource.ts";
import { createSealer } from "../../../src/core/settings/secrets.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { simpleLogAlert } from "../../../src/kinds/simple-log-alert/simple-log-alert.ts";
import {
  type Given,
  group,
  ours,
  planned,
  receivers,
  said,
  there,
  withReceivers,
} from "../../support/planned-groups.ts";
import { desiredOf, environment, stackOf } from "../../support/stacks.ts";

describe("what is done to a resource", () => {
  test.each<[string, Given, readonly string[]]>([
    ["one that is not there is created", {}, ["create"]],
    ["one that is as it is wanted is kept", { live: [there()] }, ["keep"]],
    ["one that differs is updated", { live: [there({ properties: { enabled: false } })] }, ["update enabled"]],
    [
      "one with another tag is updated",
      { desired: [group({ tags: { team: "web" } })], live: [there()] },
      ["update tags.team"],
    ],
    ["one that cannot be changed is replaced", { live: [there({ location: "eastus" })] }, ["replace location"]],
    ["one that nobody wants is deleted", { desired: [], live: [there()] }, ["delete"]],
    ["one that nobody wants and that is nobody's stays", { desired: [], live: [there({ tags: {} })] }, []],
    [
      "one that nobody wants and that is another stack's stays",
      { desired: [], live: [there({ tags: { "tocsin-stack": "laws/staging" } })] },
      [],
    ],
    [
      "one that nobody wants and that is protected is not deleted",
      { desired: [], live: [there({ tags: { ...ours, "tocsin-protect": "true" } })] },
      ["blocked protected"],
    ],
    [
      "one of another repository is not deleted",
      { desired: [], live: [there({ tags: { ...ours, "tocsin-source": "other/rules" } })] },
      ["blocked another-repository"],
    ],
    ["nobody's is not touched", { live: [there({ tags: {} })] }, ["blocked not-ours"]],
    [
      "another stack's is not touched",
      { live: [there({ tags: { "tocsin-stack": "web/production" } })] },
      ["blocked another-stack"],
    ],
    [
      "another repository's is not touched",
      { live: [there({ tags: { ...ours, "tocsin-source": "other/rules" } })] },
      ["blocked another-repository"],
    ],
    [
      "nobody's is adopted where that is said",
      { desired: [group({ moves: { adopt: true } })], live: [there({ tags: {} })] },
      ["adopt tags.tocsin-stack"],
    ],
    [
      "another stack's is adopted by its name",
      {
        desired: [group({ moves: { adopt: "web/production" } })],
        live: [there({ tags: { "tocsin-stack": "web/production" } })],
      },
      ["adopt tags.tocsin-stack"],
    ],
    [
      "a third stack's is not",
      {
        desired: [group({ moves: { adopt: "web/production" } })],
        live: [there({ tags: { "tocsin-stack": "api/production" } })],
      },
      ["blocked another-stack"],
    ],
    [
      "what is ours already is adopted no more",
      { desired: [group({ moves: { adopt: true } })], live: [there()] },
      ["keep"],
    ],
    [
      "adopting never deletes",
      { desired: [group({ moves: { adopt: true } })], live: [there({ tags: {}, location: "eastus" })] },
      ["blocked adoption-would-replace"],
    ],
    ["one is let go", { desired: [group({ moves: { release: true } })], live: [there()] }, ["release"]],
    [
      "of an interrupted rename, what is let go is not deleted under its former name",
      {
        desired: [group({ moves: { release: true, formerly: { resourceGroup: "rg-alerts", name: "old" } } })],
        live: [there(), there({}, "old")],
      },
      ["release"],
    ],
    [
      "of an interrupted rename, what is left under the former name is let go",
      {
        desired: [group({ moves: { release: true, formerly: { resourceGroup: "rg-alerts", name: "old" } } })],
        live: [there({ tags: {} }), there({}, "old")],
      },
      ["release"],
    ],
    ["one that is let go and gone is not made", { desired: [group({ moves: { release: true } })] }, []],
    [
      "one with a former name is renamed",
      {
        desired: [group({ moves: { formerly: { resourceGroup: "rg-alerts", name: "old" } } })],
        live: [there({}, "old")],
      },
      ["rename"],
    ],
    [
      "one with a former name that is there is not",
      {
        desired: [group({ moves: { formerly: { resourceGroup: "rg-alerts", name: "old" } } })],
        live: [there(), there({}, "old")],
      },
      ["delete", "keep"],
    ],
    [
      "one whose former name is another's is created",
      {
        desired: [group({ moves: { formerly: { resourceGroup: "rg-alerts", name: "old" } } }), group({}, "old")],
        live: [there({}, "old")],
      },
      ["keep", "create"],
    ],
    [
      "one that was formerly nobody's is not taken",
      {
        desired: [group({ moves: { formerly: { resourceGroup: "rg-alerts", name: "old" } } })],
        live: [there({ tags: {} }, "old")],
      },
      ["blocked former-not-ours"],
    ],
  ])("%s", (_, given, expected) => {
    expect(planned(given).changes.map(said)).toEqual(expected);
  });
});

describe("what we have no word for", () => {
  const future = { properties: { future: { a: 1 } } };

  test("is no reason for a change, and travels along with one", () => {
    expect(planned({ live: [there(future)] }).changes.map(said)).toEqual(["keep"]);
    const [change] = planned({ live: [there({ properties: { ...future.properties, enabled: false } })] }).changes;
    expect(change !== undefined && "wish" in change && change.wish.carried).toEqual({
      properties: { future: { a: 1 } },
    });
  });

  test("in an element that goes away blocks the change, unless `arm` lets it go", () => {
    const body = there(receivers("a", "b"));
    const list = [
      { name: "a", emailAddress: "a@x.com", useCommonAlertSchema: false, future: 1 },
      { name: "b", emailAddress: "b@x.com", useCommonAlertSchema: false },
    ];
    const live = [{ ...body, properties: { groupShortName: "oncall", enabled: true, emailReceivers: list } }];
    expect(planned({ live, desired: [group(withReceivers("b"))] }).changes.map(said)).toEqual([
      "blocked would-be-lost",
    ]);
    const arm = { properties: { emailReceivers: { a: { future: null } } } };
    expect(
      planned({ live, desired: [group({ ...withReceivers("b"), arm })] }).changes.map((change) => change.action),
    ).toEqual(["update"]);
  });

  test("blocks a rename in the same way, because the old one is deleted", () => {
    const element = { name: "a", emailAddress: "a@x.com", future: 1 };
    const live = [there({ properties: { emailReceivers: [element] } }, "old")];
    const moves = { formerly: { resourceGroup: "rg-alerts", name: "old" } };
    expect(planned({ live, desired: [group({ moves, ...withReceivers("a") })] }).changes.map(said)).toEqual(["rename"]);
    const blocked = planned({ live, desired: [group({ moves, ...withReceivers("b") })] });
    expect(blocked.changes.map(said)).toEqual(["blocked would-be-lost"]);
  });

  test("is changed by the author's `arm`, once", () => {
    const desired = [group({ arm: { properties: { future: { a: 2 } } } })];
    expect(planned({ desired, live: [there(future)] }).changes.map(said)).toEqual(["update arm"]);
    expect(planned({ desired, live: [there({ properties: { future: { a: 2 } } })] }).changes.map(said)).toEqual([
      "keep",
    ]);
  });

  test("a resource of a kind we do not claim is taken over by none of ours", () => {
    const id = armIdOf(
      { subscription: environment.subscription, resourceGroup: "rg-alerts" },
      simpleLogAlert.armType,
      "x",
    );
    const desired = desiredOf(simpleLogAlert, "x", {
      location: "koreacentral",
      enabled: true,
      scopes: ["/subscriptions/s"],
      query: "q",
    });
    const live = { id, kind: "FromTheFuture", tags: {}, properties: {} };
    expect(
      planned({ desired: [{ ...desired, moves: { adopt: true } }], live: [live] }).changes.map(
        (change) => change.action,
      ),
    ).toEqual(["blocked"]);
  });
});

test("a limited plan has what is asked for only", () => {
  const sealer = createSealer(new Map());
  const desired = [group(), group({}, "second")];
  const { changes } = makePlan({ stack: stackOf(desired), live: [], kinds, sealer, only: new Set([desired[1]!.id]) });
  expect(changes.map((change) => ("desired" in change ? change.desired?.name : ""))).toEqual(["second"]);
});
