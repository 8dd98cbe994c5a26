import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bullet,
  fence,
  folded,
  heading,
  lines,
  paragraph,
  row,
  tableHead,
} from "../../../src/report/markdown/blocks.ts";
import { seen, seenInLine } from "../../../src/report/markdown/foreign-text.ts";
import { code, link, strong, type Phrase } from "../../../src/report/markdown/phrase.ts";
import { runs } from "../../support/runs.ts";
import { foreignOn, nasty, pageOf } from "./judge.ts";

/** Every place where a line of somebody else's can stand, and what is on the page where it is harmless. */
const places: readonly (readonly [name: string, put: (phrase: Phrase) => string])[] = [
  ["a paragraph", (phrase) => paragraph(...phrase)],
  ["behind words of ours", (phrase) => paragraph("it says ", ...phrase)],
  ["before words of ours", (phrase) => paragraph(...phrase, " is said")],
  ["lines that stand together", (phrase) => lines([["one"], phrase, ["three"]])],
  ["a heading", (phrase) => heading(3, phrase)],
  ["a point of a list", (phrase) => [bullet(...phrase), bullet("two")].join("\n")],
  ["a cell", (phrase) => [tableHead("a", "b"), row([[phrase], [["x"], phrase]])].join("\n")],
  ["the line of a fold", (phrase) => folded(phrase, "inside")],
  ["strong words", (phrase) => paragraph("it is ", strong(...phrase), " indeed")],
  ["the text of a link", (phrase) => paragraph("at ", ...link("https://github.com/x", ...phrase), " there")],
];

/** Ways in which a text gets into a line. */
const ways: readonly (readonly [name: string, put: (text: string) => Phrase])[] = [
  ["as words", (text) => [text]],
  ["as words that touch others", (text) => ["GH-", text, "1"]],
  ["as code", (text) => [code(text)]],
  ["as code that touches words", (text) => [text, code(text), text]],
  ["twice as code", (text) => [code(text), code(text)]],
];

const harmless = "word";

/** A text as it is read: without what is a matter of blanks, and the backticks that made code of something. */
function read(text: string): string {
  return text.replaceAll(/[\s`]/gu, "");
}

describe.each(places)("in %s", (_place, inPlace) => {
  test.each(ways)("a text %s is shown and does nothing", (_way, phraseOf) => {
    const expected = pageOf(inPlace(phraseOf(harmless))).skeleton;
    fc.assert(
      fc.property(nasty, (text) => {
        fc.pre(text.trim() !== "");
        const page = pageOf(inPlace(phraseOf(text)));
        expect(page.skeleton).toBe(expected);
        expect(foreignOn(page)).toEqual([]);
        expect(read(page.text)).toContain(read(phraseOf(text).map(textOf).join("")));
      }),
      runs(150),
    );
  });
});

function textOf(piece: Phrase[number]): string {
  return typeof piece === "string" ? seen(piece) : "code" in piece ? seen(piece.code) : "";
}

test("code stands sign for sign", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(pageOf(paragraph(code(text))).text).toBe(seen(text));
      expect(pageOf([tableHead("a"), row([[[code(text)]]])].join("\n")).text.replaceAll("\n", "")).toBe(
        `a${seen(text)}`,
      );
    }),
    runs(500),
  );
});

test("an address of mail inside a tag of ours is no address: GitHub seeks them in the text that comes of entities", () => {
  expect(row([[[code("kim@x.y|")]]])).toBe("| <code>kim<!-- -->&#64;x&#46;y&#124;</code> |");
});

test("a block of code holds its lines, whatever they are, and nothing of it is outside", () => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), fc.constantFrom("diff", "text"), (texts, language) => {
      const given = texts.flatMap((text) => text.split("\n"));
      const block = fence(given, language === "diff" ? "diff" : "text");
      const page = pageOf(`before\n\n${block}\n\nafter`);
      expect(page.skeleton).toBe(`p()pre(code class=language-${language}())p()`);
      // Old ends of lines are made visible; a NUL that nobody may write was one of them.
      expect(page.text).toBe(`before\n${given.map(seenInLine).join("\n")}\n\nafter`);
      expect(block.split("\n").filter((line) => /^<!--|^<sub>/.test(line))).toEqual([]);
    }),
    runs(500),
  );
});

test("what cannot be seen, turns the line or ends it is written out", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(seen(text)).not.toMatch(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u);
    }),
  );
  expect(seen("a\u0007\u202eb\r\nc\t\u{e0041}")).toBe("a\\u0007\\u202eb⏎c\\u0009\\u{e0041}");
});

test.each([
  ["https://github.com/a/b/blob/c/rules/a%20(b).yaml#L1", "https://github.com/a/b/blob/c/rules/a%20%28b%29.yaml#L1"],
  ['https://github.com/"><img src=x>|`&copy;*_*', "https://github.com/%22%3E%3Cimg%20src=x%3E%7C%60&copy;%2A_%2A"],
  ["https://github.com/a\\b c", "https://github.com/a/b%20c"],
])("an address is nothing but an address: %s", (url, expected) => {
  for (const text of [paragraph(...link(url, "x")), folded(link(url, "x"), "y")])
    expect(pageOf(text).links).toEqual([expected]);
});

test("an address is what it was, whatever stands in it", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const url = `https://github.com/${text}`;
      // The parser mends a lonely `%`.
      fc.pre(URL.canParse(url) && new URL(url).host === "github.com" && !/%(?![\da-f]{2})/i.test(url));
      for (const made of [paragraph(...link(url, "x")), folded(link(url, "x"), "y")]) {
        const page = pageOf(made);
        expect(foreignOn(page)).toEqual([]);
        expect(page.links).toEqual([new URL(url).href.replaceAll(/[^\w\-.~:/?#@!$&+,;=%]/g, escape)]);
      }
    }),
  );
});

function escape(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

test.each(["javascript:alert(1)", "data:text/html,x", "", "//x", "rules/a.yaml"])(
  "%j is no address, and stays its text",
  (url) => {
    expect(paragraph(...link(url, "there"))).toBe("there");
  },
);

test.each([
  ["`severty` is not known; did you mean `severity`?", "`severty` is not known; did you mean `severity`?"],
  [
    "ask admin@company.com, or @kim (see https://x.example).",
    "ask `admin@company.com`, or `@kim` (see `https://x.example`).",
  ],
  ["every Saturday 22:00–04:00 (UTC), 3 of 4", "every Saturday 22:00–04:00 (UTC), 3 of 4"],
  ["1. April 4f2d9c1e", "1\\. April `4f2d9c1e`"],
  ["table a_b c_d e", "table `a_b c_d` e"],
  ["", ""],
])("harmless words stay words, and all else is code: %s", (text, expected) => {
  expect(paragraph(text)).toBe(expected);
});
