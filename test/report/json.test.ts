import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../src/core/plan/report.ts";
import { formatVersion, renderJson } from "../../src/report/json.ts";
import { visible } from "../../src/report/visible.ts";

function reportOf(message: string): Report {
  return {
    command: "workspace",
    diagnostics: [{ code: "yaml-syntax", severity: "error", message, at: { file: "a", line: 1, column: 1 } }],
  };
}

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "\u009b",
      "\u202e",
      "\u200b",
      "\u2028",
      "\u2029",
      "\u007f",
      "\u{e0041}",
      "\n",
      "a",
      "가",
      "🔔",
    ),
  }),
);

test("nothing in the JSON acts in a terminal, and whoever parses it gets the same texts", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const json = renderJson(reportOf(text));
      expect(visible(json.replaceAll("\n", ""))).toBe(json.replaceAll("\n", ""));
      expect(JSON.parse(json)).toEqual({ formatVersion, ...reportOf(text) });
    }),
  );
});

test("what only looks foreign stays readable", () => {
  expect(renderJson(reportOf("경고 🔔 é"))).toContain('"경고 🔔 é"');
  expect(renderJson(reportOf("\u009b2J\u202e\u{e0041}"))).toContain(String.raw`"\u009b2J\u202e\udb40\udc41"`);
});
