import fc from "fast-check";
import { expect, test } from "vitest";
import { Document, isCollection, isScalar, visit, type Node } from "yaml";
import { nested } from "../../src/authoring/json-edits.ts";
import { editYaml } from "../../src/authoring/yaml-edits.ts";
import { isList, isObject, valueAt, type Json, type Path } from "../../src/core/json.ts";
import { readDocuments } from "../../src/core/language/document.ts";
import { runs } from "../support/runs.ts";

const name = fc
  .oneof(
    fc.constantFrom("a", "b", "name", "spec", "a b", "80", "x: y", "true", "- z", "#", "${v}", "it's", 'say "x"', "é"),
    fc.string({ minLength: 1, maxLength: 6 }).filter((key) => /^[\x20-\x7e]+$/.test(key)),
  )
  .filter((key) => key !== "<<" && key !== "__proto__");

const words = fc.constantFrom(
  "x",
  "avg cpu > 80",
  "${v}",
  "80",
  "",
  " ",
  "a: b",
  "a #b",
  "*",
  "T | where x == 'y'",
  "null",
  "-",
);
const lines = fc
  .array(fc.oneof(words, fc.constantFrom("  in", "\tt", "# no", "---", "...")), { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join("\n"));

const { value: json, map } = fc.letrec<{ value: Json; list: Json; map: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    words,
    lines,
    fc.string({ unit: "grapheme", maxLength: 8 }).filter((text) => !/[\uE000\uE001]/.test(text)),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  map: fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));

/** Values in every style, with comments and blank lines anywhere: as people leave their files. */
const written = fc
  .tuple(map, fc.infiniteStream(fc.nat({ max: 11 })), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([value, choices, eol, ends]) => {
    const document = new Document(value, { aliasDuplicateObjects: false });
    const choose = (): number => choices.next().value ?? 0;
    let count = 0;
    visit(document, {
      Node(key, node) {
        style(node, choose());
        const choice = choose();
        if (choice === 0 && key !== "key") (node as Node).comment = ` c${(count += 1)}`;
        if (choice === 1 && key !== "value") (node as Node).commentBefore = ` c${(count += 1)}`;
        if (choice === 2 && key !== "value") (node as Node).spaceBefore = true;
      },
    });
    const text = document.toString({ lineWidth: 0, indent: choose() % 2 === 0 ? 2 : 4, indentSeq: choose() % 3 > 0 });
    return (ends ? text : text.trimEnd()).replaceAll("\n", eol);
  })
  .filter((text) => {
    const { diagnostics, value } = read(text);
    // `? key` is what the library makes of keys that are blocks; nobody writes it, and it is refused.
    return value.length === 1 && diagnostics.length === 0 && !/^[\s-]*\? /m.test(text);
  });

function style(node: Node, choice: number): void {
  if (isCollection(node) && choice < 3) node.flow = true;
  if (!isScalar(node) || typeof node.value !== "string") return;
  const type = (["QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const)[choice];
  if (type !== undefined) node.type = type;
}

const read = (text: string) => readDocuments({ path: "a.yaml", text });
const valueOf = (text: string): Json => read(text).value[0]?.value ?? null;

function pathsIn(value: Json, path: Path = []): readonly Path[] {
  const below = isList(value)
    ? value.flatMap((item, index) => pathsIn(item, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))
      : [];
  return [path, ...below];
}

/** A text, and a way to a place that is there. */
const placed = fc.tuple(written, fc.nat()).map(([text, pick]) => {
  const paths = pathsIn(valueOf(text));
  return { text, path: paths[pick % paths.length] ?? [] };
});

function with_(value: Json, path: Path, item: Json | undefined): Json {
  const [head, ...rest] = path;
  if (head === undefined) return item ?? null;
  if (isList(value)) {
    return value.flatMap((one, index) => {
      if (index !== head) return [one];
      return rest.length === 0 && item === undefined ? [] : [with_(one, rest, item)];
    });
  }
  const entries = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(
    entries.flatMap(([key, one]): [string, Json][] => {
      if (key !== head) return [[key, one]];
      return rest.length === 0 && item === undefined ? [] : [[key, with_(one, rest, item)]];
    }),
  );
}

const edit = (text: string, path: Path, value: Json | undefined): string => {
  const result = editYaml(text, [{ document: 0, path, value }]);
  if (result.text === undefined) throw new Error(`${result.because}\n${text}`);
  return result.text;
};

test("an edited text says what it said, with the edit made", () => {
  fc.assert(
    fc.property(placed, json, ({ text, path }, value) => {
      const before = valueOf(text);
      expect(valueOf(edit(text, path, value))).toEqual(with_(before, path, value));
      if (path.length > 0) expect(valueOf(edit(text, path, undefined))).toEqual(with_(before, path, undefined));
    }),
    runs(200),
  );
});

test("what is set to what it says is not touched", () => {
  fc.assert(
    fc.property(placed, ({ text, path }) => {
      expect(edit(text, path, valueAt(valueOf(text), path))).toBe(text);
    }),
    runs(200),
  );
});

test("everything before and behind a value is what it was", () => {
  fc.assert(
    fc.property(placed, fc.oneof(words, fc.integer(), lines), ({ text, path }, value) => {
      fc.pre(path.length > 0);
      const document = read(text).value[0]!;
      const old = valueAt(document.value, path);
      fc.pre(!isObject(old) && !isList(old) && !String(old).includes("# c"));
      // Between brackets a text of several lines opens them.
      fc.pre(!String(value).includes("\n") || bracketsAround(text, path.slice(0, -1)) === 0);
      const after = edit(text, path, value);
      const bare = text.replace("\uFEFF", "");
      const source = document.source(path) ?? "";
      const { line, column } = document.locate(path);
      const start =
        bare
          .split("\n")
          .slice(0, line - 1)
          .join("\n").length +
        (line > 1 ? 1 : 0) +
        column -
        1;
      // Where there is no value yet, a blank comes before it, or a colon.
      expect(after.startsWith(bare.slice(0, start).trimEnd())).toBe(true);
      expect(commentsIn(after)).toEqual(commentsIn(bare));
      const behind = bare
        .slice(start + source.length)
        .split("\n")
        .slice(1)
        .join("\n")
        .trim();
      expect(after.trimEnd().endsWith(behind)).toBe(true);
    }),
    runs(150),
  );
});

/** How many of the maps and lists around a place, its own among them, are written between brackets. */
function bracketsAround(text: string, path: Path): number {
  const [document] = read(text).value;
  const around = [...path, ""].map((_step, index) => document!.source(path.slice(0, index)) ?? "");
  return around.filter((source) => /^[[{]/.test(source)).length;
}

function commentsIn(text: string): readonly string[] {
  return text.match(/# c\d+/g) ?? [];
}

test("what is put in and taken out again leaves no trace", () => {
  fc.assert(
    fc.property(placed, json, ({ text, path }, value) => {
      const there = valueAt(valueOf(text), path);
      const key = isObject(there) ? "new one" : isList(there) ? there.length : undefined;
      fc.pre(key !== undefined && (isList(there) ? there.length > 0 : Object.keys(there as object).length > 0));
      const more = edit(text, [...path, key!], value);
      // Brackets that were opened, for a value of several lines or because their line got too long, do not close again.
      fc.pre(bracketsAround(more, path) === bracketsAround(text, path));
      expect(commentsIn(more)).toEqual(commentsIn(text));
      expect(edit(more, [...path, key!], undefined)).toBe(text);
    }),
    runs(150),
  );
});

test("what is taken out and put in again is said again", () => {
  fc.assert(
    fc.property(placed, ({ text, path }) => {
      const before = valueOf(text);
      fc.pre(path.length > 0 && typeof path.at(-1) === "string");
      const back = edit(edit(text, path, undefined), path, valueAt(before, path));
      expect(valueOf(back)).toEqual(before);
    }),
    runs(200),
  );
});

test("a path that leads nowhere yet is made", () => {
  fc.assert(
    fc.property(written, fc.array(name, { minLength: 1, maxLength: 3 }), json, (text, names, value) => {
      const path = ["new one", ...names];
      expect(valueOf(edit(text, path, value))).toEqual({
        ...(valueOf(text) as object),
        ...(nested(path, value) as object),
      });
    }),
    runs(150),
  );
});

test("of several documents only one changes", () => {
  fc.assert(
    fc.property(
      fc.array(
        written.filter((text) => !/^\.\.\.|^---/m.test(text)),
        { minLength: 2, maxLength: 3 },
      ),
      json,
      fc.nat(),
      (texts, value, pick) => {
        const documents = texts.map((text) => `${text.trimEnd()}\n`.replaceAll("\r\n", "\n"));
        const which = pick % documents.length;
        const text = documents.join("---\n");
        fc.pre(read(text).diagnostics.length === 0);
        const result = editYaml(text, [{ document: which, path: ["new one"], value }]);
        const separately = documents.map((one, index) => (index === which ? edit(one, ["new one"], value) : one));
        expect(result.text).toBe(separately.join("---\n"));
      },
    ),
    runs(200),
  );
});
