import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { seed } from "../../src/emulator/arm/seed.ts";
import { folderWith, tocsin } from "./tocsin.ts";

const workspace = `stack: shop
rules: [rules/**/*.yaml]
environments:
  prod: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
`;

const groups = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups";

/** The rule that somebody has clicked together for each cluster. */
const rule = (cluster: string, threshold: number) => ({
  id: `${groups}/rg-alerts/providers/Microsoft.Insights/metricAlerts/cpu-${cluster}`,
  location: "global",
  properties: {
    severity: 2,
    enabled: true,
    scopes: [`${groups}/rg-${cluster}/providers/Microsoft.ContainerService/managedClusters/aks-${cluster}`],
    windowSize: "PT5M",
    evaluationFrequency: "PT1M",
    criteria: {
      "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
      allOf: [
        {
          criterionType: "StaticThresholdCriterion",
          name: "Metric1",
          metricName: "node_cpu_usage_percentage",
          operator: "GreaterThan",
          threshold,
          timeAggregation: "Average",
        },
      ],
    },
  },
});

let emulator: Emulator;
beforeAll(async () => {
  const world = createWorld({ rateLimits: "off" });
  seed(world, [rule("krc", 80), rule("jpe", 85), rule("weu", 90.5)]);
  emulator = await startEmulator({ world });
});
afterAll(() => emulator.close());

const file = "rules/metric-alerts/managed-clusters.yaml";

test("copies of a rule are written one by one, and one with forEach is offered", async () => {
  const folder = folderWith({ "tocsin.yaml": workspace });
  const { out, code } = await tocsin(folder, ["import", "--endpoint", emulator.url]);
  expect(out).toMatch(/there are near-identical ones: with `--fold` the 3 definitions are 1, with\s+`forEach`/);
  expect(readFileSync(join(folder, file), "utf8").match(/^kind:/gm)).toHaveLength(3);
  expect(code).toBe(0);
});

test("with --fold they are one definition, adopted without a change", async () => {
  const folder = folderWith({ "tocsin.yaml": workspace });
  const { out } = await tocsin(folder, ["import", "--fold", "--endpoint", emulator.url]);
  expect(out).toContain("1 definition of 3 resources");
  expect(out).toContain("0 changes, 3 adopted");
  expect(readFileSync(join(folder, file), "utf8")).toMatch(
    /^name: cpu-\$\{each\.key\}\nforEach: \{ jpe: 85, krc: 80, weu: 90\.5 \}\n(.*\n)*.*aks-\$\{each\.key\}\n(.*\n)*.*> \$\{each\.value\}$/m,
  );
  const planned = await tocsin(folder, ["plan", "--endpoint", emulator.url]);
  expect(planned.out).toContain("3 to adopt");
});
