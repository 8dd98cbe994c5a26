import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { load } from "../src/commands/load.ts";
import { printLength } from "../src/core/duration.ts";
import { isList, isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { readWorkspace } from "../src/core/language/workspace.ts";
import { kinds } from "../src/kinds/kinds.ts";

/*
 * The rule groups that ship in rules/, judged by Prometheus itself: each becomes a rule file, and `promtool check rules`
 * reads it. https://prometheus.io/docs/prometheus/latest/configuration/recording_rules
 */

const isThere = spawnSync("promtool", ["--version"]).status === 0;
if (!isThere) console.warn("promtool is not installed (Debian: prometheus), so nobody judges the PromQL in rules/");

describe.skipIf(!isThere)("the shipped rule groups", () => {
  const groups = shippedGroups();

  test("are there", () => {
    expect(groups.map(({ title }) => title)).toContain("production: aks-health");
  });

  test.each(groups)("Prometheus takes $title", ({ file }) => {
    expect(judged(file)).toEqual({ status: 0, failed: [] });
  });

  test("and would not take a broken one", () => {
    const [group] = groups;
    const broken = group!.file.replace("node_memory_MemTotal_bytes{", "node_memory_MemTotal_bytes[");
    expect(broken).not.toBe(group!.file);
    expect(judged(broken)).toMatchObject({
      status: 1,
      failed: [expect.stringContaining("could not parse expression")],
    });
  });
});

function shippedGroups(): readonly { readonly title: string; readonly file: string }[] {
  const read = (path: string) => ({ path, text: readFileSync(path, "utf8") });
  const { value: workspace } = readWorkspace(read("tocsin.yaml"));
  const files = globSync("rules/*.yaml").map(read);
  const { environments } = workspace!;
  const loaded = load({ workspace: workspace!, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  return loaded.stacks.flatMap(({ stack }) =>
    stack.resources.flatMap(({ kind, name, settings }) =>
      kind === "PrometheusRuleGroup"
        ? [{ title: `${stack.environment.name}: ${name}`, file: ruleFile(name, settings) }]
        : [],
    ),
  );
}

/** A rule group as a Prometheus rule file: what is Azure's alone is left out. */
function ruleFile(name: string, { interval, rules }: JsonObject): string {
  const translated = isList(rules) ? rules.filter(isObject).map(ruleOf) : [];
  return stringify({ groups: [{ name, interval: length(interval), rules: translated }] });
}

function ruleOf({ alert, record, expression, for: lasting, labels, annotations }: JsonObject): object {
  return { alert, record, expr: expression, for: length(lasting), labels, annotations };
}

function length(value: Json | undefined): string | undefined {
  return typeof value === "string" ? printLength(value) : undefined;
}

function judged(file: string): { readonly status: number | null; readonly failed: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    const path = join(folder, "rules.yaml");
    writeFileSync(path, file);
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "rules", path], { encoding: "utf8" });
    return { status, failed: `${stdout}${stderr}`.split("\n").filter((line) => /parse|invalid|duplicate/.test(line)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
