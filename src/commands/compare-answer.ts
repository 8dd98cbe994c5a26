import type { Wish } from "../core/plan/change.ts";
import { compare, type Difference, type Step } from "../core/settings/compare.ts";
import { inherit } from "../core/settings/inherit.ts";
import { canonical, isObject, mapTexts, type Json, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { readLive, type LiveResource } from "../core/plan/live.ts";
import { compareTags, ownerOf } from "../core/plan/ownership.ts";
import type { Sealer } from "../core/settings/secrets.ts";
import type { Tags } from "../core/resource.ts";
import type { ArmResource } from "../ports/azure.ts";

/** What comparing an answer needs. */
export interface Comparing {
  readonly kinds: readonly Kind[];
  readonly sealer: Sealer;
}

/**
 * What Azure made of a wish: settings, tags and what is carried, `before` as it was sent, `after` as it was answered.
 * Nothing differs exactly where all that was sent is there, so that a write of tags alone can be told from none at all.
 */
export function compareAnswer(
  answer: ArmResource,
  wish: Wish,
  { kind, kinds, sealer }: Comparing & { readonly kind: Kind },
): readonly Difference[] {
  const live = readLive(answer, kinds, sealer);
  const settings: JsonObject = live.kind === kind.name ? live.settings : {};
  // What Azure fills in by itself where nothing was said is no difference.
  const filled = inherit(kind.schema, wish.settings, settings, { sealer });
  return [
    ...compare(kind.schema, filled.desired, filled.live),
    ...differencesOfTags(live, wish.tags, sealer),
    ...lostOf(resealed(wish.carried ?? {}, sealer), resealed(live.beside ?? {}, sealer), ["arm"]),
  ];
}

/** True for an answer that says that the resource is there, and that making it has failed. */
export function failedState({ body }: ArmResource): string | undefined {
  const { properties } = body;
  const state = isObject(properties) ? properties["provisioningState"] : undefined;
  return typeof state === "string" && /^(failed|canceled)$/i.test(state) ? state : undefined;
}

/** The owner's repository is no reason for a write, but a write that did not bring it was not done. */
function differencesOfTags(live: LiveResource, wanted: Tags, sealer: Sealer): readonly Difference[] {
  const differs = compareTags(resealedTags(wanted, sealer), resealedTags(live.tags, sealer));
  const [sent, answered] = [ownerOf(wanted)?.source, live.owner?.source];
  return [
    ...differs.map(({ name, ...sides }) => ({ path: ["tags", name], ...sides, schema: {} })),
    ...(sent === answered ? [] : [difference(["tags", "tocsin-source"], sent, answered)]),
  ];
}

/**
 * What was sent beside our settings and did not come back as it was sent: Azure drops names it does not know without a
 * word. Values are not told, because nothing says which of them are secret.
 */
function lostOf(sent: Json, answered: Json | undefined, path: readonly Step[]): readonly Difference[] {
  if (isObject(sent) && (isObject(answered) || answered === undefined)) {
    const names = new Map(Object.keys(answered ?? {}).map((name) => [name.toLowerCase(), name]));
    return Object.entries(sent).flatMap(([key, value]) =>
      lostOf(value, answered?.[names.get(key.toLowerCase()) ?? key], [...path, key]),
    );
  }
  if (answered === undefined) return [difference(path, "sent", undefined)];
  return canonical(sent) === canonical(answered) ? [] : [difference(path, "sent", "something else")];
}

function difference(path: readonly Step[], before: string | undefined, after: string | undefined): Difference {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), schema: {} };
}

/** Templates in the one spelling that reading Azure gives them: an author's `arm` has its own. */
function resealed(templates: Json, sealer: Sealer): Json {
  return sealer.sealUnknown(mapTexts(templates, (text) => sealer.open(text)));
}

function resealedTags(tags: Tags, sealer: Sealer): Tags {
  // Sound because opening and sealing the texts of tags leaves texts under the same names.
  return resealed({ ...tags }, sealer) as Tags;
}
