import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { isList, isObject, type Json, type Path } from "../../../src/core/json.ts";
import { readDocuments } from "../../../src/core/language/document.ts";
import { forbidden } from "../../../src/core/language/yaml-json.ts";

const read = (text: string) => readDocuments({ path: "a.yaml", text });

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("value"), { minLength: 1, maxLength: 4 }),
  map: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }).filter((key) => key !== "<<" && key !== "__proto__"),
    tie("value"),
    { minKeys: 1, maxKeys: 4 },
  ),
}));

function leaves(value: Json, path: Path = []): readonly Path[] {
  if (isList(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  return [path];
}

test("every value of a document is located at its own text", () => {
  fc.assert(
    fc.property(json["map"]!, fc.constantFrom("QUOTE_DOUBLE", "QUOTE_SINGLE", "PLAIN"), (value, defaultStringType) => {
      const text = stringify(value, { defaultStringType: defaultStringType as "PLAIN", aliasDuplicateObjects: false });
      fc.pre(!forbidden.test(text));
      const documents = read(text).value;
      const [document] = documents;
      const found = document?.value ?? null;
      const lines = text.split("\n");
      for (const path of leaves(found)) {
        const { line, column } = document!.locate(path);
        const source = document!.source(path) ?? "";
        expect(
          lines
            .slice(line - 1)
            .join("\n")
            .slice(column - 1)
            .startsWith(source),
        ).toBe(true);
        expect(source).not.toBe("");
      }
    }),
    { numRuns: 300 },
  );
});

const fragments = fc.constantFrom(
  "a",
  ":",
  " ",
  "\n",
  "  ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  "${x}",
  "{{",
  "*",
  "&a",
  "*a",
  "!",
  "|",
  ">",
  '"',
  "'",
  "#",
  "\t",
  "\r\n",
  "---\n",
  "%YAML 1.2\n",
  "%TAG ! x\n",
  "? ",
  "1",
  ",",
  "\uFEFF",
  "<<",
  "@",
  "\\",
  "...\n",
  "!!str ",
  "key: ",
  "é😀",
);

test("no text whatever throws", () => {
  const check = (text: string): void => {
    for (const document of read(text).value) {
      document.locate(["a", 0, "b"], "key");
      document.source(["a"]);
      JSON.stringify(document.value);
    }
    for (const { at } of read(text).diagnostics) expect(Math.min(at.line, at.column)).toBeGreaterThan(0);
  };
  fc.assert(
    fc.property(
      fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join("")),
      check,
    ),
    { numRuns: 5000 },
  );
  fc.assert(fc.property(fc.string({ unit: "binary" }), check), { numRuns: 1000 });
});
