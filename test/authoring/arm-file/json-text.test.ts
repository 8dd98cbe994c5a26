import fc from "fast-check";
import { expect, test } from "vitest";
import { readJson } from "../../../src/authoring/arm-file/json-text.ts";

function values(text: string) {
  const read = readJson(text);
  return "values" in read ? read.values : `${read.offset}: ${read.message}`;
}

test("whatever JSON.stringify writes is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6, stringUnit: "binary" }), fc.constantFrom(0, 2), (text, indent) => {
      const expected: unknown = JSON.parse(text);
      const written = JSON.stringify(expected, undefined, indent);
      expect(values(written)).toEqual([JSON.parse(written.replaceAll("-0,", "0,"))].map((value: unknown) => value));
    }),
  );
});

test("any text is read or refused at a place in it", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      '"a"',
      "1",
      "-",
      "e5",
      ".",
      "null",
      "//",
      "/*",
      "*/",
      "\n",
      " ",
      "\\",
      "\\u00",
      "'",
      "\u0000",
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      const read = readJson(text);
      if ("values" in read) return;
      expect(read.offset).toBeGreaterThanOrEqual(0);
      expect(read.offset).toBeLessThanOrEqual(text.length);
      expect(read.message).toMatch(/^[^A-Z].*[^.]$/s);
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, unknown]>([
  ['{ // a comment\n "a": 1, /* another */ "b": [1, 2,], }', [{ a: 1, b: [1, 2] }]],
  ['{"a": "one\ntwo"}', [{ a: "one\ntwo" }]],
  ['{"a": 1}\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
  ['"\\u00e9\\ud83d\\ude00\\/"', ["é😀/"]],
  ["", []],
  ["// nothing", []],
])("%j is understood", (text, expected) => {
  expect(values(text)).toEqual(expected);
});

test("a key named __proto__ is a key", () => {
  const [value] = values('{"__proto__": {"polluted": true}}') as [object];
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test.each([
  ['{"a": 1 "b": 2}', "8: a comma is missing before this"],
  ['{"a": 1, "a": 2}', "9: `a` stands here a second time; only one can be meant"],
  ['{"a": [1, {"b": 2', "10: the bracket that is opened here is never closed with `}`"],
  ['{"a": "x', '6: a quote `"` is opened here and never closed'],
  ["{'a': 1}", "1: a text of JSON stands in `\"…\"`, not in `'…'`"],
  ["id: x", "0: `id` is no JSON; `-o json` makes the Azure CLI write JSON"],
  ['{"a": 01}', "6: `01` is no JSON"],
  ['{"a": NaN}', "6: `NaN` is no JSON"],
  ['{"a": hunter2}', '6: this word is no JSON; a text stands in `"…"`'],
  ['{"a" 1}', "5: a `:` is missing behind the name `a`"],
  ['"\\x"', "1: there is no escape `\\x` in JSON; a backslash is `\\\\`"],
  ["/* a", "0: a comment is opened here and never closed with `*/`"],
  ['{\u0000"\u0000', "1: the file seems to be UTF-16; save it as UTF-8"],
  ["[".repeat(300), "201: this is nested deeper than 200 levels"],
])("%j is refused: %s", (text, said) => {
  expect(values(text)).toBe(said);
});

test("the place of a character in a text is found behind escapes", () => {
  const text = '{"a": ["\\u0041\\n[x]"]}';
  const read = readJson(text);
  if (!("values" in read)) throw new Error(read.message);
  expect(text.slice(read.offsetIn([0, "a", 0], 3))).toBe('x]"]}');
  expect(read.offsetOf([0, "a", 0])).toBe(7);
  expect(read.offsetOf([0, "a", 5, "b"])).toBe(6);
});
