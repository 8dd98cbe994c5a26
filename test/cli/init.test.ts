import { existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitIn } from "../support/repository.ts";
import { folderWith, tocsin } from "./tocsin.ts";

/** A repository with these files, on a branch, of which no remote knows anything. */
function repositoryWith(files: Readonly<Record<string, string>>, branch = "main"): string {
  const folder = folderWith(files);
  gitIn(folder)("init", "--quiet", `--initial-branch=${branch}`);
  return folder;
}

function workflowsIn(folder: string): readonly string[] {
  return globSync("*", { cwd: join(folder, ".github/workflows") }).toSorted();
}

function workflow(folder: string, name: string): string {
  return readFileSync(join(folder, `.github/workflows/tocsin-${name}.yml`), "utf8");
}

const workspace = `stack: web
rules: [rules/*.yaml]
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg }
  staging:
    subscription: 22222222-2222-2222-2222-222222222222
    resourceGroup: rg
    secrets: { slack: { env: SLACK_STAGING }, token: { env: GITHUB_THING } }
secrets:
  slack: { env: SLACK }
  pager: { live: true }
`;

const all = ["apply", "check", "comment", "drift", "plan"].map((name) => `tocsin-${name}.yml`);

describe("init", () => {
  test("in an empty repository writes the workflows and says what is left to do", async () => {
    const folder = repositoryWith({});
    const { out } = await tocsin(folder, ["init"]);
    await expect(out).toMatchFileSnapshot("../golden/init/init.txt");
    expect(workflowsIn(folder)).toEqual(all);
    expect(readFileSync(join(folder, ".github/tocsin-identities.sh"), "utf8")).toMatch(/^ {2}production\)$/m);
  });

  test("for a workspace that is there writes its environments and the secrets that the runs are given", async () => {
    const folder = repositoryWith({ "tocsin.yaml": workspace });
    const { out } = await tocsin(folder, ["init"]);
    expect(workflow(folder, "plan")).toContain('environment: ["production", "staging"]');
    expect(workflow(folder, "plan")).toContain(
      "SLACK: ${{ secrets.SLACK }}\n          SLACK_STAGING: ${{ secrets.SLACK_STAGING }}\n",
    );
    expect(workflow(folder, "plan")).not.toContain("GITHUB_THING");
    expect(workflow(folder, "apply")).toContain('      - "rules/*.yaml"\n      - "tocsin.yaml"\n');
    expect(out).toContain("secrets: SLACK, SLACK_STAGING");
  });

  test("writes over no workflow, and has then nothing to add", async () => {
    const folder = repositoryWith({ "tocsin.yaml": workspace, ".github/workflows/tocsin-plan.yml": "mine" });
    const first = await tocsin(folder, ["init"]);
    expect(workflow(folder, "plan")).toBe("mine");
    expect(first.out).toContain("· kept  .github/workflows/tocsin-plan.yml");
    const second = await tocsin(folder, ["init"]);
    expect(second.out).toContain("· kept  .github/workflows: tocsin-check.yml,");
    expect(second.out).not.toContain("in GitHub");
  });

  test("in a folder of a repository puts them at its root, under names of their own", async () => {
    const folder = repositoryWith({ "tocsin.yaml": workspace });
    mkdirSync(join(folder, "services/web"), { recursive: true });
    await tocsin(folder, ["init"]);
    const { out } = await tocsin(join(folder, "services/web"), ["init"]);
    expect(out).toContain("✓ wrote ../../.github/workflows: tocsin-check-services-web.yml,");
    expect(out).toContain("fill in the first part of `../../.github/tocsin-identities-services-web.sh`");
    expect(existsSync(join(folder, ".github/tocsin-identities-services-web.sh"))).toBe(true);
    expect(existsSync(join(folder, "services/web/.github"))).toBe(false);
    expect(workflowsIn(folder)).toHaveLength(10);
    expect(workflow(folder, "plan-services-web")).toContain("workspace: services/web");
    expect(workflow(folder, "plan-services-web")).toContain('- "services/web/rules/**/*.yaml"');
    expect(workflow(folder, "comment-services-web")).toContain("workflows: [tocsin check (services/web)]");
  });

  test("writes no workflows for a workspace with mistakes, and says so", async () => {
    const folder = repositoryWith({ "tocsin.yaml": "stack: web\n" });
    const { code, out } = await tocsin(folder, ["init"]);
    expect(code).toBe(0);
    expect(out).toContain("no workflows are written while tocsin.yaml has mistakes; `tocsin validate` says which");
    expect(existsSync(join(folder, ".github"))).toBe(false);
  });

  test("applies from the branch that the remote calls its own, else from one that is called as such are", async () => {
    const cloned = repositoryWith({}, "a-change");
    gitIn(cloned)("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/release/next");
    for (const [folder, branch] of [
      [cloned, "release/next"],
      [repositoryWith({}, "master"), "master"],
      [repositoryWith({}, "a-change"), "main"],
      // A repository of which git knows nothing.
      [folderWith({ ".git": "" }), "main"],
    ] as const) {
      await tocsin(folder, ["init"]);
      expect(workflow(folder, "apply")).toContain(`branches: ["${branch}"]`);
      expect(readFileSync(join(folder, ".github/tocsin-identities.sh"), "utf8")).toContain(
        `DEFAULT_BRANCH=${branch}\n`,
      );
    }
  });
});
