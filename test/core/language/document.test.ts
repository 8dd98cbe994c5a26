import { expect, test } from "vitest";
import type { Path } from "../../../src/core/json.ts";
import { readDocuments } from "../../../src/core/language/document.ts";
import { printed } from "../../support/compiled.ts";
import { startEffort } from "../../support/effort.ts";

const read = (text: string) => readDocuments({ path: "a.yaml", text });
const values = (text: string) => read(text).value.map((document) => document.value);
const said = (text: string) => read(text).diagnostics.map(printed);

test.each<readonly [string, string, readonly unknown[]]>([
  [
    "several documents, the empty ones skipped",
    "---\n---\na: 1\n...\n---\n# nothing\n---\nb: 2\n",
    [{ a: 1 }, { b: 2 }],
  ],
  ["nothing in an empty file", "", []],
  ["a byte order mark", "\uFEFFa: 1", [{ a: 1 }]],
  ["carriage returns", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", [{ a: 1, b: "x\ny" }]],
  ["a block without its last newline", "a: |\n  x\n\nb: >\n  y\n  z\nc: |-\n  u\n", [{ a: "x", b: "y z", c: "u" }]],
  ["a block that keeps its newlines, with all of them", "a: |+\n  x\n\n", [{ a: "x\n\n" }]],
  [
    "words of YAML 1.1 as texts",
    "a: yes\nb: on\nc: 2026-10-01T00:00:00Z\nd: 1_000\n",
    [{ a: "yes", b: "on", c: "2026-10-01T00:00:00Z", d: "1_000" }],
  ],
  ["aliases as copies", "a: &x { b: [1] }\nc: *x\nd: [*x]\n", [{ a: { b: [1] }, c: { b: [1] }, d: [{ b: [1] }] }]],
  ["the tags of the core schema", 'a: !!str 5\nb: !!int "5"\n', [{ a: "5", b: 5 }]],
  ["a zero without a sign", "a: -0", [{ a: 0 }]],
])("reads %s", (_name, text, expected) => {
  expect(said(text)).toEqual([]);
  expect(values(text)).toEqual(expected);
});

test("what is no YAML is told once per document, at the place to mend", () => {
  const mistakes = [
    "scopes: [${cluster}]",
    "a: { u: ${secret:x} }",
    "a: [x, ${b}/c, d]",
    "a:\n  [\n    ${b},\n    c\n  ]",
    "a: {{ $labels.x }} is down",
    "a: {{ $labels.x }}",
    "a: [*]",
    "a: *",
    "- *",
    "a: Error: it's",
    "a: > 80",
    "a: | take 5",
    "a: @me",
    "a: [prod] is down",
    'a: "b',
    "a: 'b' c",
    "a:\n\t- b",
    "a: [b",
    "a: {b: 1",
    'a: "\\q"',
    "a: 1\n  b: 2",
    "a: 'b': 2",
    "- a: 1\r\n\r\n    b: 2\r\n  c: 3",
    "a: b\nc",
    "%YAML 1.1\n---\na: yes",
    "a: !b c",
    "a: !!binary aGk=",
    "a: !=",
  ];
  expect(mistakes.flatMap(said).join("\n")).toMatchInlineSnapshot(`
    "1:10 needs-quotes \`\${cluster}\` cannot stand here without quotes; write \`"\${cluster}"\`
    1:9 needs-quotes \`\${secret:x}\` cannot stand here without quotes; write \`"\${secret:x}"\`
    1:8 needs-quotes \`\${b}/c\` cannot stand here without quotes; write \`"\${b}/c"\`
    3:5 needs-quotes \`\${b}\` cannot stand here without quotes; write \`"\${b}"\`
    1:4 needs-quotes \`{{ $labels.x }} is down\` cannot stand here without quotes; write \`"{{ $labels.x }} is down"\`
    1:4 needs-quotes \`{{ $labels.x }}\` cannot stand here without quotes; write \`"{{ $labels.x }}"\`
    1:5 needs-quotes \`*\` cannot stand here without quotes; write \`"*"\`
    1:4 needs-quotes \`*\` cannot stand here without quotes; write \`"*"\`
    1:3 needs-quotes \`*\` cannot stand here without quotes; write \`"*"\`
    1:4 needs-quotes \`Error: it's\` cannot stand here without quotes; write \`"Error: it's"\`
    1:4 needs-quotes \`> 80\` cannot stand here without quotes; write \`"> 80"\`
    1:4 needs-quotes \`| take 5\` cannot stand here without quotes; write \`"| take 5"\`
    1:4 needs-quotes \`@me\` cannot stand here without quotes; write \`"@me"\`
    1:4 needs-quotes \`[prod] is down\` cannot stand here without quotes; write \`"[prod] is down"\`
    1:4 yaml-syntax a quote \`"\` is opened here and never closed
    1:8 yaml-syntax this stands behind the end of a value; a quote or bracket ends too early, or the indentation is wrong
    2:1 yaml-syntax a tab cannot indent; use spaces
    1:6 yaml-syntax a \`[\` above is never closed with \`]\`
    1:9 yaml-syntax a \`{\` above is never closed with \`}\`
    1:5 yaml-syntax there is no such escape in \`"…"\`; write \`\\\\\` for a backslash, or put the text in \`'…'\`
    2:3 yaml-syntax this begins further right than the key above, which has its value; let it begin where that key does
    1:4 yaml-syntax a second \`: \` on one line; a text that holds \`: \` stands in quotes
    3:5 yaml-syntax this begins further right than the key above, which has its value; let it begin where that key does
    2:1 yaml-syntax this is neither a key with a value (\`key: value\`) nor part of the value above; look at the colon and the indentation
    1:1 yaml-syntax \`%YAML 1.1\`: rules are YAML 1.2; remove the line
    1:4 unknown-tag there is no tag \`!b\`; write \`"!b c"\`
    1:4 unknown-tag there is no tag \`!!binary\`; write \`"!!binary aGk="\`
    1:4 unknown-tag there is no tag \`!=\`; write \`"!="\`"
  `);
  // The two braces are legal YAML, only no text.
  expect(mistakes.flatMap(values)).toEqual([{ a: {} }]);
});

test("what YAML takes and cannot mean anything here is told", () => {
  const mistakes = [
    "a: 1\nb: 2\na: 3",
    "1.10: x",
    "true: x",
    "? [a]\n: b",
    "? a\n: ? b\n  : c\n? { d: e }\n: f",
    ": x",
    "<<: { a: 1 }",
    "__proto__: { a: 1 }",
    "a: *b",
    "a: &b [*b]",
    "a: .inf",
    "a: 1e400",
    "a: .nan",
    "a: 12345678901234567890",
    'a: "\\u0000"',
    'a: "\\uE000"',
    'a: "\\uD800"',
    "a: b\u0007",
    "a: \uE000",
    "query: A # b\nx: A # b\nexpression: 'A' # b\n",
    "query: A\n# b\n",
  ];
  expect(mistakes.flatMap(said).join("\n")).toMatchInlineSnapshot(`
    "3:1 duplicate-key \`a\` stands here a second time; only one can be meant
    1:1 key-not-text the key \`1.10\` is not a text; write \`"1.10"\`
    1:1 key-not-text the key \`true\` is not a text; write \`"true"\`
    1:3 key-not-text a key has to be a text, and this is a list, a map or an alias
    4:3 key-not-text a key has to be a text, and this is a list, a map or an alias
    1:1 key-not-text a key is missing here
    1:1 reserved-key \`<<\` merges nothing in YAML 1.2; write the properties themselves
    1:1 reserved-key \`__proto__\` cannot be a key
    1:4 unknown-alias no value above has the anchor \`&b\`; a text that begins with \`*\` stands in quotes: \`"*b"\`
    1:8 unknown-alias the alias \`*b\` stands inside what it stands for
    1:4 number-not-exact \`.inf\` is no number that can be kept; a text stands in quotes: \`".inf"\`
    1:4 number-not-exact \`1e400\` is no number that can be kept; a text stands in quotes: \`"1e400"\`
    1:4 number-not-exact \`.nan\` is no number that can be kept; a text stands in quotes: \`".nan"\`
    1:4 number-not-exact \`12345678901234567890\` has more digits than a number keeps; a text stands in quotes: \`"12345678901234567890"\`
    1:4 control-character the character U+0000 cannot stand here; remove it
    1:4 control-character the character U+E000 cannot stand here; remove it
    1:4 control-character half of a surrogate pair stands here
    1:5 control-character the character U+0007 cannot stand here; remove it
    1:4 control-character the character U+E000 cannot stand here; remove it
    1:8 comment-in-text \`# b\` is a comment to YAML and no part of the text; put the text in quotes or in a block (\`|\`), or the comment on a line of its own"
  `);
});

test("a document with a mistake does not spoil its neighbours", () => {
  expect(values("a: 1\n---\nb: [\n---\nc: 3")).toEqual([{ a: 1 }, { c: 3 }]);
});

test.each([
  [
    "aliases of aliases",
    [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefgh".split("").map((name, i) => `${name}: &${name} [${`*${"abcdefgh"[i]},`.repeat(9)}]`),
    ].join("\n"),
  ],
  ["many aliases", `a: &a x\n${Array.from({ length: 10_001 }, (_, i) => `b${i}: *a`).join("\n")}`],
  ["a large file", "a: b\n".repeat(10_000_000)],
  ["deep brackets", `a: ${"[".repeat(20_000)}`],
  ["deep pairs of brackets", `a: ${"[".repeat(5000)}${"]".repeat(5000)}`],
  ["deep dashes", "- ".repeat(5000)],
  ["keys behind keys in brackets", `a: [${"b: ".repeat(100_000)}]`],
  ["deep maps", Array.from({ length: 100 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
])("refuses %s in a moment", (_name, text) => {
  const effort = startEffort();
  expect(read(text).diagnostics.map(({ code }) => code)).toMatchObject([
    expect.stringMatching(/^(too-many-aliases|file-too-large|nested-too-deep)$/),
  ]);
  expect(effort()).toBeLessThan(5000);
});

test("twenty thousand keys are compared in a moment", () => {
  const effort = startEffort();
  expect(said(Array.from({ length: 20_000 }, (_, i) => `a${i}: 1`).join("\n"))).toEqual([]);
  expect(effort()).toBeLessThan(5000);
});

test("locate points at keys and values, source shows them as they stand", () => {
  const [document] = read(
    'x: 1\n---\nspec:\n  phone: 0101\n  list:\n    - { a: "b" }\n    - &c d\n  again: *c\n  none:\n',
  ).value.slice(1);
  const at = (path: Path, on?: "key" | "value") => {
    const { line, column } = document!.locate(path, on);
    return `${line}:${column}`;
  };
  expect([
    at([]),
    at(["spec"], "key"),
    at(["spec"]),
    at(["spec", "phone"], "key"),
    at(["spec", "phone"]),
    at(["spec", "list", 0, "a"]),
    at(["spec", "list", 1]),
    at(["spec", "again"]),
    at(["spec", "none"]),
    at(["spec", "list", 0, "no", "such"], "key"),
    at(["spec", "phone", "no"], "key"),
  ]).toEqual(["3:1", "3:1", "4:3", "4:3", "4:10", "6:12", "7:10", "8:10", "9:3", "6:7", "4:10"]);
  expect(["phone", "again", "nothing"].map((name) => document!.source(["spec", name]))).toEqual([
    "0101",
    "*c",
    undefined,
  ]);
  expect(document!.source(["spec", "list", 0, "a"])).toBe('"b"');
});
