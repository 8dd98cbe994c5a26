import type { JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { leftover } from "../../src/core/settings/overlay.ts";
import { readSettings } from "../../src/core/settings/settings.ts";

/** A body as it comes over the wire, read: its settings, and what the kind has no word for. */
export function readBody(
  kind: Kind,
  body: JsonObject,
): { readonly settings: JsonObject; readonly beside: JsonObject | undefined } {
  // Sound because a body is JSON, and reads as it was written.
  const arrived = JSON.parse(JSON.stringify(body)) as JsonObject;
  const settings = readSettings(kind.schema, kind.fromArm(arrived));
  return { settings, beside: leftover(arrived, kind.toArm(settings), kind.owned) };
}
