import { shuffle } from "./dresses.ts";
import { isObject, type JsonObject } from "./json.ts";
import { show } from "./show-body.ts";
import type { StoredResource } from "./store.ts";

/** In which manner the server answers one request: straight, or with the faults that bend answers. */
export interface Manner {
  readonly future: boolean;
  readonly old: boolean;
  readonly shuffled: boolean;
  readonly stale: boolean;
  readonly hideNew: number | undefined;
  readonly lag: number | undefined;
  /** The client asks with `expandDetector=true`, or wrote the resource: it is told everything. */
  readonly expanded: boolean;
}

/** A resource as one api-version is shown it, in the manner of the day. */
export function answerBody(resource: StoredResource, version: string, manner: Manner): JsonObject {
  if (resource.verbatim) return resource.body;
  const shown = show(resource.type.shape, resource.body, { version, future: manner.future });
  const whole = isObject(shown) ? shown : resource.body;
  const straight = manner.expanded ? whole : (resource.type.unexpanded?.(whole) ?? whole);
  const aged = manner.old ? resource.type.inOldDress(straight) : straight;
  const turned = manner.shuffled ? shuffle(resource.type.shape, aged) : aged;
  return isObject(turned) ? turned : aged;
}

const texts = new WeakMap<JsonObject, Map<string, string>>();

/**
 * The same as text. Straight answers are made once and kept as long as their body: a list of 5,000 resources is then
 * little more than a join.
 */
export function answerText(resource: StoredResource, version: string, manner: Manner): string {
  if (manner.future || manner.old || manner.shuffled || manner.expanded)
    return JSON.stringify(answerBody(resource, version, manner));
  const kept = texts.get(resource.body) ?? new Map<string, string>();
  texts.set(resource.body, kept);
  const text = kept.get(version) ?? JSON.stringify(answerBody(resource, version, manner));
  kept.set(version, text);
  return text;
}
