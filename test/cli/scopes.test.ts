import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, rules, tocsin, workspace, type Run } from "./tocsin.ts";

/** Whole commands over real sockets, against an Azure that has been told of what else there is. */

const own = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-app/providers";
const elsewhere = `/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-central/providers/Microsoft.Insights/actionGroups/central`;
const central = rules
  .split("---\n")[1]!
  .replace("cpu-high", "cpu-low")
  .replace(/actionGroups: .*/, `actionGroups: ${elsewhere}`);

let emulator: Emulator;
let folder = "";

beforeEach(async () => {
  emulator = await startEmulator();
  plant(emulator.world, [{ id: `${own}/Microsoft.Compute/virtualMachines/vm-1` }]);
  folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": `${rules}---\n${central}` });
});

afterEach(async () => {
  await emulator.close();
});

function run(command: string, ...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [command, "-e", "production", "--endpoint", emulator.url, ...args]);
}

const shown = ({ out }: Run): string => out.replaceAll(emulator.url, "http://127.0.0.1:8080");

test("a plan warns of a scope that is not there and of a group elsewhere, wherever plans are shown", async () => {
  const text = await run("plan");
  expect(text.code).toBe(2);
  await expect(shown(text)).toMatchFileSnapshot("../golden/report/plan-scopes.txt");
  await expect(shown(await run("plan", "--format", "markdown"))).toMatchFileSnapshot(
    "../golden/markdown/plan-scopes.md",
  );
  const { diagnostics } = JSON.parse((await run("plan", "--format", "json")).out);
  expect(diagnostics).toMatchObject([
    {
      code: "scope-missing",
      severity: "warning",
      at: { file: "rules/a.yaml", line: 11 },
      environments: ["production"],
    },
    {
      code: "scope-missing",
      severity: "warning",
      at: { file: "rules/a.yaml", line: 24 },
      environments: ["production"],
    },
    { code: "dead-end", severity: "warning", at: { file: "rules/a.yaml", line: 29 }, environments: ["production"] },
  ]);
});

test("whoever applies reads of it before he is asked, and once", async () => {
  const { code, out } = await run("apply", "--yes");
  expect(code).toBe(0);
  expect(out.match(/\[scope-missing\]/g)).toHaveLength(2);
  expect(out.indexOf("[dead-end]")).toBeLessThan(out.indexOf("\nApply for"));
});

test("a plan says of what it does not know whether it is there, and is the same plan", async () => {
  const digestOf = ({ out }: Run): string => JSON.parse(out).planned.digest;
  const before = await run("plan", "--format", "json");
  for (const fault of ["resources 403", "virtualMachines 403", "actionGroups/central 403"])
    addFault(emulator.world, `GET ${fault} code=AuthorizationFailed message=it may not`);
  const text = await run("plan");
  expect(text.code).toBe(2);
  await expect(shown(text)).toMatchFileSnapshot("../golden/report/plan-scopes-unseen.txt");
  expect(digestOf(await run("plan", "--format", "json"))).toBe(digestOf(before));
});

test("what a plan finds in Azure can be switched off, and can be made an error that stops it", async () => {
  const quiet = rules.replace(
    "name: cpu-high\n",
    "name: cpu-high\nlint: { scope-missing: { because: it comes tonight } }\n",
  );
  writeFileSync(join(folder, "rules/a.yaml"), quiet);
  expect((await run("plan")).out).not.toContain("scope-missing");
  writeFileSync(join(folder, "rules/a.yaml"), rules);
  writeFileSync(join(folder, "tocsin.yaml"), `${workspace}lint: { scope-missing: off }\n`);
  expect((await run("plan")).out).not.toContain("scope-missing");
  writeFileSync(join(folder, "tocsin.yaml"), `${workspace}lint: { scope-missing: error }\n`);
  for (const { code, out } of [await run("plan"), await run("apply", "--yes"), await run("drift")])
    expect([code, out]).toEqual([1, expect.stringContaining("[scope-missing]")]);
  // It was found by comparing, so nobody says that nothing was compared or looked at.
  for (const [command, why] of [
    ["plan", "✗ **no plan: 1 error**; nothing is planned while there is one"],
    ["drift", "✗ **what differs is not told**: no plan: 1 error"],
  ] as const)
    expect((await run(command, "--format", "markdown")).out).toContain(why);
  expect(emulator.world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});
