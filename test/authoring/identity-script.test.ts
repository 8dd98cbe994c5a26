import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { identityScript } from "../../src/authoring/identity-script.ts";
import { folderWith } from "../cli/tocsin.ts";
import { machine, programOnPath } from "../support/machine.ts";

const odd = 'it\'s $(touch pwned) "staging"';

/*
 * `az` and `gh` in the path are programs of the test's own, which write down how they are called and answer as the real
 * ones do. The real Azure CLI runs the script in `test/foreign/identity-script.test.ts`.
 */
const az = `#!/usr/bin/env bash
printf '%s\\0' az "$@" >>"$CALLS"; printf '\\n' >>"$CALLS"
case "$1 $2" in
"account show") [ -z "\${SIGNED_OUT:-}" ] || exit 1; case "$*" in *tenantId*) echo a-tenant ;; esac ;;
"group exists") echo false ;;
"identity create") printf '%s\\n' "client-of-$4" "object-of-$4" ;;
esac
`;
const gh = `#!/usr/bin/env bash
printf '%s\\0' gh "$@" >>"$CALLS"; printf '\\n' >>"$CALLS"
case "$*" in
*customization/sub*) [ -n "\${SUBJECTS:-}" ] || exit 1; printf '%s\\n' "$SUBJECTS" ;;
*"--method"*) ;;
*environments/*) [ -n "\${ENVIRONMENTS_ARE_THERE:-}" ] || exit 1 ;;
esac
`;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly calls: readonly (readonly string[])[];
}

interface Given {
  readonly environments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly gh?: boolean;
  readonly change?: (script: string) => string;
}

const filled = (script: string): string => script.replace("REPOSITORY=OWNER/NAME", "REPOSITORY=Company/alerts");

/** Where the programs are that the script takes for granted: a machine may have `az` and `gh` beside them. */
const programs = ["bash", "env", "tr"].map((name) => [name, programOnPath(name)] as const);

/** Runs the script in a folder of its own, with nothing on the path but what a shell has anyway. */
function ran({ environments = ["production"], env = {}, gh: hasGh = true, change = filled }: Given = {}): Ran {
  const folder = folderWith({ "identities.sh": change(identityScript({ environments })), "bin/az": az });
  if (hasGh) writeFileSync(join(folder, "bin/gh"), gh);
  for (const program of hasGh ? ["az", "gh"] : ["az"]) chmodSync(join(folder, "bin", program), 0o755);
  const calls = join(folder, "calls");
  for (const [name, path] of programs) symlinkSync(path, join(folder, "bin", name));
  const usual = { PATH: join(folder, "bin"), CALLS: calls, SUBJECTS: "true repo:Company@4711/alerts@815" };
  const done = spawnSync("bash", ["identities.sh"], { cwd: folder, env: { ...usual, ...env }, encoding: "utf8" });
  expect(existsSync(join(folder, "pwned"))).toBe(false);
  const lines = existsSync(calls) ? readFileSync(calls, "utf8").split("\0\n").slice(0, -1) : [];
  return { code: done.status, out: done.stdout, err: done.stderr, calls: lines.map((line) => line.split("\0")) };
}

const told = (calls: Ran["calls"]): string =>
  calls
    .map((call) => call.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : JSON.stringify(word))).join(" "))
    .join("\n");

const after = (call: readonly string[], option: string): string | undefined => call[call.indexOf(option) + 1];

test("what it calls, in order: two identities, whose tokens they take, what they may, and what GitHub is told", async () => {
  const { code, calls, out } = ran();
  expect([code, out]).toEqual([0, ""]);
  await expect(`${told(calls)}\n`).toMatchFileSnapshot("../golden/identity-script/calls.txt");
});

test("the script itself", async () => {
  await expect(identityScript({ environments: ["production", "staging"] })).toMatchFileSnapshot(
    "../golden/identity-script/identities.sh",
  );
});

describe("the writing identity", () => {
  test("takes tokens of its environment only, and never of a pull request or a branch", () => {
    const { calls } = ran({ environments: ["production", odd] });
    const subjects = calls
      .filter((call) => call.includes("federated-credential"))
      .map((call) => `${after(call, "--identity-name")} ${after(call, "--subject")}`);
    const prefix = "repo:Company@4711/alerts@815";
    expect(subjects).toEqual([
      `tocsin-plan ${prefix}:pull_request`,
      `tocsin-plan ${prefix}:ref:refs/heads/main`,
      `tocsin-plan ${prefix}:environment:production-read`,
      `tocsin-plan ${prefix}:environment:${odd}-read`,
      `tocsin-apply ${prefix}:environment:production`,
      `tocsin-apply ${prefix}:environment:${odd}`,
    ]);
  });

  test("alone is given a role that writes", () => {
    const roles = ran().calls.filter((call) => call.includes("assignment"));
    const given = roles.map((call) => `${after(call, "--assignee-object-id")} ${after(call, "--role")}`);
    expect(given).toEqual([
      "object-of-tocsin-plan Monitoring Reader",
      "object-of-tocsin-apply Monitoring Contributor",
      "object-of-tocsin-apply Monitoring Reader",
    ]);
  });

  test("can be one for each environment", () => {
    const change = (script: string): string =>
      filled(script).replace('    groups="rg-alerts"', "    apply=tocsin-apply-production\n    groups='rg-a rg-b'");
    const { calls } = ran({ change });
    const made = calls.filter((call) => call[1] === "identity" && call[2] === "create").map((call) => call[4]);
    expect(made).toEqual(["tocsin-plan", "tocsin-apply-production"]);
    expect(told(calls)).toContain("resourceGroups/rg-b");
  });
});

describe("the subject's beginning", () => {
  test.each<[string, Given, string]>([
    ["with ids, as GitHub says", {}, "repo:Company@4711/alerts@815"],
    ["without, where GitHub names none", { env: { SUBJECTS: "true " } }, "repo:Company/alerts"],
    [
      "as it is written, and GitHub is not asked",
      { gh: false, change: (script) => filled(script).replace("SUBJECT_PREFIX=\n", "SUBJECT_PREFIX=repo:a/b\n") },
      "repo:a/b",
    ],
  ])("is %s", (_, given, expected) => {
    const done = ran(given);
    expect([done.code, done.calls.find((call) => call.includes("--subject"))?.join(" ")]).toEqual([
      0,
      expect.stringContaining(`--subject ${expected}:pull_request`),
    ]);
    expect(done.err).toContain(`expect subjects that begin with ${expected};`);
  });

  test.each<[string, Given, string]>([
    ["follows a template of its own", { env: { SUBJECTS: "false repo:x" } }, "a template of their own"],
    ["is not told by GitHub", { env: { SUBJECTS: "" } }, "GitHub does not say"],
    ["cannot be asked for", { gh: false }, "gh is not installed: write SUBJECT_PREFIX"],
  ])("that %s stops it before anything is made", (_, given, said) => {
    const { code, err, calls } = ran(given);
    expect([code, err]).toEqual([1, expect.stringContaining(said)]);
    expect(calls.filter((call) => call[0] === "az").map((call) => call.slice(1, 3))).toEqual([["account", "show"]]);
  });
});

test.each<[string, Given, string]>([
  ["is not filled in", { change: (script) => script }, "REPOSITORY is still OWNER/NAME"],
  ["names no repository", { change: (script) => script.replace("=OWNER/NAME", "=alerts") }, "not alerts"],
  ["finds nobody signed in", { env: { SIGNED_OUT: "yes" } }, "az login"],
])("a script that %s makes nothing", (_, given, said) => {
  const { code, err, calls } = ran(given);
  expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  expect(calls.filter((call) => call.includes("create"))).toEqual([]);
});

test("environments that are there stay as they are: nobody's approval is taken back", () => {
  const { code, calls } = ran({ env: { ENVIRONMENTS_ARE_THERE: "yes" } });
  expect(code).toBe(0);
  expect(calls.filter((call) => call.includes("--method"))).toEqual([]);
});

test("without gh the commands for GitHub are on standard output, and a shell takes them as they were meant", () => {
  const change = (script: string): string => filled(script).replace("SUBJECT_PREFIX=\n", "SUBJECT_PREFIX=repo:a/b\n");
  const { code, out } = ran({ environments: [odd], gh: false, change });
  expect(code).toBe(0);
  const words = execFileSync("bash", ["-c", `gh() { printf '%s\\0' "$@"; printf '\\n'; }\n${out}`]).toString();
  const commands = words
    .split("\0\n")
    .slice(0, -1)
    .map((line) => line.split("\0"));
  expect(commands.map((command) => command.slice(0, 3).join(" "))).toEqual([
    "variable set AZURE_TENANT_ID",
    "variable set AZURE_CLIENT_ID",
    "api --method PUT",
    "api --method POST",
    "api --method PUT",
    "variable set AZURE_CLIENT_ID",
  ]);
  const set = ["variable", "set", "AZURE_CLIENT_ID", "--repo", "Company/alerts", "--body", "client-of-tocsin-apply"];
  expect(commands.at(-1)).toEqual([...set, "--env", odd]);
});

const shellcheckIsAbsent = spawnSync("shellcheck", ["--version"]).status !== 0;
if (shellcheckIsAbsent) process.stderr.write("left out: shellcheck is not installed\n");

test.skipIf(shellcheckIsAbsent)("shellcheck finds nothing to say", () => {
  const folder = folderWith({ "identities.sh": identityScript({ environments: ["production", "my-staging"] }) });
  const { stdout, status } = spawnSync("shellcheck", ["identities.sh"], { cwd: folder, encoding: "utf8" });
  expect([status, stdout]).toEqual([0, ""]);
});

test("bash takes it, whatever environments and file are called", () => {
  for (const name of [odd, "a\nb", "-e", "*", "päö", "x".repeat(200)]) {
    const script = identityScript({ environments: [name], fileName: `${name}.sh` });
    expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8", env: machine })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(script.split("\n")[0]).toBe("#!/usr/bin/env bash");
  }
});
