import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { folderWith, tocsin, type Run } from "./tocsin.ts";

const subscription = "11111111-1111-1111-1111-111111111111";
const workspace = `stack: shop
rules: [rules/**/*.yaml]
environments:
  production: { subscription: ${subscription}, resourceGroup: rg-alerts, location: koreacentral }
`;

const group = {
  type: "Microsoft.Insights/actionGroups",
  apiVersion: "2023-01-01",
  name: "[concat('on', 'call')]",
  location: "Global",
  properties: {
    groupShortName: "oncall",
    enabled: true,
    webhookReceivers: [{ name: "slack", serviceUri: "[parameters('hook')]", useCommonAlertSchema: true }],
  },
};
const late = { ...group, name: "late", properties: { groupShortName: "[reference('x').name]", enabled: true } };
const template = {
  $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  parameters: { hook: { type: "securestring" } },
  resources: [group],
};
const elsewhere = {
  ...group,
  id: "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/a",
  name: "a",
  properties: { groupShortName: "a", enabled: true },
};

let folder = "";

beforeEach(() => {
  folder = folderWith({ "tocsin.yaml": workspace });
});

function run(files: Readonly<Record<string, unknown>>, ...args: readonly string[]): Promise<Run> {
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value));
  return tocsin(folder, ["import", ...args]);
}

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

test("a template is imported without asking Azure, its secrets kept out of every file", async () => {
  const parameters = { parameters: { hook: { value: "https://hooks.example.com/canary" } } };
  const imported = await run(
    { "t.json": template, "p.json": parameters },
    "--from",
    "t.json",
    "--parameters",
    "p.json",
  );
  expect(imported).toMatchObject({ code: 0, err: "" });
  expect(imported.out).toContain("1 adopted: so the next plan reads where Azure has what the files say");
  expect(read("rules/action-groups.yaml")).toContain('serviceUri: "${secret:oncall-slack}"');
  expect(imported.out + read("rules/action-groups.yaml") + read("tocsin.yaml")).not.toContain("canary");
});

test("an expression that only Azure knows is named with its line, and the rest is imported", async () => {
  const imported = await run({ "t.json": { ...template, resources: [group, late] } }, "--from", "t.json");
  expect(imported.code).toBe(1);
  expect(imported.out).toMatch(/t\.json:1:\d+ error `reference\('x'\)\.name` has no value/);
  expect(imported.out).toContain("✓ wrote rules/action-groups.yaml");
});

test("what is in another subscription is left out, also by its name", async () => {
  const imported = await run({ "a.json": elsewhere }, "--from", "a.json", "--name", "a");
  expect(imported.out).toContain("it is in the subscription `22222222-2222-2222-2222-222222222222`");
  expect(existsSync(join(folder, "rules"))).toBe(false);
});

test.each([
  [["--from", "nope.json"], 1, "there is no such file"],
  [["--from", "t.json", "--all"], 64, "one of the two has to go"],
  [["--parameters", "t.json"], 64, "name the template with `--from FILE`"],
])("%j is a mistake that is told, and nothing is written", async (args, code, message) => {
  const refused = await run({ "t.json": template }, ...args);
  expect(refused.code).toBe(code);
  expect(refused.out + refused.err).toContain(message);
  expect(existsSync(join(folder, "rules"))).toBe(false);
});
