import type { Change } from "../../src/core/plan/change.ts";
import { printPath } from "../../src/core/settings/compare.ts";
import { learnTemplates } from "../../src/core/settings/inherit.ts";
import { isObject, type JsonObject } from "../../src/core/json.ts";
import { readLive } from "../../src/core/plan/live.ts";
import { makePlan, type Plan } from "../../src/core/plan/plan.ts";
import { armIdOf } from "../../src/core/resource.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import type { DesiredResource } from "../../src/core/stack.ts";
import { actionGroup } from "../../src/kinds/action-group/action-group.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { desiredOf, environment, stackOf } from "./stacks.ts";

/** The tags of what is ours. */
export const ours = { "tocsin-stack": "laws/production", "tocsin-source": "example/rules" };
/** The settings of an action group with nothing that need not be. */
export const settings = { location: "global", enabled: true, groupShortName: "oncall" };

/** An action group that is wanted. */
export function group(more: Partial<DesiredResource> = {}, name = "oncall"): DesiredResource {
  return { ...desiredOf(actionGroup, name, settings), ...more };
}

/** A group in Azure as it is wanted, and with these differences. */
export function there(body: JsonObject = {}, name = "oncall"): JsonObject {
  const { properties, ...rest } = body;
  return {
    id: armIdOf({ subscription: environment.subscription, resourceGroup: "rg-alerts" }, actionGroup.armType, name),
    location: "Global",
    tags: ours,
    properties: { groupShortName: "oncall", enabled: true, ...(isObject(properties) ? properties : {}) },
    ...rest,
  };
}

/** What is wanted, what Azure has, and the secrets at hand. */
export interface Given {
  readonly desired?: readonly DesiredResource[];
  readonly live?: readonly JsonObject[];
  readonly secrets?: Readonly<Record<string, string>>;
  /** Secrets that only Azure has. */
  readonly onlyLive?: readonly string[];
  readonly source?: string | undefined;
}

/** The plan for it. */
export function planned(given: Given): Plan {
  const { desired = [group()], live = [], secrets = {}, onlyLive = [] } = given;
  const { source } = { source: "example/rules", ...given };
  const sealer = createSealer(new Map(Object.entries(secrets)));
  learnTemplates(desired, sealer);
  const read = live.map((body) => {
    const armId = typeof body["id"] === "string" ? body["id"] : "";
    return readLive({ armId, apiVersion: "2026-09-01", body }, kinds, sealer);
  });
  const { environment: usual, ...stack } = stackOf(desired);
  const more = Object.fromEntries(onlyLive.map((name) => [name, { live: true } as const]));
  const stackWithSecrets = { ...stack, environment: { ...usual, secrets: { ...usual.secrets, ...more } } };
  return makePlan({ stack: stackWithSecrets, live: read, kinds, sealer, ...(source === undefined ? {} : { source }) });
}

/** A change in one line. */
export function said(change: Change): string {
  const differences = "differences" in change ? change.differences.map(({ path }) => printPath(path)) : [];
  const because = change.action === "blocked" ? change.because.map(({ code }) => code) : [];
  return [change.action, ...differences, ...because].join(" ");
}

/** Receivers as a body has them. */
export const receivers = (...names: readonly string[]): JsonObject => ({
  properties: {
    emailReceivers: names.map((name) => ({ name, emailAddress: `${name}@x.com`, useCommonAlertSchema: false })),
  },
});
/** Receivers as somebody wants them. */
export const withReceivers = (...names: readonly string[]): Partial<DesiredResource> => ({
  settings: {
    ...settings,
    emailReceivers: names.map((name) => ({ name, emailAddress: `${name}@x.com`, useCommonAlertSchema: false })),
  },
});
