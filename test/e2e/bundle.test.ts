import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { buildBundle } from "../support/bundle.ts";
import { machine } from "../support/machine.ts";
import { gitIn, type Repository } from "../support/repository.ts";

/*
 * The bundle as users run it, in a process of its own, in a git repository of its own, over real HTTP: the definitions
 * that ship, from the first plan to a change that is taken back.
 */

const root = join(import.meta.dirname, "..", "..");
let dist = "";
let repository = "";
let git: Repository["git"];
let azure: Emulator;

beforeAll(async () => {
  dist = join(await buildBundle(), "dist");
});

beforeEach(async () => {
  azure = await startEmulator();
  repository = mkdtempSync(join(tmpdir(), "tocsin-e2e-"));
  git = gitIn(repository);
  cpSync(join(root, "tocsin.yaml"), join(repository, "tocsin.yaml"));
  cpSync(join(root, "rules"), join(repository, "rules"), { recursive: true });
  git("init", "--quiet", "--initial-branch=main");
  commit("the rules");
});

afterEach(async () => {
  await azure.close();
  rmSync(repository, { recursive: true, force: true });
});

function commit(message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "-m", message);
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function tocsin(...args: readonly string[]): Promise<Run> {
  const environment = args[0] === "validate" ? [] : ["-e", "production", "--endpoint", azure.url];
  const env = { ...machine, SLACK_WEBHOOK_URL: "https://hooks.example/services/canary-4711" };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(dist, "cli.js"), ...args, ...environment], { cwd: repository, env });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, out, err }));
  });
}

test("what ships is valid, planned, applied, and then there is nothing to do", async () => {
  expect(await tocsin("validate")).toMatchObject({ code: 0, err: "" });
  const planned = await tocsin("plan");
  expect(planned.code).toBe(2);
  const [, all = "none"] = /^plan \w+: (\d+) to create$/m.exec(planned.out) ?? [];
  const applied = await tocsin("apply", "--yes");
  expect(applied.code).toBe(0);
  expect(applied.out).toContain(`${all} applied`);
  expect(await tocsin("plan")).toMatchObject({ code: 0, err: "" });
  expect(JSON.stringify(applied)).not.toContain("canary");
});

test("a change by another program is found with its author, and taken back", async () => {
  await tocsin("apply", "--yes");
  await byHand("aks-node-cpu-high", '"threshold":80', '"threshold":99');
  expect((await tocsin("plan")).out).toContain("avg node_cpu_usage_percentage > 99");
  const drift = await tocsin("drift");
  expect(drift.code).toBe(2);
  expect(drift.out).toContain("owl@company.com");
  expect((await tocsin("apply", "--yes")).code).toBe(0);
  expect((await tocsin("drift")).code).toBe(0);
});

test("a rule that was added, changed and deleted is as it was after each is reverted, and the plan says so", async () => {
  await tocsin("apply", "--yes");
  const before = states();
  const aks = readFileSync(join(repository, "rules/aks.yaml"), "utf8");
  const added = aks.split("---\n")[1]?.replace("aks-node-memory-high", "aks-node-memory-low") ?? "";
  const edits: readonly (readonly [string, string])[] = [
    ["added", `${aks}---\n${added}`],
    ["changed", aks.replace("> 80", "> 70")],
    ["deleted", aks.split("---\n").slice(1).join("---\n")],
  ];
  let restored = "the rules";
  for (const [what, text] of edits) {
    const state = git("rev-parse", "--short=7", "HEAD");
    writeFileSync(join(repository, "rules/aks.yaml"), text);
    commit(what);
    expect((await tocsin("plan")).out).not.toContain("restores");
    expect((await tocsin("apply", "--yes")).code).toBe(0);
    expect(states()).not.toEqual(before);
    git("revert", "--no-edit", "HEAD");
    const restoring = `restores the state of ${state} (${restored})`;
    expect((await tocsin("plan")).out).toContain(restoring);
    const planned = await tocsin("plan", "--base", "HEAD~1", "--format", "json");
    expect(JSON.parse(planned.out)).toMatchObject({
      planned: { base: { title: what }, restores: { title: restored }, changes: [expect.anything()] },
    });
    expect(planned.out).not.toContain("elsewhere");
    expect((await tocsin("apply", "--yes")).code).toBe(0);
    expect(states()).toEqual(before);
    restored = `Revert "${what}"`;
  }
});

test("what somebody changed in Azure is told apart from what the branch changes", async () => {
  await tocsin("apply", "--yes");
  git("checkout", "--quiet", "-b", "feature");
  const aks = readFileSync(join(repository, "rules/aks.yaml"), "utf8");
  writeFileSync(join(repository, "rules/aks.yaml"), aks.replace("> 85", "> 86"));
  commit("memory later");
  await byHand("aks-node-cpu-high", '"threshold":80', '"threshold":99');
  const { out, err } = await tocsin("plan", "--base", "main");
  expect(err).toBe("");
  expect(out).toMatch(/^compared with \w{7} \(the rules\): 1 not from here$/m);
  expect(out).toMatch(
    /MetricAlert aks-node-cpu-high .*\n +not from here: .*\n +last changed in Azure by owl@company.com/,
  );
  expect(out).toMatch(/MetricAlert aks-node-memory-high .*\n +(?!not from here)/);
});

/** Somebody changes a metric alert with another program. */
async function byHand(name: string, from: string, to: string): Promise<void> {
  const id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai-alerts/providers";
  const url = `${azure.url}${id}/Microsoft.Insights/metricAlerts/${name}?api-version=2026-01-01`;
  const body = (await (await fetch(url)).text()).replace(from, to);
  const headers = { "content-type": "application/json", "x-ms-client-principal-name": "owl@company.com" };
  expect((await fetch(url, { method: "PUT", headers, body })).status).toBe(200);
}

/** Every resource that Azure has, without what Azure writes about its writers. */
function states(): readonly string[] {
  return [...azure.world.store.all()].map(({ body }) => JSON.stringify({ ...body, systemData: undefined })).toSorted();
}
