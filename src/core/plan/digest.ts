import { createHash } from "node:crypto";
import { idOf, sidesOf, type Change } from "./change.ts";
import { fingerprint } from "../settings/compare.ts";
import { canonical, type Json } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { blind } from "../settings/secrets.ts";
import type { Environment } from "../language/workspace.ts";

/**
 * A digest says *this is what was reviewed*: what each change writes and replaces. It is blind to lines, files, spelling,
 * order, secrets, carried values, who and when, so that other merges do not spoil it and a fork's plan has the same.
 */
export function digestOf(change: Change, kinds: ReadonlyMap<string, Kind>): string {
  const { desired, live } = sidesOf(change);
  const kind = kinds.get(desired?.kind ?? live?.kind ?? "");
  const wish = "wish" in change ? change.wish : undefined;
  return hash([
    change.action,
    kind?.name ?? "",
    idOf(change),
    kind?.apiVersions[0] ?? "",
    wish === undefined || kind === undefined ? "" : fingerprint(kind.schema, blind(wish.settings)),
    wish === undefined ? "" : canonical(blind(wish.tags)),
    live === undefined || kind === undefined ? "" : fingerprint(kind.schema, blind(veiled(change, live))),
    change.action === "blocked" ? change.because.map((obstacle) => obstacle.code).join(",") : "",
  ]);
}

/** The live settings with the places hidden where the definition holds a secret, as the comparison saw them. */
function veiled(change: Change, live: LiveResource): Json {
  return "before" in change ? change.before : live.settings;
}

/** The digest of a whole plan: over its changes' digests in any order, and where they go. */
export function digestOfPlan(digests: readonly string[], environment: Environment): string {
  return hash([environment.stack, environment.name, environment.subscription.toLowerCase(), ...digests.toSorted()]);
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
