import type { DiagnosticCode } from "../codes/diagnostic-codes.ts";
import { isObject, type Json } from "../json.ts";
import { nearest, suggest } from "../nearest.ts";

/** What `${…}` can name at a place. Values are templates, as everywhere: `$${` in them is still to be read as `${`. */
export interface Scope {
  /** Variables and built-ins by name. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly secrets: ReadonlySet<string>;
  /** The entry of `forEach` this is for. */
  readonly each?: { readonly key: string; readonly value: Json };
  /** Only what is known and may be shown: no secrets, nothing that Azure fills in. */
  readonly shown?: true;
}

/** Names that mean something already, so that no variable may have them. */
const builtIns = ["stack", "environment", "subscription", "resourceGroup", "location"] as const;
export const reservedNames: readonly string[] = [...builtIns, "data", "each", "secret"];

/** What a `${…}` stands for: a value, itself (to be opened when it is written to Azure, or by Azure), or a complaint. */
export type Meaning =
  | { readonly value: Json }
  | { readonly template: string }
  | { readonly code: DiagnosticCode; readonly message: string };

/** Matches, left to right, the escape, a whole placeholder (its group is what stands inside), and what only begins like one. */
export const holes = /\$\$\{|\$\{([^{}\n]*)\}|\$\{/g;

const name = /^[A-Za-z_][\w-]*(?:\.[^\s.]+)*$/;

/** Says what the text between `${` and `}` means. */
export function meaningOf(inside: string, scope: Scope): Meaning {
  if (inside.startsWith("data."))
    return scope.shown ? notHere(inside, "Azure fills it in when an alert fires") : { template: `\${${inside}}` };
  if (inside.startsWith("secret:")) return secretMeaning(inside, scope);
  if (!name.test(inside)) return unknownPlaceholder(`${inside}}`);
  const [first = "", ...rest] = inside.split(".");
  if (first === "each") return eachMeaning(inside, rest, scope);
  if (!Object.hasOwn(scope.variables, first)) return unknownVariable(inside, first, scope);
  return descend(inside, { name: first, value: scope.variables[first] ?? null }, rest);
}

/** The complaint about a `${` that begins nothing. */
export function unknownPlaceholder(inside: string): Meaning {
  const shown = inside.length > 40 ? `${inside.slice(0, 40)}…` : inside;
  return {
    code: "unknown-placeholder",
    message: `\`\${${shown}\` is no variable; the two characters themselves are written \`$\${\``,
  };
}

function secretMeaning(inside: string, scope: Scope): Meaning {
  const secret = inside.slice("secret:".length);
  if (scope.shown) return notHere(inside, "this would be shown to everybody");
  if (scope.secrets.has(secret)) return { template: `\${${inside}}` };
  const hint = scope.secrets.size === 0 ? "; the workspace has no `secrets`" : suggest(secret, [...scope.secrets]);
  return { code: "unknown-secret", message: `there is no secret \`${secret}\`${hint}` };
}

function notHere(inside: string, because: string): Meaning {
  return { code: "placeholder-not-here", message: `\`\${${inside}}\` cannot stand here: ${because}` };
}

function eachMeaning(inside: string, rest: readonly string[], scope: Scope): Meaning {
  if (scope.each === undefined)
    return { code: "unknown-variable", message: `\`\${${inside}}\` has a value only in a definition with \`forEach\`` };
  const [part, ...below] = rest;
  if (part === "key" && below.length === 0) return { value: scope.each.key };
  if (part === "value") return descend(inside, { name: "each.value", value: scope.each.value }, below);
  return {
    code: "unknown-variable",
    message: `there is no \`\${${inside}}\`; there are \`\${each.key}\` and \`\${each.value}\``,
  };
}

function unknownVariable(inside: string, first: string, scope: Scope): Meaning {
  if (first === "data") return unknownPlaceholder(`${inside}}`);
  if (first === "location")
    return { code: "unknown-variable", message: "`${location}` has no value: the environment has no `location`" };
  const names = Object.keys(scope.variables);
  const near = nearest(first, names);
  const own = names.filter((known) => !reservedNames.includes(known));
  const hint = near === undefined ? suggest(first, own) : `; did you mean \`\${${near}}\`?`;
  return { code: "unknown-variable", message: `there is no variable \`${first}\`${hint}` };
}

function descend(
  inside: string,
  from: { readonly name: string; readonly value: Json },
  rest: readonly string[],
): Meaning {
  let { name: place, value } = from;
  for (const key of rest) {
    if (!isObject(value))
      return {
        code: "unknown-variable",
        message: `\`${place}\` in \`\${${inside}}\` is no map, so there is no \`${key}\` in it`,
      };
    if (!Object.hasOwn(value, key))
      return { code: "unknown-variable", message: `\`${place}\` has no \`${key}\`${suggest(key, Object.keys(value))}` };
    value = value[key] ?? null;
    place = `${place}.${key}`;
  }
  return { value };
}
