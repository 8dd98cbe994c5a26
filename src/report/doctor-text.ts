import type { CheckName, DoctorReport, Examination, ToldCheck, Verdict } from "../core/plan/doctor-report.ts";
import { apart, as, fixed, pad, prose, type Line, type Style } from "./print.ts";
import { listed } from "./words.ts";

/** What is well, what is not, and what to do about it. */
export function doctorLines({ stack, checks, environments }: DoctorReport): readonly Line[] {
  return apart(
    [prose(0, 2, as("strong", `Doctor for ${stack}`)), ...checks.flatMap(checkLines)],
    ...environments.map(examinationLines),
    environments.map(verdictLine),
  );
}

function examinationLines({ subject, checks, shown }: Examination): readonly Line[] {
  const skipped = checks.filter(({ state, about }) => state === "skipped" && about === undefined);
  const told = checks.filter((check) => !skipped.includes(check));
  return [
    prose(
      0,
      2,
      as("strong", subject.environment),
      ...(subject.retired ? [", which is ", as("caution", "retired")] : []),
    ),
    ...told.flatMap((check) =>
      check.check === "sign-in" && shown !== undefined
        ? [...checkLines({ ...check, ...noDeed }), ...shownLines(shown), ...deedLines(check)]
        : checkLines(check),
    ),
    ...skippedLines(skipped),
  ];
}

const noDeed = { todo: "", commands: [] } as const;

/** What was not looked at for the same reason is one line. */
function skippedLines(skipped: readonly ToldCheck[]): readonly Line[] {
  return [...new Set(skipped.map(({ says }) => says))].map((says) => {
    const names = skipped.filter((check) => check.says === says).map(({ check }) => words[check]);
    return prose(0, 2, as("faint", `· not looked at: ${listed(names)}; ${says}`));
  });
}

const words: Readonly<Record<CheckName, string>> = {
  definitions: "definitions",
  repository: "repository",
  "sign-in": "sign-in",
  subscription: "subscription",
  "resource-group": "group",
  provider: "provider",
  read: "reading",
  "activity-log": "activity log",
  apply: "applying",
  secret: "secret",
};

const signs: Readonly<Record<ToldCheck["state"], { readonly sign: string; readonly style: Style }>> = {
  good: { sign: "✓", style: "good" },
  warning: { sign: "!", style: "caution" },
  bad: { sign: "×", style: "bad" },
  skipped: { sign: "·", style: "faint" },
};

const column = 14;

function checkLines(check: ToldCheck): readonly Line[] {
  const { sign, style } = signs[check.state];
  const about = check.about === undefined ? [] : [as("strong", check.about), "  "];
  return [
    prose(0, column + 2, as(style, `${sign} ${pad(words[check.check], column)}`), ...about, check.says),
    ...deedLines(check),
  ];
}

function deedLines({ state, todo = "", commands = [] }: ToldCheck): readonly Line[] {
  const style = state === "bad" ? "strong" : "faint";
  return [
    ...(todo === "" ? [] : [prose(4, 4, as(style, "do  "), todo)]),
    ...commands.map((command) => fixed(8, as("place", command))),
  ];
}

/** Never broken: each is to be compared sign by sign, or copied. */
function shownLines({ issuer, subject, audience }: NonNullable<Examination["shown"]>): readonly Line[] {
  return [
    prose(4, 4, "Azure was shown"),
    fixed(8, as("faint", "issuer    "), issuer),
    fixed(8, as("faint", "subject   "), as("strong", subject)),
    fixed(8, as("faint", "audience  "), audience),
  ];
}

function verdictLine({ subject, checks, canPlan, canApply }: Examination): Line {
  const bad = checks.filter(({ state }) => state === "bad");
  const sign = bad.length > 0 ? as("bad", "×") : as("good", "✓");
  const unanswered = bad.length > 0 && bad.every((check) => check.unanswered === true);
  const rights =
    canPlan === "unknown" && canApply === "unknown" ? unknown : `it ${plans[canPlan]}, ${applies[canApply]}`;
  const rest = bad.length === 0 ? "" : unanswered ? "; Azure does not answer" : `; ${bad.length} to mend`;
  return prose(0, 2, sign, " ", as("strong", subject.environment), `: ${rights}${rest}`);
}

const unknown = "what this identity can do is not known";

const plans: Readonly<Record<Verdict, string>> = {
  yes: "can plan",
  no: "cannot plan",
  unknown: "can perhaps plan",
};

const applies: Readonly<Record<Verdict, string>> = {
  yes: "and can apply",
  no: "and cannot apply",
  unknown: "and whether it can apply is not known",
};
