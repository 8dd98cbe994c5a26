import type { DriftReport, Planned, Subject, ToldChange } from "../core/plan/report.ts";
import { titleSpans, withSecrets } from "./change-lines.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { differenceLines } from "./difference-lines.ts";
import { pagingLines } from "./paging-lines.ts";
import { headline, inOrder, noPlan, noteLines } from "./plan-text.ts";
import { apart, as, fixed, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { memberLines } from "./value-lines.ts";
import { count, instant, listed, place } from "./words.ts";

/** What is not in Azure as git has it: who says what, who changed it and when, and both ways out. */
export function driftLines(report: DriftReport, look: TextLook): readonly Line[] {
  const { subject, diagnostics, planned } = report;
  const told = diagnosticLines(diagnostics, { ...look, environments: [subject.environment] });
  const head = headline("Drift", subject);
  if (planned === undefined) return apart([head], told, [noPlan(diagnosticCount(diagnostics))]);
  const changes = inOrder(planned.changes);
  return apart(
    [head, verdict(planned)],
    told,
    ...changes.map((change) => driftOf(change, subject, look)),
    pagingLines(planned.paging, { onlyBefore: "not in git", onlyAfter: "missing in Azure" }),
    noteLines(planned),
    wayOut(changes, subject),
  );
}

function verdict({ changes, unchanged }: Planned): Line {
  if (changes.length === 0)
    return prose(0, 2, as("good", "✓ no drift"), `: ${count(unchanged, "resource")} in Azure as git has it`);
  const differ = changes.length === 1 ? "1 resource differs" : `${changes.length} resources differ`;
  return prose(0, 2, as("caution", `! ${differ}`), ` from git`, as("faint", `, ${unchanged} as git has it`));
}

function driftOf(change: ToldChange, subject: Subject, { columns, verbose }: TextLook): readonly Line[] {
  const where: readonly Span[] =
    change.at === undefined ? [as("faint", `  in ${change.resourceGroup}`)] : ["  ", place(change.at)];
  const { sign, says } = saying(change, subject);
  return [
    prose(0, 6, sign, ...titleSpans(change), ...where),
    ...(says === "" ? [] : [prose(4, 2, says)]),
    ...(change.because ?? []).map((obstacle) =>
      prose(4, 2, as("bad", "! "), obstacle.message, as("faint", `  [${obstacle.code}]`)),
    ),
    ...(change.changed === undefined ? [] : [prose(4, 2, as("caution", changedBy(change.changed)))]),
    ...differenceLines(change.differences, { told: "drift", indent: 4, columns, definition: change.at }),
    ...(verbose && change.settings !== undefined
      ? memberLines(change.settings, columns - 4).map((line) => prose(4, 2, ...withSecrets(line)))
      : []),
  ];
}

function saying({ action, from }: ToldChange, { retired }: Subject): { readonly sign: Span; readonly says: string } {
  switch (action) {
    case "create":
      return { sign: as("delete", "- missing    "), says: "git says that it exists; Azure does not have it" };
    case "delete":
      return retired
        ? {
            sign: as("create", "+ still there "),
            says: "Azure has it as this stack's; git has retired the environment",
          }
        : { sign: as("create", "+ unexpected "), says: "Azure has it as this stack's; git does not define it" };
    case "rename":
      return { sign: as("replace", "→ old name   "), says: `Azure has it as ${from ?? "something else"}` };
    case "adopt":
      return {
        sign: as("update", "~ not ours   "),
        says: from === undefined ? "in Azure it is nobody's" : `in Azure it is ${from}'s`,
      };
    case "release":
      return { sign: as("update", "~ still ours "), says: "git lets it go; in Azure it is this stack's" };
    case "blocked":
      return { sign: as("bad", "× blocked    "), says: "" };
    case "update":
    case "replace":
    case "keep":
      return { sign: as("update", "~ differs    "), says: "" };
  }
}

function changedBy({ by, at }: { readonly by: string; readonly at: string }): string {
  return `changed by ${by}, ${instant(at)}`;
}

function wayOut(changes: readonly ToldChange[], { environment, retired }: Subject): readonly Line[] {
  const open = changes.filter(({ action }) => action !== "blocked");
  if (open.length === 0) return [];
  const takeBack = `tocsin apply -e ${environment}${some(open)}`;
  if (retired) {
    return [
      way("to delete it", takeBack),
      prose(0, 15, as("faint", "to keep it     "), `take \`retired\` out of ${environment}, and merge that`),
    ];
  }
  const differing = open.filter(isKept);
  const undefinedHere = open.filter(({ action }) => action === "delete");
  const missing = open.filter(({ action }) => action === "create");
  const keep = [
    ...(differing.length === 0 ? [] : [`tocsin import -e ${environment} --update${some(differing)}`]),
    ...(undefinedHere.length === 0 ? [] : [`tocsin import -e ${environment} --name${some(undefinedHere) || " NAME…"}`]),
  ];
  return [
    way("to take back", takeBack),
    ...keep.map((command, at) => way(at === 0 ? "to keep" : "", command)),
    ...(missing.length === 0
      ? []
      : [
          prose(
            0,
            15,
            as("faint", (keep.length === 0 ? "to keep" : "").padEnd(15)),
            missing.length > most
              ? "delete the definitions of what is missing"
              : `delete the definition of ${listed(missing.map(({ name }) => name))}`,
          ),
        ]),
    ...(keep.length + missing.length === 0 ? [] : [prose(15, 0, as("faint", "and merge that"))]),
  ];
}

/** What `import --update` can write: of what is not ours, only what differs besides. */
function isKept({ action, differences }: ToldChange): boolean {
  if (action === "adopt") return differences.some(({ path }) => !path.startsWith("tags.tocsin-"));
  return action === "update" || action === "replace";
}

/** A command as it is copied: never over two lines. */
function way(to: string, command: string): Line {
  return fixed(0, as("faint", to.padEnd(15)), command);
}

/** With more names than these a command is for all. */
const most = 4;

function some(changes: readonly ToldChange[]): string {
  return changes.length > most ? "" : changes.map(({ name }) => ` ${quoted(name)}`).join("");
}

/** A name as a shell takes it. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
