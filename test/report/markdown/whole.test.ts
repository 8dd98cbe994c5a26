import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameText, unframeText } from "../../../src/core/plan/comment.ts";
import type { Report, ToldChange } from "../../../src/core/plan/report.ts";
import { applyMarkdown } from "../../../src/report/markdown/apply-markdown.ts";
import { driftBackMarkdown, driftGoneMarkdown, driftTitle } from "../../../src/report/markdown/drift-markdown.ts";
import { seen } from "../../../src/report/markdown/foreign-text.ts";
import { renderMarkdown } from "../../../src/report/markdown/markdown.ts";
import { noLookMarkdown, noPlanMarkdown, notAppliedMarkdown } from "../../../src/report/markdown/failure-markdown.ts";
import type { MarkdownLook } from "../../../src/report/markdown/look.ts";
import { untrustedMarkdown } from "../../../src/report/markdown/validate-markdown.ts";
import { runs } from "../../support/runs.ts";
import { plan, reports } from "../reports.ts";
import { withTexts } from "../with-texts.ts";
import { foreignOn, nasty, pageOf } from "./judge.ts";

const look: MarkdownLook = {
  linkTo: ({ line }) => `https://github.com/company/alerts/blob/main/x.yaml#L${line}`,
  limit: 1_000_000,
  more: { text: "job summary", url: "https://github.com/company/alerts/actions/runs/42" },
};

const change = (number: number): ToldChange => plan.planned!.changes[number]!;

/** Reports with whatever a field can hold, by name. */
const whole: Readonly<Record<string, Report>> = {
  ...reports,
  "plan-marked": {
    ...plan,
    planned: {
      ...plan.planned!,
      changes: plan.planned!.changes.map((one, index) => ({
        ...one,
        ...(index % 2 === 0 ? { elsewhere: true as const } : {}),
        differences: one.differences.map((difference) => ({ ...difference, elsewhere: true as const })),
        changed: { by: "kim@company.com", at: "2026-11-19T02:14:55Z" },
      })),
      restores: { id: "4f2d9c1e5b7a8c3d6e9f0a1b2c3d4e5f6a7b8c9d", title: "alerts: quieter nights" },
      base: { id: "9c31f0a2b4c6d8e0f1a2b3c4d5e6f7a8b9c0d1e2", title: "alerts: louder days" },
    },
  },
};

function rendered(report: Report, more: Partial<MarkdownLook> = {}): string {
  if (report.command === "apply") {
    const { action, kind, name, resourceGroup } = report.planned?.changes[0] ?? change(0);
    const gone = [{ action, kind, name, resourceGroup }];
    const unseen = report.planned?.changes.slice(0, 2).map(({ id }) => id) ?? [];
    return applyMarkdown({ ...report, unseen, gone }, { ...look, ...more });
  }
  return renderMarkdown(report, { ...look, ...more });
}

/** A report with texts in all its fields, one after the other. */
function filled(report: Report, texts: readonly string[], kept: readonly string[] = []): Report {
  let next = 0;
  // Sound because only texts were replaced by texts.
  return withTexts(report, () => texts[next++ % texts.length] ?? "", kept) as Report;
}

const texts = (of: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(
    of.filter((text) => text.trim() !== ""),
    { minLength: 3, maxLength: 8 },
  );

describe.each(Object.entries(whole))("in what is told of %s", (_name, report) => {
  test("nothing but ours is on the page, and nothing of others acts, whole or cut", () => {
    fc.assert(
      fc.property(texts(nasty), fc.integer({ min: 12_000, max: 60_000 }), (all, limit) => {
        const text = rendered(filled(report, all), { limit, sourceOf: () => all.join("\n") });
        expect(foreignOn(pageOf(text))).toEqual([]);
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(limit);
        expect(text.split("\n").filter((line) => /^<sub>|^<!--/.test(line))).toEqual([]);
        expect(unframeText(frameText({ marker: "<!-- m -->", text, footer: "f" })).text).toBe(text);
      }),
      runs(4),
    );
  });

  test("the page is built as that of the same report with harmless texts", () => {
    // Whether a value stands in a table or below it is a matter of its length.
    const simple = withoutLong(report);
    const short = nasty.filter((text) => text.length <= 20 && !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll("\n", "")));
    fc.assert(
      fc.property(texts(short), (all) => {
        const words = all.map((text, index) =>
          text
            .split("\n")
            .map((line) => (line.trim() === "" ? line : `word${"x".repeat(index)}`))
            .join("\n"),
        );
        const kept = ["path", "layer"];
        expect(pageOf(rendered(filled(simple, all, kept))).skeleton).toBe(
          pageOf(rendered(filled(simple, words, kept))).skeleton,
        );
      }),
      runs(4),
    );
  });
});

function withoutLong(report: Report): Report {
  if (!("planned" in report) || report.planned === undefined) return report;
  const changes = report.planned.changes.map((one) => ({
    ...one,
    differences: one.differences.filter((two) => typeof two.before !== "object" && typeof two.after !== "object"),
  }));
  // Sound because the same report with fewer differences is one.
  return { ...report, planned: { ...report.planned, changes } } as Report;
}

test("every change is named, with its name as it is", () => {
  fc.assert(
    fc.property(texts(nasty), (all) => {
      const report = filled(plan, all);
      const { text } = pageOf(rendered(report));
      const read = (one: string): string => one.replaceAll(/\s/gu, "");
      for (const { name } of (report as typeof plan).planned!.changes) expect(read(text)).toContain(read(seen(name)));
    }),
    runs(30),
  );
});

test("of why there is no result nothing acts, whoever said it, and it fits", () => {
  const failure = fc.record(
    {
      by: fc.constantFrom("azure", "github", "asked", "system", "bug"),
      why: fc.constant("Azure does not answer"),
      message: nasty,
      tried: nasty,
      facts: fc.array(fc.tuple(fc.constantFrom("status", "code", "correlation id"), nasty), { maxLength: 3 }),
      todo: nasty,
    },
    { requiredKeys: ["by", "why", "message", "facts", "todo"] },
  );
  fc.assert(
    fc.property(failure, nasty, fc.boolean(), fc.integer({ min: 1, max: 5000 }), (told, name, whole, times) => {
      const subject = whole ? { stack: name, environment: name, subscription: "s" } : { environment: name };
      const long = { ...told, message: told.message.repeat(times) };
      const about = { ...look, limit: 36_000, subject, commit: "4f2d9c1e", shownAt: name };
      for (const text of [noPlanMarkdown(long, about), notAppliedMarkdown(long, about), noLookMarkdown(long, about)]) {
        const page = pageOf(text);
        expect(foreignOn(page)).toEqual([]);
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(36_000);
        expect(unframeText(frameText({ marker: "<!-- m -->", text, footer: "f" })).text).toBe(text);
        if (times === 1 && told.message.trim() !== "")
          expect(page.text.replaceAll(/[\s`]/gu, "")).toContain(seen(told.message).replaceAll(/[\s`]/gu, ""));
      }
    }),
    runs(60),
  );
});

test("short notes and the label of an untrusted run are built as ever", () => {
  fc.assert(
    fc.property(texts(nasty), (all) => {
      const [drift, validate] = [filled(whole["drift"]!, all), filled(whole["validate-invalid"]!, all)];
      if (drift.command !== "drift" || validate.command !== "validate") return;
      const told = [driftGoneMarkdown(drift), driftBackMarkdown(drift), untrustedMarkdown(validate, look)];
      expect(told.flatMap((text) => foreignOn(pageOf(text)))).toEqual([]);
      expect(driftTitle(drift)).not.toMatch(/[`@#<>\n\p{Cc}]|:\w+:/u);
      expect(driftTitle(drift).length).toBeLessThan(256);
    }),
    runs(30),
  );
});
