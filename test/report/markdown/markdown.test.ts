import { describe, expect, test } from "vitest";
import {
  driftBackMarkdown,
  driftGoneMarkdown,
  driftMarkdown,
  driftTitle,
} from "../../../src/report/markdown/drift-markdown.ts";
import { planMarkdown } from "../../../src/report/markdown/plan-markdown.ts";
import { untrustedMarkdown, validateMarkdown } from "../../../src/report/markdown/validate-markdown.ts";
import type { DriftReport, ValidateReport, WorkspaceReport } from "../../../src/core/plan/report.ts";
import { reports } from "../reports.ts";
import { failures } from "./failures.ts";
import { comments, issues, look } from "./situations.ts";

const golden = (name: string): string => `../../golden/markdown/${name}.md`;

describe("what people read on GitHub", () => {
  test.each(Object.entries({ ...comments, ...issues, ...failures }))("%s", async (name, situation) => {
    await expect(`${await situation()}\n`).toMatchFileSnapshot(golden(name));
  });

  // Sound because the reports are named after their commands.
  const invalid = reports["validate-invalid"] as ValidateReport;
  const valid = reports["validate-valid"] as ValidateReport;
  const workspace = reports["workspace"] as WorkspaceReport;
  const drift = reports["drift"] as DriftReport;

  test.each([
    ["validate-invalid", validateMarkdown(invalid, look)],
    ["validate-valid", validateMarkdown(valid, look)],
    ["validate-fork", untrustedMarkdown(invalid, look)],
    ["workspace", planMarkdown(workspace, look)],
    ["plan-everything", planMarkdown(reports["plan"] as never, look)],
    ["drift-everything", driftMarkdown(drift, look)],
  ])("%s", async (name, text) => {
    await expect(`${text}\n`).toMatchFileSnapshot(golden(name));
  });

  test("the issue about drift has a title, and is told when the drift goes and comes back", () => {
    expect(driftTitle(drift)).toBe("Drift in ai-platform/production: 6 resources differ from git");
    expect(driftGoneMarkdown(drift)).toBe("**The drift is gone**: 14 resources in Azure as git has it.");
    expect(driftBackMarkdown(drift)).toBe("**There is drift again**: 6 resources differ from git.");
  });
});
