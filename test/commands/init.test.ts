import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { init } from "../../src/commands/init.ts";
import { load } from "../../src/commands/load.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import { kinds } from "../../src/kinds/kinds.ts";

test.each([
  ["AI Platform", "ai-platform"],
  ["알림", "my-alerts"],
  ["--x--", "x"],
  ["a".repeat(80), "a".repeat(40)],
])("a workspace in the folder %s is the stack %s, and says nothing wrong", (folderName, stack) => {
  const [first, ...others] = init({ folderName, kinds }).written;
  const files = others.filter(({ path }) => path.endsWith(".yaml"));
  const read = readWorkspace(first ?? { path: "", text: "" });
  expect(read.diagnostics).toEqual([]);
  expect(read.value?.stack).toBe(stack);
  if (read.value === undefined) return;
  const { environments } = read.value;
  const loaded = load({ workspace: read.value, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  expect(loaded.diagnostics).toEqual([]);
});

test("the first line of each file names a schema that is written along", () => {
  const { written, made } = init({ folderName: "x", kinds });
  for (const { path, text } of written.filter((file) => file.path.endsWith(".yaml"))) {
    const named = /\$schema=(\S+)/.exec(text)?.[1] ?? "";
    expect(made.map((file) => file.path)).toContain(join(dirname(path), named));
  }
});

test("every comment that shows YAML shows legal YAML", () => {
  const [first, second] = init({ folderName: "x", kinds }).written;
  const uncommented = (text: string): string =>
    text.replaceAll(
      /^(\s*)# ( *(?:staging:|subscription:|resourceGroup:|location:|variables:|secrets:|slackWebhook:|webhookReceivers:|- \{|environments:))/gm,
      "$1$2",
    );
  const read = readWorkspace({
    path: "tocsin.yaml",
    text: uncommented(first?.text ?? "").replace(
      "/subscriptions/… }",
      '"/subscriptions/x/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/a" }',
    ),
  });
  expect(read.diagnostics).toEqual([]);
  expect(read.value?.environments.map(({ name }) => name)).toEqual(["production", "staging"]);
  if (read.value === undefined || second === undefined) return;
  const files = [{ ...second, text: uncommented(second.text) }];
  const loaded = load({
    workspace: read.value,
    files,
    diagnostics: [],
    environments: read.value.environments,
    kinds,
    today: "2026-11-20",
  });
  expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
});
