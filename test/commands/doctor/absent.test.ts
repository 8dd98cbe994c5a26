import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-code.ts";
import { addFault, createWorld } from "../../../src/emulator/arm/world.ts";
import { workspace as someWorkspace } from "../../cli/tocsin.ts";
import { aWorld, checksOf, examined, only, states, subscription, verdict } from "../../support/doctoring.ts";

describe("what is not there", () => {
  test("a group, with the command that makes it; the others are looked into", async () => {
    const world = aWorld();
    const workspace = someWorkspace.replace(
      "resourceGroup: rg-alerts, location",
      "resourceGroup: rg-alerts, resourceGroups: [rg-more], location",
    );
    const report = await examined({ world, workspace });
    expect(checksOf(report, "resource-group").map(({ about, state }) => `${about} ${state}`)).toEqual([
      "rg-alerts good",
      "rg-more bad",
    ]);
    expect(checksOf(report, "resource-group")[1]?.commands).toEqual([
      `az group create --name rg-more --location koreacentral --subscription ${subscription}`,
    ]);
    expect(checksOf(report, "read").map(({ state }) => state)).toEqual(["good", "skipped"]);
    expect([only(report, "apply").state, exitCodeOf(report)]).toEqual(["skipped", 1]);
  });

  test("a group that definitions only refer to: it is named, for no role would help", async () => {
    const world = aWorld();
    world.groups.delete(`${subscription}/rg-app`);
    const report = await examined({ world });
    expect(checksOf(report, "resource-group").map(({ about, state, says }) => [about, state, says])).toEqual([
      ["rg-alerts", "good", "it is there"],
      ["rg-app", "warning", `definitions refer to it, and it is not in the subscription ${subscription}`],
    ]);
    expect(only(report, "apply")).toMatchObject({ state: "good" });
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan yes, apply yes", 0]);
  });

  test("a namespace that is not registered, if a definition needs it", async () => {
    const world = aWorld();
    world.unregistered.add(`${subscription}/microsoft.alertsmanagement`);
    expect(exitCodeOf(await examined({ world }))).toBe(0);
    world.unregistered.add(`${subscription}/microsoft.insights`);
    const report = await examined({ world });
    expect(only(report, "provider")).toMatchObject({
      about: "Microsoft.Insights",
      state: "bad",
      commands: [`az provider register -n Microsoft.Insights --subscription ${subscription}`],
    });
    expect([only(report, "read").state, exitCodeOf(report)]).toEqual(["bad", 1]);
  });

  test.each([
    ["Disabled", "bad", 1],
    ["Warned", "warning", 0],
  ] as const)("a subscription that is %s", async (state, expected, code) => {
    const world = aWorld();
    world.subscriptions.set(subscription, { id: subscription, name: "old", state });
    const report = await examined({ world });
    expect([only(report, "subscription").state, exitCodeOf(report)]).toEqual([expected, code]);
  });

  test("a subscription that nobody knows: nothing in it is looked at, its secrets are", async () => {
    const world = createWorld({ rateLimits: "off", anySubscription: false });
    const report = await examined({ world });
    expect(states(report)).toBe(
      "sign-in good, subscription bad, resource-group skipped, provider skipped, read skipped, activity-log skipped, apply skipped, secret skipped",
    );
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan no, apply no", 1]);
  });

  test("whoever may see groups only is not told that the subscription is missing", async () => {
    const world = aWorld();
    addFault(world, "GET /^.subscriptions.[^/]+$/ 403 code=AuthorizationFailed message=no");
    const report = await examined({ world });
    expect([only(report, "subscription").state, verdict(report)]).toEqual(["warning", "plan yes, apply yes"]);
  });
});

describe("Azure that does not answer", () => {
  test("is nobody's fault: nothing is known, and the exit code says so", async () => {
    const world = aWorld();
    addFault(world, "GET * 503");
    const report = await examined({ world });
    expect(only(report, "subscription")).toMatchObject({ state: "bad", unanswered: true });
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan unknown, apply unknown", 3]);
  });

  test("about one thing does not hide what is wrong with another", async () => {
    const world = aWorld();
    addFault(world, "GET metricAlerts 503");
    expect(exitCodeOf(await examined({ world }))).toBe(3);
    world.unregistered.add(`${subscription}/microsoft.insights`);
    expect(exitCodeOf(await examined({ world }))).toBe(1);
  });
});
