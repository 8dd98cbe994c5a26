import { expect, test } from "vitest";
import { pairsIn } from "./file-commands.ts";
import { createMasker } from "./masker.ts";
import { createStepLog } from "./step-log.ts";
import { commandIn } from "./workflow-commands.ts";

/* What the runner's own source says, held against our idea of it. */

test.each<[string, unknown]>([
  [
    "::error file=a.yaml,line=3::no %25 such%0Athing",
    { name: "error", properties: { file: "a.yaml", line: "3" }, data: "no % such\nthing" },
  ],
  ["  ::notice::blanks may stand before it", { name: "notice", properties: {}, data: "blanks may stand before it" }],
  ["said ::error::nothing may", undefined],
  ["said ##[error]here anything may", { name: "error", properties: {}, data: "here anything may" }],
  ["##[error file=a;line=3]x%3B%5D", { name: "error", properties: { file: "a", line: "3" }, data: "x;]" }],
  ["::unknown::x", undefined],
  ["::error", undefined],
  ["::error title=a%3Ab%2Cc::x", { name: "error", properties: { title: "a:b,c" }, data: "x" }],
  ["::ERROR::x", { name: "ERROR", properties: {}, data: "x" }],
])("%j", (line, expected) => {
  expect(commandIn(line)).toEqual(expected);
});

function log() {
  return createStepLog(createMasker(), "/home/runner/work/alerts");
}

test("nothing is obeyed between a stop and its word", () => {
  const step = log();
  for (const line of ["::stop-commands::4f3e-word", "::error::a", "##[warning]b", "::4f3e-word::", "::notice::c"])
    step.line(line);
  expect(step.commands.map(({ name }) => name)).toEqual(["notice"]);
  expect(step.shown).toEqual(["::stop-commands::***", "::error::a", "##[warning]b", "::***::", "##[notice]c"]);
});

test("ten of a level are kept, and what does not fit together is dropped", () => {
  const step = log();
  for (let index = 0; index < 12; index++) step.line(`::error::${index}`);
  step.line("::warning file=/home/runner/work/alerts/a.yaml,line=2,endLine=3,col=4::w");
  step.line("::warning file=a.yaml,line=2,col=4,endColumn=3::w");
  step.line("::warning col=4::w");
  expect(step.annotations.filter(({ level }) => level === "error")).toHaveLength(10);
  expect(step.shown).toHaveLength(15);
  expect(step.annotations.slice(10)).toEqual([
    { level: "warning", message: "w", file: "a.yaml", line: 2, endLine: 3 },
    { level: "warning", message: "w", file: "a.yaml", line: 2 },
    { level: "warning", message: "w" },
  ]);
});

test("a mask hides a value, its lines, and how it is spelled elsewhere", () => {
  const step = log();
  step.line('::add-mask::two%0Ali"nes/&');
  const spelled = ["two", 'li"nes/&', "li%22nes%2F%26", "li&quot;nes/&amp;", JSON.stringify({ x: 'li"nes/&' })];
  for (const line of [...spelled, Buffer.from('li"nes/&').toString("base64")]) step.line(line);
  expect(step.shown).toEqual(["***", "***", "***", "***", '{"x":"***"}', "***"]);
});

test.each<[string, unknown]>([
  ["a=b=c\nd=\n", { a: "b=c", d: "" }],
  ["a<<X\none\n\ntwo\nX\nb=1\n", { a: "one\n\ntwo", b: "1" }],
  ["a=b<<c\n", { a: "b<<c" }],
])("the file %j", (text, expected) => {
  expect(pairsIn(text)).toEqual(expected);
});

test.each(["a<<X\none\n", "nothing\n", "<<X\nX\n"])("the file %j is refused", (text) => {
  expect(() => pairsIn(text)).toThrow("Invalid");
});
