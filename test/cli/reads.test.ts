import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, rules, tocsin, workspace, type Run } from "./tocsin.ts";

/** Whole commands over real sockets, while reading Azure is as hard as it can be: what is not wholly known is not planned. */

const alert = rules.split("---\n")[1] ?? "";
const five = [rules, ...[1, 2, 3, 4].map((index) => alert.replace("cpu-high", `cpu-${index}`))].join("---\n");
const list =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-alerts/providers/Microsoft.Insights/metricAlerts";

let emulator: Emulator;
let folder = "";

beforeEach(async () => {
  emulator = await startEmulator();
  folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": five });
});

afterEach(async () => {
  await emulator.close();
});

function run(command: string, ...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [command, "-e", "production", "--endpoint", emulator.url, ...args]);
}

async function applied(): Promise<void> {
  expect((await run("apply", "--yes")).code).toBe(0);
  emulator.world.requests.length = 0;
}

/** What was written since the first apply. */
function writes(): readonly string[] {
  return emulator.world.requests.flatMap(({ method, path }) => (method === "GET" ? [] : [`${method} ${path}`]));
}

/** A list of metric alerts of which only the first page can be had as it should be. */
function pagesOfTwo(...faults: readonly string[]): void {
  for (const fault of ["GET metricAlerts pages=2", ...faults]) addFault(emulator.world, fault);
}

describe("a list in pages", () => {
  test("is read to its end: nothing to do after an apply, and nothing is deleted for standing on a later page", async () => {
    await applied();
    pagesOfTwo();
    expect(await run("plan")).toMatchObject({ code: 0, out: expect.stringContaining("✓ nothing to do: 6 resources") });
    expect((await run("apply", "--yes")).code).toBe(0);
    expect(writes()).toEqual([]);
    expect(emulator.world.requests.filter(({ path }) => path === list)).toHaveLength(6);
  });

  test.each([
    ["is forbidden", "GET /metricAlerts$/ 403 after=1 message=no role for this page", "no role for this page"],
    ["is not found", "GET /metricAlerts$/ 404 after=1 message=where is it", "where is it"],
    ["is refused", "GET /metricAlerts$/ 400 after=1 message=an odd token", "an odd token"],
    ["is no list", 'GET /metricAlerts$/ 200 after=1 body={"items":[]}', "it has no `value`"],
    ["holds null", 'GET /metricAlerts$/ 200 after=1 body={"value":[null]}', "something without an `id`"],
    [
      "leads back to the first",
      `GET /metricAlerts$/ 200 after=1 body={"value":[],"nextLink":"${list}?api-version=2026-01-01"}`,
      "go round in circles",
    ],
    [
      "is of another group",
      `GET /metricAlerts$/ 200 after=1 body={"value":[{"id":"${list.replace("rg-alerts", "rg-web")}/cpu-1"}]}`,
      "which is not in it",
    ],
  ])("of which one page %s is no list: no plan, nothing written, exit code 3", async (_, fault, words) => {
    await applied();
    pagesOfTwo(fault);
    for (const command of ["plan", "drift"]) {
      const { code, out, err } = await run(command);
      expect({ command, code, out }).toEqual({ command, code: 3, out: "" });
      expect(err).toContain(words);
    }
    clearFaults(emulator.world);
    pagesOfTwo(fault);
    expect(await run("apply", "--yes")).toMatchObject({ code: 3, out: "" });
    expect(writes()).toEqual([]);
  });

  test.each(["500", "503 retry-after=1", "429 retry-after=1", "malformed", "cut=40", "drop-before"])(
    "of which one page ends once in %s is read all the same",
    async (ending) => {
      await applied();
      const [effect, ...options] = ending.split(" ");
      pagesOfTwo(["GET /metricAlerts$/", effect, ...options, "after=1 times=1"].join(" "));
      expect(await run("plan")).toMatchObject({ code: 0, out: expect.stringContaining("nothing to do: 6 resources") });
    },
  );

  test("that leads to another host is not followed, and no request gets there", async () => {
    await applied();
    const seen: string[] = [];
    const other = await listening(
      createServer((request, response) => response.end(seen.push(request.url ?? "") && "{}")),
    );
    try {
      const link = `http://127.0.0.1:${other.port}${list}?api-version=2026-01-01`;
      addFault(emulator.world, `GET /metricAlerts$/ 200 body={"value":[],"nextLink":"${link}"}`);
      const { code, out, err } = await run("plan");
      expect([code, out, seen]).toEqual([3, "", []]);
      expect(err).toContain(`leads to \`http://127.0.0.1:${other.port}\``);
    } finally {
      other.server.close();
    }
  });
});

describe("a resource that comes and goes", () => {
  test("is applied when it is there, though its first reads say that it is not", async () => {
    addFault(emulator.world, "GET metricAlerts hide-new=2");
    const { code, out } = await run("apply", "--yes");
    expect(code).toBe(0);
    expect(out).toContain("✓ created  MetricAlert cpu-high");
    const reads = emulator.world.requests.filter(({ path }) => path === `${list}/cpu-high`);
    expect(reads.map(({ method, status }) => `${method} ${status}`)).toEqual([
      "GET 404",
      "PUT 200",
      "GET 404",
      "GET 404",
      "GET 200",
    ]);
    expect((await run("plan")).code).toBe(0);
  });

  test("is not made anew when a list shows it and its GET does not", async () => {
    await applied();
    changeByHand();
    addFault(emulator.world, "GET metricAlerts/cpu-1 404");
    const { code, out } = await run("apply", "--yes");
    expect(code).toBe(1);
    expect(out).toContain("it was deleted in Azure since it was planned");
    expect(writes()).toEqual([]);
  });

  test("is planned anew when it was deleted between the plan and the apply", async () => {
    await applied();
    changeByHand();
    expect((await run("plan", "--out", "plan.json")).code).toBe(2);
    await fetch(`${emulator.url}${list}/cpu-1?api-version=2026-01-01`, { method: "DELETE" });
    emulator.world.requests.length = 0;
    const refused = await run("apply", "--yes", "--plan", "plan.json");
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/different: create cpu-1[^]*\[plan-is-stale\]/);
    expect(writes()).toEqual([]);
    expect((await run("apply", "--yes")).code).toBe(0);
    expect((await run("plan")).code).toBe(0);
  });

  test("is not created over what a list did not show yet", async () => {
    await applied();
    addFault(emulator.world, 'GET /metricAlerts$/ 200 body={"value":[]}');
    const { code, out } = await run("apply", "--yes");
    expect(out).toContain("it was created in Azure");
    expect(code).toBe(1);
    expect(writes()).toEqual([]);
  });

  test("is no matter of a subscription's list, which lags: it is not asked", async () => {
    addFault(emulator.world, "GET * lag=60000");
    await applied();
    expect((await run("plan")).code).toBe(0);
    expect(emulator.world.requests.filter(({ path }) => !path.includes("/resourceGroups/"))).toEqual([]);
  });

  function changeByHand(): void {
    const body = emulator.world.store.all().find(({ place }) => place.name === "cpu-1")?.body;
    // Sound because a metric alert has properties.
    const properties = { ...(body?.["properties"] as object), severity: 4 };
    plant(emulator.world, [{ ...body, properties }]);
  }
});

async function listening(server: Server): Promise<{ readonly server: Server; readonly port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, port: address.port };
}
