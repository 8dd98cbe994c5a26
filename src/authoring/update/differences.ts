import { eachText, type Json, type JsonObject } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { credentialsIn } from "../../core/language/credentials.ts";
import { shapeOf } from "../../core/language/envelope.ts";
import type { Change } from "../../core/plan/change.ts";
import { compare, printPath, type Difference } from "../../core/settings/compare.ts";
import type { Schema } from "../../core/settings/schema.ts";
import { isSecret } from "../../core/settings/secrets.ts";

/** A change that has two sides that may differ. */
export type Differing = Extract<Change, { readonly differences: readonly unknown[] }>;

/** A difference that is not written into a definition, and what to do about it. */
export interface Left {
  /** In the words of the YAML; absent where it is about the whole resource. */
  readonly path?: string;
  readonly because: string;
}

/** What of a resource differs: as paths of its definition, and what no edit is tried for. */
export interface Sorted {
  readonly differences: readonly Difference[];
  readonly left: readonly Left[];
}

/** The schema of a whole definition of a kind. */
export function definitionSchema(kind: Kind): Schema {
  return shapeOf(kind).schemas[0] ?? {};
}

/** What a definition says in all, in its own shape, with what it leaves to Azure: the side that was compared. */
export function definitionOf({ desired, wish }: Differing): JsonObject {
  const { location, ...spec } = wish.settings;
  return { spec, ...(location === undefined ? {} : { location }), tags: { ...desired.tags } };
}

/** What Azure has, in the same shape: the other side that was compared. */
export function liveDefinitionOf({ live, before }: Differing): JsonObject {
  const { location, ...spec } = before;
  return { spec, ...(location === undefined ? {} : { location }), tags: { ...live.tags } };
}

/** The differences of a change that a definition can say, and those that it cannot. */
export function sortDifferences(change: Differing, kind: Kind): Sorted {
  const { live, before, wish } = change;
  if (live.kind !== kind.name) {
    const what = live.kind === undefined ? "something no kind here has words for" : `a ${live.kind}`;
    return {
      differences: [],
      left: [
        {
          because: `in Azure it is ${what}, and the definition is a ${kind.name}; a kind is not changed by \`--update\``,
        },
      ],
    };
  }
  const inSettings = compare(kind.schema, before, wish.settings).map((found) => ({
    ...found,
    path: found.path[0] === "location" ? found.path : ["spec", ...found.path],
  }));
  const inTags = change.differences.flatMap(({ path, before: theirs, after }): Difference[] =>
    path[0] === "tags"
      ? [
          {
            path,
            schema: {},
            ...(theirs === undefined ? {} : { before: theirs }),
            ...(after === undefined ? {} : { after }),
          },
        ]
      : [],
  );
  const left: Left[] = [];
  const differences = [...inSettings.reduce(withReplaced, []), ...inTags].filter((difference) => {
    // What is adopted becomes ours by the tag.
    if (change.action === "adopt" && isOurTag(difference)) return false;
    const because = whyLeft(difference, change);
    if (because !== undefined)
      left.push({ path: printPath(difference.path.slice(difference.path[0] === "spec" ? 1 : 0)), because });
    return because === undefined;
  });
  return { differences, left };
}

function whyLeft({ path, before, after }: Difference, { desired }: Differing): string | undefined {
  const [first, name] = path;
  if (first === "tags" && typeof name === "string") {
    if (isOurTag({ path })) return "the tag is Tocsin's own; the next `apply` sets it right";
    const inherited = before === undefined && desired.origin(["tags", name]).layer === "default";
    if (inherited)
      return "the tag is the environment's, in `tags` of the workspace, and a definition cannot take it away";
  }
  const theirs = textsOf(before);
  if (theirs.some((text) => text.includes("${hidden:"))) {
    return textsOf(after).some(isSecret)
      ? "the secret is another one in Azure; change it where the secret is kept"
      : "what Azure has is secret, and this run has no name for it; write `${secret:NAME}` there, with `{ live: true }` or `{ env: … }` under `secrets`";
  }
  const credential = theirs.flatMap(credentialsIn)[0];
  return credential === undefined ? undefined : `what Azure has ${credential.message.replace(/^this /, "")}`;
}

/** True for a tag by which Tocsin knows what is whose. */
export function isOurTag({ path: [first, name] }: Pick<Difference, "path">): boolean {
  return first === "tags" && typeof name === "string" && /^tocsin-/i.test(name);
}

/** Of a list of ids or texts, one that goes and one that comes are one that is replaced. */
function withReplaced(found: readonly Difference[], next: Difference): readonly Difference[] {
  const list = listOf(next);
  const mine = list === undefined ? [] : found.filter((other) => listOf(other) === list);
  const [other] = mine;
  if (other === undefined || mine.length > 1) return [...found, next];
  const [gone, come] = other.before === undefined ? [other, next] : [next, other];
  if (gone.before !== undefined || come.after !== undefined || come.before === undefined) return [...found, next];
  return [...found.filter((one) => one !== other), { ...gone, before: come.before }];
}

/** The list of texts that a difference is an element of. */
function listOf({ path, before, after }: Difference): string | undefined {
  const isText = typeof (before ?? after) === "string";
  return isText && typeof path.at(-1) === "object" ? JSON.stringify(path.slice(0, -1)) : undefined;
}

function textsOf(value: Json | undefined): readonly string[] {
  const texts: string[] = [];
  if (value !== undefined) eachText(value, (text) => texts.push(text));
  return texts;
}
