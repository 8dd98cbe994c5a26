import { isNothing, isObject, type Json, type JsonObject } from "../../core/json.ts";
import type { Draft } from "../draft.ts";
import { leavesOf, saysWhatIsWatched, shapeOf, textOf, withLeaves, type Leaf, type Patch } from "./cells.ts";
import { columnKey, columnsOf, isKey, type Columns } from "./columns.ts";
import { withKeyWords } from "./key-words.ts";
import { oneSlot, patternOf, readable, type Pattern, type Slot } from "./slots.ts";

/*
 * Many rules that somebody has clicked together are one rule: the same for each cluster, for each machine. Drafts that
 * differ in their name and in at most three things become one draft with `forEach`. What it unrolls to are the drafts
 * as they were, to the letter; that is a law (test/authoring/fold.test.ts), and `import` plans what it wrote besides.
 */

/** Fewer than these are read more easily one by one. */
const fewest = 3;
/** More than these are no longer one rule. */
const mostColumns = 3;

/** Drafts, those that are near-identical as one with `forEach`; the others, and the order, as they were. */
export function fold(drafts: readonly Draft[]): readonly Draft[] {
  const groups = new Map<string, Member[]>();
  for (const draft of drafts) {
    if (!isFoldable(draft)) continue;
    const member = memberOf(draft);
    const key = JSON.stringify([envelopeOf(draft), shapeOf(member.leaves)]);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  const folded = new Map<Draft, Draft>();
  for (const members of groups.values()) {
    for (const part of partition(members)) for (const { draft } of part.members) folded.set(draft, part.draft);
  }
  return [...new Set(drafts.map((draft) => folded.get(draft) ?? draft))];
}

/** A draft with the leaves of what may differ. */
interface Member {
  readonly draft: Draft;
  readonly name: Leaf;
  readonly leaves: readonly Leaf[];
}

interface Folded {
  readonly members: readonly Member[];
  readonly draft: Draft;
}

/** What a comment says is of one rule, and a `forEach` has been somebody's decision. */
function isFoldable({ comments, forEach, nameIsTemplate }: Draft): boolean {
  return comments.length === 0 && forEach === undefined && nameIsTemplate !== true;
}

function memberOf(draft: Draft): Member {
  const name = leavesOf(draft.name.replaceAll("${", () => "$${"))[0];
  if (name === undefined) throw new Error("a text has a leaf");
  return { draft, name, leaves: leavesOf(bodyOf(draft)) };
}

/** What may differ from rule to rule. */
function bodyOf({ spec, tags, arm }: Draft): JsonObject {
  return { spec, tags: { ...tags }, ...(arm === undefined ? {} : { arm }) };
}

/** What has to be the same in all. */
function envelopeOf({ kind, only, resourceGroup, location, adopt, protect, watched }: Draft): Json {
  return [kind, ...[only, resourceGroup, location, adopt, protect, watched].map((value) => value ?? null)];
}

/** The parts of a group that are one rule each. What differs in too much is parted by what has the fewest values. */
function partition(members: readonly Member[]): readonly Folded[] {
  if (members.length < fewest) return [];
  const called = oneSlot(members.map(({ name }) => name));
  if (called !== undefined) {
    const found = patternsOf(members, called.values.map(textOf));
    const { name, patterns } = withKeyWords({ name: called, patterns: found });
    const keys = keysOf(name);
    const slots = patterns.flatMap((pattern) => pattern.filter((part) => typeof part !== "string"));
    const same = sameIn(members, patterns);
    const columns = columnsOf(slots, keys ?? []);
    const isOneRule = !slots.some((slot) => isOtherRule(slot) || slot.values.some(isProse));
    if (keys !== undefined && same > 0 && isOneRule && columns.size <= Math.min(mostColumns, same + 1))
      return [{ members, draft: draftOf(members, { name, keys, patterns, columns }) }];
  }
  return parted(members).flatMap(partition);
}

function patternsOf(members: readonly Member[], keys: readonly string[]): readonly Pattern[] {
  const [first] = members;
  return (first?.leaves ?? []).flatMap((_, index) => {
    const leaves = members.flatMap((member) => member.leaves[index] ?? []);
    const pattern = patternOf(leaves);
    return pattern === undefined ? [] : [readable(pattern, leaves, (slot) => isKey(slot, keys))];
  });
}

/** In how many places all say the same: what is another in nearly all of them is no variety of one thing. */
function sameIn([first]: readonly Member[], patterns: readonly Pattern[]): number {
  return (first?.leaves ?? []).filter(({ value }) => !isNothing(value)).length - patterns.length;
}

/** Rules that look at something else each are not one rule, however alike the rest of them is. */
function isOtherRule({ path, before, behind, values }: Slot): boolean {
  const isWhole = before === "" && behind === "" && values.some((value) => typeof value === "string");
  return saysWhatIsWatched(path) && (isWhole || values.some((value) => /\s/.test(textOf(value))));
}

/** The keys of `forEach`: what differs in the names. Nothing where two would be the same, or read as a placeholder. */
function keysOf({ values }: Slot): readonly string[] | undefined {
  const keys = values.map(textOf);
  const isLegal = keys.every((key) => !key.includes("$") && key !== "__proto__");
  const distinct = new Set(keys.map((key) => key.toLowerCase())).size;
  return isLegal && distinct === keys.length ? keys : undefined;
}

/** A text of several lines: rules whose whole queries differ are rules of their own. */
function isProse(value: Json): boolean {
  return typeof value === "string" && value.includes("\n");
}

/** Smaller groups, in each of which a leaf is the same for all; none where every leaf is everybody's own. */
function parted(members: readonly Member[]): readonly (readonly Member[])[] {
  const [first] = members;
  const choices = (first?.leaves ?? []).map((_, index) =>
    Map.groupBy(members, ({ leaves }) => JSON.stringify(leaves[index]?.value)),
  );
  const real = choices.filter(({ size }) => size > 1 && size <= members.length / fewest);
  const [best] = real.toSorted((a, b) => a.size - b.size);
  return best === undefined ? [] : [...best.values()];
}

interface Differing {
  readonly name: Slot;
  readonly keys: readonly string[];
  readonly patterns: readonly Pattern[];
  readonly columns: Columns;
}

function draftOf(members: readonly Member[], differing: Differing): Draft {
  const [first] = members;
  const { name } = differing;
  if (first === undefined) throw new Error("nothing was folded");
  const body = withLeaves(
    bodyOf(first.draft),
    differing.patterns.flatMap((pattern) => patchOf(pattern, differing)),
  );
  // Sound because patching leaves of an object leaves an object.
  const { spec, tags, arm } = body as { spec: JsonObject; tags: Draft["tags"]; arm?: JsonObject };
  return {
    ...first.draft,
    name: `${name.before}\${each.key}${name.behind}`,
    nameIsTemplate: true,
    forEach: entriesOf(differing),
    spec,
    tags,
    ...(isObject(arm) ? { arm } : {}),
    ids: members.flatMap(({ draft }) => draft.ids),
  };
}

/** The leaf of a pattern with placeholders in it. */
function patchOf(pattern: Pattern, { keys, columns }: Differing): readonly Patch[] {
  const slot = pattern.find((part) => typeof part !== "string");
  if (slot === undefined) return [];
  const value = pattern.map((part) => (typeof part === "string" ? part : placeholderFor(part, keys, columns))).join("");
  return [{ path: slot.path, value }];
}

function placeholderFor(slot: Slot, keys: readonly string[], columns: Columns): string {
  if (isKey(slot, keys)) return "${each.key}";
  const name = columns.get(columnKey(slot.values))?.name ?? "";
  return columns.size === 1 ? "${each.value}" : `\${each.value.${name}}`;
}

/** A list of keys, a map to the one thing that differs, or to all of them. */
function entriesOf({ keys, columns }: Differing): Json {
  const all = [...columns.values()];
  const [only] = all;
  if (only === undefined) return keys;
  return Object.fromEntries(
    keys.map((key, index): [string, Json] => [
      key,
      all.length === 1
        ? (only.values[index] ?? null)
        : Object.fromEntries(all.map(({ name, values }) => [name, values[index] ?? null])),
    ]),
  );
}
