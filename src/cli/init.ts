import { basename, dirname, join, relative, resolve, sep } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { releaseOf, unknownOwner, type Manifest } from "../authoring/workflows/release-of.ts";
import { initGithub } from "../commands/init-github.ts";
import { init } from "../commands/init.ts";
import { hasErrors } from "../core/diagnostic.ts";
import { readWorkspace } from "../core/language/workspace.ts";
import { isThere, readablePath, readSource, repositoryOf, workspaceName, writeNew, writeWhole } from "../files.ts";
import { defaultBranchOf } from "../git/default-branch.ts";
import { kinds } from "../kinds/kinds.ts";
import { as, blank, fixed, print, prose, type Line } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import type { Session } from "./session.ts";

/** `tocsin init`: nothing the author wrote is written over; the schemas for the editor are made anew. */
export async function runInit({ options, terminal }: Session): Promise<number> {
  const folder = resolve(terminal.folder, options.workspace ?? ".");
  const lines: Line[] = [];
  const { written: first, made } = init({ folderName: basename(folder), kinds });
  const begun = isThere(join(folder, workspaceName));
  // Where there is a workspace, its rules are there too: only what is the editor's is made anew.
  for (const { path, text } of begun ? [] : first) {
    const written = await writeNew(join(folder, path), text);
    lines.push(written ? wrote(path) : kept(path));
  }
  if (begun) lines.push(kept(`${workspaceName}, and the rules it has`));
  const github = await writeForGithub(folder);
  lines.push(...github.lines);
  for (const { path, text } of made) {
    await writeWhole(join(folder, path), text);
    lines.push(wrote(path));
  }
  lines.push(
    prose(2, 2, as("faint", "(the schemas are for your editor; `tocsin init` makes them anew after an update)")),
  );
  if (!begun) lines.push(blank, prose(0, 2, "Next:"), ...listed(firstSteps));
  if (github.steps.length > 0) lines.push(blank, prose(0, 2, "Then, in GitHub:"), ...listed(github.steps));
  terminal.result(print(lines, terminal));
  return exitCode.fine;
}

type Step = readonly [what: string, means: string];

const firstSteps: readonly Step[] = [
  ["tocsin validate", "nothing wrong yet; it stays so if your editor knows the schema"],
  ["tocsin show aks-node-cpu-high", "the alert as it will be, and whom it pages"],
  ["tocsin plan", "after `az login`, and with your subscription in tocsin.yaml"],
  ["tocsin import --dry-run", "the alerts you have already, as definitions; nothing is written"],
];

/** Writes the workflows at the root of the repository: GitHub looks for them nowhere else. */
async function writeForGithub(
  folder: string,
): Promise<{ readonly lines: readonly Line[]; readonly steps: readonly Step[] }> {
  const source = await readSource(join(folder, workspaceName), workspaceName);
  const read = source.value === undefined ? undefined : readWorkspace(source.value);
  const workspace = read?.value;
  if (workspace === undefined || hasErrors(read?.diagnostics ?? [])) {
    const why = `no workflows are written while ${workspaceName} has mistakes; \`tocsin validate\` says which`;
    return { lines: [prose(0, 2, as("caution", "· "), why)], steps: [] };
  }
  const root = repositoryOf(folder);
  const release = releaseOf(manifest);
  const files = initGithub({
    workspace,
    folder: relative(root, folder).split(sep).join("/"),
    branch: await defaultBranchOf(root),
    tool: { from: "release", ...release },
  });
  const outcomes: { readonly path: string; readonly written: boolean }[] = [];
  for (const { path, text } of files)
    outcomes.push({ path: readablePath(join(root, path), folder), written: await writeNew(join(root, path), text) });
  const written = outcomes.filter((one) => one.written).map(({ path }) => path);
  const old = outcomes.filter((one) => !one.written).map(({ path }) => path);
  return {
    lines: [...together(written).map(wrote), ...together(old).map(kept)],
    steps:
      written.length === 0
        ? []
        : stepsInGithub(
            workspace.environments.map(({ name }) => name),
            release,
          ),
  };
}

// What a release knows of itself; a clone has no `repository`.
const manifest: Manifest = packageJson;

function stepsInGithub(environments: readonly string[], { name }: { readonly name: string }): readonly Step[] {
  const [first = "production"] = environments;
  return [
    [
      "AZURE_TENANT_ID, AZURE_CLIENT_ID",
      `variables of the environments ${first}-read and ${first}: who reads, who writes`,
    ],
    [`Settings › Environments › ${first}`, "the default branch only, and reviewers if somebody is to say yes"],
    ...(name.startsWith(`${unknownOwner}/`)
      ? ([
          [`uses: ${name}@…`, `${unknownOwner} is whoever owns your copy of Tocsin: put the name into the workflows`],
        ] as const)
      : []),
    ["docs/workflows.md", "each step, and why each line is there"],
  ];
}

/** Paths of one folder in one line. */
function together(paths: readonly string[]): readonly string[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), basename(path)]);
  return [...folders].map(([folder, names]) =>
    names.length === 1 ? `${folder}/${names[0]}` : `${folder}: ${names.join(", ")}`,
  );
}

function listed(steps: readonly Step[]): readonly Line[] {
  return steps.map(([what, means]) =>
    fixed(2, as("strong", what), " ".repeat(Math.max(1, 33 - what.length)), as("faint", `# ${means}`)),
  );
}

function wrote(path: string): Line {
  return prose(0, 2, as("good", "✓ wrote "), path);
}

function kept(path: string): Line {
  return prose(0, 2, as("faint", "· kept  "), path);
}
