import type { CodePage } from "./code-page.ts";

/** Codes of what is wrong with rules that change whom other alerts tell, by themselves or beside those alerts. */
export const processingCodes = {
  "operator-not-for-field": {
    severity: "error",
    means: "A condition of an alert processing rule compares a field in a way that Azure does not offer for it.",
    instead: "Use `Equals` or `NotEquals` there.",
  },
  "blank-in-condition-value": {
    severity: "warning",
    means: "A value in a condition of an alert processing rule begins or ends with a blank, which counts.",
    instead: "Take the blank out, unless the alerts have it too.",
  },
  "condition-never-true": {
    severity: "warning",
    means: "The conditions of an alert processing rule exclude each other, so it never does anything.",
    instead: "Put the values into one condition, or write a rule for each.",
  },
  "action-twice": {
    severity: "warning",
    means: "An alert processing rule has two actions of one type.",
    instead: "Write one that names all its groups.",
  },
  "added-and-removed": {
    severity: "warning",
    means: "An alert processing rule adds action groups and removes all, and removing wins.",
    instead: "Keep one of the two, or write a rule for each with conditions of its own.",
  },
  "window-never-opens": {
    severity: "error",
    means: "The schedule of an alert processing rule ends before it begins.",
    instead: "Let `effectiveUntil` be later than `effectiveFrom`.",
  },
  "unclear-window": {
    severity: "warning",
    means: "A recurring window says only one of its ends, or opens and closes at the same time.",
    instead: "Write `startTime` and `endTime`, or neither for the whole day.",
  },
  "scope-of-another-subscription": {
    severity: "warning",
    means:
      "An alert processing rule has a scope in another subscription than its own; Azure's documentation says that it takes none.",
    instead: "Write the rule in an environment of that subscription.",
  },
  "window-is-over": {
    severity: "warning",
    means: "The schedule of an alert processing rule has ended: the rule stays and does nothing any more.",
    instead: "Delete the definition, or give it a new date.",
  },
  "alert-name-unknown": {
    severity: "warning",
    means: "A condition of an alert processing rule names an alert that neither the stack nor Azure has.",
    instead:
      "Use the name the alert has in Azure, also after `formerly`. Where it lives in a resource group that the environment does not name, switch the warning off with `lint`.",
  },
} as const satisfies Record<string, CodePage>;
