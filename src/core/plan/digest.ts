import { createHash } from "node:crypto";
import { idOf, sidesOf, type Change } from "./change.ts";
import { fingerprint } from "../settings/compare.ts";
import { canonical, type Json } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { LiveResource } from "./live.ts";
import { blind, publicPart, withoutFreeTexts } from "../settings/secrets.ts";
import type { DesiredResource } from "../stack.ts";
import type { Environment } from "../language/workspace.ts";

/**
 * A digest says *this is what was reviewed*: what the author asks for, secrets by their names and with what is around them,
 * and what it replaces. It is blind to lines, files, spelling, order, secrets' values, foreign tags, who and when, so that
 * other merges do not spoil it and a fork's plan has the same.
 */
export function digestOf(change: Change, kinds: ReadonlyMap<string, Kind>): string {
  const { desired, live } = sidesOf(change);
  const kind = kinds.get(desired?.kind ?? live?.kind ?? "");
  return hash([
    change.action,
    kind?.name ?? "",
    idOf(change),
    kind?.apiVersions[0] ?? "",
    desired === undefined || kind === undefined ? "" : wanted(desired, kind),
    live === undefined || kind === undefined ? "" : fingerprint(kind.schema, blind(replaced(change, live, kind))),
    change.action === "blocked" ? change.because.map((obstacle) => obstacle.code).join(",") : "",
    // The old one goes, and of two that are alike it matters which.
    ...(change.action === "rename" ? [change.live.id] : []),
  ]);
}

function wanted({ settings, tags, protect, arm }: DesiredResource, kind: Kind): string {
  const said = fingerprint(kind.schema, publicPart(kind.schema, settings));
  return JSON.stringify([said, canonical(tags), protect, canonical(publicPart({}, arm ?? {}))]);
}

/** The live settings as the comparison saw them, without texts that may have been a secret's value. */
function replaced(change: Change, live: LiveResource, kind: Kind): Json {
  return withoutFreeTexts(kind.schema, "before" in change ? change.before : live.settings);
}

/** The digest of a whole plan: over its changes' digests in any order, and where they go. */
export function digestOfPlan(digests: readonly string[], environment: Environment): string {
  return hash([environment.stack, environment.name, environment.subscription.toLowerCase(), ...digests.toSorted()]);
}

/** The digest of files that are to be written, by which a run knows what an earlier one has asked for. */
export function digestOfFiles(files: readonly { readonly path: string; readonly text: string }[]): string {
  return hash(files.map(({ path, text }) => JSON.stringify([path, text])).toSorted());
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
