import { eachName, eachText, type Json, type JsonObject } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { readLive } from "../../core/plan/live.ts";
import { createSealer } from "../../core/settings/secrets.ts";
import { holds } from "./session.ts";

/** A resource whose body may hold secrets of a template. */
interface Suspect {
  readonly armId: string;
  readonly body: JsonObject;
}

/**
 * The parameter whose secret value would be written in the open, because it stands where no secret is kept: in a
 * description, a tag, a name. What reading a live resource seals is no such place.
 */
export function exposedSecret(
  resource: Suspect,
  { kinds, secrets }: { readonly kinds: readonly Kind[]; readonly secrets: ReadonlyMap<string, string> },
): string | undefined {
  if (secrets.size === 0) return undefined;
  const sealer = createSealer(new Map());
  const { settings, beside, tags, name, kind } = readLive({ ...resource, apiVersion: "" }, kinds, sealer);
  const open: Json = kind === undefined ? sealer.sealUnknown(resource.body) : [settings, beside ?? null];
  let exposed: string | undefined;
  const look = (text: string): void => {
    for (const [secret, parameter] of secrets) {
      if (holds(text, secret)) exposed ??= parameter;
    }
  };
  eachText([open, { ...tags }, name, resource.armId], look);
  eachName([open, { ...tags }], look);
  return exposed;
}
