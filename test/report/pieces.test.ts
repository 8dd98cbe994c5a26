import { describe, expect, test } from "vitest";
import type { Json } from "../../src/core/json.ts";
import { diagnosticLines } from "../../src/report/diagnostic-lines.ts";
import { differenceLines } from "../../src/report/difference-lines.ts";
import { diffLines } from "../../src/report/line-diff.ts";
import { as, apart, fixed, plain, print, prose, type Span } from "../../src/report/print.ts";
import { progressLine } from "../../src/report/progress-text.ts";
import { memberLines, valueLines } from "../../src/report/value-lines.ts";
import { visible, widthOf } from "../../src/report/visible.ts";

function text(spans: readonly Span[]): string {
  return spans.map((span) => (typeof span === "string" ? span : span.text)).join("");
}

describe("values read as YAML", () => {
  test.each<[Json, readonly string[]]>([
    [2, ["2"]],
    ["plain text", ["plain text"]],
    ["", ['""']],
    ["429", ['"429"']],
    ["true", ['"true"']],
    ["a: b", ['"a: b"']],
    ["- x", ['"- x"']],
    [["429", "503"], ['["429", "503"]']],
    [["a, b"], ["- a, b"]],
    [["avg cpu > 80"], ["- avg cpu > 80"]],
    [{ name: "admin", to: "${secret:x}" }, ["{ name: admin, to: (secret x) }"]],
    ["https://host/${secret:path}", ["https://host/(secret path)"]],
    ["${hidden:3}", ["(hidden)"]],
    ["$${not} a secret", ["$${not} a secret"]],
    ["a\nb\n", ["|", "  a", "  b"]],
    [{}, ["{}"]],
    [[], ["[]"]],
  ])("%j", (value, lines) => {
    expect(valueLines(value, 60)).toEqual(lines);
  });

  test("what does not fit on a line stands in a block", () => {
    const receiver = { name: "a-rather-long-name", serviceUri: "https://hooks.example.com/services/x" };
    expect(memberLines({ webhookReceivers: [receiver], enabled: true }, 50)).toEqual([
      "webhookReceivers:",
      "  - name: a-rather-long-name",
      "    serviceUri: https://hooks.example.com/services/x",
      "enabled: true",
    ]);
  });
});

describe("line diffs", () => {
  test("show what surrounds a change, and fold the rest", () => {
    const before = ["1", "2", "3", "4", "5", "6", "7", "8"];
    const told = diffLines(before, before.with(5, "six")).map((line) =>
      line.mark === "gap" ? `… ${line.lines}` : line.mark + text(line.spans),
    );
    expect(told).toEqual(["… 3", " 4", " 5", "-6", "+six", " 7", " 8"]);
  });

  test("show one line that is left over, since to say so would take one as well", () => {
    const told = diffLines(["1", "2", "3", "4"], ["1", "2", "3", "four"]).map((line) =>
      line.mark === "gap" ? `… ${line.lines}` : line.mark + text(line.spans),
    );
    expect(told).toEqual([" 1", " 2", " 3", "-4", "+four"]);
  });

  test("show blanks where only blanks differ", () => {
    expect(diffLines(["a b "], ["a  b"]).map((line) => (line.mark === "gap" ? "" : text(line.spans)))).toEqual([
      "a·b·",
      "a··b",
    ]);
  });

  test("two long texts without end are not compared", () => {
    const long = Array.from({ length: 5000 }, (_, index) => String(index));
    const told = diffLines(long, ["a"]).map((line) => (line.mark === "gap" ? "" : line.mark + text(line.spans)));
    expect(told).toEqual(["-5000 lines", "+1 line"]);
  });
});

describe("differences", () => {
  const look = { told: "plan" as const, indent: 0, columns: 80, definition: { file: "a.yaml", line: 1, column: 1 } };
  const printed = (difference: Parameters<typeof differenceLines>[0][number]): string =>
    print(differenceLines([difference], look), { paint: plain, columns: 80 });

  test("a difference that YAML shows alike is told exactly", () => {
    expect(printed({ path: "query", before: "a\nb", after: "a\nb\n" })).toBe('query\n  - "a\\nb"\n  + "a\\nb\\n"\n');
  });

  test("a name that the path has said is not said again", () => {
    const difference = { path: "criteria[cpu]", before: "avg x > 1 as cpu", after: "avg x > 2 as cpu" };
    expect(printed(difference)).toBe("criteria[cpu]  avg x > 1 → avg x > 2\n");
  });

  test("an id is not parted, however long it is", () => {
    const idOf = (name: string): string => `/subscriptions/${"x".repeat(90)}/accounts/amw-${name}`;
    const [before, after] = [idOf("a"), idOf("b")];
    expect(printed({ path: "workspace", before, after })).toBe(`workspace\n  - ${before}\n  + ${after}\n`);
  });

  test("an element without a name is not called by all that it says", () => {
    const path = 'schedule.recurrences[{"daysOfWeek":["Sunday"],"startTime":"02:00:00"}]';
    const before = { daysOfWeek: ["Sunday"], startTime: "02:00:00" };
    expect(printed({ path, before })).toMatch(/^schedule\.recurrences\s/);
    expect(printed({ path: "conditions[{x}].values", before: 1, after: 2 })).toBe("conditions[{x}].values  1 → 2\n");
  });

  test.each([
    [["a"], "(secret a changed)"],
    [["a", "b"], "(secrets a, b changed)"],
    [[], "(hidden value changed)"],
  ])("a secret difference has names and no values: %j", (secret, expected) => {
    expect(printed({ path: "serviceUri", secret })).toBe(`serviceUri  ${expected}\n`);
  });
});

describe("printing", () => {
  test("prose is broken between words, and what is to be copied is not", () => {
    const lines = [prose(0, 2, "one two ", as("strong", "three four")), fixed(0, "five six seven eight")];
    expect(print(lines, { paint: plain, columns: 10 })).toBe("one two\n  three\n  four\nfive six seven eight\n");
  });

  test("empty blocks leave no trace", () => {
    expect(apart([], [fixed(0, "a")], [], [fixed(0, "b")]).length).toBe(3);
  });

  test.each([
    ["abc", 3],
    ["한국어", 6],
    ["😀", 2],
    ["e\u0301", 1],
    ["Größe × 2 – ✓ ✗ … • → ↩ ─ ━ │ ±·", 32],
  ])("%s is %i columns wide", (letters, width) => {
    expect(widthOf(letters)).toBe(width);
  });

  test.each([
    ["\u001b[31m", "␛[31m"],
    ["\u009b", "<U+009B>"],
    ["\u202e", "<U+202E>"],
    ["\u007f", "␡"],
    ["\ud800", "\ufffd"],
    ["👩‍💻 한", "👩‍💻 한"],
  ])("%j is shown as %s", (written, shown) => {
    expect(visible(written)).toBe(shown);
  });

  test("the line of progress fits the terminal", () => {
    const look = { paint: plain, columns: 50 };
    expect(progressLine({ done: 3, of: 12 }, ["a", "b"], look)).toBe(" 3/12 ━━━━━─────────────── a, b");
    expect(progressLine({ done: 12, of: 12 }, ["a-very-long-name".repeat(5)], look)).toHaveLength(48);
  });
});

test("a name that the command was given has no place in a file, and no line of one is shown", () => {
  const look = { columns: 100, sourceOf: () => "stack: shop\n" };
  const at = { file: "tocsin.yaml", line: 1, column: 1 };
  const told = (code: "unknown-name" | "unknown-property"): string =>
    print(diagnosticLines([{ code, severity: "error", message: "no `x`", at }], look), { paint: plain, columns: 100 });
  expect(told("unknown-name")).toBe("error no `x`  [unknown-name]\n");
  expect(told("unknown-property")).toContain("tocsin.yaml:1:1 error no `x`  [unknown-property]\n   1 │ stack: shop\n");
});
