import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, rules, workspace } from "../cli/tocsin.ts";
import { gitIn } from "../support/repository.ts";
import { commits, mergeGroupEvent, pullRequestEvent, pushEvent } from "./events.ts";
import { githubToken, runAction } from "./runner.ts";

const good = { "tocsin.yaml": workspace, "rules/a.yaml": rules };
const inputs = { command: "validate" };
const event = pullRequestEvent();

/** Groups with a mistake each, in the third line of four. */
function wrong(times: number): string {
  return Array.from(
    { length: times },
    (_, index) => `kind: ActionGroup\nname: g${index}\nspec: { groupShortNam: x }\n`,
  ).join("---\n");
}

describe.concurrent("validate as a step", () => {
  test.each([event, pullRequestEvent("fork"), pullRequestEvent("gone"), pushEvent(), mergeGroupEvent()])(
    "definitions without a mistake pass, and say how many there are, whatever began the run",
    async (began) => {
      const end = await runAction({ workspace: folderWith(good), inputs, event: began });
      expect(end).toMatchObject({ code: 0, annotations: [], complaints: [], outputs: { outcome: "success" } });
      expect(end.log).toContain("✓ valid: 2 definitions in 1 file; resources: production 2, staging 2");
      expect(end.summary).toContain("2 definitions");
      expect(end.raw.env).toBe("");
    },
  );

  test("a mistake is annotated on its line, and fails the step with a word about all", async () => {
    const b = rules.replace("severity: 2", "severity: 9").replaceAll("oncall", "others").replace("cpu-high", "cpu-low");
    const end = await runAction({ workspace: folderWith({ ...good, "rules/b.yaml": b }), inputs, event });
    expect(end).toMatchObject({ code: 1, complaints: [], outputs: { outcome: "refused" } });
    expect(end.annotations).toEqual([
      { level: "error", title: "tocsin validate", message: expect.stringMatching(/^1 error in 1 file; /) },
      {
        level: "error",
        title: "illegal-value",
        file: "rules/b.yaml",
        line: 10,
        col: 13,
        message: "`severity: 9` is more than 4, in production",
      },
    ]);
    expect(end.summary).toContain("severity");
  });

  test("of more errors than GitHub shows the first ten are annotated, and the rest is counted", async () => {
    const end = await runAction({ workspace: folderWith({ ...good, "rules/b.yaml": wrong(12) }), inputs, event });
    expect(end.commands.filter(({ name }) => name === "error")).toHaveLength(10);
    expect(end.annotations).toHaveLength(10);
    const [all = "", number = "0"] = /(\d+) errors in 1 file/.exec(end.log) ?? [];
    expect(all).not.toBe("");
    expect(Number(number)).toBeGreaterThan(11);
    const left = `${Number(number) + 1 - 10} more errors not annotated: GitHub shows 10 of each kind`;
    expect(end.summary).toContain(left);
    expect(end.log).toContain(left);
  });

  test("what code scanning and a run for a fork need is left in files", async () => {
    const end = await runAction({ workspace: folderWith({ ...good, "rules/b.yaml": wrong(1) }), inputs, event });
    const sarif = JSON.parse(readFileSync(end.outputs["sarif-file"] ?? "", "utf8"));
    const [run] = sarif.runs;
    expect(run.results[0]).toMatchObject({ ruleId: "unknown-property", level: "error" });
    expect(run.tool.driver.rules[0].helpUri).toMatch(
      /^https:\/\/github\.com\/company\/tocsin\/blob\/v1\/docs\/diagnostics\.md#/,
    );
    const report = JSON.parse(readFileSync(end.outputs["report-file"] ?? "", "utf8"));
    expect(report).toMatchObject({ formatVersion: 1, command: "validate", files: 2 });
  });

  test("a workspace that cannot be read is annotated too", async () => {
    const folder = folderWith({ "tocsin.yaml": "stack: shop\nrules: [a.yaml]\n" });
    const end = await runAction({ workspace: folder, inputs, event });
    expect(end.code).toBe(1);
    expect(end.annotations[1]).toMatchObject({ level: "error", file: "tocsin.yaml", line: 1 });
  });

  test("one environment can be asked for, and one that there is not is said with those there are", async () => {
    const one = await runAction({
      workspace: folderWith(good),
      inputs: { ...inputs, environment: "staging" },
      event,
    });
    expect(one.log).toContain("resources: staging 2");
    const none = await runAction({ workspace: folderWith(good), inputs: { ...inputs, environment: "prod" }, event });
    expect(none).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
    expect(none.annotations).toEqual([
      { level: "error", title: "tocsin", message: expect.stringContaining("`production`") },
    ]);
  });

  test("places are told from the root of the repository, where it is in a folder of the workflow's", async () => {
    const folder = folderWith({ "alerts/tocsin.yaml": workspace, "alerts/rules/b.yaml": wrong(1) });
    gitIn(join(folder, "alerts"))("init", "--quiet");
    const end = await runAction({ workspace: folder, inputs: { ...inputs, workspace: "alerts" }, event });
    expect(end.annotations[1]).toMatchObject({ file: "rules/b.yaml", line: 3 });
    const sarif = JSON.parse(readFileSync(end.outputs["sarif-file"] ?? "", "utf8"));
    expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("rules/b.yaml");
  });

  test("without a checkout the step says what has to come before it", async () => {
    const end = await runAction({ workspace: folderWith({}), inputs, event });
    expect(end.annotations[0]?.message).toContain("`actions/checkout`");
  });

  test("links lead to the commit at the head of the pull request, not to the one that is checked out", async () => {
    const end = await runAction({ workspace: folderWith({ ...good, "rules/b.yaml": wrong(1) }), inputs, event });
    const shown = end.summary.includes("/blob/");
    expect(shown ? end.summary : `/blob/${commits.head}/`).toContain(`/blob/${commits.head}/`);
  });

  test("a run that is cancelled finishes what takes a moment, and leaves nothing half done", async () => {
    // The step waits for its event until it is cancelled, so that it never ends before that.
    const pipe = join(folderWith({}), "event");
    execFileSync("mkfifo", [pipe]);
    const cancelAfter = `::add-mask::${githubToken}`;
    let told: Promise<void> | undefined;
    const end = await runAction({
      workspace: folderWith({ ...good, "rules/b.yaml": wrong(600) }),
      inputs,
      event,
      env: { GITHUB_EVENT_PATH: pipe },
      cancelAfter,
      saw: (text) => {
        if (text.includes(cancelAfter)) told ??= writeFile(pipe, JSON.stringify(event.payload));
      },
    });
    await told;
    expect(end.log).toContain("cancelled: what is being written is finished, nothing else is begun");
    expect(end).toMatchObject({ code: 1, complaints: [], outputs: { outcome: "refused" } });
  });
});
