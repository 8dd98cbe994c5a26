import type { Complain } from "../diagnostic.ts";
import { formBelow, takesForm, type FormPlace } from "./form-places.ts";
import { isList, isObject, type Json, type Path } from "../json.ts";
import { placeholderFor } from "./placeholder.ts";
import { holes, meaningOf, unknownPlaceholder, type Meaning, type Scope } from "./scope.ts";

/** What a placeholder in a short form stands for, and how the author wrote it. */
export interface Held {
  readonly source: string;
  readonly value: Word;
}

/** What can be written inside a longer text, in one way only. */
type Word = string | number | boolean;

/** What filling in left behind: the values placeholders stand for, and where lists grew. */
export interface Traces {
  readonly held: Held[];
  /** By path as JSON: for every element of a list, the place in the file of the element it came from. */
  readonly spliced: Map<string, readonly number[]>;
}

/** How to fill in: what may be named, which places hold short forms, and whom to tell. */
export interface Filling {
  readonly scope: Scope;
  /** What comes out is read here and not by Azure: the text itself, no template. */
  readonly plain?: true;
  readonly forms?: FormPlace;
  readonly traces: Traces;
  complain: Complain;
}

/** Nothing held and nothing spliced yet. */
export function noTraces(): Traces {
  return { held: [], spliced: new Map() };
}

/**
 * A value with every `${…}` filled in. A text that is one `${name}` and nothing else becomes the value, whatever its
 * type, and a list in a list is spliced; inside a longer text only texts, numbers and booleans may stand. Keys are never
 * touched: Azure has `${…}` of its own in them.
 *
 * What comes out are *templates* (`secrets.ts`): `${secret:…}`, `${data.…}` and the escape `$${` stay as they are. A
 * `plain` filling gives the text itself. Complaints and traces have paths below `path`.
 */
export function interpolate(value: Json, filling: Filling, path: Path = []): Json {
  return fill(value, filling, filling.forms, [...path]);
}

function fill(value: Json, filling: Filling, place: FormPlace | undefined, path: (string | number)[]): Json {
  if (typeof value === "string")
    return value.includes("${") ? fillText(value, filling, { path, opaque: takesForm(place) }) : value;
  if (isList(value)) return fillList(value, filling, place, path);
  if (!isObject(value)) return value;
  let filled: Record<string, Json> | undefined;
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null;
    if (typeof item === "string" ? !item.includes("${") : item === null || typeof item !== "object") continue;
    path.push(key);
    const now = fill(item, filling, formBelow(place, key), path);
    path.pop();
    if (now === item) continue;
    filled ??= { ...value };
    filled[key] = now;
  }
  return filled ?? value;
}

function fillList(
  list: readonly Json[],
  filling: Filling,
  place: FormPlace | undefined,
  path: (string | number)[],
): Json {
  const filled: Json[] = [];
  const from: number[] = [];
  let same = true;
  for (const [index, item] of list.entries()) {
    path.push(index);
    const now = fill(item, filling, formBelow(place, index), path);
    path.pop();
    if (now !== item) same = false;
    const items = typeof item === "string" && isList(now) ? now : [now];
    filled.push(...items);
    from.push(...items.map(() => index));
  }
  if (same) return list;
  if (from.some((origin, index) => origin !== index)) filling.traces.spliced.set(JSON.stringify(path), from);
  return filled;
}

interface TextPlace {
  readonly path: Path;
  /** A short form may stand here: what is filled in is one word of it. */
  readonly opaque: boolean;
}

function fillText(text: string, filling: Filling, { path, opaque }: TextPlace): Json {
  const { scope, complain, traces, plain } = filling;
  const whole = /^\$\{([^{}\n]*)\}$/.exec(text);
  if (whole !== null) {
    const meaning = meaningOf(whole[1] ?? "", scope);
    if ("value" in meaning) return plain && typeof meaning.value === "string" ? unescape(meaning.value) : meaning.value;
    if ("code" in meaning) complain(meaning.code, [...path], meaning.message);
    return text;
  }
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(holes)) {
    const [source, inside] = match;
    append(pieces, text.slice(end, match.index));
    end = match.index + source.length;
    if (source === "$${") {
      append(pieces, source);
      continue;
    }
    const meaning =
      inside === undefined ? unknownPlaceholder(text.slice(end).split("\n", 1)[0] ?? "") : meaningOf(inside, scope);
    const piece = pieceOf(source, meaning);
    if ("code" in piece) {
      complain(piece.code, [...path], piece.message);
      return text;
    }
    if ("template" in piece && pieces.at(-1)?.endsWith("$")) {
      complain("unknown-placeholder", [...path], `a \`$\` directly before \`${source}\` cannot be written`);
      return text;
    }
    if (opaque)
      pieces.push(
        placeholderFor(traces.held.push({ source, value: "value" in piece ? piece.value : piece.template }) - 1),
      );
    else append(pieces, "value" in piece ? String(piece.value) : piece.template);
  }
  append(pieces, text.slice(end));
  const filled = pieces.join("");
  return plain ? unescape(filled) : filled;
}

type Piece = { readonly value: Word } | Exclude<Meaning, { readonly value: Json }>;

/** A meaning as part of a longer text. */
function pieceOf(source: string, meaning: Meaning): Piece {
  if (!("value" in meaning)) return meaning;
  const { value } = meaning;
  if (value !== null && typeof value !== "object") return { value };
  const what = value === null ? "nothing" : isList(value) ? "a list" : "a map";
  const hint = isObject(value) ? `; a part of it is \`${source.slice(0, -1)}.KEY}\`` : "";
  return { code: "value-in-text", message: `\`${source}\` is ${what}, which cannot stand inside a longer text${hint}` };
}

/** Another piece of a template. Where a `$` and a `{` meet that were no placeholder, they must not become one. */
function append(pieces: string[], piece: string): void {
  if (piece === "") return;
  pieces.push(pieces.at(-1)?.endsWith("$") && piece.startsWith("{") ? `$${piece}` : piece);
}

function unescape(template: string): string {
  return template.replaceAll("$${", () => "${");
}
