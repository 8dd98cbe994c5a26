import { armFileCodes } from "./arm-file-codes.ts";
import type { CodePage } from "./code-page.ts";
import { detectorCodes } from "./detector-codes.ts";
import { kindCodes } from "./kind-codes.ts";
import { languageCodes } from "./language-codes.ts";
import { processingCodes } from "./processing-codes.ts";

/**
 * Every code a diagnostic can have. The key is the code; the texts become `docs/diagnostics.md`: what the code means,
 * and what to do about it. Codes are part of our contract: they are never renamed, only added.
 */
export const diagnosticCodes = {
  ...languageCodes,
  ...kindCodes,
  ...processingCodes,
  ...detectorCodes,
  ...armFileCodes,
  "unknown-property": {
    severity: "error",
    means: "A property that the schema does not know stands in the file.",
    instead:
      "Use the name in the message, or, for something Azure has and Tocsin does not know yet, put it under `arm`.",
  },
  "missing-property": {
    severity: "error",
    means: "A property that is needed is not there.",
    instead: "Write it, in `spec` or in the environment that lacks it.",
  },
  "wrong-type": {
    severity: "error",
    means: "A value is of another type than the one wanted. Nothing is ever converted.",
    instead: "Write a value of the type in the message; a text that looks like a number stands in quotes.",
  },
  "illegal-value": {
    severity: "error",
    means: "A value is of the right type but is not one that Azure takes.",
    instead: "Use one of the values in the message.",
  },
  "reaches-nobody": {
    severity: "warning",
    means: "An alert that is enabled has no action group: when it fires, nobody is told.",
    instead:
      "Give it `actionGroups`, or an `AlertProcessingRule` that adds a group to it at all times; where one outside the resource groups of the environment does, switch the warning off under `lint`.",
  },
  "dead-end": {
    severity: "warning",
    means: "An alert refers to an action group that is missing, disabled or without a receiver.",
    instead: "Refer to a group that reaches somebody, or mend the group.",
  },
  "scope-missing": {
    severity: "warning",
    means:
      "A rule that the plan writes has a scope of which Azure says that it is not there. Azure refuses most of such rules; the others watch nothing.",
    instead:
      "Correct the id, or make what it names first. What is part of a resource is looked for by the resource; what this run may not see is not warned of.",
  },
  "switched-off-by-azure": {
    severity: "warning",
    means: "Azure itself switched this alert off, because its query had failed for a week. It watches nothing.",
    instead:
      "Mend the query: it stays off until its definition changes, and is switched on with that change. If nothing is wrong with it, switch it on in the portal.",
  },
  "unknown-name": {
    severity: "error",
    means: "A name on the command line is that of no definition, and of nothing the stack owns in Azure.",
    instead: "Use a name that `tocsin show` lists.",
  },
  "not-editable": {
    severity: "error",
    means:
      "A file cannot be edited as a command has to: it is written in a way that leaves more than one place for the change.",
    instead: "Write the change yourself, or write the place in a plainer way, without `&anchors` and `*aliases`.",
  },
  "no-rule-files": {
    severity: "error",
    means: "The patterns in `rules` of the workspace match no file, which looks like everything having been deleted.",
    instead:
      "Mend the patterns (they are relative to the workspace's folder), or write a first rule, or begin with `tocsin import`.",
  },
  "unreadable-file": {
    severity: "error",
    means: "A file cannot be read, or is none that holds text.",
    instead: "Look at the reason in the message: its rights, or what it is.",
  },
  "not-utf-8": {
    severity: "error",
    means: "A file is not written in UTF-8, so its letters cannot be known.",
    instead: "Save it as UTF-8 in your editor.",
  },
  "outside-repository": {
    severity: "error",
    means:
      "A rule file, or what a link among them leads to, lies outside the repository, or is looked for by way of there; what others see of it nobody has reviewed.",
    instead:
      "Move the file into the repository, or leave it out of `rules`; write a pattern from the workspace's folder.",
  },
} as const satisfies Record<string, CodePage>;

/** A code of the registry. */
export type DiagnosticCode = keyof typeof diagnosticCodes;
