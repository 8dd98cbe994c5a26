import { compile } from "../core/language/compile.ts";
import { checkInPlace } from "../core/language/check-in-place.ts";
import { readDefinitions, type Definition } from "../core/language/definition.ts";
import { hasErrors, tellOnce, type Diagnostic } from "../core/diagnostic.ts";
import type { Kind } from "../core/kind.ts";
import { obeyLint, switchLint } from "../core/language/lint-switches.ts";
import type { SourceFile } from "../core/language/source-file.ts";
import type { Stack } from "../core/stack.ts";
import type { Environment, Workspace } from "../core/language/workspace.ts";

/** A workspace with its definitions compiled: what every command but `init` begins with. */
export interface Loaded {
  readonly definitions: readonly Definition[];
  readonly stacks: readonly { readonly stack: Stack; readonly diagnostics: readonly Diagnostic[] }[];
  /** All that was said, each once, with the environments that share it. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is found later, in Azure, as the author's switches want it. */
  readonly lint: (found: readonly Diagnostic[]) => readonly Diagnostic[];
}

/** What there is to load. */
export interface Loading {
  readonly workspace: Workspace;
  readonly files: readonly SourceFile[];
  /** What was said about workspace and files before they could be parsed, such as an unreadable file. */
  readonly diagnostics: readonly Diagnostic[];
  readonly environments: readonly Environment[];
  readonly kinds: readonly Kind[];
  /** `YYYY-MM-DD`: switched-off warnings can have an end, and so can what is defined. */
  readonly today: string;
}

/** Reads the definitions and compiles them for each environment asked for. */
export function load({ workspace, files, diagnostics, environments, kinds, today }: Loading): Loaded {
  const read = readDefinitions(files, workspace, kinds);
  const before = [...diagnostics, ...read.diagnostics];
  // A name that nobody has may stand in a file that could not be read.
  const incomplete = read.incomplete || hasErrors(diagnostics);
  const switching = { workspace, definitions: read.value, today };
  const judged = (found: readonly Diagnostic[]): readonly Diagnostic[] => tellOnce(switchLint(found, switching));
  const stacks = environments.map((environment) => {
    const compiled = compile({ definitions: read.value, environment, workspace, kinds, incomplete });
    return { stack: compiled.value, found: [...compiled.diagnostics, ...checkInPlace(compiled.value, kinds, today)] };
  });
  return {
    definitions: read.value,
    stacks: stacks.map(({ stack, found }) => ({ stack, diagnostics: judged([...before, ...found]) })),
    diagnostics: judged([...before, ...stacks.flatMap(({ found }) => found)]),
    lint: (found) => obeyLint(found, switching),
  };
}
