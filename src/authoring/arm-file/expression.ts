import { tokensOf, type Token } from "./expression-tokens.ts";
import { Unevaluated } from "./unevaluated.ts";

/**
 * An expression of ARM's template language
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions); `at` counts characters of
 * the text it stands in, from 0.
 */
export type Expression =
  | { readonly is: "text"; readonly value: string; readonly at: number }
  | { readonly is: "number"; readonly value: number; readonly at: number }
  | { readonly is: "call"; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | { readonly is: "member"; readonly of: Expression; readonly name: string; readonly at: number }
  | { readonly is: "index"; readonly of: Expression; readonly index: Expression; readonly at: number };

/** Deeper ones nobody writes, and parsing is by recursion. */
const deepest = 100;

/** True for a text that Azure evaluates: `[…]`, but not `[[…`, which is a text that begins with a bracket. */
export function isExpression(text: string): boolean {
  return text.startsWith("[") && text.endsWith("]") && !text.startsWith("[[");
}

/** The text that one which is no expression stands for: `[[x]` is `[x]`. */
export function unescapeText(text: string): string {
  return text.startsWith("[[") && text.endsWith("]") ? text.slice(1) : text;
}

/** Parses a text for which `isExpression` is true; throws `Unevaluated` (`illegal-expression`) with the place. */
export function parseExpression(text: string): Expression {
  const parser = createParser(tokensOf(text, 1, text.length - 1));
  const expression = parser.expression(0);
  parser.end();
  return expression;
}

interface Parser {
  expression(depth: number): Expression;
  end(): void;
}

function createParser(tokens: readonly Token[]): Parser {
  let index = 0;
  const last = tokens.at(-1) ?? { is: "end", at: 0 };
  const next = (): Token => tokens[index] ?? last;
  const take = (mark: string): boolean => {
    const token = next();
    const found = token.is === "mark" && token.text === mark;
    if (found) index += 1;
    return found;
  };
  const refuse = (message: string, at = next().at): never => {
    throw new Unevaluated(message, { code: "illegal-expression", character: at });
  };
  const expect = (mark: string): void => {
    if (!take(mark)) refuse(`\`${mark}\` is missing here`);
  };
  const name = (): string => {
    const token = next();
    if (token.is !== "name") return refuse("a name is missing here");
    index += 1;
    return token.text;
  };
  const args = (depth: number): readonly Expression[] => {
    const found: Expression[] = [];
    if (take(")")) return found;
    do found.push(expression(depth + 1));
    while (take(","));
    expect(")");
    return found;
  };
  const primary = (depth: number): Expression => {
    const token = next();
    if (token.is === "text" || token.is === "number") {
      index += 1;
      return token.is === "text" ? { is: "text", value: token.text, at: token.at } : { ...token };
    }
    if (token.is !== "name")
      return refuse(token.is === "end" ? "something is missing here" : `\`${token.text}\` cannot stand here`);
    // A function of the template's own has a namespace before its name.
    let called = name();
    while (take(".")) called += `.${name()}`;
    if (!take("("))
      return refuse(
        `\`${called}\` is no value; a text stands in \`'…'\`, and a function has \`(…)\` behind it`,
        token.at,
      );
    return { is: "call", name: called, args: args(depth), at: token.at };
  };
  const expression = (depth: number): Expression => {
    if (depth > deepest) refuse(`this is nested deeper than ${deepest} levels`);
    let found = primary(depth);
    for (let steps = 0; ; steps += 1) {
      const { at } = next();
      if (steps > deepest) refuse(`more than ${deepest} steps follow one another`);
      if (take(".")) found = { is: "member", of: found, name: name(), at };
      else if (take("[")) {
        found = { is: "index", of: found, index: expression(depth + 1), at };
        expect("]");
      } else return found;
    }
  };
  return {
    expression,
    end: () => {
      if (next().is !== "end") refuse("the expression ends before this");
    },
  };
}

/** The expression as a text that parses to it; `shown` says how a text in it is written. */
export function printExpression(expression: Expression, shown: (text: string) => string = (text) => text): string {
  switch (expression.is) {
    case "text":
      return `'${shown(expression.value).replaceAll("'", "''")}'`;
    case "number":
      return String(expression.value);
    case "call":
      return `${expression.name}(${expression.args.map((arg) => printExpression(arg, shown)).join(", ")})`;
    case "member":
      return `${printExpression(expression.of, shown)}.${expression.name}`;
    case "index":
      return `${printExpression(expression.of, shown)}[${printExpression(expression.index, shown)}]`;
  }
}

const longestShown = 100;

/** An expression in a message: short, and without what may be a secret in it, such as an address that leads further than to a host. */
export function quoteExpression(expression: Expression): string {
  const text = printExpression(expression, (word) => (harmless(word) ? word : "…"));
  return `\`${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}\``;
}

function harmless(word: string): boolean {
  return /^[\w ./${}():,|-]{0,80}$/.test(word) && !/\/\/|[\w-]{33}/.test(word);
}
