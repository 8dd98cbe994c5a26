import { secondsOf } from "../../core/duration.ts";
import { isObject, valueAt, type Json, type Path } from "../../core/json.ts";
import type { Definition } from "../../core/language/definition.ts";
import type { Instance } from "../../core/language/instance.ts";
import { holes, type Scope } from "../../core/language/scope.ts";
import { printLength } from "../../core/duration.ts";
import { holesIn, valueOf } from "./print.ts";
import type { TextEdit } from "./texts.ts";

/** What can be told of the workspace's own text. */
export interface WorkspaceText {
  readonly file: string;
  readonly value: Json;
  /** All definitions, for who else uses a variable. */
  readonly definitions: readonly Definition[];
  /** How many environments there are: with one, the workspace's variables are its own. */
  readonly environments: number;
  /** Whether a variable of the workspace may get a value of its own in the environment. */
  readonly mayAddVariables: boolean;
}

/** What a `${…}` would have to be for a text to say what is wanted. */
export interface Solved {
  /** What stands between `${` and `}`. */
  readonly inside: string;
  readonly value: Json;
}

type Scalar = string | number | boolean;

function isScalar(value: Json | undefined): value is Scalar {
  return value !== undefined && value !== null && typeof value !== "object";
}

/** One changed value inside a text with `${…}`. */
export interface Solving {
  readonly written: string;
  readonly said: Json | undefined;
  readonly wanted: Json | undefined;
  readonly scope: Scope;
}

/** Which `${…}` of a text would have to be something else: nothing where that is not plain. */
export function solve({ written, said, wanted, scope }: Solving): Solved | undefined {
  if (!isScalar(said) || !isScalar(wanted)) return undefined;
  const found = [...new Set(holesIn(written, scope))].flatMap((inside): Solved[] => {
    const value = valueOf(inside, scope);
    if (!isScalar(value)) return [];
    if (isAlike(value, said)) return [{ inside, value: inItsStyle(wanted, value) }];
    const part = partOf(written, inside, { wanted, scope });
    return part === undefined || part === value ? [] : [{ inside, value: part }];
  });
  return found.length === 1 ? found[0] : undefined;
}

function isAlike(value: Scalar, said: Scalar): boolean {
  if (String(value) === String(said)) return true;
  if (typeof value !== "string" || typeof said !== "string") return false;
  if (value.startsWith("/")) return value.toLowerCase() === said.toLowerCase();
  const seconds = secondsOf(value);
  return seconds !== undefined && seconds === secondsOf(said);
}

/** A length of time stays written as it was: `10m`, or `PT10M`. */
function inItsStyle(wanted: Json, value: Json): Json {
  const isLength = typeof value === "string" && typeof wanted === "string" && secondsOf(value) !== undefined;
  return isLength && !value.startsWith("P") ? printLength(wanted) : wanted;
}

/** What one `${…}` of a longer text has to be, all others being what they are. */
function partOf(
  written: string,
  inside: string,
  { wanted, scope }: { readonly wanted: Json; readonly scope: Scope },
): string | undefined {
  if (typeof wanted !== "string" || written.split(`\${${inside}}`).length !== 2) return undefined;
  const texts = written.split(`\${${inside}}`).map((part) =>
    part.replaceAll(holes, (hole, name: string | undefined) => {
      const value = name === undefined ? undefined : valueOf(name, scope);
      return isScalar(value) ? String(value) : hole;
    }),
  );
  const [front = "", rear = ""] = texts;
  if (front + rear === "" || wanted.length <= front.length + rear.length) return undefined;
  return wanted.startsWith(front) && wanted.endsWith(rear)
    ? wanted.slice(front.length, wanted.length - rear.length)
    : undefined;
}

/** Where an entry or a variable is written, for one definition in one environment. */
export interface SourcePlace {
  readonly definition: Definition;
  readonly instance: Instance;
  readonly workspace: WorkspaceText;
  /** True where the definition is in no other environment. */
  readonly alone: boolean;
}

/** The edit that gives a `${…}` another value, where it is plain that only this resource is meant; otherwise nothing. */
export function sourceEdit({ inside, value }: Solved, place: SourcePlace): TextEdit | undefined {
  const [first = "", ...rest] = inside.split(".");
  if (first !== "each") return variableEdit([first, ...rest], value, place);
  const { each } = place.instance;
  const [part, ...below] = rest;
  if (each === undefined || part !== "value") return undefined;
  return entryEdit([each.key, ...below], value, place);
}

function entryEdit(path: readonly string[], value: Json, place: SourcePlace): TextEdit | undefined {
  const { definition, instance, alone } = place;
  const { written, document } = definition;
  const edit = { file: document.file, document: document.index, value };
  const above: Path = ["environments", instance.environment.name, "forEach"];
  const own = valueAt(written, above);
  const base = written["forEach"];
  const from = own ?? base;
  if (typeof from === "string") {
    const name = /^\$\{([^{}.]+)\}$/.exec(from)?.[1];
    return name === undefined ? undefined : variableEdit([name, ...path], value, place);
  }
  if (isLiteral(valueAt(own, path))) return { ...edit, path: [...above, ...path] };
  if (alone) return isLiteral(valueAt(base, path)) ? { ...edit, path: ["forEach", ...path] } : undefined;
  // An environment's own map is laid over the definition's.
  return isObject(base) && isLiteral(valueAt(base, path)) && path.length > 1
    ? { ...edit, path: [...above, ...path] }
    : undefined;
}

function isLiteral(value: Json | undefined): boolean {
  return value !== undefined && typeof value !== "object" && !(typeof value === "string" && value.includes("${"));
}

function variableEdit(path: readonly string[], value: Json, place: SourcePlace): TextEdit | undefined {
  const { workspace, instance } = place;
  const [name = ""] = path;
  const own: Path = ["environments", instance.environment.name, "variables"];
  const edit = { file: workspace.file, document: 0, value };
  const isOwn = valueAt(workspace.value, [...own, name]) !== undefined;
  const inWorkspace = valueAt(workspace.value, ["variables", ...path]);
  if (
    workspace.mayAddVariables &&
    !isOwn &&
    path.length === 1 &&
    inWorkspace !== undefined &&
    typeof inWorkspace !== "object"
  ) {
    return { ...edit, path: [...own, name] };
  }
  const at: Path | undefined = isOwn
    ? [...own, ...path]
    : workspace.environments === 1
      ? ["variables", ...path]
      : undefined;
  if (at === undefined || !isLiteral(valueAt(workspace.value, at))) return undefined;
  return workspace.mayAddVariables || usesOf(name, place) === 1 ? { ...edit, path: at } : undefined;
}

/** How often a variable is named by what is in the environment, the workspace's other variables included. */
function usesOf(name: string, { workspace, instance }: SourcePlace): number {
  const texts: Json[] = [isObject(workspace.value) ? workspace.value : null];
  for (const { written, only } of workspace.definitions) {
    const environment = instance.environment.name;
    const { environments, ...base } = written;
    const override = isObject(environments) ? environments[environment] : undefined;
    if (override === false || (only !== undefined && !only.includes(environment))) continue;
    texts.push(base, override ?? null);
  }
  const named = new RegExp(String.raw`\$\{${name.replaceAll(/[-.]/g, String.raw`\$&`)}[.}]`, "g");
  return texts.reduce<number>((sum, text) => sum + (JSON.stringify(text).match(named)?.length ?? 0), 0);
}
