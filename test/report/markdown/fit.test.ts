import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanReport } from "../../../src/core/plan/report.ts";
import { fit, type Section } from "../../../src/report/markdown/fit.ts";
import { planMarkdown } from "../../../src/report/markdown/plan-markdown.ts";
import { runs } from "../../support/runs.ts";
import { diagnostics } from "../planned.ts";
import { plan } from "../reports.ts";
import { look } from "./situations.ts";

const bytes = (text: string): number => new TextEncoder().encode(text).length;

const section: fc.Arbitrary<Section> = fc.record({
  head: fc.constantFrom("# head", "한국어"),
  items: fc
    .array(fc.integer({ min: 1, max: 300 }), { maxLength: 20 })
    .map((sizes) =>
      sizes.map((size, index) => ({ text: `item ${index} ${"é".repeat(size)}`, short: `item ${index} short` })),
    ),
  glue: fc.constantFrom<"\n" | "\n\n">("\n", "\n\n"),
  cut: fc.constant((left: number) => `${left} left`),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("a text fits, is cut between items only, and says how many are left out", () => {
  fc.assert(
    fc.property(
      fc.array(section, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 300, max: 9000 }),
      (all, limit) => {
        const text = fit(all, limit);
        expect(bytes(text)).toBeLessThanOrEqual(limit);
        const told = text.split("\n").filter((line) => line.startsWith("item ")).length;
        const left = [...text.matchAll(/^(\d+) left$/gm)].reduce((sum, [, number]) => sum + Number(number), 0);
        expect(told + left).toBe(all.reduce((sum, { items }) => sum + items.length, 0));
        const known = new Set(all.flatMap(({ items }) => items.flatMap((item) => [item.text, item.short])));
        for (const line of text.split("\n")) if (line.startsWith("item ")) expect(known).toContain(line);
      },
    ),
    runs(200),
  );
});

const many = Array.from({ length: 600 }, (_, index) =>
  diagnostics.map((one) => ({ ...one, at: { ...one.at, line: index + 1 } })),
).flat();

test("hundreds of errors are counted, and cut between two of them", () => {
  const report: PlanReport = { command: "plan", subject: plan.subject, diagnostics: many };
  const text = planMarkdown(report, { ...look, limit: 30_000 });
  expect(bytes(text)).toBeLessThanOrEqual(30_000);
  expect(text).toContain("no plan: 1800 errors, 600 warnings");
  expect(text).toMatch(/\*\*\d+ more problems\*\* are in the \[job summary\]\(https:[^)]*\)$/);
});

test("what refuses a plan, what is blocked and who is notified have a place beside hundreds of warnings", () => {
  const warnings = many.filter(({ severity }) => severity === "warning");
  const text = planMarkdown({ ...plan, diagnostics: warnings }, { ...look, limit: 20_000 });
  expect(text).toContain("✗ **will not be applied**");
  for (const head of ["Blocked", "600 warnings", "Changes", "Who is notified"]) expect(text).toContain(`#### ${head}`);
  expect(text).toContain("**delete** MetricAlert **`old-cpu`**");
  expect(text).toMatch(/more problems\*\* are in/);
});

test("a change that is longer than all that is allowed leaves its name, and the others stand", () => {
  const { planned } = plan;
  if (planned === undefined) return;
  const [first, ...rest] = planned.changes;
  if (first === undefined) return;
  const query = Array.from({ length: 3000 }, (_, index) => `| where x != ${index}`).join("\n");
  const changes = [{ ...first, settings: { query } }, ...rest];
  const text = planMarkdown({ ...plan, planned: { ...planned, changes } }, look);
  expect(text).toContain(`**create** MetricAlert **\`${first.name}\`**`);
  expect(text).toContain("too long to be shown here");
  expect(text).not.toContain("x != 17");
  expect(text).toContain("<code>http-5xx-rate</code>");
});
