import type { Kind } from "../core/kind.ts";
import type { LiveResource } from "../core/plan/live.ts";
import { metBy, type PlacedProcessing } from "../core/plan/processed.ts";
import type { Surveyed } from "../core/plan/routes.ts";
import type { Environment } from "../core/language/workspace.ts";
import { someOf } from "./some-of.ts";

/**
 * The rules in Azure that silence alerts at this moment, whosever they are, one sentence each with when they end: whoever
 * reads a plan should know which of its alerts nobody would hear.
 */
export function activeMutes(
  before: Surveyed,
  live: readonly LiveResource[],
  { kinds, environment }: { readonly kinds: ReadonlyMap<string, Kind>; readonly environment: Environment },
): readonly string[] {
  const owners = new Map(live.map(({ id, owner }) => [id, owner]));
  const mutes = before.processing.filter(({ processing }) => processing.effect === "silences" && isInForce(processing));
  return mutes.map((mute) => {
    const { node, processing } = mute;
    const owner = owners.get(node.id);
    const isOurs = owner?.stack === environment.stack && owner.environment === environment.name;
    const whose = isOurs ? "" : owner === undefined ? " (of no stack)" : ` (of ${owner.stack}/${owner.environment})`;
    const { timing } = processing;
    const when = timing.is === "always" ? "at all times, without an end" : timing.said;
    return `${node.kind} ${node.name}${whose} silences ${whom(metBy(mute, before.nodes, kinds))}: ${when}`;
  });
}

function isInForce({ timing }: PlacedProcessing["processing"]): boolean {
  return timing.is === "always" || (timing.is === "at times" && timing.open);
}

function whom({ surely, perhaps }: ReturnType<typeof metBy>): string {
  if (surely.length === 0 && perhaps.length === 0) return "no alert that is known here";
  const parts = [
    ...(surely.length > 0 ? [someOf(surely)] : []),
    ...(perhaps.length > 0 ? [`perhaps ${someOf(perhaps)}`] : []),
  ];
  return parts.join(", ");
}
