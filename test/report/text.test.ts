import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/core/plan/report.ts";
import { renderJson } from "../../src/report/json.ts";
import { plain, type Paint } from "../../src/report/print.ts";
import { renderText, type TextLook } from "../../src/report/text.ts";
import { source } from "./planned.ts";
import { plan, reports } from "./reports.ts";

const look: TextLook = {
  paint: plain,
  columns: 100,
  verbose: false,
  sourceOf: (file) => (file === "rules/aks.yaml" ? source : undefined),
};

describe("what people read", () => {
  test.each(Object.entries(reports))("%s", async (name, report) => {
    await expect(renderText(report, look)).toMatchFileSnapshot(`../golden/report/${name}.txt`);
  });

  test("a plan in a narrow terminal", async () => {
    await expect(renderText(plan, { ...look, columns: 60 })).toMatchFileSnapshot("../golden/report/plan-narrow.txt");
  });

  test("a plan with everything that is known", async () => {
    await expect(renderText(plan, { ...look, verbose: true })).toMatchFileSnapshot("../golden/report/plan-verbose.txt");
  });

  test("a plan with its colours written as tags", async () => {
    const tags: Paint = (style, text) => `<${style}>${text}</>`;
    await expect(renderText(plan, { ...look, paint: tags })).toMatchFileSnapshot("../golden/report/plan-colours.txt");
  });
});

/** The same report with every text replaced. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => withTexts(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isWord(key) ? item : withTexts(item, replace)]),
  );
}

/** What our own code says, and nobody else: members of unions. */
function isWord(key: string): boolean {
  return ["command", "action", "outcome", "state", "severity", "code", "check", "canPlan", "canApply"].includes(key);
}

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "\u001b[2J\u001b[1;1H✓ nothing to do",
    "a\rb",
    "\u009b31mred",
    "x\u202Egnp.exe",
    "line\nline\r\n\u001b]8;;http://evil\u0007link",
    "\u0000\u0007\u007f\u2028\u200b\ud800",
    "한국어 \u{e0041}\u{1f600}",
    "${secret:slack}",
    "  ",
  ),
);

describe("nothing of what others wrote", () => {
  const forbidden =
    /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

  test.each(Object.entries(reports))("can act on a terminal: %s", (_name, report) => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 20, max: 140 }),
        (texts, columns) => {
          let next = 0;
          const mixed = withTexts(report, (text) =>
            next++ % 3 === 0 ? `${text}${texts[next % texts.length]}` : (texts[next % texts.length] ?? text),
          );
          // Sound because only texts were replaced by texts.
          const text = renderText(mixed as Report, { ...look, columns, sourceOf: () => texts.join("\n") });
          for (const line of text.split("\n")) {
            expect(line).not.toMatch(forbidden);
            expect(line).toBe(line.trimEnd());
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("can pass for a line of ours: a newline in a name starts none", () => {
    const forged: Report = { ...plan, subject: { ...plan.subject, environment: "x\n✓ nothing to do" } };
    expect(renderText(forged, look).split("\n")[0]).toContain("x␊✓ nothing to do");
  });
});

test("the JSON is the report with its version before it", () => {
  expect(JSON.parse(renderJson(plan))).toEqual({ formatVersion: 1, ...plan });
  expect(renderJson(plan)).toMatch(/^\{\n {2}"formatVersion": 1,\n[^]*\}\n$/);
});

test.each([
  ['    - { name: x, serviceUri: "https://x.example/?sig=canary0123456789abcdef" }', 1],
  ['    - { name: x, serviceUri: "https://x.example/?sig=canary0123456789abcdef" }', 60],
  ["  apiKey: canary0123456789abcdef", 11],
  [`${"x ".repeat(3000)}?sig=canary0123456789abcdef`, 6010],
])("a credential in the line that is complained about is covered up: %s", (line, column) => {
  const at = { file: "a.yaml", line: 1, column };
  const diagnostics = [{ code: "looks-like-credential", severity: "warning", message: "m", at }] as const;
  const text = renderText({ command: "workspace", diagnostics }, { ...look, columns: 120, sourceOf: () => line });
  expect(text).not.toMatch(/canary|cdef/);
  if (column > 5) expect(text).toContain("••••");
});
