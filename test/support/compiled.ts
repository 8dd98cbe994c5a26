import { compile } from "../../src/core/language/compile.ts";
import { readDefinitions } from "../../src/core/language/definition.ts";
import { tellOnce, type Diagnostic } from "../../src/core/diagnostic.ts";
import type { Kind } from "../../src/core/kind.ts";
import type { Stack } from "../../src/core/stack.ts";
import { readWorkspace, type Workspace } from "../../src/core/language/workspace.ts";
import { beacon, crew } from "./beacon-kind.ts";

export const kinds = [beacon, crew];

/** A workspace with two environments and a variable of every type. */
export const workspaceText = `
stack: bells
rules: [rules/**/*.yaml]
variables:
  five: 5
  town: Korea Central
  towns: [seoul, busan]
  dollar: "$"
  escaped: "$\${x}"
  tower: { height: 12, parts: { bell: big } }
  crews: { a: { at: north, limit: 1 }, b: { at: south, limit: 2 } }
environments:
  production:
    subscription: 00000000-0000-0000-0000-000000000001
    resourceGroup: rg-bells
    resourceGroups: [rg-web]
    location: koreacentral
    tags: { costCenter: "4711" }
  staging:
    subscription: 00000000-0000-0000-0000-000000000002
    resourceGroup: rg-bells
    variables: { five: 50, crews: { a: { at: east, limit: 3 } } }
secrets:
  hook: { env: HOOK }
`;

/** The workspace of a text that is known to be right. */
export function workspaceOf(text: string = workspaceText): Workspace {
  const { value, diagnostics } = readWorkspace({ path: "tocsin.yaml", text });
  if (value === undefined) throw new Error(diagnostics.map(printed).join("\n"));
  return value;
}

/** Diagnostics as people read them, one line each. */
export function printed({ at, code, message, environments }: Diagnostic): string {
  const where = environments === undefined || environments.length === 2 ? "" : ` [${environments.join()}]`;
  return `${at.file === "a.yaml" ? "" : at.file + ":"}${at.line}:${at.column} ${code} ${message}${where}`;
}

/** Stacks by environment, and what was said. */
interface Compiled {
  readonly stacks: Readonly<Record<string, Stack>>;
  readonly said: readonly string[];
}

/** Everything the front end makes of one or more texts, for all environments. */
export function compiled(...texts: readonly string[]): Compiled {
  return compiledAs(kinds, texts);
}

/** The same with other kinds. */
export function compiledAs(kinds: readonly Kind[], texts: readonly string[]): Compiled {
  const workspace = workspaceOf();
  const files = texts.map((text, index) => ({ path: `${"abcdefg"[index]}.yaml`, text }));
  const definitions = readDefinitions(files, workspace, kinds);
  const { incomplete } = definitions;
  const stacks = workspace.environments.map((environment) =>
    compile({ definitions: definitions.value, environment, workspace, kinds, incomplete }),
  );
  const said = tellOnce([...definitions.diagnostics, ...stacks.flatMap((stack) => stack.diagnostics)]);
  const byName = Object.fromEntries(stacks.map(({ value }) => [value.environment.name, value]));
  return { stacks: byName, said: said.map(printed) };
}

/** The settings of the one resource that a definition of a beacon becomes in production. */
export function settingsOf(spec: string, environment = "production"): unknown {
  const { stacks, said } = compiled(`kind: Beacon\nname: b\n${spec}`);
  if (said.length > 0) throw new Error(said.join("\n"));
  return stacks[environment]?.resources[0]?.settings;
}
