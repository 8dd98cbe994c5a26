import { shuffle } from "./dresses.ts";
import { isObject, type JsonObject } from "./json.ts";
import { formerOf } from "./resource-type.ts";
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
  /** How many resources a page of a list has; without it, all. */
  readonly pageSize: number | undefined;
  /** Whether a rule whose action group is not there is refused. */
  readonly mindGroups: boolean;
  /** Ids at or below which the caller may not read, so that no rule of his may refer to what is there. */
  readonly unreadable: readonly string[];
  /** The day whose service answers: in the past, or `today`. */
  readonly day: string;
}

/** The service as it is now; later than any day of which a change is known. */
export const today = "9999-12-31";

/** The manner in which nothing is bent. */
export const plainManner: Manner = {
  future: false,
  old: false,
  shuffled: false,
  stale: false,
  hideNew: undefined,
  lag: undefined,
  expanded: false,
  pageSize: undefined,
  mindGroups: false,
  unreadable: [],
  day: today,
};

/** A resource as one api-version is shown it, in the manner of the day. */
export function answerBody(resource: StoredResource, version: string, manner: Manner): JsonObject {
  if (resource.verbatim) return resource.body;
  const { type } = resource;
  const former = formerOf(type, version);
  const shape = former?.shape ?? type.shape;
  const stored = former === undefined ? resource.body : former.fromToday(resource.body);
  const shown = show(shape, stored, { version, future: manner.future });
  const whole = isObject(shown) ? shown : stored;
  const straight = manner.expanded ? whole : (type.unexpanded?.(whole) ?? whole);
  const ofItsDay = manner.day === today ? straight : (type.onDay?.(straight, { day: manner.day, version }) ?? straight);
  const aged = manner.old ? type.inOldDress(ofItsDay) : ofItsDay;
  const turned = manner.shuffled ? shuffle(shape, aged) : aged;
  return isObject(turned) ? turned : aged;
}

const texts = new WeakMap<JsonObject, Map<string, string>>();

/**
 * The same as text. Straight answers are made once and kept as long as their body: a list of 5,000 resources is then
 * little more than a join.
 */
export function answerText(resource: StoredResource, version: string, manner: Manner): string {
  if (manner.future || manner.old || manner.shuffled || manner.expanded || manner.day !== today)
    return JSON.stringify(answerBody(resource, version, manner));
  const kept = texts.get(resource.body) ?? new Map<string, string>();
  texts.set(resource.body, kept);
  const text = kept.get(version) ?? JSON.stringify(answerBody(resource, version, manner));
  kept.set(version, text);
  return text;
}
