import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seed, plant } from "../../src/emulator/arm/seed.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, tocsin, type Run } from "./tocsin.ts";

const subscription = "11111111-1111-1111-1111-111111111111";
const workspace = `# ours
stack: shop
rules: [rules/**/*.yaml]
environments:
  production:
    subscription: ${subscription} # the one
    resourceGroup: rg-alerts
    location: koreacentral
`;

let emulator: Emulator;
let folder = "";

beforeEach(async () => {
  emulator = await startEmulator();
  folder = folderWith({ "tocsin.yaml": workspace });
  seed(emulator.world, [
    group("oncall", {
      webhookReceivers: [{ name: "slack", serviceUri: "https://hooks.example.com/canary-0123456789" }],
    }),
    ...["cpu", "memory", "disk"].map((name) => metricAlert(name)),
  ]);
});

afterEach(async () => {
  await emulator.close();
});

function run(...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [...args, "--endpoint", emulator.url]);
}

const idOf = (type: string, name: string, resourceGroup = "rg-alerts"): string =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Insights/${type}/${name}`;

function group(name: string, receivers: object, resourceGroup?: string) {
  const properties = { groupShortName: name.slice(0, 12), enabled: true, ...receivers };
  return { id: idOf("actionGroups", name, resourceGroup), location: "Global", properties };
}

function metricAlert(name: string, more: object = {}, resourceGroup?: string) {
  const vm = `/subscriptions/${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1`;
  const criterion = {
    name: "Metric1",
    metricName: "Percentage CPU",
    metricNamespace: "Microsoft.Compute/virtualMachines",
    operator: "GreaterThan",
    threshold: 80,
    timeAggregation: "Average",
    criterionType: "StaticThresholdCriterion",
  };
  const criteria = { "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", allOf: [criterion] };
  return {
    id: idOf("metricAlerts", name, resourceGroup),
    location: "global",
    properties: {
      severity: 2,
      enabled: true,
      scopes: [vm],
      evaluationFrequency: "PT1M",
      windowSize: "PT5M",
      criteria,
      actions: [{ actionGroupId: idOf("actionGroups", "oncall") }],
      ...more,
    },
  };
}

const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const files = (): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted();

test("what exists is written as a person would, adopted by the next apply, and then there is nothing to do", async () => {
  const imported = await run("import");
  expect(imported).toMatchObject({ code: 0, err: "" });
  expect(imported.out).toContain("✓ 0 changes, 4 adopted");
  expect(imported.out).toContain("oncall-slack");
  expect(files()).toEqual(["rules/action-groups.yaml", "rules/metric-alerts/virtual-machines.yaml", "tocsin.yaml"]);
  expect(read("rules/action-groups.yaml")).toBe(`# yaml-language-server: $schema=../.tocsin/schemas/definition.json
kind: ActionGroup
name: oncall
adopt: true
spec:
  groupShortName: oncall
  webhookReceivers:
    - { name: slack, serviceUri: "\${secret:oncall-slack}" }
`);
  expect(read("rules/metric-alerts/virtual-machines.yaml").split("---\n")[0])
    .toBe(`# yaml-language-server: $schema=../../.tocsin/schemas/definition.json
kind: MetricAlert
name: cpu
adopt: true
spec:
  severity: 2
  scopes: \${vm}
  evaluationFrequency: 1m
  windowSize: 5m
  criteria:
    - avg Percentage CPU > 80
  actionGroups: oncall
`);
  expect(read("tocsin.yaml")).toContain(`location: koreacentral
secrets: { oncall-slack: { live: true } }
`);
  expect(read("tocsin.yaml")).toContain("subscription: 11111111-1111-1111-1111-111111111111 # the one");
  const planned = await run("plan");
  expect(planned.code).toBe(2);
  expect(planned.out).toContain("4 to adopt\n");
  expect((await run("apply", "--yes")).code).toBe(0);
  const again = await run("plan");
  expect(again).toMatchObject({ code: 0 });
  expect(again.out).toContain("· left as Azure has it, `live: true`: secret oncall-slack");
  expect(again.out).not.toContain("not compared");
  expect((await run("import")).out).toContain("✓ nothing to import");
});

test("with --dry-run the files are shown and none is written", async () => {
  const shown = await run("import", "--dry-run");
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining("  - avg Percentage CPU > 80") });
  expect(shown.out).toContain("nothing was written (--dry-run)");
  expect(files()).toEqual(["tocsin.yaml"]);
  expect(read("tocsin.yaml")).toBe(workspace);
});

test("where Azure fails half-way nothing is written", async () => {
  addFault(emulator.world, "GET scheduledQueryRules 403");
  const failed = await run("import");
  expect(failed.code).toBe(3);
  expect(files()).toEqual(["tocsin.yaml"]);
  expect(read("tocsin.yaml")).toBe(workspace);
});

test("what is defined keeps its file and its name, and what comes new refers to it", async () => {
  writeFileSync(join(folder, "tocsin.yaml"), workspace);
  await run("import", "--kind", "ActionGroup");
  const before = read("rules/action-groups.yaml");
  seed(emulator.world, [group("second", { emailReceivers: [{ name: "a", emailAddress: "a@example.com" }] })]);
  const again = await run("import");
  expect(again.out).toContain("· 1 resource has a definition already");
  expect(read("rules/action-groups.yaml")).toBe(before);
  expect(read("rules/action-groups-2.yaml")).toContain("name: second");
  expect(read("rules/metric-alerts/virtual-machines.yaml")).toContain("actionGroups: oncall");
});

describe("what is somebody else's", () => {
  beforeEach(() => {
    plant(emulator.world, [
      { ...metricAlert("theirs"), tags: { "tocsin-stack": "web/production" } },
      { ...metricAlert("by-policy"), tags: { _deployed_by_amba: "True" } },
      group("Application Insights Smart Detection", {}),
      metricAlert("strange", { severity: 7 }),
    ]);
  });

  test("is listed with the reason, and left out", async () => {
    const imported = await run("import");
    expect(imported.code).toBe(1);
    expect(imported.out).toContain("left out 1 resource: it belongs to `web/production`\n    theirs\n");
    expect(imported.out).toContain("Application Insights Smart Detection");
    expect(imported.out).toContain("_deployed_by_amba");
    expect(imported.out).toMatch(/MetricAlert strange: severity: `severity: 7` is more than 4/);
    expect(imported.out).toContain("give its whole name: `--name NAME`");
    expect(read("rules/metric-alerts/virtual-machines.yaml")).not.toMatch(/theirs|by-policy|strange/);
  });

  test("is taken over where its whole name is given", async () => {
    expect((await run("import", "--name", "theirs", "by-policy")).code).toBe(0);
    const written = read("rules/metric-alerts/virtual-machines.yaml");
    expect(written).toMatch(/name: by-policy\ntags: .*\nadopt: true\n/);
    expect(written).toContain("name: theirs\nadopt: web/production\n");
    expect((await run("plan")).out).toContain("2 to adopt");
  });

  test("is not named by a pattern, and what cannot be said not even by its name", async () => {
    expect((await run("import", "--name", "the*")).out).toContain("✓ nothing to import");
    expect(await run("import", "--name", "strange")).toMatchObject({ code: 1 });
    expect(files()).toEqual(["tocsin.yaml"]);
  });
});

describe("choosing", () => {
  test.each([
    [["--name", "c*", "disk"], ["rules/metric-alerts/virtual-machines.yaml"], 2],
    [["--kind", "actiongroup"], ["rules/action-groups.yaml"], 1],
    [["--action-group", "oncall"], ["rules/action-groups.yaml", "rules/metric-alerts/virtual-machines.yaml"], 4],
    [["--resource-group", "RG-alerts", "--kind", "MetricAlert"], ["rules/metric-alerts/virtual-machines.yaml"], 3],
    [["--out", "rules/old", "--kind", "ActionGroup"], ["rules/old/action-groups.yaml"], 1],
  ])("%j", async (options, written, count) => {
    const imported = await run("import", ...options);
    expect(imported.code).toBe(0);
    expect(imported.out).toContain(`${count} adopted`);
    expect(files()).toEqual([...written, "tocsin.yaml"].toSorted());
  });

  test.each([
    [["--name", "cpuu"], 1, "you mean `cpu`"],
    [["--action-group", "oncal"], 1, "`oncall`?  [unknown-name]"],
    [["--kind", "MetricAlrt"], 64, "did you mean `MetricAlert`"],
    [["--out", "../elsewhere"], 64, "is outside of the workspace's folder"],
  ])("%j is a mistake that is told, and nothing is written", async (options, code, message) => {
    const refused = await run("import", ...options);
    expect(refused.code).toBe(code);
    expect(refused.out + refused.err).toContain(message);
    expect(files()).toEqual(["tocsin.yaml"]);
  });

  test("the whole subscription: its groups join those of the environment", async () => {
    seed(emulator.world, [metricAlert("web", {}, "rg-web")]);
    expect((await run("import")).out).toContain("4 adopted");
    const imported = await run("import", "--all");
    expect(imported).toMatchObject({ code: 0, out: expect.stringContaining("1 adopted") });
    expect(read("tocsin.yaml")).toContain("resourceGroups: [rg-web]");
    expect(read("rules/metric-alerts/virtual-machines-2.yaml")).toContain("name: web\nresourceGroup: rg-web\n");
    expect((await run("plan")).out).toContain("5 to adopt\n");
  });

  test("a folder that no pattern reads gets a pattern", async () => {
    expect((await run("import", "--out", "alerts")).code).toBe(0);
    expect(read("tocsin.yaml")).toContain("rules: [rules/**/*.yaml, alerts/**/*.yaml]");
    expect((await run("plan")).out).toContain("4 to adopt\n");
  });
});

test("in a workspace with other environments a definition is for its own only", async () => {
  const other = `  staging: { subscription: 22222222-2222-2222-2222-222222222222, resourceGroup: rg-alerts, location: koreacentral }\n`;
  writeFileSync(join(folder, "tocsin.yaml"), workspace + other);
  expect((await run("import", "-e", "production")).code).toBe(0);
  expect(read("rules/action-groups.yaml")).toContain("name: oncall\nonly: production\n");
  expect(read("tocsin.yaml")).toMatch(/^secrets: \{ oncall-slack: \{ live: true } }$/m);
  expect(await run("plan", "-e", "staging")).toMatchObject({ code: 0 });
  expect((await run("plan", "-e", "production")).out).toContain("4 to adopt\n");
});

test("a further environment that has the same joins the definitions, with what differs as its override", async () => {
  const other = `  staging: { subscription: 22222222-2222-2222-2222-222222222222, resourceGroup: rg-alerts, location: koreacentral }\n`;
  writeFileSync(join(folder, "tocsin.yaml"), workspace + other);
  expect((await run("import", "-e", "production")).code).toBe(0);
  const there = emulator.world.store.all();
  seed(
    emulator.world,
    there.map(({ body }) =>
      JSON.parse(
        JSON.stringify(body)
          .replaceAll(subscription, "22222222-2222-2222-2222-222222222222")
          .replaceAll(subscription.toUpperCase(), "22222222-2222-2222-2222-222222222222"),
      ),
    ),
  );
  const joined = await run("import", "-e", "staging");
  expect(joined.out).toMatch(/✓ \d+ definitions hold for staging as they are/);
  expect(joined.out).toMatch(/✓ 0 changes, \d+ adopted: so the next plan reads/);
  expect(read("rules/action-groups.yaml")).not.toContain("only:");
  expect((await run("plan", "-e", "staging")).out).toMatch(/: \d+ to adopt$/m);
  expect((await run("plan", "-e", "production")).out).toContain("4 to adopt\n");
});

test("a workspace is needed, and its mistakes are told before Azure is asked", async () => {
  rmSync(join(folder, "tocsin.yaml"));
  const none = await run("import");
  expect(none).toMatchObject({ code: 64, err: expect.stringContaining("Begin one with `tocsin init`") });
  const broken = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": "kind: MetricAlrt\nname: x\nspec: {}\n" });
  const told = await tocsin(broken, ["import", "--endpoint", emulator.url]);
  expect(told).toMatchObject({ code: 1, out: expect.stringContaining("there is no kind `MetricAlrt`") });
  expect(told.out).toContain("nothing was written");
  expect(emulator.world.requests).toEqual([]);
  expect(existsSync(join(broken, "rules/metric-alerts"))).toBe(false);
});

test("--format json says what was written and what was left out", async () => {
  plant(emulator.world, [metricAlert("strange", { severity: 7 })]);
  const { out, code } = await run("import", "--format", "json", "--name", "cpu", "strange");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    formatVersion: 1,
    command: "import",
    dryRun: false,
    files: [{ definitions: [{ name: "cpu", adopts: true, line: 2 }] }],
    leftOut: [{ name: "strange", reason: "no-words" }],
  });
});
