import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

/**
 * The scripts of the release as they stand in the workflow, run one after the other in a repository with a remote. Git is
 * git; `gh` keeps one release in a file and writes down how it was called.
 */
interface Release {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly id?: string; readonly run?: string }[] }>
  >;
}

const workflow = parse(readFileSync(".github/workflows/release.yml", "utf8")) as Release;

function scriptOf(id: string): string {
  const step = Object.values(workflow.jobs)
    .flatMap(({ steps }) => steps)
    .find((one) => one.id === id);
  if (step?.run === undefined) throw new Error(`release.yml has no script ${id}`);
  return step.run;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const gh = `#!/usr/bin/env bash
echo "$*" >> "$GH_LOG"
case "$1 $2" in
  "release view") [[ -e $GH_LOG.state ]] && cat "$GH_LOG.state" ;;
  "release create") echo true > "$GH_LOG.state" ;;
  "release edit") echo false > "$GH_LOG.state" ;;
esac
`;

/** A repository with one commit on main that its remote has, and what the job before has left in it. */
function repository(
  version: string,
  changelog = `# Changelog\n\n## Unreleased\n\n- later\n\n## ${version}\n\n- New.\n\n## 0.0.1\n\n- Old.\n`,
) {
  const root = mkdtempSync(join(tmpdir(), "tocsin-release-"));
  folders.push(root);
  const [work, remote, bin] = [join(root, "work"), join(root, "remote.git"), join(root, "bin")];
  for (const folder of [work, remote, bin]) mkdirSync(folder);
  writeFileSync(join(bin, "gh"), gh);
  chmodSync(join(bin, "gh"), 0o755);
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    GH_LOG: join(root, "gh.log"),
    GITHUB_REPOSITORY: "company/tocsin",
    VERSION: version,
    // Of the commit on main: long ago, so that a release that took the time of its own run would be seen.
    GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
  };
  const run = (script: string): string =>
    execFileSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd: work,
      env,
      encoding: "utf8",
      stdio: "pipe",
    });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...args], { cwd: work, env, encoding: "utf8", stdio: "pipe" }).trim();
  git("init", "--quiet", "--bare", remote);
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "somebody");
  git("config", "user.email", "somebody@example.com");
  git("remote", "add", "origin", remote);
  writeFileSync(join(work, ".gitignore"), "dist/\n");
  writeFileSync(join(work, "package.json"), JSON.stringify({ name: "tocsin", version }));
  writeFileSync(join(work, "CHANGELOG.md"), changelog);
  for (const file of ["README.md", "LICENSE"]) writeFileSync(join(work, file), file);
  git("add", "--all");
  git("commit", "--quiet", "--message", "a commit");
  git("push", "--quiet", "origin", "main");
  const built = (): void => {
    mkdirSync(join(work, "dist"), { recursive: true });
    writeFileSync(join(work, "dist/cli.js"), `// ${version}\n`);
    writeFileSync(
      join(work, "package.json"),
      JSON.stringify({ name: "tocsin", version, repository: "github:company/tocsin" }),
    );
  };
  return { work, run, git, built, calls: () => readFileSync(env.GH_LOG, "utf8").trim().split("\n") };
}

const publishing = ["notes", "archive", "tag", "release", "major"];

// It is made on Linux; what `tar` takes is another matter elsewhere.
describe.runIf(process.platform === "linux")("a release", () => {
  test("puts the bundle on a commit of its own, tags it, moves the major branch, and leaves main alone", () => {
    const { run, git, built, calls } = repository("1.2.3");
    const before = git("rev-parse", "main");
    built();
    for (const id of publishing) run(scriptOf(id));
    git("fetch", "--quiet", "--tags", "origin");
    expect(git("rev-parse", "origin/main")).toBe(before);
    expect(git("rev-parse", "v1.2.3^")).toBe(before);
    expect(git("rev-parse", "origin/v1")).toBe(git("rev-parse", "v1.2.3^{commit}"));
    expect(git("show", "--name-only", "--format=%s", "v1.2.3").split("\n")).toEqual([
      "release 1.2.3",
      "",
      "dist/cli.js",
      "package.json",
    ]);
    expect(git("tag")).toBe("v1.2.3");
    expect(calls()).toEqual([
      "auth setup-git",
      "release view v1.2.3 --json isDraft --jq .isDraft",
      "release create v1.2.3 --draft --verify-tag --title v1.2.3 --notes-file release-notes.md",
      "release upload v1.2.3 --clobber tocsin-1.2.3.tgz",
      "release edit v1.2.3 --draft=false",
    ]);
  });

  test("run again, it makes the same commit and changes nothing that is published", () => {
    const { run, git, built, calls } = repository("1.2.3");
    built();
    for (const id of publishing) run(scriptOf(id));
    const first = git("rev-parse", "v1.2.3");
    const said = calls().length;
    git("checkout", "--quiet", "main");
    git("tag", "--delete", "v1.2.3");
    built();
    for (const id of publishing) run(scriptOf(id));
    expect(git("rev-parse", "v1.2.3")).toBe(first);
    expect(git("show", "--no-patch", "--format=%at %ct", "v1.2.3")).toBe("1767225600 1767225600");
    expect(calls().slice(said)).toEqual(["auth setup-git", "release view v1.2.3 --json isDraft --jq .isDraft"]);
  });

  test("of a version before its time is marked, and moves no branch", () => {
    const { run, git, built, calls } = repository("2.0.0-rc.1");
    built();
    for (const id of publishing) run(scriptOf(id));
    expect(git("ls-remote", "--heads", "origin")).toMatch(/^\w+\trefs\/heads\/main$/);
    expect(calls()).toContain(
      "release create v2.0.0-rc.1 --draft --verify-tag --prerelease --title v2.0.0-rc.1 --notes-file release-notes.md",
    );
  });

  test("tells what CHANGELOG.md says of the version and no more", () => {
    const { work, run } = repository("1.2.3");
    run(scriptOf("notes"));
    expect(readFileSync(join(work, "release-notes.md"), "utf8")).toBe("\n- New.\n\n");
  });

  test.each([
    ["a version that package.json does not say", "1.2.4", undefined],
    ["what is no version", "1.2.3; rm -rf .", undefined],
    ["a version of which CHANGELOG.md says nothing", "1.2.3", "# Changelog\n\n## Unreleased\n\n- New.\n"],
  ])("stops at %s", (_, asked, changelog) => {
    const { run, work } = repository("1.2.3", changelog);
    expect(() => run(`VERSION='${asked}'\n${scriptOf("notes")}`)).toThrow("Command failed");
    expect(existsSync(join(work, "package.json"))).toBe(true);
  });

  test("the archive has the same bytes whoever packs it", () => {
    const [first, second] = [repository("1.2.3"), repository("1.2.3")].map(({ work, run, built }) => {
      built();
      run(scriptOf("archive"));
      return readFileSync(join(work, "tocsin-1.2.3.tgz"));
    });
    expect(first?.equals(second ?? Buffer.of())).toBe(true);
  });
});
