import type { Complain } from "../diagnostic.ts";
import { interpolate, noTraces } from "./interpolate.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import { holes, reservedNames, type Scope } from "./scope.ts";
import type { Environment } from "./workspace.ts";

const scopes = new WeakMap<Environment, Scope>();

/** What `${…}` can name in a definition in an environment. */
export function scopeOf(environment: Environment): Scope {
  const before = scopes.get(environment);
  if (before !== undefined) return before;
  const { name, stack, subscription, resourceGroup, location, secrets } = environment;
  const builtIn = {
    stack,
    environment: name,
    subscription,
    resourceGroup,
    ...(location === undefined ? {} : { location }),
  };
  const scope = { variables: { ...environment.variables, ...builtIn }, secrets: new Set(Object.keys(secrets)) };
  scopes.set(environment, scope);
  return scope;
}

/** A variable as written, and where. */
export interface WrittenVariable {
  readonly value: Json;
  readonly path: Path;
}

/** The variables of one environment, `${…}` in them filled in, whatever the order they are written in. */
export function resolveVariables(
  written: ReadonlyMap<string, WrittenVariable>,
  builtIn: Scope,
  complain: Complain,
): Readonly<Record<string, Json>> {
  const resolved: Record<string, Json> = { ...builtIn.variables };
  const open: string[] = [];
  const resolve = (name: string, { value, path }: WrittenVariable): void => {
    if (Object.hasOwn(resolved, name)) return;
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].map((step) => `\`${step}\``).join(" → ");
      complain("variable-cycle", path, `a variable cannot be made of itself: ${circle}`);
      resolved[name] = "";
      return;
    }
    open.push(name);
    for (const needed of namesIn(value)) {
      const variable = written.get(needed);
      if (variable !== undefined) resolve(needed, variable);
    }
    open.pop();
    // The circle this name is part of was complained about.
    if (Object.hasOwn(resolved, name)) return;
    resolved[name] = interpolate(
      value,
      { scope: { ...builtIn, variables: { ...known(written), ...resolved } }, traces: noTraces(), complain },
      path,
    );
  };
  for (const [name, variable] of written) resolve(name, variable);
  return Object.fromEntries([...written.keys()].map((name) => [name, resolved[name] ?? null]));
}

/** All names there are, so that a misspelt one is compared with those that have no value yet too. */
function known(written: ReadonlyMap<string, WrittenVariable>): JsonObject {
  return Object.fromEntries([...written.keys()].map((name) => [name, ""]));
}

/** The variables that the texts in a value name. */
function namesIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [...value.matchAll(holes)].flatMap(([, inside]) =>
      inside === undefined || inside.includes(":") ? [] : [inside.split(".", 1)[0] ?? ""],
    );
  }
  if (isList(value)) return value.flatMap(namesIn);
  return isObject(value) ? Object.values(value).flatMap(namesIn) : [];
}

const variableName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Complains about names that no variable can have. */
export function checkVariableNames(variables: Json | undefined, path: Path, complain: Complain): void {
  for (const name of Object.keys(isObject(variables) ? variables : {})) {
    if (reservedNames.includes(name)) {
      complain(
        "reserved-variable",
        [...path, name],
        `\`${name}\` means something already in \`\${${name}}\`; give the variable another name`,
        "key",
      );
    } else if (!variableName.test(name)) {
      complain(
        "illegal-name",
        [...path, name],
        `\`${name}\` cannot be a variable: letters, digits, \`_\` and \`-\`, the first a letter`,
        "key",
      );
    }
  }
}
