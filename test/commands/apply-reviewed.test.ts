import { expect, test } from "vitest";
import { apply, type ApplyInputs } from "../../src/commands/apply.ts";
import { plan } from "../../src/commands/plan.ts";
import { shownOf } from "../../src/core/plan/comment.ts";
import type { Planned } from "../../src/core/plan/report.ts";
import { emulatedAzure, writesIn } from "../support/emulated-azure.ts";
import { group } from "../support/planned-groups.ts";
import { inputsFor, stackOf } from "../support/stacks.ts";

const oncall = group();
const web = group({}, "web");

type Wanted = Parameters<typeof stackOf>[0];

async function reviewed(wanted: Wanted): Promise<Planned> {
  const { planned } = await plan(inputsFor(await emulatedAzure(), stackOf(wanted)));
  if (planned === undefined) throw new Error("nothing was planned");
  return planned;
}

async function applied(wanted: Wanted, more: Partial<ApplyInputs>, unreviewed: "apply" | "stop" = "stop") {
  const azure = await emulatedAzure();
  const inputs = inputsFor(azure, stackOf(wanted));
  const { workspace } = inputs;
  const guard = { ...workspace.guard, unreviewed };
  const report = await apply({ ...inputs, workspace: { ...workspace, guard }, ...more });
  return { report, writes: writesIn(azure.world) };
}

test("what was shown is applied", async () => {
  const shown = { changes: shownOf(await reviewed([oncall, web])), digests: [] };
  const { report, writes } = await applied([oncall, web], { shown });
  expect(report).toMatchObject({ unseen: [], gone: [] });
  expect(report.refused).toBe(undefined);
  expect(writes).toHaveLength(2);
});

test("what no pull request showed is named, and stopped where the workspace says so", async () => {
  const shown = { changes: shownOf(await reviewed([oncall])), digests: [] };
  const stopped = await applied([oncall, web], { shown });
  expect(stopped.report.refused).toMatchObject([{ code: "unreviewed-changes" }]);
  expect(stopped.report.refused?.[0]?.message).toContain("create web");
  expect(stopped.report.refused?.[0]?.message).not.toContain("oncall");
  expect(stopped.writes).toEqual([]);
  const named = await applied([oncall, web], { shown }, "apply");
  expect(named.report.unseen).toEqual([expect.stringMatching(/\/web$/)]);
  expect(named.writes).toHaveLength(2);
});

test("a change that was shown otherwise was not shown", async () => {
  const shown = { changes: shownOf(await reviewed([oncall])), digests: [] };
  const changed = group({ settings: { ...oncall.settings, groupShortName: "other" } });
  expect((await applied([changed], { shown })).report.refused).toMatchObject([{ code: "unreviewed-changes" }]);
});

test("what was shown and is not needed any more is told", async () => {
  const shown = { changes: shownOf(await reviewed([oncall, web])), digests: [] };
  const { report } = await applied([oncall], { shown });
  expect(report.gone).toEqual([{ action: "create", kind: "ActionGroup", name: "web", resourceGroup: "rg-alerts" }]);
});

test("a plan that was shown as a whole is known by its digest, however many changes it had", async () => {
  const { digest } = await reviewed([oncall, web]);
  const { report } = await applied([oncall, web], { shown: { changes: [], digests: [digest] } });
  expect(report.unseen).toEqual([]);
  expect(report.results).toHaveLength(2);
});

test("whoever names a plan by its digest has read it", async () => {
  const { digest } = await reviewed([oncall]);
  const nothing = { changes: [], digests: [] };
  const named = await applied([oncall], { shown: nothing, digest: digest.slice(0, 12).toUpperCase() });
  expect(named.report.results).toMatchObject([{ outcome: "applied" }]);
  const other = await applied([oncall, web], { shown: nothing, digest: digest.slice(0, 12) });
  expect(other.report.refused).toMatchObject([{ code: "plan-is-stale" }]);
  expect(other.writes).toEqual([]);
});
