import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { inputRules } from "../../src/action/inputs.ts";
import { outputNames } from "../../src/action/output-names.ts";

const definition = parse(readFileSync("action.yml", "utf8"));
const page = readFileSync("docs/action.md", "utf8");

/** The cells of a table's rows, from the one whose first title this is. */
function table(title: string): readonly (readonly string[])[] {
  const [, rows = ""] = page.split(new RegExp(`^\\| ${title} \\|.*\\n\\| ---.*\\n`, "m"));
  return rows
    .split("\n\n", 1)
    .join("")
    .trim()
    .split("\n")
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const code = (text: string): string => `\`${text}\``;

test("action.yml has the inputs that the code reads, with the same defaults", () => {
  const declared = Object.entries<{ default?: string; required?: boolean }>(definition.inputs);
  const defaults = Object.fromEntries(declared.map(([name, input]) => [name, input.default]));
  const read = Object.entries<{ default?: string; allowed?: readonly string[]; of?: readonly string[] }>(inputRules);
  expect(defaults).toEqual(Object.fromEntries(read.map(([name, rule]) => [name, rule.default])));
  expect(declared.filter(([, input]) => input.required === true).map(([name]) => name)).toEqual(["command"]);
});

test("action.yml has the outputs that the code sets", () => {
  expect(Object.keys(definition.outputs)).toEqual([...outputNames]);
});

test("it runs on Node 24, from the bundle", () => {
  expect(definition.runs).toEqual({ using: "node24", main: "dist/action.js" });
});

test("the page has every input, with what is allowed, what counts otherwise and what looks at it", () => {
  const rows = Object.entries<{ default?: string; allowed?: readonly string[]; of?: readonly string[] }>(inputRules);
  expect(table("input").map(([name, , allowed, , of]) => [name, allowed, of])).toEqual(
    rows.map(([name, { allowed = [], of = [] }]) => [
      code(name),
      allowed.map(code).join(", "),
      of.map(code).join(", "),
    ]),
  );
  const defaults = rows.flatMap(([name, rule]) =>
    rule.default === undefined ? [] : [[code(name), code(rule.default)]],
  );
  const told = table("input").map(([name, , , otherwise]) => [name, otherwise]);
  for (const row of defaults) expect(told).toContainEqual(row);
});

test("the page has every output", () => {
  expect(table("output").map(([name]) => name)).toEqual(outputNames.map(code));
});
