import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, rules, tocsin, workspace, type Run } from "./tocsin.ts";

const env = { SLACK_URL: "https://hooks.example/a-secret-value" };
const stackName = /^stack: (.*)$/m.exec(workspace)?.[1] ?? "";
const byHand = rules.replace("> 80", "> 91").replace("admin@company.com", "boss@company.com");

let emulator: Emulator;
let folder = "";

beforeEach(async () => {
  emulator = await startEmulator();
  folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": rules });
  const { code, out } = await run("apply", "--yes");
  if (code !== 0) throw new Error(out);
});

afterEach(async () => {
  await emulator.close();
});

function run(...args: readonly string[]): Promise<Run> {
  return tocsin(folder, [...args, "-e", "production", "--endpoint", emulator.url], env);
}

/** Somebody else makes Azure what these definitions say. */
async function changeByHand(): Promise<void> {
  const elsewhere = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": byHand });
  const applied = await tocsin(elsewhere, ["apply", "-e", "production", "--endpoint", emulator.url, "--yes"], env);
  if (applied.code !== 0) throw new Error(applied.out);
}

const file = (): string => readFileSync(join(folder, "rules/a.yaml"), "utf8");

test("what was changed by hand is kept: drift, update, no drift, and the other environment is what it was", async () => {
  expect(await run("import", "--update")).toMatchObject({
    code: 0,
    out: expect.stringContaining("✓ nothing to write"),
  });
  await changeByHand();
  const { code, out } = await run("drift");
  expect(code).toBe(2);
  expect(out).toContain("tocsin import -e production --update oncall cpu-high\n               and merge that");
  const before = await tocsin(folder, ["show", "cpu-high", "-e", "staging"], env);
  const updated = await run("import", "--update");
  expect(updated.code).toBe(0);
  expect(updated.out).toContain("2 updated");
  expect(file()).toBe(
    rules
      .replace(
        "---",
        "environments:\n  production: { spec: { emailReceivers: { admin: { emailAddress: boss@company.com } } } }\n---",
      )
      .replace(
        "severity: 3 } }\n",
        "severity: 3 } }\n  production: { spec: { criteria: { Metric1: { threshold: 91 } } } }\n",
      ),
  );
  expect((await run("drift")).code).toBe(0);
  const after = await tocsin(folder, ["show", "cpu-high", "-e", "staging"], env);
  const bare = (text: string): string => text.replaceAll(/:\d+|line \d+/g, "");
  expect(bare(after.out)).toBe(bare(before.out));
});

test("of names only these are written, and a name nobody has is told with the near one", async () => {
  await changeByHand();
  expect(await run("import", "--update", "cpu-hig")).toMatchObject({
    code: 1,
    out: expect.stringContaining("did you mean `cpu-high`?"),
  });
  expect(file()).toBe(rules);
  expect((await run("import", "--update", "cpu-high")).code).toBe(0);
  expect(file()).toContain("threshold: 91");
  expect(file()).not.toContain("boss@company.com");
});

test("what is not ours yet needs no update: the definition says what Azure has", async () => {
  writeFileSync(join(folder, "tocsin.yaml"), workspace.replace(/^stack: .*$/m, "stack: heirs"));
  writeFileSync(join(folder, "rules/a.yaml"), rules.replaceAll(/^(name: .*)$/gm, `$1\nadopt: ${stackName}/production`));
  const { out, code } = await run("import", "--update");
  expect(out).toContain("✓ nothing to write: 2 resources in Azure as the definitions say");
  expect(code).toBe(0);
  const drift = await run("drift");
  expect(drift.out).toContain("2 resources differ");
  expect(drift.out).not.toContain("import");
});

test("a dry run writes nothing", async () => {
  await changeByHand();
  const { code, out } = await run("import", "--update", "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain("to be written  rules/a.yaml");
  expect(file()).toBe(rules);
});

test("what is not in Azure, or no definition's, is told, and a mistake in a file stops all", async () => {
  writeFileSync(join(folder, "rules/a.yaml"), rules.replace("name: cpu-high", "name: cpu-higher"));
  const { code, out } = await run("import", "--update");
  expect(code).toBe(1);
  expect(out.replaceAll(/\s+/g, " ")).toContain(
    "it is not in Azure; where it is to stay away, delete the definition, or write `production: false`",
  );
  expect(out).toContain("no definition wants it; `import --name cpu-high` writes one");
  writeFileSync(join(folder, "rules/a.yaml"), rules.replace("severity: 2", "severity: two"));
  expect(await run("import", "--update")).toMatchObject({
    code: 1,
    out: expect.stringContaining("× nothing written: 1 error"),
  });
});

test("it takes names, and nothing that chooses among resources", async () => {
  expect(await run("import", "--update", "--kind", "MetricAlert")).toMatchObject({
    code: 64,
    err: expect.stringContaining("--update takes names of definitions, and no --kind"),
  });
});

test("as JSON it says where each value stands now", async () => {
  await changeByHand();
  const { out } = await run("import", "--update", "cpu-high", "--format", "json");
  expect(JSON.parse(out)).toMatchObject({
    command: "import-update",
    updated: {
      files: ["rules/a.yaml"],
      resources: [
        {
          outcome: "updated",
          name: "cpu-high",
          differences: [
            { path: "criteria[Metric1]", at: { file: "rules/a.yaml", line: 19 }, layer: "environments.production" },
          ],
        },
      ],
    },
  });
});
