import fc from "fast-check";
import { compile } from "../../src/core/language/compile.ts";
import { readDefinitions } from "../../src/core/language/definition.ts";
import { hasErrors, type Diagnostic } from "../../src/core/diagnostic.ts";
import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { authored } from "./authored.ts";
import { environment, workspace } from "./stacks.ts";
import { validSettings } from "./valid-settings.ts";

/** A definition as an author might have written it, and the variables it names. */
export interface Written {
  readonly definition: JsonObject;
  readonly variables: Readonly<Record<string, Json>>;
}

/** Random definitions of a kind: in short forms or not, with variables, overrides and the rest of the envelope. */
export function definitionsOf(kind: Kind): fc.Arbitrary<Written> {
  const written = validSettings(kind).chain((settings) => fc.tuple(authored(kind, settings), fc.constant(settings)));
  return fc
    .tuple(written, fc.option(written, { nil: undefined }), envelopes, fc.infiniteStream(fc.nat({ max: 0xffff })))
    .map(([[spec, settings], over, envelope, numbers]) => {
      const variables: Record<string, Json> = {};
      const chance = (most: number): boolean => numbers.next().value % most === 0;
      const named = (value: Json): Json => {
        if (isObject(value) || isList(value) || !chance(5)) return below(value, named);
        const name = `v${Object.keys(variables).length}`;
        variables[name] = value;
        return `\${${name}}`;
      };
      const { location, ...rest } = spec;
      const { location: _, ...other } = over?.[0] ?? {};
      const some = Object.fromEntries(Object.entries(other).filter(() => chance(3)));
      const changes = {
        spec: below(asOverride(some, settings, chance), named),
        ...(chance(4) ? { tags: { only: "here" } } : {}),
      };
      const definition = {
        kind: kind.name,
        name: "a-rule",
        ...(location === undefined ? {} : { location }),
        ...envelope,
        spec: below(rest, named),
        ...(over === undefined ? {} : { environments: { [environment.name]: changes } }),
      };
      return { definition, variables };
    });
}

const envelopes = fc.record(
  {
    tags: fc.constant({ service: "ai", path: "${environment}-x" }),
    only: fc.constantFrom<Json>("production", ["production"]),
    adopt: fc.constantFrom<Json>(true, "old/production"),
    formerly: fc.constantFrom("old-name", "rg-alerts/old-name"),
    protect: fc.boolean(),
    lint: fc.constant({ "dead-end": { because: "a reason", until: "2027-01-31" } }),
    arm: fc.constant({ properties: { future: true, gone: null } }),
    forEach: fc.constantFrom<Json>(["one"], { one: { id: "x" } }),
    resourceGroup: fc.constant("rg-alerts"),
  },
  { requiredKeys: [] },
);

/** Overrides may take things out, and reach into lists by the names that are there. */
function asOverride(spec: JsonObject, base: JsonObject, chance: (most: number) => boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(spec).map(([name, value]): [string, Json] => {
      if (chance(8)) return [name, null];
      const there = namesIn(base[name]);
      const elements = isList(value) ? value.filter(isObject) : [];
      if (there.length === 0 || elements.length === 0 || chance(2)) return [name, value];
      const changes = there.slice(0, elements.length).map((key, index): [string, Json] => {
        const { name: _, ...element } = elements[index] ?? {};
        return [key, chance(4) ? null : Object.fromEntries(Object.entries(element).filter(() => chance(2)))];
      });
      return [name, Object.fromEntries(changes)];
    }),
  );
}

function namesIn(list: Json | undefined): readonly string[] {
  const elements = isList(list) ? list.filter(isObject) : [];
  return elements.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
}

function below(value: Json, change: (value: Json) => Json): Json {
  if (isList(value)) return value.map(change);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]))
    : value;
}

/** Groups that random rules refer to by name. */
const groups = ["ai-oncall", "platform"].map((name) => ({ kind: "ActionGroup", name, spec: { groupShortName: name } }));

/** What the tool has to say about one definition, with everything there that it may name; JSON is YAML. */
export function compiled({ definition, variables }: Written): {
  readonly diagnostics: readonly Diagnostic[];
  readonly legal: boolean;
} {
  const names = [...JSON.stringify([definition, variables]).matchAll(/\$\{secret:(\w+)\}/g)].map(
    ([, name = ""]) => name,
  );
  const here = {
    ...environment,
    variables,
    secrets: Object.fromEntries(names.map((name) => [name, { env: "SECRET" }])),
  };
  const text = [definition, ...groups].map((one) => JSON.stringify(one)).join("\n---\n");
  const { value, diagnostics } = readDefinitions(
    [{ path: "rules/x.yaml", text }],
    { ...workspace, environments: [here] },
    kinds,
  );
  const stack = compile({ definitions: value, environment: here, workspace, kinds });
  const all = [...diagnostics, ...stack.diagnostics];
  return { diagnostics: all, legal: !hasErrors(all) };
}
