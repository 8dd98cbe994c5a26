import type { Kind } from "../core/kind.ts";
import { isOpen } from "../core/language/rule-paths.ts";
import { schemaFolder } from "./first-files.ts";
import { commentLine } from "./comment.ts";
import { documentOf, type Draft } from "./draft.ts";
import { kebab, manyOfKind } from "./readable-names.ts";
import { printDefinition } from "./print-definition.ts";

/** Where rule files may be made. Paths are relative to the workspace's folder, with `/`. */
export interface Layout {
  /** Where new files go. */
  readonly folder: string;
  /** True for a path that a pattern of the workspace reads. */
  readonly isRead: (path: string) => boolean;
  /** True where there is something already. */
  readonly isTaken: (path: string) => boolean;
  /** The address of the definitions' schema as other files of the workspace name it, where they do. */
  readonly schema?: string;
  /** The environment, where the workspace has others too. */
  readonly environment?: string;
}

/** A file with definitions that is to be made. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
  readonly drafts: readonly Draft[];
  /** The line in which each draft begins, comments included; lines count from 1. */
  readonly lines: readonly number[];
}

/** Files for drafts: one for each kind and what it watches, definitions by name; the same drafts give the same files. */
export function filesOf(
  drafts: readonly Draft[],
  kinds: ReadonlyMap<string, Kind>,
  layout: Layout,
): readonly RuleFile[] {
  const byKind = Map.groupBy(drafts, ({ kind }) => kind);
  const places = [...byKind].flatMap(([kind, ofKind]) => {
    const folded = ofKind.every(({ watched }) => watched === undefined);
    return [...Map.groupBy(ofKind, ({ watched }) => watched)].map(([watched, some]) => {
      const file = watched ?? (folded ? undefined : "others");
      return { steps: file === undefined ? [manyOfKind(kind)] : [manyOfKind(kind), file], drafts: some };
    });
  });
  const made = new Set<string>();
  return places
    .toSorted((a, b) => order(a.steps.join("/"), b.steps.join("/")))
    .map(({ steps, drafts: some }) => {
      const path = freePath(steps, layout, made);
      made.add(path.toLowerCase());
      const sorted = some.toSorted((a, b) => asPeopleSort(a.name, b.name) || order(a.ids[0] ?? "", b.ids[0] ?? ""));
      return { path, drafts: sorted, ...printFile(path, sorted, { kinds, layout }) };
    });
}

/** The pattern that makes the workspace read new files in a folder. */
export function patternFor({ folder }: Layout): string {
  return `${folder === "" || folder === "." ? "" : `${folder}/`}**/*.yaml`;
}

/** Where new files go: the folder that the first pattern begins in. */
export function folderOfRules([first = "rules/**/*.yaml"]: readonly string[]): string {
  const steps = first.replace(/^\.\//, "").split("/");
  const open = steps.findIndex(isOpen);
  return steps.slice(0, open === -1 ? -1 : open).join("/");
}

function freePath(steps: readonly string[], layout: Layout, made: ReadonlySet<string>): string {
  const { folder, isRead, isTaken, environment } = layout;
  const start = folder === "" || folder === "." ? "" : `${folder}/`;
  const suffixes = ["", ...(environment === undefined ? [] : [`-${kebab(environment)}`])];
  const at = (suffix: string): string | undefined => {
    const ways = [steps.join("/"), steps.join("-")].flatMap((way) =>
      ["yaml", "yml"].map((ending) => `${start}${way}${suffix}.${ending}`),
    );
    // What no pattern reads needs a pattern of its own; then the first way is as good as any.
    const path = ways.find(isRead) ?? ways[0] ?? "";
    return made.has(path.toLowerCase()) || isTaken(path) ? undefined : path;
  };
  for (const suffix of suffixes) {
    const path = at(suffix);
    if (path !== undefined) return path;
  }
  for (let number = 2; ; number++) {
    const path = at(`${suffixes.at(-1) ?? ""}-${number}`);
    if (path !== undefined) return path;
  }
}

interface Printing {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly layout: Layout;
}

function printFile(
  path: string,
  drafts: readonly Draft[],
  { kinds, layout }: Printing,
): Pick<RuleFile, "text" | "lines"> {
  let text = `# yaml-language-server: $schema=${schemaFrom(path, layout)}\n`;
  let line = 2;
  const lines = drafts.map((draft, index) => {
    const comments = draft.comments.map((comment) => `${commentLine(comment)}\n`).join("");
    const definition = printDefinition(documentOf(draft), kinds.get(draft.kind)?.schema ?? {});
    const printed = `${index === 0 ? "" : "---\n"}${comments}${definition}`;
    const begins = line;
    text += printed;
    line += printed.split("\n").length - 1;
    return begins;
  });
  return { text, lines };
}

/** The address of the schema as a file says it: relative to itself, unless it is one on the web. */
function schemaFrom(path: string, { schema = `${schemaFolder}/definition.json` }: Layout): string {
  if (/^[a-z][a-z\d+.-]*:/i.test(schema) || schema.startsWith("/")) return schema;
  const depth = path.split("/").length - 1;
  return `${"../".repeat(depth)}${schema}`;
}

/** The address of the schema that a rule file names in its first line, relative to the workspace's folder. */
export function schemaNamedBy(path: string, text: string): string | undefined {
  const named = /^# yaml-language-server: \$schema=(\S+)/.exec(text)?.[1];
  if (named === undefined || /^[a-z][a-z\d+.-]*:/i.test(named) || named.startsWith("/")) return named;
  const steps = path.split("/").slice(0, -1);
  for (const step of named.split("/")) {
    if (step === "..") {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}

/** `rule 9` before `rule 10`. */
const asPeopleSort = new Intl.Collator("en", { numeric: true }).compare;

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
