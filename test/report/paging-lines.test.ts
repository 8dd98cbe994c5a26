import { describe, expect, test } from "vitest";
import type { Paging } from "../../src/core/plan/routes.ts";
import type { ProcessedBy } from "../../src/core/plan/processed.ts";
import { pagingLines, pagingOf, processLines } from "../../src/report/paging-lines.ts";
import { plain, print } from "../../src/report/print.ts";

const mail = { by: "e-mail", name: "a", to: "a@x.com" };
const oncall = { name: "oncall", state: "reached", receivers: [mail] } as const;
const manager = { ...oncall, name: "manager" };
const empty = { name: "empty", state: "empty", receivers: [] } as const;

const paging = (...processedBy: readonly ProcessedBy[]): Paging => ({
  enabled: true,
  groups: [oncall],
  ...(processedBy.length === 0 ? {} : { processedBy }),
});

const mute: ProcessedBy = { name: "mute", effect: "silences" };
const window: ProcessedBy = { ...mute, name: "window", when: "every Sunday (UTC)" };
const perhaps: ProcessedBy = { ...mute, name: "some", perhaps: ["where its `AlertContext` fits"] };
const tell: ProcessedBy = { name: "tell", effect: "adds", groups: [manager, empty] };

function lines(all: Parameters<typeof print>[0]): readonly string[] {
  return print(all, { columns: 100, paint: plain })
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}

describe("whom an alert pages that rules process", () => {
  test.each<[string, Paging, readonly string[]]>([
    ["nobody", paging(mute), ["  nobody: mute silences it"]],
    ["nobody whom a rule adds, for silencing wins", paging(mute, tell), ["  nobody: mute silences it"]],
    ["nobody, for two reasons", paging(mute, { ...mute, name: "old" }), ["  nobody: mute and old silence it"]],
    [
      "somebody, but for a window",
      paging(window),
      ["  oncall: e-mail a@x.com (a)", "  silenced by window, every Sunday (UTC)"],
    ],
    [
      "somebody, perhaps",
      paging(perhaps),
      ["  oncall: e-mail a@x.com (a)", "  perhaps silenced by some, where its `AlertContext` fits"],
    ],
    [
      "others besides",
      paging(tell),
      [
        "  oncall: e-mail a@x.com (a)",
        "  manager: e-mail a@x.com (a); empty: nobody, the group has no receiver (added by tell)",
      ],
    ],
    [
      "others only",
      { ...paging({ ...tell, groups: [manager] }), groups: [] },
      ["  manager: e-mail a@x.com (a) (added by tell)"],
    ],
    [
      "nobody, for it has no group and a window silences it",
      { ...paging(window), groups: [] },
      ["  nobody: it has no action group", "  silenced by window, every Sunday (UTC)"],
    ],
  ])("%s", (_, said, expected) => {
    expect(lines(pagingOf(said, "cpu"))).toEqual(expected);
  });
});

test("what a rule takes away and what stays are told apart, alerts of one change together", () => {
  const changes = ["cpu", "mem"].map((name) => ({
    kind: "MetricAlert",
    name,
    before: paging(window),
    after: paging(mute, window),
  }));
  expect(lines(pagingLines(changes, { onlyBefore: "gone", onlyAfter: "new" }))).toEqual([
    "Who is paged",
    "  cpu, mem",
    "    - oncall: e-mail a@x.com (a)",
    "    + nobody: mute silences it",
    "      silenced by window, every Sunday (UTC)",
  ]);
});

test("an alert that is silenced while its group changes is not told by its receivers", () => {
  const other = { ...oncall, receivers: [{ ...mail, name: "b" }] };
  const change = { kind: "MetricAlert", name: "cpu", before: paging(), after: { ...paging(mute), groups: [other] } };
  expect(lines(pagingLines([change], { onlyBefore: "gone", onlyAfter: "new" })).at(-1)).toBe(
    "    + nobody: mute silences it",
  );
});

describe("what a rule does", () => {
  const does = { effect: "silences", groups: [], surely: [], perhaps: [] } as const;

  test.each<[string, Parameters<typeof processLines>[0], string]>([
    ["nothing", [], "  nothing: it is disabled, or its time is over"],
    ["silences nobody's", [does], "  at all times silences: no alert of the stack"],
    [
      "silences some and perhaps others",
      [{ ...does, surely: ["a", "b"], perhaps: ["c"], when: "every Sunday (UTC)" }],
      "  every Sunday (UTC) silences: a, b; perhaps c",
    ],
    [
      "adds a group",
      [{ ...does, effect: "adds", groups: [manager], surely: ["a"] }],
      "  at all times tells manager: e-mail a@x.com (a) of: a",
    ],
  ])("%s", (_, processes, expected) => {
    expect(lines(processLines(processes))).toEqual([expected]);
  });
});
