import type { ImportReport, LeftOutReason, ToldImported, ToldLeftOut } from "../core/plan/report.ts";
import { diagnosticCount, diagnosticLines } from "./diagnostic-lines.ts";
import { apart, as, fixed, pad, prose, type Line } from "./print.ts";
import type { TextLook } from "./text.ts";
import type { ToldUpdate } from "../core/plan/update-report.ts";
import { offLines, resourceLines } from "./update-text.ts";
import { widthOf } from "./visible.ts";
import { count, listed } from "./words.ts";

/** What was written, what a plan will make of it, what was left out and why, and what to do next. */
export function importLines(report: ImportReport, look: TextLook): readonly Line[] {
  const { diagnostics, files, notes, leftOut, defined } = report;
  if (diagnostics.length > 0 && files.length === 0 && leftOut.length + defined === 0) {
    return apart(diagnosticLines(diagnostics, look), [
      prose(0, 2, as("bad", `× ${diagnosticCount(diagnostics)}`), ": nothing was written"),
    ]);
  }
  return apart(
    diagnosticLines(diagnostics, look),
    ...(report.dryRun ? files.map(fileText) : []),
    ...overrideBlocks(report, look),
    fileLines(report, look),
    leftOutLines(report, look),
    verdict(report),
    notes.map((note) => prose(2, 2, as("caution", "! "), note)),
    secretLines(report),
    next(report),
  );
}

/** A definition that a further environment takes over as it is: that it adopts is all that is new in it. */
function isAsItIs({ outcome, differences, left }: ToldUpdate): boolean {
  return outcome === "updated" && left.length === 0 && differences.every(({ path }) => path === "adopt");
}

function joined({ overrides = [], subject }: Pick<ImportReport, "overrides" | "subject">): readonly Line[] {
  const same = overrides.filter(isAsItIs).length;
  if (same === 0) return [];
  return [prose(0, 2, as("good", "✓ "), `${count(same, "definition")} hold for ${subject.environment} as they are`)];
}

/** What is not in this environment is a list: of hundreds there may be a few here. */
function overrideBlocks({ overrides = [], subject }: ImportReport, look: TextLook): readonly (readonly Line[])[] {
  const off = overrides.filter(({ outcome }) => outcome === "off");
  const others = overrides.filter((one) => one.outcome !== "off" && !isAsItIs(one));
  return [
    ...others.map((one) => resourceLines(one, look)),
    joined({ overrides, subject }),
    off.length < 2 ? off.flatMap((one) => resourceLines(one, look)) : offLines(off, subject.environment),
  ];
}

function fileText({ path, text = "" }: ImportReport["files"][number]): readonly Line[] {
  return [
    prose(0, 2, as("place", path)),
    ...text
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => fixed(2, line)),
  ];
}

function fileLines({ files, dryRun, added }: ImportReport, { verbose }: TextLook): readonly Line[] {
  const width = Math.max(0, ...files.map(({ path }) => widthOf(path)));
  const mark = dryRun ? as("faint", "· would write ") : as("good", "✓ wrote ");
  return files.flatMap(({ path, definitions }) => [
    fixed(
      0,
      mark,
      as("place", pad(path, width)),
      "  ",
      as("faint", definitions === undefined ? addedWords(added) : definitionWords(definitions)),
    ),
    ...(definitions ?? []).flatMap((one) => definitionLines(one, path, verbose)),
  ]);
}

/** A definition with `forEach` stands for several resources. */
function definitionWords(definitions: readonly ToldImported[]): string {
  const written = new Set(definitions.map(({ line }) => line)).size;
  const words = count(written, "definition");
  return written === definitions.length ? words : `${words} of ${count(definitions.length, "resource")}`;
}

function addedWords({ variables, secrets, resourceGroups, rules }: ImportReport["added"]): string {
  const words = [
    [variables, "variable"],
    [secrets, "secret"],
    [resourceGroups, "resource group"],
    [rules, "pattern"],
  ] as const;
  const some = words.filter(([names]) => names.length > 0).map(([names, noun]) => count(names.length, noun));
  return `${listed(some)} more`;
}

function definitionLines({ kind, name, line, because }: ToldImported, path: string, verbose: boolean): readonly Line[] {
  if (because === undefined)
    return verbose ? [fixed(4, `${kind} `, as("strong", name), "  ", as("place", `${path}:${line}`))] : [];
  return [
    prose(
      4,
      2,
      as("caution", "! "),
      `${kind} `,
      as("strong", name),
      "  ",
      as("place", `${path}:${line}`),
      "  is written without `adopt`:",
    ),
    ...because.map((text) => prose(8, 2, text)),
  ];
}

const most = 8;

/** What is left out for one reason is told together. */
function leftOutLines({ leftOut, defined }: ImportReport, { verbose }: TextLook): readonly Line[] {
  const groups = Map.groupBy(leftOut, ({ reason, because }) => `${reason} ${because}`);
  const lines = [...groups.values()].flatMap((some): Line[] => {
    const [first] = some;
    if (first === undefined) return [];
    return [
      prose(0, 2, as("faint", "· "), `left out ${count(some.length, "resource")}: ${first.because}`),
      ...(some.some(({ at }) => at !== undefined)
        ? some.map(({ kind, type, name, at = "" }) => prose(4, 2, `${kind ?? type} `, as("strong", name), `: ${at}`))
        : [prose(4, 2, as("strong", namesOf(some, verbose)))]),
    ];
  });
  const known =
    defined === 0
      ? []
      : [
          prose(
            0,
            2,
            as("faint", `· ${count(defined, "resource")} ${defined === 1 ? "has" : "have"} a definition already`),
          ),
        ];
  const insist = leftOut.some(({ reason }) => mayBeNamed.has(reason))
    ? [prose(0, 2, as("faint", "  (to import one of them all the same, give its whole name: `--name NAME`)"))]
    : [];
  return [...known, ...lines, ...insist];
}

const mayBeNamed: ReadonlySet<LeftOutReason> = new Set([
  "another-stack",
  "another-environment",
  "azure",
  "managed",
  "no-definition",
  "policy",
]);

function namesOf(some: readonly ToldLeftOut[], all: boolean): string {
  const names = some.map(({ name }) => name);
  const rest = names.length - most;
  return all || rest <= 0 ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${rest} more`;
}

function whyNothing({ leftOut, defined, from, subject }: ImportReport): string {
  if (defined > 0) return ": what there is has a definition";
  if (leftOut.length > 0) return "";
  return from === "azure"
    ? `: no alerts and no action groups where it looked in subscription ${subject.subscription}; \`--all\` looks at every resource group`
    : ": the files have nothing of it";
}

function verdict(report: ImportReport): readonly Line[] {
  const { files, defined, from, overrides = [] } = report;
  const joining = overrides.filter(({ outcome, left }) => outcome === "updated" && left.length === 0).length;
  const ofNew = defined > 0 && joining === 0 ? " of what is new" : "";
  const definitions = files.flatMap((file) => file.definitions ?? []);
  const adopted = joining + definitions.filter(({ adopts }) => adopts === true).length;
  const own = definitions.filter(({ adopts, because }) => adopts === undefined && because === undefined).length;
  const differing = definitions.length - (adopted - joining) - own;
  if (definitions.length + joining === 0) {
    return [prose(0, 2, as("good", "✓ nothing to import"), whyNothing(report))];
  }
  return [
    ...(adopted === 0
      ? []
      : [
          prose(
            0,
            2,
            as("good", `✓ 0 changes, ${adopted} adopted`),
            from === "azure"
              ? `: so the next plan reads${ofNew}`
              : ": so the next plan reads where Azure has what the files say",
          ),
        ]),
    ...(own === 0 ? [] : [prose(0, 2, as("good", `✓ ${own} of this stack's own`), ": the next plan keeps them")]),
    ...(differing === 0
      ? []
      : [
          prose(
            0,
            2,
            as("caution", `! ${differing} not adopted`),
            ": what differs stands above each as a comment; mend it, and write `adopt: true`",
          ),
        ]),
  ];
}

function secretLines({ added: { secrets }, files, from }: ImportReport): readonly Line[] {
  if (secrets.length === 0) return [];
  const workspace = files.find(({ definitions }) => definitions === undefined)?.path ?? "the workspace";
  const [are, they] = secrets.length === 1 ? ["is", "it is"] : ["are", "they are"];
  const many = count(secrets.length, "secret");
  const told =
    from === "azure"
      ? `${many} stayed in Azure (\`{ live: true }\` in ${workspace}): never compared, and written back as ${they}`
      : `${many} ${are} taken from what Azure has (\`{ live: true }\` in ${workspace}), and nothing can be created with that`;
  return [
    prose(2, 2, as("caution", "! "), `${told}. To rule over one from here, give it a source: \`{ env: NAME }\``),
    prose(4, 2, as("secret", secrets.join(", "))),
  ];
}

function next({ dryRun, files, subject, overrides = [] }: ImportReport): readonly Line[] {
  if (files.length === 0 && overrides.length === 0) return [];
  if (dryRun) return [prose(0, 2, as("faint", "nothing was written (--dry-run)"))];
  return [
    prose(0, 2, "Next:"),
    fixed(
      2,
      as("strong", `tocsin plan -e ${subject.environment}`),
      "   ",
      as("faint", "# reads what you have now; apply then puts the owner's tag on each"),
    ),
  ];
}
