import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { defaultBranchOf } from "../../src/git/default-branch.ts";
import { gitIn } from "../support/repository.ts";
import { plainRepository, repositoryOf } from "../../src/git/repository.ts";

test.each([
  ["https://github.com/Company/alerts.git", "github.com/company/alerts"],
  ["https://x-access-token:ghs_secret@github.com/company/alerts", "github.com/company/alerts"],
  ["git@github.com:company/alerts.git", "github.com/company/alerts"],
  ["ssh://git@github.com:22/company/alerts.git/", "github.com/company/alerts"],
  ["git://host/a/b/c.git", "host/a/b/c"],
  ["https://org@dev.azure.com/org/project/_git/repo", "dev.azure.com/org/project/_git/repo"],
  ["git@ssh.dev.azure.com:v3/org/project/repo", "dev.azure.com/org/project/_git/repo"],
  ["https://host/a?token=secret#x", "host/a"],
  ["/srv/git/alerts.git", undefined],
  ["../alerts", undefined],
  ["C:\\alerts", undefined],
  ["file:///srv/git/alerts.git", undefined],
  ["", undefined],
])("%s is %s", (url, expected) => {
  expect(plainRepository(url)).toBe(expected);
});

test("GitHub's own variables go before git, and nobody knows without both", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tocsin-git-")));
  expect(await repositoryOf(folder, { GITHUB_REPOSITORY: "a/b", GITHUB_SERVER_URL: "https://github.com" })).toBe(
    "github.com/a/b",
  );
  // Whatever is around the temporary folder of this machine.
  expect(await repositoryOf(folder, { GIT_CEILING_DIRECTORIES: dirname(folder) })).toBeUndefined();
  rmSync(folder, { recursive: true });
});

test("a hook's environment, which is about another repository, changes nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-git-"));
  const git = gitIn(folder);
  git("init", "--quiet", "--initial-branch=trunk");
  git("remote", "add", "origin", "https://github.com/company/alerts");
  const env = { PATH: process.env["PATH"], GIT_DIR: join(folder, "elsewhere.git"), GIT_CONFIG: "/dev/null" };
  expect(await repositoryOf(folder, env)).toBe("github.com/company/alerts");
  expect(await defaultBranchOf(folder, env)).toBe("trunk");
  rmSync(folder, { recursive: true });
});
