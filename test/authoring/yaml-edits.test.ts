import { describe, expect, test } from "vitest";
import { editYaml, type YamlEdit } from "../../src/authoring/yaml-edits.ts";
import type { Json, Path } from "../../src/core/json.ts";

const set = (path: string, value: Json | undefined, more: Partial<YamlEdit> = {}): YamlEdit => ({
  document: 0,
  path: stepsOf(path),
  value,
  ...more,
});

/** `a.0.b`: digits are indexes. */
function stepsOf(path: string): Path {
  return path === "" ? [] : path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

const edited = (text: string, ...edits: readonly YamlEdit[]): string => {
  const result = editYaml(text, edits);
  return result.text ?? `refused: ${result.because}`;
};

describe("a value is replaced where it stands", () => {
  test.each([
    ["a number, its comment kept", "a: 1 # one\nb: 2\n", set("a", 3), "a: 3 # one\nb: 2\n"],
    ["with the blanks before it", "a:   1\n", set("a", "x y"), "a:   x y\n"],
    ["nothing", "a: # none\nb: 1\n", set("a", 5), "a: 5 # none\nb: 1\n"],
    ["a text keeps its quotes", `a: "x"\nb: 'y'\n`, set("a", "z"), `a: "z"\nb: 'y'\n`],
    ["single ones too", `a: 'x'\n`, set("a", "it's"), `a: 'it''s'\n`],
    ["quotes only where needed", "a: x\n", set("a", "80"), `a: "80"\n`],
    ["a text with quotes of its own", "a: x\n", set("a", `"x": y`), `a: '"x": y'\n`],
    ["a variable", "a: x\n", set("a", "${cluster}"), "a: ${cluster}\n"],
    ["a variable in a flow", "a: [x]\n", set("a.0", "${cluster}"), `a: ["\${cluster}"]\n`],
    ["in a map in a flow", "a: { b: 1, c: 2 } # x\n", set("a.b", 5), "a: { b: 5, c: 2 } # x\n"],
    ["a flow without a value", "{ a: , b }\n", set("a", 1), "{ a: 1, b }\n"],
    ["a flow without a colon", "{ a: , b }\n", set("b", 1), "{ a: , b: 1 }\n"],
    ["a block stays one", "q: |  # kql\n  a\n  b\n\nr: 1\n", set("q", "c"), "q: |  # kql\n  c\n\nr: 1\n"],
    ["a folded text becomes lines", "q: >-\n    a\n    b\nr: 1\n", set("q", "c\nd"), "q: |\n    c\n    d\nr: 1\n"],
    [
      "a line becomes a block",
      "a:\n  q: x # c\n  r: 1\n",
      set("a.q", "x\ny"),
      "a:\n  q: | # c\n    x\n    y\n  r: 1\n",
    ],
    ["lines that end", "q: |\n  x\nr: 1\n", set("q", "x\ny\n"), "q: |+\n  x\n  y\nr: 1\n"],
    ["lines that begin with a blank", "q: x\n", set("q", "  x\ny"), "q: |2\n    x\n  y\n"],
    ["blank lines behind that would join in", "q: x\n\nr: 1\n", set("q", "x\n"), `q: "x\\n"\n\nr: 1\n`],
    ["a map by a number", "a: # c\n  b: 1\n  c: 2 # d\ne: 3\n", set("a", 5), "a: 5 # c\ne: 3\n"],
    ["a number by a short map", "a: 1 # c\n", set("a", { b: 1, c: "x" }), "a: { b: 1, c: x } # c\n"],
    ["a text by lists", "a: 1\n", set("a", ["x y", 5, true, null]), "a: [x y, 5, true, null]\n"],
    ["an empty map", "a: 1\n", set("a", {}), "a: {}\n"],
    ["a list's element", "a:\n  - 1 # one\n  - 2\n", set("a.0", 7), "a:\n  - 7 # one\n  - 2\n"],
    ["a value below its key", "a:\n  text # c\nb: 1\n", set("a", "x"), "a:\n  x # c\nb: 1\n"],
    ["an alias", "a: &x 1\nb: *x # c\n", set("b", 2), "a: &x 1\nb: 2 # c\n"],
    ["an anchor nobody refers to", "a: &x 1 # c\n", set("a", 2), "a: 2 # c\n"],
    ["a tag", "a: !!str 1\n", set("a", 2), "a: 2\n"],
  ])("%s", (_what, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe("a map or list is changed where it differs", () => {
  test.each([
    [
      "comments between stay",
      "a:\n  # first\n  b: 1\n  # second\n  c: 2\n",
      set("a", { b: 1, c: 3, d: 4 }),
      "a:\n  # first\n  b: 1\n  # second\n  c: 3\n  d: 4\n",
    ],
    [
      "named things are found again",
      "a:\n  - name: x # the first\n    v: 1\n  - name: y # the second\n    v: 2\n",
      set("a", [{ name: "y", v: 3 }]),
      "a:\n  - name: y # the second\n    v: 3\n",
    ],
    ["elements in a flow", "a: [x, y, z]\n", set("a", ["x", "w", "z", "v"]), "a: [x, w, z, v]\n"],
    ["all of them", "a:\n  - x\n  - y\n", set("a", []), "a: []\n"],
  ])("%s", (_what, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe("something new comes", () => {
  test.each([
    [
      "behind comments that are the map's before it",
      "a:\n  x: 1\n  # y: 2\n\n  # z: 3\n\n# b\n",
      set("b", 2),
      "a:\n  x: 1\n  # y: 2\n\n  # z: 3\nb: 2\n\n# b\n",
    ],
    [
      "behind the last key, comments included",
      "a:\n  b: 1 # c\n\nd: 2\n",
      set("a.x", 5),
      "a:\n  b: 1 # c\n  x: 5\n\nd: 2\n",
    ],
    ["behind a block", "a:\n  q: |\n    x\n\nd: 2\n", set("a.x", 5), "a:\n  q: |\n    x\n  x: 5\n\nd: 2\n"],
    [
      "behind a block that keeps its end",
      "a:\n  q: |+\n    x\n\nd: 2\n",
      set("a.x", 5),
      "a:\n  q: |+\n    x\n\n  x: 5\nd: 2\n",
    ],
    ["where no line break ends the file", "a: 1", set("b", 2), "a: 1\nb: 2"],
    ["into a flow", "a: { b: 1 }\n", set("a.c", "x: y"), `a: { b: 1, c: "x: y" }\n`],
    ["into an empty flow", "a: {}\nb: []\n", set("a.c", 1), "a: { c: 1 }\nb: []\n"],
    ["into an empty list", "a: {}\nb: []\n", set("b.0", 1), "a: {}\nb: [1]\n"],
    ["into a flow of lines", "a: {\n  b: 1,\n  c: 2\n}\n", set("a.d", 3), "a: {\n  b: 1,\n  c: 2,\n  d: 3\n}\n"],
    ["with the maps on the way", "a: 1\n", set("b.c.d", 2), "a: 1\nb:\n  c: { d: 2 }\n"],
    ["where nothing was said yet", "a: 1\nb: # later\n", set("b.c", 2), "a: 1\nb: { c: 2 } # later\n"],
    ["with texts of several lines", "a: 1\n", set("b.c", "x\ny"), "a: 1\nb:\n  c: |\n    x\n    y\n"],
    [
      "in four columns where the file has four",
      "a:\n    b: 1\n",
      set("c.d", "x\ny"),
      "a:\n    b: 1\nc:\n    d: |\n        x\n        y\n",
    ],
    [
      "to a list",
      "a:\n- 1 # one\nb: 2\n",
      set("a.1", { name: "x", v: 1 }),
      "a:\n- 1 # one\n- { name: x, v: 1 }\nb: 2\n",
    ],
    ["to the first key of a list's element", "- a: 1\n", set("0.b", "x\ny"), "- a: 1\n  b: |\n    x\n    y\n"],
    [
      "in its order",
      "kind: A\nspec: {}\n",
      set("adopt", true, { order: ["kind", "adopt", "spec"] }),
      "kind: A\nadopt: true\nspec: {}\n",
    ],
    ["in front", "# all\nb: 1\n", set("a", 1, { order: ["a", "b"] }), "# all\na: 1\nb: 1\n"],
    ["into an empty document", "", set("a", 1), "a: 1\n"],
    ["into one of comments", "# only this", set("a", 1), "# only this\na: 1\n"],
    [
      "into a flow that gets too long",
      "a: { b: 1, c: [x] } # all\n",
      set("a.d", "y".repeat(110)),
      `a: # all\n  b: 1\n  c: [x]\n  d: ${"y".repeat(110)}\n`,
    ],
    [
      "into a flow, in lines",
      "a: { b: { c: 1 } }\nd: 2\n",
      set("a.b.q", "x\ny"),
      "a:\n  b:\n    c: 1\n    q: |\n      x\n      y\nd: 2\n",
    ],
    [
      "into a flow with a comment",
      "a: { b: 1, # one\n  c: 1 }\n",
      set("a.q", "x\ny"),
      'a: { b: 1, # one\n  c: 1, q: "x\\ny" }\n',
    ],
    [
      "too long for a line",
      "a: 1\n",
      set("b", { first: "x".repeat(60), second: "y".repeat(60), third: [{ name: "a", q: "1\n2" }] }),
      `a: 1\nb:\n  first: ${"x".repeat(60)}\n  second: ${"y".repeat(60)}\n  third:\n    - name: a\n      q: |\n        1\n        2\n`,
    ],
  ])("%s", (_what, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe("something goes", () => {
  test.each([
    ["with its line", "a: 1 # c\n# b\nb: 2\n", set("a", undefined), "# b\nb: 2\n"],
    ["with its lines", "a:\n  c: |\n    x\n\n  d: 1\nb: 2\n", set("a.c", undefined), "a:\n\n  d: 1\nb: 2\n"],
    ["at the end", "a: 1\nb: 2", set("b", undefined), "a: 1"],
    [
      "between a block that keeps its line breaks and a blank line",
      "a: |+\r\n  x\r\n\r\nb: 2 # b\r\n\r\n\r\nc: 3\r\n",
      set("b", undefined),
      "a: |+\r\n  x\r\n\r\nc: 3\r\n",
    ],
    ["behind a block that keeps the line break", "a: |+\n  x\n\nb: 2", set("b", undefined), "a: |+\n  x\n\n"],
    ["a text that begins with a tab and ends in blanks", "a: 1\nb: |\n  \tx\n    y\n   ", set("b", undefined), "a: 1"],
    ["the only one", "a:\n  b: 1 # x\nc: 2\n", set("a.b", undefined), "a: {}\nc: 2\n"],
    ["the only one of all", "# x\na: 1\n", set("a", undefined), "# x\n{}\n"],
    ["from a flow", "a: { b: 1, c: 2 }\n", set("a.b", undefined), "a: { c: 2 }\n"],
    ["from the end of a flow", "a: { b: 1, c: 2 }\n", set("a.c", undefined), "a: { b: 1 }\n"],
    ["all of a flow", "a: { b: 1 }\n", set("a.b", undefined), "a: {}\n"],
    [
      "from a flow of lines",
      "a: [\n  1, # one\n  2, # two\n]\n",
      set("a.1", undefined),
      "a: [\n  1, # one\n  # two\n]\n",
    ],
    ["from a list", "a:\n  - 1\n  - 2 # two\n", set("a.0", undefined), "a:\n  - 2 # two\n"],
    ["beside a dash", "- a: 1 # one\n  # two\n  b: 2\n", set("0.a", undefined), "- # two\n  b: 2\n"],
    [
      "with comments that would be text",
      "a:\n  - >\n    x\n  - b: 1\n    # c\n  # d\n  - 2\n",
      set("a.1", undefined),
      "a:\n  - >\n    x\n  - 2\n",
    ],
    ["that was not there", "a: 1\n", set("b.c", undefined), "a: 1\n"],
  ])("%s", (_what, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe("a whole file", () => {
  test("has documents, and only one of them changes", () => {
    const text = "# first\na: 1\n---\n# second\na: 1 # one\n--- # third\n...\n---\n- 1\n";
    expect(edited(text, set("a", 2, { document: 1 }))).toBe(text.replace("a: 1 # one", "a: 2 # one"));
    expect(edited(text, set("0", 2, { document: 3 }))).toBe(text.replace("- 1", "- 2"));
    expect(edited(text, set("a", 2, { document: 4 }))).toBe("refused: the file has 4 documents");
  });

  test("keeps its byte order mark and its line breaks", () => {
    const text = "\uFEFFa: 1\r\nb:\r\n  c: |\r\n    x\r\n    y\r\n# end\r\n";
    expect(edited(text, set("b.d", "1\n2"), set("b.c", "z\nw"), set("e", 1))).toBe(
      "\uFEFFa: 1\r\nb:\r\n  c: |\r\n    z\r\n    w\r\n  d: |\r\n    1\r\n    2\r\ne: 1\r\n# end\r\n",
    );
  });

  test("takes several edits, each of what the one before left", () => {
    const edits = [set("a.b", 1), set("a.c", 2), set("a.b", undefined), set("a.d.0", "x"), set("a.d.1", "y")];
    expect(edited("x: 1\n", ...edits)).toBe("x: 1\na:\n  c: 2\n  d: [x, y]\n");
  });
});

describe("what cannot be edited is refused", () => {
  test.each([
    ["a: &x { b: 1 }\nc: *x\n", set("c.b", 2), "`c.b` stands for several places: it stands behind the alias `*x`"],
    [
      "a: &x { b: 1 }\nc: *x\n",
      set("a.b", 2),
      "`a.b` stands for several places: it has the anchor `&x`, which other places refer to",
    ],
    [
      "a: &x { b: 1 }\nc: *x\n",
      set("a", 2),
      "`a` stands for several places: it has the anchor `&x`, which other places refer to",
    ],
    [
      "a: [ &x 1 ]\nc: *x\n",
      set("a", undefined),
      "`a` stands for several places: it has the anchor `&x`, which other places refer to",
    ],
    ["a: 1\n", set("a.b", 2), "`a` is one value, which has no place for `b`"],
    ["a: [1]\n", set("a.5", 2), "`a` is a list of 1, which has no place for `5`"],
    ["a: {}\n", set("a.5", 2), "`a` is a map, which has no place for `5`"],
    ["a: 1\n", set("b.5", 2), "there is no list at `b.5` that has an element 5"],
    ["a: [\n", set("a", 1), "line 2 of the document is not YAML"],
    ["a: 1\na: 2\n", set("a", 1), "`a` stands here a second time; only one can be meant"],
    [
      "%YAML 1.2\n---\na: 1\n",
      set("a", 2),
      "a file with a `%` directive is not edited; rules are YAML 1.2 without one",
    ],
    ["? a\n: 1\n", set("a", 2), "`a` is written in a way that cannot be edited; write it yourself"],
  ])("%j", (text, edit, because) => {
    expect(edited(text, edit)).toBe(`refused: ${because}`);
  });
});
