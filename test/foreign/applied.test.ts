import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folderWith } from "../cli/tocsin.ts";
import { startTlsEmulator, type TlsEmulator } from "../support/tls-emulator.ts";
import {
  azureCli,
  azureCliIsAbsent,
  patience,
  pythonIsAbsent,
  pythonProgram,
  signInAs,
  toldAbsent,
  type Client,
} from "./support/clients.ts";
import { printed, ran, type Ran } from "./support/shell.ts";

/*
 * What `tocsin apply` wrote, in the eyes of others: the definitions that ship are applied through real sign-in and TLS,
 * and read back by the Azure CLI and by the typed Python clients, each with models and api-versions of its own.
 */

const root = resolve(import.meta.dirname, "../..");
const folder = folderWith({});
const reader = join(import.meta.dirname, "support/read_applied.py");
const production = "11111111-1111-1111-1111-111111111111";
const group = ["--subscription", production, "-g", "rg-ai-alerts"];
const webhook = "https://hooks.slack.example/services/T0/B0/canary";

let emulator: TlsEmulator;
let names: readonly string[];

function tocsin(...args: readonly string[]): Promise<Ran> {
  const whole = [join(root, "src/cli/main.ts"), ...args, "-e", "production", "--endpoint", emulator.url];
  const env = { ...emulator.env, SLACK_WEBHOOK_URL: webhook, NO_COLOR: "1" };
  return ran(process.execPath, whole, { env, folder });
}

beforeAll(async () => {
  cpSync(join(root, "tocsin.yaml"), join(folder, "tocsin.yaml"));
  cpSync(join(root, "rules"), join(folder, "rules"), { recursive: true });
  emulator = await startTlsEmulator();
  const applied = await tocsin("apply", "--yes");
  if (applied.code !== 0) throw new Error(applied.err + applied.out);
  const { resources } = await printed(tocsin("show", "--format", "json"));
  const inProduction = resources.filter((one: { environments: string[] }) => one.environments.includes("production"));
  names = inProduction.map((one: { name: string }) => one.name).toSorted();
}, patience);
afterAll(() => emulator?.stop());

test("`tocsin` signs in with the variables that the emulator exports, and after an apply there is nothing to do", async () => {
  expect(names.length).toBeGreaterThan(10);
  expect(await tocsin("plan")).toMatchObject({ code: 0, err: "" });
});

describe.skipIf(toldAbsent(azureCliIsAbsent))("the Azure CLI", { timeout: patience }, () => {
  let az: Client;
  beforeAll(async () => {
    az = azureCli(emulator, folder);
    await signInAs("owl", az, emulator);
  }, patience);

  test("lists and shows all that was applied", async () => {
    const ids = await printed(az("resource", "list", ...group, "--query", "[].id"));
    expect(ids.map((id: string) => id.split("/").at(-1)).toSorted()).toEqual(names);
    const shown = await printed(az("resource", "show", "--ids", ...ids));
    expect(shown.map((one: { id: string }) => one.id).toSorted()).toEqual(ids.toSorted());
    for (const { properties, tags } of shown) {
      expect(Object.keys(properties).length).toBeGreaterThan(2);
      expect(tags).toMatchObject({ costCenter: "4711" });
    }
  });

  test("understands the alerts as they were meant", async () => {
    const of = (name: string, query: string): readonly string[] => [...group, "-n", name, "--query", query];
    const [cpu, receivers, incident] = await Promise.all([
      printed(az("monitor", "metrics", "alert", "show", ...of("aks-node-cpu-high", "criteria.allOf[0]"))),
      printed(az("monitor", "action-group", "show", ...of("ai-oncall", "webhookReceivers[0].serviceUri"))),
      printed(az("monitor", "activity-log", "alert", "show", ...of("service-health-incident", "condition.allOf"))),
    ]);
    expect(cpu).toMatchObject({
      metricName: "node_cpu_usage_percentage",
      operator: "GreaterThan",
      threshold: 80,
      timeAggregation: "Average",
      dimensions: [{ name: "nodepool", operator: "Include", values: ["*"] }],
    });
    expect(receivers).toBe(webhook);
    expect(incident).toContainEqual(expect.objectContaining({ field: "category", equals: "ServiceHealth" }));
  });

  test("that changes an alert is found out by `tocsin drift`, and its change is taken back", async () => {
    const id = `/subscriptions/${production}/resourceGroups/rg-ai-alerts/providers/Microsoft.Insights`;
    const cpu = ["monitor", "metrics", "alert", "update", ...group, "-n", "aks-node-cpu-high", "--severity", "4"];
    await printed(az(...cpu));
    const log = ["resource", "update", "--ids", `${id}/scheduledQueryRules/http-5xx-rate`];
    await printed(az(...log, "--set", "properties.enabled=false"));
    const drift = await tocsin("drift");
    expect(drift.code).toBe(2);
    expect(drift.out).toMatch(/aks-node-cpu-high[^]*owl[^]*severity/);
    expect(drift.out).toMatch(/http-5xx-rate[^]*owl[^]*enabled/);
    const back = await tocsin("apply", "--yes");
    expect([back.code, back.out]).toEqual([0, expect.stringContaining("2 applied")]);
    expect((await tocsin("drift")).code).toBe(0);
  });
});

describe.skipIf(toldAbsent(pythonIsAbsent))("the typed Python clients", { timeout: patience }, () => {
  test("read what was applied, signed in by DefaultAzureCredential", async () => {
    const read = await printed(pythonProgram(emulator, folder)(reader, production, "rg-ai-alerts"));
    expect(names).toEqual(
      expect.arrayContaining([...read.metricAlerts, ...read.activityLogAlerts, ...read.actionGroups]),
    );
    expect(read).toMatchObject({
      metricAlerts: expect.arrayContaining(["aks-node-cpu-high", "site-availability"]),
      activityLogAlerts: expect.arrayContaining(["cluster-or-workspace-deleted", "service-health-incident"]),
      actionGroups: ["ai-oncall"],
      cpu: {
        type: "StaticThresholdCriterion",
        metric: "node_cpu_usage_percentage",
        threshold: 80,
        window: 300,
        severity: 2,
        actions: ["ai-oncall"],
      },
      webhook,
      categories: expect.arrayContaining(["ServiceHealth"]),
    });
  });
});
