import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { diagnosticCodes } from "../src/core/codes/diagnostic-codes.ts";
import { obstacleCodes, refusalCodes } from "../src/core/plan/plan-codes.ts";
import { load } from "../src/commands/load.ts";
import { readWorkspace } from "../src/core/language/workspace.ts";
import { kinds } from "../src/kinds/kinds.ts";
import { readInputs } from "../src/action/inputs.ts";
import { judge } from "./authoring/workflows/judge.ts";
import { kindPage } from "./support/kind-page.ts";

/** Pages that code writes: `npx vitest run test/docs.test.ts -u`. */
describe("the pages in docs/ are what the code says", () => {
  test.each(kinds.map((kind) => ({ name: kind.name, kind })))("the page of $name", async ({ kind }) => {
    await expect(kindPage(kind, exampleOf(kind.name))).toMatchFileSnapshot(`../docs/kinds/${kind.name}.md`);
  });

  test("diagnostics.md", async () => {
    const paragraphs = Object.entries(diagnosticCodes)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { severity, means, instead }]) => `## ${code}\n\n*${severity}.* ${means} ${instead}`);
    const page = [
      "# What Tocsin complains about",
      "Every complaint has a code. Errors stop a plan; warnings are told and can be made errors or switched off by code, for all definitions in the workspace's `lint`, for one in its own `lint`, with a reason.",
      ...paragraphs,
      "# Why a change is blocked",
      "A blocked change is not made; the others are. Exit code 1.",
      ...planParagraphs(obstacleCodes),
      "# Why a plan is refused",
      "Nothing is written then. Exit code 1.",
      ...planParagraphs(refusalCodes),
      "Written from `src/core/codes/diagnostic-codes.ts` and `src/core/plan/plan-codes.ts` by `test/docs.test.ts`; do not edit.",
    ];
    await expect(`${page.join("\n\n")}\n`).toMatchFileSnapshot("../docs/diagnostics.md");
  });
});

function planParagraphs(
  codes: Readonly<Record<string, { readonly means: string; readonly instead: string }>>,
): readonly string[] {
  return Object.entries(codes).map(([code, { means, instead }]) => `## ${code}\n\n${means} ${instead}`);
}

const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...globSync("docs/*.md")].toSorted();

test.each(pages)("every file that %s links to is there", (page) => {
  const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = ""]) => path);
  expect(links.filter((path) => !existsSync(join(dirname(page), path)))).toEqual([]);
});

describe("ARCHITECTURE.md", () => {
  const page = readFileSync("ARCHITECTURE.md", "utf8");
  const namesIn = (text: string): readonly string[] =>
    [...text.matchAll(/`([\w./*-]+(?:\.ts|\/))`/g)].map(([, name = ""]) => name);
  const isThere = (pattern: string): boolean => globSync(pattern).length > 0;

  test("names entry points that are in the folder it names, or beside it", () => {
    const rows = [...page.matchAll(/^\| (`(?:src|test)[^|]*) \|([^|]*\|[^|]*) \|$/gm)];
    const absent = rows.flatMap(([, where = "", rest = ""]) => {
      const folders = [...where.matchAll(/`((?:src|test)[^`]*)`/g)].map(([, folder = ""]) => folder);
      return namesIn(rest).filter(
        (name) => !folders.some((one) => isThere(join(one, name)) || isThere(join(one, "..", name))),
      );
    });
    expect(absent).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
  });

  test("names no file that is nowhere", () => {
    expect(namesIn(page).filter((name) => !isThere(name) && !isThere(`{src,test}/**/${name}`))).toEqual([]);
  });

  test("has every folder of src in its map, and is no longer than can be read at once", () => {
    const folders = globSync("src/*/").map((folder) => folder.replaceAll("\\", "/").replace(/\/$/, ""));
    expect(folders.filter((folder) => !page.includes(`| \`${folder}\` |`))).toEqual([]);
    expect(page.split("\n").length).toBeLessThanOrEqual(200);
  });
});

test("every test that the page of traps names is in the file it names", () => {
  const named = [...readFileSync("docs/traps.md", "utf8").matchAll(/\]\(([^)]+\.ts)\)((?:,? "[^"]+")*)/g)];
  const absent = named.flatMap(([, path = "", names = ""]) => {
    const text = readFileSync(join("docs", path), "utf8");
    return [...names.matchAll(/"([^"]+)"/g)].flatMap(([, name = ""]) => (text.includes(`"${name}"`) ? [] : [name]));
  });
  expect(absent).toEqual([]);
  expect(named.length).toBeGreaterThan(40);
});

const exampleWorkspace = `stack: docs
rules: [rules/*.yaml]
variables:
  ids: /subscriptions/\${subscription}/resourceGroups/rg/providers
  cluster: \${ids}/Microsoft.ContainerService/managedClusters/a
  clusters: \${ids}/Microsoft.ContainerService/managedClusters
  workspace: \${ids}/Microsoft.OperationalInsights/workspaces/w
  storage: \${ids}/Microsoft.Storage/storageAccounts/s
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
  staging: { subscription: 22222222-2222-2222-2222-222222222222, resourceGroup: rg-alerts, location: koreacentral }
secrets: { slackWebhook: { env: SLACK } }
`;

// Docs that run cannot lie.
test("every definition on a page compiles", () => {
  const workspace = readWorkspace({ path: "tocsin.yaml", text: exampleWorkspace }).value;
  if (workspace === undefined) throw new Error("the workspace of the examples is broken");
  const files = globSync("docs/*.md").map((path) => {
    const blocks = [...readFileSync(path, "utf8").matchAll(/^```yaml\n(kind: [^]*?)^```$/gm)].map(
      ([, text = ""]) => text,
    );
    return { path, text: blocks.join("---\n") };
  });
  const { environments } = workspace;
  const loaded = load({ workspace, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(loaded.stacks.map(({ stack }) => stack.resources.length)).toEqual([9, 8]);
});

const workspaces = globSync("docs/*.md").flatMap((path) =>
  [...readFileSync(path, "utf8").matchAll(/^```yaml\n(stack: [^]*?)^```$/gm)].map(([, text = ""]) => ({ path, text })),
);

test("every workspace on a page is one, and the language's page shows one", () => {
  expect(workspaces.map(({ path }) => path)).toContain("docs/language.md");
  expect(workspaces.flatMap((file) => readWorkspace(file).diagnostics)).toEqual([]);
});

/** Pieces of workflows on a page, each as a whole one: what is said of a job or a step stands in one. */
const pieces = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/^```yaml\n((?:- (?:id|uses|name): |permissions:)[^]*?)^```$/gm)].map(
    ([, text = ""], index) => ({ page, index, text }),
  ),
);

test("the pages show steps and permissions", () => {
  expect(pieces.map(({ page }) => page)).toEqual(
    expect.arrayContaining(["README.md", "docs/action.md", "docs/doctor.md"]),
  );
});

test.each(pieces)(
  "piece $index of a workflow on $page is one that GitHub takes and the action does",
  async ({ text }) => {
    const isStep = text.startsWith("- ");
    const inJob = (isStep ? `steps:\n${text}` : `${text}steps: [{ run: make }]`).replaceAll(/^/gm, "    ");
    const workflow = `on: { workflow_dispatch: { inputs: { digest: { type: string } } } }\njobs:\n  job:\n    runs-on: ubuntu-latest\n${inJob}\n`;
    expect(await judge(workflow)).toEqual([]);
    if (!isStep) return;
    const [step] = parse(text) as readonly [{ readonly uses: string; readonly with: Readonly<Record<string, string>> }];
    expect(step.uses).toMatch(/^OWNER\/tocsin@v\d+\.\d+\.\d+$/);
    // What an expression comes to is not known here: anything that is allowed.
    const given = Object.entries(step.with).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value.replace(/^\$\{\{.*\}\}$/, "0123456789ab"),
    ]);
    expect(readInputs(Object.fromEntries(given)).command).toBe(step.with["command"]);
  },
);

test("the comment that README shows is the one that people get", () => {
  const comment = readFileSync("test/golden/markdown/plan-example.md", "utf8").trimEnd();
  const quoted = comment
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
  expect(readFileSync("README.md", "utf8")).toContain(`\n\n${quoted}\n\n`);
});

/** The words by which the page explains the comment are those that stand in one. */
test("what the page about the comment explains is said in some comment", () => {
  const said = globSync("test/golden/markdown/plan-*.md").map((path) => readFileSync(path, "utf8"));
  const page = readFileSync("docs/comment.md", "utf8");
  const rows = [...page.matchAll(/^\| (?!it says|where|---)(.+?) \| /gm)].map(([, row = ""]) => row);
  const explained = rows.slice(
    0,
    rows.findIndex((row) => row.startsWith("a pull request from a fork")),
  );
  expect(explained.length).toBeGreaterThan(10);
  const absent = explained.filter((row) => {
    const words =
      row
        .replaceAll(/[*✗↩`…]|\d+/g, " ")
        .split(/[,:]/)[0]
        ?.trim() ?? row;
    return !said.some((text) => text.replaceAll(/[*✗↩`…]|\d+/g, " ").includes(words));
  });
  expect(absent).toEqual([]);
});

/** The first definition of a kind among our own rules, which a test compiles. */
function exampleOf(kind: string): { readonly file: string; readonly text: string } | undefined {
  for (const file of globSync("rules/*.yaml").toSorted()) {
    const documents = readFileSync(file, "utf8").split(/^---$/m);
    const text = documents.find(
      (document) => document.includes(`\nkind: ${kind}\n`) || document.startsWith(`kind: ${kind}\n`),
    );
    if (text !== undefined) return { file, text: text.replace(/^# yaml-language-server.*\n/, "") };
  }
  return undefined;
}

test("every code has sentences that a reader can act on", () => {
  for (const [code, { means, instead }] of Object.entries(diagnosticCodes)) {
    expect({ code, means: means.endsWith("."), instead: instead.endsWith(".") }).toEqual({
      code,
      means: true,
      instead: true,
    });
  }
});
