import type { Wish } from "../core/plan/change.ts";
import { mapTexts, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { carry } from "../core/settings/overlay.ts";
import { releasedTags } from "../core/plan/ownership.ts";
import type { Sealer } from "../core/settings/secrets.ts";
import type { Tags } from "../core/resource.ts";

/** The ARM body of a wish with its secrets still templates: what `show` prints. */
export function templateBody(kind: Kind, wish: Wish): JsonObject {
  const body = kind.toArm(wish.settings);
  const { location, ...rest } = wish.carried === undefined ? body : carry(body, wish.carried);
  return { ...(location === undefined ? {} : { location }), tags: wish.tags, ...rest };
}

/** The body that is put: the one sentence in the program that opens secrets. */
export function openBody(kind: Kind, wish: Wish, sealer: Sealer): JsonObject {
  // Sound because opening the texts of an object leaves an object.
  return mapTexts(templateBody(kind, wish), (text) => sealer.open(text)) as JsonObject;
}

/** Names that Azure writes on every resource and does not take back. */
const written = new Set(["id", "name", "type", "etag", "systemdata"]);

/** A body as Azure gave it, fit to be put again: to undo, or to let go. */
export function bodyToPutBack(body: JsonObject, tags?: Tags): JsonObject {
  const rest = Object.entries(body).filter(([key]) => !written.has(key.toLowerCase()));
  return { ...Object.fromEntries(rest), ...(tags === undefined ? {} : { tags }) };
}

/** The tags of what is let go, as they go over the wire. */
export function openTags(tags: Tags, sealer: Sealer): Record<string, string> {
  return Object.fromEntries(Object.entries(releasedTags(tags)).map(([name, value]) => [name, sealer.open(value)]));
}
