import fc from "fast-check";
import { expect, test } from "vitest";
import {
  isExpression,
  parseExpression,
  printExpression,
  quoteExpression,
  type Expression,
} from "../../../src/authoring/arm-file/expression.ts";
import { Unevaluated } from "../../../src/authoring/arm-file/unevaluated.ts";
import { startEffort } from "../../support/effort.ts";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.record({ is: fc.constant("text" as const), value: fc.string(), at: fc.constant(0) }),
    fc.record({ is: fc.constant("number" as const), value: fc.integer(), at: fc.constant(0) }),
    fc.record({
      is: fc.constant("call" as const),
      name: fc.oneof(
        name,
        fc.tuple(name, name).map((names) => names.join(".")),
      ),
      args: fc.array(tie("expression"), { maxLength: 3 }),
      at: fc.constant(0),
    }),
    fc.record({ is: fc.constant("member" as const), of: tie("expression"), name, at: fc.constant(0) }),
    fc.record({
      is: fc.constant("index" as const),
      of: tie("expression"),
      index: tie("expression"),
      at: fc.constant(0),
    }),
  ),
}));

test("what is printed parses to what it was printed from", () => {
  fc.assert(
    fc.property(expression, (given) => {
      const text = `[${printExpression(given)}]`;
      // `[[` is the beginning of a text; no expression begins with a bracket.
      expect(isExpression(text)).toBe(true);
      expect(printExpression(parseExpression(text))).toBe(printExpression(given));
    }),
  );
});

test("no text makes the parser fail otherwise than by saying where", () => {
  const pieces = fc.array(
    fc.constantFrom("'", "''", "a", "(", ")", "[", "]", ".", ",", "1", "-", " ", "\n", "é", "concat"),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = `[${parts.join("")}]`;
      try {
        parseExpression(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Unevaluated);
        const { code, character } = error as Unevaluated;
        expect(code).toBe("illegal-expression");
        expect(character).toBeGreaterThanOrEqual(0);
        expect(character).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["[concat('a']", 11, "`)` is missing here"],
  ["[concat('a)]", 8, "a quote `'` is opened here and never closed"],
  ["[concat('a') 'b']", 13, "the expression ends before this"],
  ["[]", 1, "something is missing here"],
  ["[a]", 1, "`a` is no value; a text stands in `'…'`, and a function has `(…)` behind it"],
  ["[concat(,)]", 8, "`,` cannot stand here"],
  ["[a().]", 5, "a name is missing here"],
  ['["a"]', 1, '`"` cannot stand here'],
  [`[${"a(".repeat(150)}${")".repeat(150)}]`, 203, "this is nested deeper than 100 levels"],
])("%s is no expression", (text, character, message) => {
  expect(() => parseExpression(text)).toThrow(expect.objectContaining({ message, character }));
});

test("a long row of quotes is read in one go", () => {
  const effort = startEffort();
  expect(() => parseExpression(`[${"'".repeat(200_001)}]`)).toThrow(Unevaluated);
  expect(effort()).toBeLessThan(1000);
});

test.each([
  ["[concat('https://hooks.example.com/T000/secret', parameters('x'))]", "`concat('…', parameters('x'))`"],
  ["[replace('abcdefghijklmnopqrstuvwxyz0123456789', 'a', '')]", "`replace('…', 'a', '')`"],
  [
    "[resourceId('Microsoft.Insights/actionGroups', 'my-group')]",
    "`resourceId('Microsoft.Insights/actionGroups', 'my-group')`",
  ],
])("%s is quoted without what may be secret", (text, quoted) => {
  expect(quoteExpression(parseExpression(text))).toBe(quoted);
});
