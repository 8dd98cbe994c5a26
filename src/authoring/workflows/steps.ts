import { foreignActions } from "./foreign-actions.ts";
import type { Release, WorkflowSetting } from "./setting.ts";
import { literal, under } from "./yaml-text.ts";

/** How a step of ours is called: its inputs, which the workspace's own follow. */
export interface Call {
  readonly id?: "tocsin";
  readonly when?: string;
  readonly inputs: readonly string[];
  readonly secrets: "given" | "withheld";
}

/** The step that fetches the repository, and what makes the action out of it where it is this very one. */
export function checkoutSteps(setting: WorkflowSetting, history: "whole" | "tip"): string {
  const depth =
    history === "whole" ? ["fetch-depth: 0 # the history says whose change it is, and what it restores"] : [];
  return under(6, [
    `- uses: ${foreignActions.checkout}`,
    "  with:",
    ...depth.map((line) => `    ${line}`),
    "    persist-credentials: false # the token is not left in .git/config, where any later step could read it",
    ...buildSteps(setting),
  ]);
}

function buildSteps({ tool }: WorkflowSetting): readonly string[] {
  switch (tool.from) {
    case "release":
      return [];
    case "checkout":
      return [
        `- uses: ${foreignActions.setupNode}`,
        "  with:",
        "    node-version: 24",
        "    package-manager-cache: false # what a pull request left in a cache is not run here",
        "- run: npm ci && npm run build",
      ];
  }
}

/** The step that is ours. Secrets are in the environment of this step and of no other. */
export function tocsinStep(setting: WorkflowSetting, { id, when, inputs, secrets }: Call): string {
  const { folder, tool } = setting;
  const given = secrets === "given" ? setting.secrets : [];
  const first = [...(id === undefined ? [] : [`id: ${id}`]), ...(when === undefined ? [] : [`if: ${when}`])];
  const lines = [...first, `uses: ${tool.from === "release" ? referenceOf(tool) : "./"}`];
  return under(6, [
    ...pinning(setting),
    ...lines.map((line, index) => `${index === 0 ? "-" : " "} ${line}`),
    "  with:",
    ...inputs.map((input) => `    ${input}`),
    ...(folder === "" ? [] : [`    workspace: ${literal(folder)}`]),
    ...(given.length === 0 ? [] : ["  env: # of this step alone"]),
    ...given.map((name) => `    ${name}: \${{ secrets.${name} }}`),
  ]);
}

function pinning({ tool }: WorkflowSetting): readonly string[] {
  return tool.from === "checkout"
    ? []
    : [
        "# The tag of a release cannot be moved. A commit instead, as above:",
        `# git ls-remote https://github.com/${tool.name} v${tool.version}`,
      ];
}

function referenceOf({ name, version }: Release): string {
  return `${name}@v${version}`;
}

/** The page about the workflows, of the version that wrote them. */
function manualOf({ name, version }: Release): string {
  return `https://github.com/${name}/blob/v${version}/docs/workflows.md`;
}

/** The inputs that sign in: the variables of the GitHub environment that the job names. */
export const signIn: readonly string[] = [
  "environment: ${{ matrix.environment }}",
  "client-id: ${{ vars.AZURE_CLIENT_ID }}",
  "tenant-id: ${{ vars.AZURE_TENANT_ID }}",
];

/** Conditions of a job in one line of YAML, every one of them needed; those that another tool adds come first. */
export function onlyIf({ tool }: WorkflowSetting, conditions: readonly string[]): string {
  const all = tool.from === "checkout" ? [`vars.${tool.signedInWhere} != ''`, ...conditions] : conditions;
  if (all.length === 0) return "";
  if (all.length === 1) return under(4, [`if: ${all[0]}`]);
  return under(4, ["if: >-", ...all.map((one, index) => `  ${one}${index < all.length - 1 ? " &&" : ""}`)]);
}

/** The first lines of a file: what it does, and whose it is. */
export function heading(setting: WorkflowSetting, says: readonly string[]): string {
  const whose =
    setting.tool.from === "release"
      ? ["`tocsin init` wrote this file and does not write over it: it is yours.", manualOf(setting.tool)]
      : [
          "Written by test/authoring/workflows/workflows.test.ts, as `tocsin init` writes it elsewhere; do not edit.",
          "docs/workflows.md",
        ];
  return [...says, ...whose].map((line) => `# ${line}`).join("\n");
}
