import { expect } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { plan } from "../../src/commands/plan.ts";
import type { Obstacle } from "../../src/core/plan/change.ts";
import type { Planned } from "../../src/core/plan/report.ts";
import type { DesiredResource } from "../../src/core/stack.ts";
import type { EmulatedAzure } from "./emulated-azure.ts";
import { inputsFor, stackOf } from "./stacks.ts";

/** The one thing that may be in the way: what Azure has invented in the meantime and a change would take away. */
const beyondUs = "would-be-lost";

/** Applies a stack, and nothing may go wrong. */
export async function applyAll(azure: EmulatedAzure, wanted: readonly DesiredResource[]): Promise<void> {
  const report = await apply(inputsFor(azure, stackOf(wanted)));
  expect(report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(report.refused ?? []).toEqual([]);
  expect(report.results.filter(({ outcome }) => outcome !== "applied")).toEqual([]);
  expect(obstaclesIn(report.planned)).toEqual([]);
}

/** Plans a stack, and every resource must be as it is wanted. */
export async function expectNothingToDo(azure: EmulatedAzure, wanted: readonly DesiredResource[]): Promise<void> {
  const { planned } = await plan(inputsFor(azure, stackOf(wanted)));
  const blocked = planned?.changes.filter(({ action }) => action === "blocked") ?? [];
  expect(obstaclesIn(planned)).toEqual([]);
  expect(planned?.changes.filter((change) => !blocked.includes(change))).toEqual([]);
  expect((planned?.unchanged ?? 0) + blocked.length).toBe(wanted.length);
}

function obstaclesIn(planned: Planned | undefined): readonly Obstacle[] {
  const obstacles = planned?.changes.flatMap(({ because = [] }) => because) ?? [];
  return obstacles.filter(({ code }) => code !== beyondUs);
}
