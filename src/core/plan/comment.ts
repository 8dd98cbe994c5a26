import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { isObject, type Json } from "../json.ts";
import type { Action } from "./change.ts";
import type { KnownAuthor } from "./known-authors.ts";
import type { Planned, ToldChange } from "./report.ts";

/** A change as a comment showed it: enough to know it again, and to name it when it is gone. */
export interface ShownChange {
  readonly action: Action;
  readonly kind: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** The first 16 signs of its digest. */
  readonly digest: string;
}

/** What a comment says to the next run: nobody sees it, and nothing in it is believed beyond what was shown. */
export interface CommentData {
  /** `planned`: on the pull request; `applied`: all of it was done; `failed`: some of it was not. */
  readonly state: "planned" | "applied" | "failed";
  /** The commit it is about. */
  readonly head: string;
  readonly run: { readonly id: number; readonly attempt: number };
  /** The digest of the plan that was shown; nothing where there was none. */
  readonly digest?: string;
  readonly changes: readonly ShownChange[];
  /** The commit whose plan was shown, where `head` came after it and nobody could make a plan of that. */
  readonly shownAt?: string;
  /** How many changes there were, where they are too many to be kept. */
  readonly untold?: number;
  /** Of drift: who was told to have changed what. Azure forgets it after some time. */
  readonly authors?: readonly KnownAuthor[];
}

/** A comment or issue of ours, taken apart. */
export interface FramedText {
  readonly marker: string;
  /** What people read, without the footer. */
  readonly text: string;
  readonly data?: CommentData;
}

/**
 * The first line of what we write, by which it is found again. One for each purpose, workspace and environment; no name
 * in it can end the HTML comment it is.
 */
export function markerOf(
  purpose: "plan" | "drift" | "adopt" | "validate",
  workspace: string,
  environment?: string,
): string {
  const names = [purpose, workspace, ...(environment === undefined ? [] : [environment])];
  return `<!-- ${["tocsin", ...names.map(inMarker)].join(" ")} -->`;
}

// A path may have some thousand letters, and each comes to nine signs where it is no Latin one.
const longestName = 1000;

function inMarker(name: string): string {
  const encoded = encodeURIComponent(name);
  if (encoded.length <= longestName) return encoded;
  // No name that is short enough has an equals sign.
  return `=${createHash("sha256").update(name).digest("hex")}`;
}

const dataStart = "<!-- tocsin-data ";
const footerStart = "<sub>";

/** A text with its marker before it, and behind it a line for people (who wrote it) and one for the next run. */
export function frameText(framed: FramedText & { readonly footer: string }): string {
  const { marker, text, footer, data } = framed;
  const hidden = data === undefined ? [] : [`${dataStart}${pack(data)} -->`];
  return [marker, text.trim(), "", `${footerStart}${footer}</sub>`, ...hidden].join("\n");
}

/**
 * Takes apart what `frameText` made; the text alone says whether two say the same. Only the last lines are ours to read:
 * whatever the text says in between is text, though it looks like data.
 */
export function unframeText(body: string): FramedText {
  const [marker = "", ...rest] = body.replaceAll("\r\n", "\n").trimEnd().split("\n");
  const data = rest.at(-1)?.startsWith(dataStart) ? rest.pop() : undefined;
  if (rest.at(-1)?.startsWith(footerStart)) rest.pop();
  const read = data === undefined ? undefined : unpack(data.slice(dataStart.length, -" -->".length));
  return { marker, text: rest.join("\n").trim(), ...(read === undefined ? {} : { data: read }) };
}

const digestSigns = 16;

/** The changes of a plan as a comment keeps them. */
export function shownOf({ changes }: Pick<Planned, "changes">): readonly ShownChange[] {
  return changes.map(({ action, kind, name, resourceGroup, digest = "" }) => ({
    action,
    kind,
    name,
    resourceGroup,
    digest: digest.slice(0, digestSigns),
  }));
}

/** The changes of a plan that nothing shown says just so. What is blocked is not done, and needs no review. */
export function unseenIn(changes: readonly ToldChange[], shown: readonly ShownChange[]): readonly ToldChange[] {
  return notAmong(
    changes.filter(({ action }) => action !== "blocked"),
    shown,
  );
}

/** The changes, whatever is done about them, that nothing shown says just so. */
export function notAmong(changes: readonly ToldChange[], shown: readonly ShownChange[]): readonly ToldChange[] {
  const seen = new Set(shown.map(keyOf));
  return changes.filter((change) => shownOf({ changes: [change] }).some((own) => !seen.has(keyOf(own))));
}

/** What was shown and is not in the plan any more, under whatever action. */
export function goneFrom(changes: readonly ToldChange[], shown: readonly ShownChange[]): readonly ShownChange[] {
  const there = new Set(changes.map(nameOf));
  return shown.filter((change) => change.action !== "blocked" && !there.has(nameOf(change)));
}

function keyOf(change: ShownChange): string {
  return `${change.action} ${nameOf(change)} ${change.digest}`;
}

/** What a change is about, whatever is done to it. */
export function nameOf({ kind, name, resourceGroup }: Pick<ShownChange, "kind" | "name" | "resourceGroup">): string {
  return `${kind}/${resourceGroup}/${name}`.toLowerCase();
}

// Base64 has no sign that could end the HTML comment it stands in.
function pack({ state, head, run, digest, changes, shownAt, untold, authors = [] }: CommentData): string {
  const rows = changes.map((change) => [change.action, change.kind, change.name, change.resourceGroup, change.digest]);
  const known = authors.map(({ value, changed }) => [
    value,
    ...(changed === undefined ? [] : [changed.by, changed.at]),
  ]);
  const base = { v: 1, state, head, run: [run.id, run.attempt], digest, shownAt };
  const packed = (told: Json, more: Readonly<Record<string, Json>> = {}): string =>
    deflateRawSync(JSON.stringify({ ...base, changes: told, ...more }), {
      level: 9,
    }).toString("base64");
  if (untold !== undefined) return packed(untold);
  // Who did it can be found again for some time; what was told cannot.
  const tries = [...(known.length === 0 ? [] : [packed(rows, { authors: known })]), packed(rows)];
  return tries.find(({ length }) => length <= mostPacked) ?? packed(rows.length);
}

// A third of what we allow a comment, some 800 changes; of more the next run knows the plan's digest only.
const mostPacked = 24_000;

// A comment holds 256 KiB at the most, and ours unpack to little more than four times their size.
const mostUnpacked = 2 ** 21;

function unpack(packed: string): CommentData | undefined {
  let value: Json;
  try {
    const bytes = inflateRawSync(Buffer.from(packed, "base64"), { maxOutputLength: mostUnpacked });
    // Sound because JSON.parse gives JSON.
    value = JSON.parse(bytes.toString("utf8")) as Json;
  } catch {
    // Whoever may write to the repository may edit our comment; what cannot be read was not shown.
    return undefined;
  }
  if (!isObject(value) || value["v"] !== 1) return undefined;
  const { state, head, run, digest, shownAt, changes, authors } = value;
  const [id, attempt] = Array.isArray(run) ? run : [];
  if (typeof head !== "string" || !isWhole(id) || !isWhole(attempt) || !isState(state)) return undefined;
  const rows = Array.isArray(changes) ? changes.flatMap(readRow) : [];
  return {
    state,
    head,
    run: { id, attempt },
    ...(typeof digest === "string" ? { digest } : {}),
    changes: rows,
    ...(typeof shownAt === "string" ? { shownAt } : {}),
    ...(isWhole(changes) ? { untold: changes } : {}),
    ...(Array.isArray(authors) ? { authors: authors.flatMap(readAuthor) } : {}),
  };
}

function isWhole(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function isState(state: Json | undefined): state is CommentData["state"] {
  return state === "planned" || state === "applied" || state === "failed";
}

function readRow(row: Json): readonly ShownChange[] {
  if (!Array.isArray(row) || row.length !== 5 || !row.every((cell) => typeof cell === "string")) return [];
  const [action = "", kind = "", name = "", resourceGroup = "", digest = ""] = row;
  return isAction(action) ? [{ action, kind, name, resourceGroup, digest }] : [];
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function readAuthor(row: Json): readonly KnownAuthor[] {
  if (!Array.isArray(row) || !row.every((cell) => typeof cell === "string")) return [];
  const [value = "", by, at] = row;
  if (row.length === 1) return [{ value }];
  return row.length === 3 && by && at && instant.test(at) ? [{ value, changed: { by, at } }] : [];
}

// What a text says of an action is looked up by it.
const actions: Readonly<Record<Action, true>> = {
  create: true,
  update: true,
  adopt: true,
  replace: true,
  rename: true,
  delete: true,
  release: true,
  keep: true,
  blocked: true,
};

function isAction(word: string): word is Action {
  return Object.hasOwn(actions, word);
}
