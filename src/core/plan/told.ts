import { idOf, sidesOf, titleOf, type Change, type PlannedDifference } from "./change.ts";
import { printPath } from "../settings/compare.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { authored } from "../settings/authored.ts";
import type { JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { DesiredResource, Stack } from "../stack.ts";
import { leaves, without } from "../settings/overlay.ts";
import { printOwner } from "./ownership.ts";
import type { Plan } from "./plan.ts";
import type { ToldChange, ToldDifference } from "./report.ts";

/** Whose changes are told. */
export interface ToldOf {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly stack: Stack;
  /** What the definitions at the base would do as well. */
  readonly elsewhere?: Elsewhere;
}

/** A difference as a report has it. */
function tellDifference({ path, origin, ...rest }: PlannedDifference): ToldDifference {
  return { path: printPath(path), ...rest, ...(origin === undefined ? {} : { layer: origin.layer, at: origin.at }) };
}

/** A change as a report has it: plain data, free of secrets, without the ways back to the definitions. */
export function tellChange(change: Change, plan: Plan, { kinds, stack, elsewhere }: ToldOf): ToldChange {
  const { desired, live } = sidesOf(change);
  const digest = plan.digests.get(idOf(change));
  const differences = "differences" in change ? change.differences : [];
  const carried =
    "wish" in change && change.action !== "keep"
      ? leaves(without(change.wish.carried ?? {}, change.desired.arm ?? {}))
      : [];
  const from = formerOf(change);
  const others = elsewhere?.get(idOf(change));
  const isOthers = (difference: PlannedDifference): boolean => typeof others === "object" && others.has(difference);
  return {
    action: change.action,
    ...titleOf(change),
    id: desired?.armId ?? live?.armId ?? "",
    ...(desired === undefined ? {} : { at: desired.at }),
    differences: differences.map((difference) => ({
      ...tellDifference(difference),
      ...(isOthers(difference) ? { elsewhere: true } : {}),
    })),
    ...(change.action === "create"
      ? { settings: authoredOf(change.desired, change.wish.settings, { kinds, stack }) }
      : {}),
    ...(change.action === "blocked" ? { because: change.because } : {}),
    ...(carried.some((path) => path !== "") ? { carried } : {}),
    ...(from === undefined ? {} : { from }),
    ...(digest === undefined ? {} : { digest }),
    ...(others === "all" ? { elsewhere: true } : {}),
    ...(others === "none" ? { expected: true } : {}),
    ...(live?.changed === undefined ? {} : { changed: live.changed }),
  };
}

function authoredOf(desired: DesiredResource, settings: JsonObject, { kinds, stack }: ToldOf): JsonObject {
  const kind = kinds.get(desired.kind);
  if (kind === undefined) return settings;
  const { location } = stack.environment;
  const surroundings = { ...desired.place, name: desired.name, location };
  const names = new Map(stack.resources.map((resource) => [resource.id, resource.name]));
  return authored(settings, { kind, surroundings, names });
}

function formerOf(change: Change): string | undefined {
  if (change.action === "rename") return change.live.name;
  if (change.action !== "adopt" || change.live.owner === undefined) return undefined;
  return printOwner(change.live.owner);
}
