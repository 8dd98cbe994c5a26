import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What GitHub has at hand where an expression stands. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What GitHub's own evaluator makes of a text with expressions in it, or of a condition, which is one without signs. */
export function evaluate(text: string, contexts: Contexts): unknown {
  const whole = /^\$\{\{(.*)\}\}$/s.exec(text)?.[1] ?? (text.includes("${{") ? undefined : text);
  if (whole !== undefined && !whole.includes("${{")) return evaluateOne(whole, contexts);
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const value = evaluateOne(expression, contexts);
    return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
  });
}

function evaluateOne(expression: string, contexts: Contexts): unknown {
  const { tokens } = new Lexer(expression).lex();
  const names = Object.keys(contexts);
  const parsed = new Parser(tokens, names, [status("always"), status("cancelled")]).parse();
  const functions = new Map([answering("always", true), answering("cancelled", false)]);
  const value = new Evaluator(parsed, JSON.parse(JSON.stringify(contexts), data.reviver), functions).evaluate();
  return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
}

function status(name: string): { readonly name: string; readonly minArgs: number; readonly maxArgs: number } {
  return { name, minArgs: 0, maxArgs: 0 };
}

function answering(name: string, value: boolean) {
  return [name, { ...status(name), call: () => new data.BooleanData(value) }] as const;
}
