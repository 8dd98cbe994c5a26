import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { textAt, type JsonObject } from "../../src/emulator/arm/json.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, rules, tocsin, workspace, type Run } from "./tocsin.ts";

const retirable = workspace.replace(
  "location: koreacentral }\nsecrets",
  "location: koreacentral, retired: false }\nsecrets",
);

/** A rule that only the environment has which will be retired, and one with an override there. */
const more = `---
kind: MetricAlert
name: cpu-low
only: [staging]
protect: false
spec:
  severity: 4
  scopes: \${vm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria: avg Percentage CPU < 1
  actionGroups: oncall
`;

let emulator: Emulator;
let folder = "";

beforeEach(async () => {
  emulator = await startEmulator();
  folder = folderWith({ "tocsin.yaml": retirable, "rules/a.yaml": rules + more });
  await run("apply", "--yes");
  await production("apply", "--yes");
});

afterEach(async () => {
  await emulator.close();
});

function run(command: string, ...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [command, "-e", "staging", "--endpoint", emulator.url, ...args]);
}

function production(command: string, ...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [command, "-e", "production", "--endpoint", emulator.url, ...args]);
}

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

const retire = (): void => edit("tocsin.yaml", "retired: false", "retired: true");
const revert = (): void => edit("tocsin.yaml", "retired: true", "retired: false");

function writes(): readonly string[] {
  return emulator.world.requests
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.split("/").slice(-2).join("/")}`);
}

/** A resource of the environment as Azure has it. */
function stored(name: string): JsonObject & { readonly id: string } {
  const found = emulator.world.store.all().find(({ body }) => {
    const id = textAt(body, "id") ?? "";
    return id.includes("22222222") && id.endsWith(`/${name}`);
  });
  const id = textAt(found?.body, "id");
  if (found === undefined || id === undefined) throw new Error(`there is no ${name}`);
  return { ...found.body, id };
}

test("all of a retired environment goes, whatever the percentage; then there is nothing, and a revert brings it back", async () => {
  retire();
  const planned = await run("plan");
  expect(planned).toMatchObject({ code: 2, err: "" });
  expect(planned.out).toContain("Plan for shop/staging, which is retired");
  expect(planned.out).toContain("\n3 to delete\n");
  expect(planned.out).toContain("staging is retired: all that shop owns there goes");
  expect(planned.out).not.toContain("refused");

  const before = writes().length;
  expect((await run("apply", "--yes")).code).toBe(0);
  const deletes = writes().slice(before);
  expect(deletes.toSorted()).toEqual([
    "DELETE actionGroups/oncall",
    "DELETE metricAlerts/cpu-high",
    "DELETE metricAlerts/cpu-low",
  ]);
  expect(deletes.at(-1)).toBe("DELETE actionGroups/oncall");

  const again = await run("apply", "--yes");
  expect(again.code).toBe(0);
  expect(writes()).toHaveLength(before + 3);
  expect((await run("plan")).out).toContain("owns nothing there any more: take it out of the workspace");
  expect((await production("plan")).code).toBe(0);

  revert();
  expect((await run("plan")).out).toContain("\n3 to create\n");
  expect((await run("apply", "--yes")).code).toBe(0);
  expect((await run("plan")).code).toBe(0);
});

test("without `retired` the same deletes are refused", async () => {
  for (const kind of ["kind: ActionGroup", "kind: MetricAlert", "kind: MetricAlert"])
    edit("rules/a.yaml", new RegExp(`^${kind}$`, "m"), `only: [production]\n${kind} `);
  edit("rules/a.yaml", "only: [staging]\n", "");
  expect((await run("plan")).out).toContain("[nothing-defined]");
});

describe("what validate, show and drift say of it", () => {
  beforeEach(retire);

  test("validate counts nothing there, and overrides and `only` of it are no mistake", async () => {
    const { code, out } = await tocsin(folder, ["validate"]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("production 2, staging retired") });
  });

  test("show lists what the others have, and says why it has nothing", async () => {
    const all = await tocsin(folder, ["show"]);
    expect(all.out).not.toContain("cpu-low");
    expect(all.out).toMatch(/cpu-high +production +rules/);
    expect((await tocsin(folder, ["show", "-e", "staging"])).out).toContain("0 resources; staging is retired");
    const one = await tocsin(folder, ["show", "-e", "staging", "cpu-high"]);
    expect(one).toMatchObject({ code: 1, out: expect.stringContaining("staging is retired") });
  });

  test("drift is what is still there", async () => {
    const drift = await run("drift");
    expect(drift.code).toBe(2);
    expect(drift.out).toContain("+ still there MetricAlert cpu-high");
    expect(drift.out).toContain("git has retired the environment");
    expect(drift.out).toContain("take `retired` out of staging");
    await run("apply", "--yes");
    expect(await run("drift")).toMatchObject({ code: 0, out: expect.stringContaining("✓ no drift") });
  });

  test("as JSON", async () => {
    const { out } = await run("plan", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({ subject: { environment: "staging", retired: true } });
    const validated = await tocsin(folder, ["validate", "--format", "json"]);
    expect(JSON.parse(validated.out).environments).toEqual([
      { name: "production", resources: 2 },
      { name: "staging", resources: 0, retired: true },
    ]);
  });
});

describe("what still stops", () => {
  test("a mistake in a file: nobody knows what is wanted, and nothing is deleted", async () => {
    retire();
    edit("rules/a.yaml", "severity: 4", "severity: four");
    expect(await run("apply", "--yes")).toMatchObject({ code: 1, out: expect.stringContaining("× no plan: 1 error") });
    expect(writes().filter((write) => write.startsWith("DELETE"))).toEqual([]);
  });

  test("no rule file at all, which looks like an accident", async () => {
    retire();
    edit("tocsin.yaml", "rules/**/*.yaml", "rulez/**/*.yaml");
    expect(await run("apply", "--yes")).toMatchObject({ code: 1, out: expect.stringContaining("[no-rule-files]") });
  });

  test("a protected resource, and the group it refers to; the rest goes", async () => {
    edit("rules/a.yaml", "protect: false", "protect: true");
    expect((await run("apply", "--yes")).code).toBe(0);
    retire();
    const planned = await run("plan");
    expect(planned.code).toBe(1);
    expect(planned.out).toMatch(/it is protected; take `retired` out of staging, apply\s+`protect: false`/);
    expect(planned.out).toMatch(/cpu-low would still refer to oncall/);
    expect(planned.out).toMatch(/2 of 3 that shop owns there would\s+stay/);
    expect((await run("apply", "--yes")).code).toBe(1);
    expect(writes().filter((write) => write.startsWith("DELETE"))).toEqual(["DELETE metricAlerts/cpu-high"]);
  });

  test("what another repository wrote under the same stack", async () => {
    const body = stored("cpu-low");
    plant(emulator.world, [{ ...body, tags: { "tocsin-stack": "shop/staging", "tocsin-source": "https://x/y" } }]);
    retire();
    expect((await run("plan")).out).toContain("[another-repository]");
  });
});

test("what a definition lets go is let go, not deleted", async () => {
  retire();
  edit("rules/a.yaml", "protect: false", "release: true");
  const planned = await run("plan");
  expect(planned.out).toContain("1 blocked, 1 to delete, 1 to release");
  const before = writes().length;
  await run("apply", "--yes", "cpu-low");
  expect(writes().slice(before)).toEqual(["PUT metricAlerts/cpu-low"]);
  await run("apply", "--yes");
  expect(writes().filter((write) => write.startsWith("DELETE"))).not.toContain("DELETE metricAlerts/cpu-low");
});

test("somebody else's rule that refers to a group that goes is told", async () => {
  retire();
  const body = stored("cpu-high");
  plant(emulator.world, [{ ...body, id: body.id.replace("cpu-high", "theirs"), name: "theirs", tags: {} }]);
  expect((await run("plan")).out).toMatch(/theirs is not changed by this plan and still refers to oncall/);
});

test("a part of it can go first, by name", async () => {
  retire();
  const before = writes().length;
  expect((await run("apply", "--yes", "cpu-low")).code).toBe(0);
  expect(writes().slice(before)).toEqual(["DELETE metricAlerts/cpu-low"]);
  expect(await run("plan", "cpu-hihg")).toMatchObject({
    code: 1,
    out: expect.stringContaining("did you mean `cpu-high`?"),
  });
});

test.each(["yes", '"true"', "1"])("`retired: %s` is no truth value", async (written) => {
  edit("tocsin.yaml", "retired: false", `retired: ${written}`);
  expect(await run("plan")).toMatchObject({ code: 1, out: expect.stringContaining("[wrong-type]") });
});
