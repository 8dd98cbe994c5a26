import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameText, shownOf, unframeText } from "../../../src/core/plan/comment.ts";
import type { DriftReport } from "../../../src/core/plan/report.ts";
import type { UpdateReport } from "../../../src/core/plan/update-report.ts";
import { adoptionMarkdown, adoptionTitle } from "../../../src/report/markdown/adoption-markdown.ts";
import { driftIssueMarkdown, driftNotes } from "../../../src/report/markdown/drift-issue-markdown.ts";
import type { MarkdownLook } from "../../../src/report/markdown/look.ts";
import { runs } from "../../support/runs.ts";
import { reports } from "../reports.ts";
import { updatedByHand } from "../updated.ts";
import { foreignOn, nasty, pageOf } from "./judge.ts";

const url = "https://github.com/company/alerts/actions/runs/42";
const run = { text: "this run", url };
const issue = { number: 7, url: "https://github.com/company/alerts/issues/7" };
const look: MarkdownLook = { linkTo: () => undefined, limit: 30_000 };

// Sound because the reports are named after their commands.
const drift = reports["drift"] as DriftReport;
const healed = drift.planned!.changes.slice(0, 3);
const short: DriftReport = {
  ...drift,
  planned: { ...drift.planned!, changes: healed.slice(0, 1), paging: [], notes: [] },
};

/** What `import --update` says, with a text of somebody's wherever one can stand. */
function updating(text: string): UpdateReport {
  const at = { file: `rules/${text}.yaml`, line: 3, column: 1 };
  const one = { kind: "MetricAlert", name: text, resourceGroup: text, id: `/subscriptions/s/${text}`, at };
  const changed = { by: text, at: text };
  const difference = { path: text, before: text, after: text, layer: text, at };
  return {
    command: "import-update",
    subject: { stack: "shop", environment: "production", subscription: "s" },
    diagnostics: [],
    updated: {
      resources: [
        { ...one, outcome: "updated", differences: [difference], sources: [{ path: text, at }], left: [], changed },
        { ...one, outcome: "updated", differences: [difference], sources: [], left: [{ path: text, because: text }] },
        { ...one, outcome: "missing", differences: [], sources: [], left: [{ because: text }] },
      ],
      unchanged: 4,
      files: [at.file],
      dryRun: true,
      notes: [],
    },
  };
}

const nothingWritten = (report: UpdateReport): UpdateReport => ({
  ...report,
  updated: {
    ...report.updated!,
    resources: report.updated!.resources.filter(({ outcome }) => outcome !== "updated"),
    files: [],
  },
});

const inTheWay = {
  when: "withheld" as const,
  reasons: [{ code: "another-stack", message: "oncall: it belongs to `others/production`" }],
};

const theirs = {
  branch: "tocsin/adopt-production",
  commit: "9c31f0a2b4c6d8e0f1a2b3c4d5e6f7a8b9c0d1e2",
  pullRequest: { number: 12, url: "https://github.com/company/alerts/pull/12" },
};

describe("what people read of a night", () => {
  const notes = driftNotes(drift, { run, healed: [] });
  const told = shownOf(drift.planned!);
  test.each([
    ["issue-not-healed", driftIssueMarkdown(drift, { ...look, inTheWay })],
    ["issue-theirs", driftIssueMarkdown(short, { ...look, inTheWay: { when: "refused", reasons: [] }, theirs })],
    ["note-another", notes.another],
    ["note-gone", notes.gone(told)],
    ["note-healed", driftNotes(drift, { run, healed }).gone(told)],
    ["note-back", notes.back],
    ["note-still-there", notes.stillThere],
    ["note-doubled", notes.doubled(issue)],
    ["adoption", adoptionMarkdown(updatedByHand, { ...look, issue })],
    ["adoption-nothing", adoptionMarkdown(nothingWritten(updatedByHand), look)],
  ])("%s", async (name, text) => {
    await expect(`${text}\n`).toMatchFileSnapshot(`../../golden/nights/${name}.md`);
  });

  test("the pull request has a title without a number, so that it stays true", () => {
    expect(adoptionTitle(drift.subject)).toBe("Keep what was changed in Azure by hand in ai-platform/production");
  });
});

test("nothing of what others wrote acts in them, and they stay in their limits", () => {
  fc.assert(
    fc.property(
      nasty.filter((text) => text.trim() !== ""),
      (text) => {
        const change = { ...healed[0]!, name: text, kind: text, resourceGroup: text, changed: { by: text, at: text } };
        const notes = driftNotes(drift, { run, healed: [change] });
        const report = updating(text);
        const reasons = Array.from({ length: 60 }, () => ({ code: text, message: text }));
        const limited = { ...look, limit: 200_000 };
        const texts = [
          driftIssueMarkdown(short, { ...limited, inTheWay: { when: "refused", reasons } }),
          driftIssueMarkdown(short, {
            ...limited,
            inTheWay: { when: "refused", reasons: [] },
            // The address of a pull request is GitHub's to give; an address alone would else be a link as good as any.
            theirs: { branch: text, commit: text, pullRequest: { number: 1, url: `https://github.com/${text}` } },
          }),
          notes.gone([]),
          driftNotes(drift, { run, healed: [] }).gone([{ ...change, digest: "" }]),
          adoptionMarkdown(report, { ...limited, issue }),
          adoptionMarkdown(nothingWritten(report), limited),
        ];
        for (const one of texts) {
          expect(foreignOn(pageOf(one))).toEqual([]);
          expect(unframeText(frameText({ marker: "<!-- m -->", text: one, footer: "f" })).text).toBe(one);
        }
        const subject = { ...drift.subject, stack: text, environment: text };
        expect(adoptionTitle(subject)).not.toMatch(/[`@#<>\n\p{Cc}]|:\w+:/u);
        expect(adoptionTitle(subject).length).toBeLessThan(256);
      },
    ),
    { ...runs(40), examples: [["https://evil.example"]] },
  );
});

test("of many resources fifty are named, and how many more there are", () => {
  const one = { ...shownOf(drift.planned!)[0]!, name: "cpu" };
  const text = driftNotes(drift, { run, healed: [] }).gone(Array.from({ length: 63 }, () => one));
  expect(text.match(/\*\*`cpu`\*\*/g)).toHaveLength(50);
  expect(text.endsWith("and 13 more")).toBe(true);
});

test("the text of a pull request is cut between definitions, and its limit is kept", () => {
  const report = updating("cpu-high");
  const { updated } = report;
  const many = {
    ...report,
    updated: { ...updated!, resources: Array.from({ length: 400 }, () => updated!.resources[0]!) },
  };
  const text = adoptionMarkdown(many, { ...look, limit: 9000 });
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(9000);
  expect(text).toMatch(/\d+ more definitions/);
  expect(text).toContain("#### Checks");
});
