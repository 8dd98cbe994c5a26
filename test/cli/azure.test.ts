import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run as runIn } from "../../src/cli/run.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { startGate } from "../support/gate.ts";
import { ended, folderWith, rules, start, terminalOf, tocsin, workspace, type Run } from "./tocsin.ts";

let emulator: Emulator;
let folder = "";

beforeEach(async () => {
  emulator = await startEmulator();
  folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": rules });
});

afterEach(async () => {
  await emulator.close();
});

function run(command: string, ...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [command, "-e", "production", "--endpoint", emulator.url, ...args]);
}

function edit(from: string, to: string): void {
  const path = join(folder, "rules/a.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

test("plan, apply, plan: 2, 0, 0; a change by hand is drift; it is taken back", async () => {
  const first = await run("plan");
  expect(first).toMatchObject({ code: 2, err: "" });
  expect(first.out).toContain("\n2 to create\n");
  const applied = await run("apply", "--yes");
  expect(applied.code).toBe(0);
  expect(applied.out).toContain("✓ created  MetricAlert cpu-high");
  expect(applied.err).toContain("applying 2 changes");
  expect(await run("plan")).toMatchObject({ code: 0, out: expect.stringContaining("✓ nothing to do: 2 resources") });
  expect(await run("drift")).toMatchObject({ code: 0, out: expect.stringContaining("✓ no drift") });
  edit("severity: 2", "severity: 1");
  const drift = await run("drift");
  expect(drift.code).toBe(2);
  expect(drift.out).toMatch(/severity +Azure says 2, git says 1/);
  expect((await run("apply", "--yes", "cpu-high")).code).toBe(0);
  expect((await run("drift")).code).toBe(0);
});

describe("a plan file", () => {
  test("is applied as long as it is still what would be done", async () => {
    expect((await run("plan", "--out", "plan.json")).code).toBe(2);
    expect((await run("apply", "--yes", "--plan", "plan.json")).code).toBe(0);
  });

  test("that is stale is refused, and nothing is written", async () => {
    await run("plan", "--out", "plan.json");
    edit("severity: 2", "severity: 1");
    const refused = await run("apply", "--yes", "--plan", "plan.json");
    expect(refused.code).toBe(1);
    expect(refused.out).toContain("[plan-is-stale]");
    expect((await run("plan")).out).toContain("2 to create");
  });

  test("of another environment is wrong usage", async () => {
    await run("plan", "--out", "plan.json");
    const args = ["apply", "-e", "staging", "--endpoint", emulator.url, "--yes", "--plan", "plan.json"];
    expect(await tocsin(folder, args)).toMatchObject({
      code: 64,
      err: expect.stringContaining("is a plan for shop/production"),
    });
  });
});

test("a mistake in a file is no plan, and exit code 1", async () => {
  edit("severity: 2", "severity: two");
  expect(await run("plan")).toMatchObject({ code: 1, out: expect.stringContaining("× no plan: 1 error") });
  expect(await run("apply", "--yes")).toMatchObject({ code: 1, out: expect.stringContaining("× no plan: 1 error") });
});

test("a name there is none is exit code 1, with the nearest", async () => {
  expect(await run("plan", "cpu-hihg")).toMatchObject({
    code: 1,
    out: expect.stringContaining("did you mean `cpu-high`?"),
  });
});

test("Azure's refusal of one resource is exit code 3, with its words and what became of the others", async () => {
  addFault(emulator.world, "PUT metricAlerts 400 code=BadThing message=the thing is bad");
  const { code, out } = await run("apply", "--yes");
  expect(code).toBe(3);
  expect(out).toContain("✓ created  ActionGroup oncall");
  expect(out).toMatch(/× failed {3}MetricAlert cpu-high {2}rules\/a\.yaml:7\n[^]*the thing is bad/);
  expect(out).toContain("code BadThing");
});

test("an Azure that refuses to be read is exit code 3: what was tried, Azure's words, what to do", async () => {
  addFault(emulator.world, "GET * 403 message=no role for you");
  const { code, out, err } = await run("plan");
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain("no role for you");
  expect(err).toMatch(/^ {2}tried {2}GET \/subscriptions\/11111111/m);
  expect(err).toMatch(/^ {2}do {5}give this identity the role/m);
});

test("the JSON of an apply is one document, and what happens meanwhile is on standard error", async () => {
  const { out, err } = await run("apply", "--yes", "--format", "json");
  expect(JSON.parse(out)).toMatchObject({
    formatVersion: 1,
    command: "apply",
    results: [{ outcome: "applied" }, { outcome: "applied" }],
  });
  expect(err).toContain("applying 2 changes");
});

test("a bug of ours in the middle is exit code 70 with its stack, after what was done", async () => {
  let [out, err] = ["", ""];
  const terminal = {
    ...terminalOf(folder),
    result: (told: string) => void (out += told),
    note: (told: string) => {
      if (told.startsWith("applying")) throw new TypeError("this note is none");
      err += told;
    },
  };
  const args = ["apply", "-e", "production", "--endpoint", emulator.url, "--yes", "--format", "json"];
  expect(await runIn(args, terminal)).toBe(70);
  // Sound because it is the JSON of an apply; if it is not, the next line fails.
  const { results } = JSON.parse(out) as { results: readonly { outcome: string; because?: string }[] };
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(["applied", "skipped"]);
  expect(err).toMatch(/this is a bug of Tocsin, not a mistake of yours\n {2}TypeError: this note is none\n {6}at /);
});

test("a secret without its variable is not compared by plan, and refused by apply; an empty one is not set", async () => {
  edit(
    "[{ name: admin",
    '[]\n  webhookReceivers: [{ name: slack, serviceUri: "${secret:slack}" }]\n  smsReceivers: []\n  x: [{ name: admin',
  );
  edit(/ {2}x: .*\n/.exec(readFileSync(join(folder, "rules/a.yaml"), "utf8"))?.[0] ?? "", "");
  const args = ["apply", "-e", "production", "--endpoint", emulator.url, "--yes"];
  expect(await tocsin(folder, args, { SLACK_URL: "" })).toMatchObject({
    code: 1,
    out: expect.stringContaining("set the environment variable SLACK_URL (in a workflow: `env`"),
  });
  const applied = await tocsin(folder, args, { SLACK_URL: "https://hooks.example.com/very/secret" });
  expect(applied.code).toBe(0);
  expect(applied.out + applied.err).not.toContain("very/secret");
  expect(applied.out).toContain("(secret slack)");
});

test("the first Ctrl-C lets what is being written end, and begins nothing else", async () => {
  const gate = await startGate(
    emulator.url,
    ({ method, url = "" }) => method === "PUT" && url.includes("metricAlerts"),
  );
  const alert = rules.split("---\n")[1] ?? "";
  for (let index = 0; index < 12; index++) edit("---\n", `---\n${alert.replace("cpu-high", `cpu-${index}`)}---\n`);
  const child = start(folder, ["apply", "-e", "production", "--endpoint", gate.url, "--yes"]);
  void gate.reached.then(() => child.kill("SIGINT"));
  let said = "";
  child.stderr?.on("data", (data: Buffer) => {
    if ((said += data.toString()).includes("stopping: what is being written is finished")) gate.open();
  });
  const { code, out, err } = await ended(child);
  expect(err).toContain("stopping: what is being written is finished");
  expect(code).toBe(1);
  expect(out).toMatch(/applied, \d+ skipped/);
  expect(out).toContain("it was stopped before this was begun");
  expect(out).not.toContain("failed");
});

test("the emulator tells its address on standard output, and ends with a signal", async () => {
  const child = start(folder, ["emulator", "--port", "0", "--data", "world.json"]);
  const address = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (data: Buffer) => resolve(data.toString().trim())),
  );
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await tocsin(folder, ["apply", "-e", "production", "--endpoint", address, "--yes"])).code).toBe(0);
  child.kill("SIGTERM");
  expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
  expect(readFileSync(join(folder, "world.json"), "utf8")).toContain("cpu-high");
});
