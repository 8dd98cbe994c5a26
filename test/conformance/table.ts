import type { Json } from "../../src/core/json.ts";
import type { Count, Row, Verdict } from "./verdict.ts";

/** The verdict as people read it: one line per family, then what is excused, what is not ours, and what failed. */
export function tableOf(verdict: Verdict): string {
  const { rows, excuses, failures, notOurs, half, reasons, foreign } = verdict;
  const lines = [
    ...tableLines(rows),
    "",
    `${failures.length} failed. ${excuses.length} excuse${excuses.length === 1 ? "" : "s"}:`,
    ...excuses.map(({ excuse, used }) => {
      const told = used === 0 ? "EXCUSES NOTHING ANY MORE, take it out" : `${used} difference${used === 1 ? "" : "s"}`;
      return `  ${excuse.recording} #${seqs(excuse.seq)} ${told}: ${excuse.because}`;
    }),
  ];
  if (foreign > 0) {
    lines.push(
      "",
      `${foreign} resources in recorded lists were made by somebody else: read as settings, not replayed.`,
    );
  }
  if (notOurs.size > 0) {
    lines.push("", "Not ours, neither a kind nor emulated:");
    lines.push(...[...notOurs].map(([family, count]) => `  ${String(count).padStart(4)}  ${family}`));
  }
  if (half.size > 0) {
    lines.push("", "Half ours:", ...[...half].map(([family, why]) => `  ${family}: ${why}`));
  }
  if (reasons.length > 0) {
    lines.push("", "Read, but nobody could write it so:", ...reasons.map((reason) => `  ${reason}`));
  }
  if (failures.length > 0) {
    lines.push("", "Failed:");
    for (const { recording, seq, family, place, recorded, answered } of failures) {
      lines.push(
        `  ${recording} #${seq} ${family}`,
        `    ${place}: recorded ${short(recorded)}, here ${short(answered)}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

function seqs([from, to]: readonly [number, number]): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function short(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

const groups = ["requests replayed", "resources read, compared, written, adopted", "unknown", "planted"];
const columns = [
  ["compared", "equal", "excused", "failed"],
  ["compared", "equal", "excused", "failed"],
  ["found", "carried"],
  ["found", "carried"],
];

function tableLines(rows: readonly Row[]): readonly string[] {
  const numbers = rows.map(numbersOf);
  const totals = numbers.reduce<readonly (readonly number[])[]>(
    (total, row) => total.map((group, index) => group.map((number, at) => number + (row[index]?.[at] ?? 0))),
    columns.map((group) => group.map(() => 0)),
  );
  const width = Math.max(...rows.map(({ family }) => family.length), "all".length);
  const heads = columns.map((group, index) =>
    group
      .map(pad)
      .join(" ")
      .padEnd(groups[index]?.length ?? 0),
  );
  const line = (name: string, groupsOf: readonly (readonly (number | string)[])[]): string =>
    [
      name.padEnd(width),
      ...groupsOf.map((group, index) =>
        group
          .map(pad)
          .join(" ")
          .padEnd(heads[index]?.length ?? 0),
      ),
    ].join("   ");
  return [
    [" ".repeat(width), ...groups.map((group, index) => group.padEnd(heads[index]?.length ?? 0))].join("   "),
    ["".padEnd(width), ...heads].join("   "),
    ...rows.map((row) => line(row.family, shown(row))),
    line("all", totals),
  ].map((text) => text.trimEnd());
}

function numbersOf({ requests, resources, unknown, planted }: Row): readonly (readonly number[])[] {
  return [inOrder(requests), inOrder(resources), [unknown.found, unknown.carried], [planted.found, planted.carried]];
}

// Where nothing was compared zeros would look like a finding.
function shown(row: Row): readonly (readonly (number | string)[])[] {
  return numbersOf(row).map((group, index) => {
    const { compared } = index === 0 ? row.requests : row.resources;
    return compared === 0 ? group.map(() => "") : group;
  });
}

function inOrder({ compared, equal, excused, failed }: Count): readonly number[] {
  return [compared, equal, excused, failed];
}

function pad(value: string | number): string {
  return String(value).padStart(8);
}
