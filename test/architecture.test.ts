import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * Who may know whom: for each folder of `src` the folders it may import, and the packages it may load. What is not
 * said here is forbidden; a new line is a decision.
 */
const layering: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: readonly RegExp[] }>
> = {
  core: { folders: ["core"], packages: [/^yaml$/, /^ajv$/, /^fastest-levenshtein$/, /^node:(crypto|path|zlib)$/] },
  kinds: { folders: ["core", "kinds"], packages: [] },
  ports: { folders: ["core", "ports"], packages: [] },
  report: { folders: ["core", "report"], packages: [/^diff$/] },
  authoring: { folders: ["core", "kinds", "authoring"], packages: [/^yaml$/, /^diff$/, /^node:crypto$/] },
  commands: { folders: ["core", "ports", "authoring", "commands"], packages: [] },
  azure: { folders: ["core", "ports", "azure"], packages: [/^@azure\//, /^node:timers\/promises$/] },
  git: { folders: ["core", "ports", "git"], packages: [/^node:(child_process|crypto|path)$/] },
  github: { folders: ["core", "ports", "github"], packages: [/^octokit$/, /^node:timers\/promises$/] },
  emulator: { folders: ["emulator"], packages: [/^@azure\/core-rest-pipeline$/, /^asn1js$/, /^node:/] },
  "files.ts": { folders: ["core"], packages: [/^node:(fs|fs\/promises|path)$/] },
  "write-together.ts": { folders: ["files.ts"], packages: [/^node:(fs\/promises|path)$/] },
  cli: {
    folders: [
      "core",
      "kinds",
      "ports",
      "report",
      "authoring",
      "commands",
      "azure",
      "git",
      "emulator",
      "files.ts",
      "write-together.ts",
      "cli",
    ],
    packages: [/^node:/, /^commander$/],
  },
  action: {
    folders: [
      "core",
      "kinds",
      "ports",
      "report",
      "authoring",
      "commands",
      "azure",
      "git",
      "github",
      "files.ts",
      "cli",
      "action",
    ],
    packages: [/^node:(crypto|fs|fs\/promises|http|path|timers\/promises)$/, /^@actions\/core$/],
  },
};

/** What costs time to load, or loads what does: reached by `import()` only, when it is needed. */
const lazy = [
  /^@azure\/(identity|arm-monitor)$/,
  /^octokit$/,
  /^src\/action\/(validate|fork-comment|plan|apply|drift)\.ts$/,
  /^src\/cli\/(init|doctor|validate|show|plan|apply|drift|import|import-update|emulator|emulator-tls)\.ts$/,
];

/** Not to be loaded by what a module imports, directly or on the way. */
const startUp: Readonly<Record<string, readonly RegExp[]>> = {
  "src/cli/main.ts": [/^@azure\//, /^src\/(azure|emulator|git|kinds|commands)\//],
  "src/cli/run.ts": [/^@azure\//, /^src\/(azure|emulator)\//],
  "src/cli/validate.ts": [/^@azure\//, /^src\/(azure|emulator)\//],
  "src/action/main.ts": [/^@azure\//, /^octokit$/, /^src\/(azure|github|git|kinds|commands)\//],
  "src/action/validate.ts": [/^@azure\//, /^octokit$/, /^src\/azure\//],
};

interface Import {
  /** A file of ours by its path from the root, or a package. */
  readonly to: string;
  readonly how: "static" | "types" | "lazy";
}

const patterns: readonly (readonly [RegExp, Import["how"] | "written"])[] = [
  [/^\s*(?:import|export)\s+([\w*$\s{},]*?)\s*from\s*["']([^"']+)["']/gm, "written"],
  [/^\s*import\s*()["']([^"']+)["']/gm, "static"],
  [/\bimport\s*\(\s*()["'`]([^"'`]+)["'`]/g, "lazy"],
];

/** Every way in which a module names another. */
function importsIn(file: string, text: string): readonly Import[] {
  return patterns.flatMap(([pattern, how]) =>
    [...text.matchAll(pattern)].map(([, names = "", target = ""]): Import => {
      const to = target.startsWith(".") ? relative(".", join(dirname(file), target)).replaceAll("\\", "/") : target;
      return { to, how: how !== "written" ? how : /^type\s/.test(names) ? "types" : "static" };
    }),
  );
}

function folderOf(path: string): string {
  return path.split("/")[1] ?? path;
}

/** What is wrong with one import. */
function breach(file: string, { to, how }: Import): string | undefined {
  const rule = layering[folderOf(file)];
  if (rule === undefined) return `${folderOf(file)} has no line in the layering`;
  if (how === "static" && lazy.some((pattern) => pattern.test(to))) return `${file} loads ${to} at once; use import()`;
  if (to.startsWith("src/")) return rule.folders.includes(folderOf(to)) ? undefined : `${file} knows ${to}`;
  if (how === "types" || to === "package.json") return undefined;
  return rule.packages.some((pattern) => pattern.test(to)) ? undefined : `${file} loads ${to}`;
}

const files = globSync("src/**/*.ts").map((file) => file.replaceAll("\\", "/"));
const imports = new Map(files.map((file) => [file, importsIn(file, readFileSync(file, "utf8"))]));

test("every module knows only whom it may know", () => {
  const breaches = [...imports].flatMap(([file, found]) => found.flatMap((one) => breach(file, one) ?? []));
  expect(breaches).toEqual([]);
});

test("no line of the layering is left over", () => {
  const folders = new Set(files.map(folderOf));
  expect(Object.keys(layering).filter((folder) => !folders.has(folder))).toEqual([]);
});

test("what is imported by a computed name is imported nowhere", () => {
  const computed = files.filter((file) => /\bimport\s*\(\s*[^"'`\s]/.test(readFileSync(file, "utf8")));
  expect(computed).toEqual([]);
});

describe("starting up", () => {
  test.each(Object.entries(startUp))("%s loads nothing it does not need", (entry, unwanted) => {
    const loaded = closureOf(entry);
    expect([...loaded].filter((one) => unwanted.some((pattern) => pattern.test(one)))).toEqual([]);
  });
});

test.each([
  ['import { x } from "../azure/azure.ts";', "src/core/x.ts knows src/azure/azure.ts"],
  ['import type { X } from "../ports/azure.ts";', "src/core/x.ts knows src/ports/azure.ts"],
  ['import {\n  a,\n  type B,\n} from "../kinds/kinds.ts";', "src/core/x.ts knows src/kinds/kinds.ts"],
  ['export * from "../report/text.ts";', "src/core/x.ts knows src/report/text.ts"],
  ['import "../cli/main.ts";', "src/core/x.ts knows src/cli/main.ts"],
  ['const x = await import("../emulator/http.ts");', "src/core/x.ts knows src/emulator/http.ts"],
  ['import { readFileSync } from "node:fs";', "src/core/x.ts loads node:fs"],
  ['const fs = import("node:fs");', "src/core/x.ts loads node:fs"],
  ['import fs from "node:fs";', "src/core/x.ts loads node:fs"],
  ['import type { FromSchema } from "json-schema-to-ts";', undefined],
])("the test sees %j", (text, expected) => {
  const [found] = importsIn("src/core/x.ts", text);
  expect(found === undefined ? "nothing" : breach("src/core/x.ts", found)).toBe(expected);
});

test("a folder that the layering does not name fails", () => {
  expect(breach("src/helpers/x.ts", { to: "yaml", how: "static" })).toBe("helpers has no line in the layering");
});

/** All that is loaded when a module is. */
function closureOf(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    for (const { to, how } of imports.get(file) ?? []) {
      if (how !== "static" || loaded.has(to)) continue;
      loaded.add(to);
      visit(to);
    }
  };
  visit(entry);
  return loaded;
}
