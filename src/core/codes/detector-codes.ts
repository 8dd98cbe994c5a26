import type { CodePage } from "./code-page.ts";

/** Codes of smart detector rules, and of the lengths of time they take. */
export const detectorCodes = {
  "smart-detector-without-group": {
    severity: "warning",
    means: "A smart detector rule names no action group: nobody is told, and some clients of Azure refuse such a rule.",
    instead: "Name the group that is to be told; `enabled: false` keeps a rule that nobody is to hear of yet.",
  },
  "unlisted-detector": {
    severity: "warning",
    means: "A smart detector rule uses a detector that Azure's documentation does not list.",
    instead: "Use a detector of the message. If Azure takes yours, switch the warning off with `lint`.",
  },
  "frequency-of-another-detector": {
    severity: "warning",
    means: "A detector is to work more or less often than it does.",
    instead: "Leave `frequency` out; it follows from the detector.",
  },
  "detector-looks-elsewhere": {
    severity: "warning",
    means: "A smart detector rule is pointed at something that its detector does not look at.",
    instead: "Use the ARM id of the application's Application Insights component.",
  },
  "not-whole-minutes": {
    severity: "error",
    means: "A length of time is not in whole minutes, or too short, where Azure takes nothing else.",
    instead: "Write minutes, hours or days.",
  },
  "payload-is-no-json": {
    severity: "warning",
    means: "What webhooks are to be sent is no JSON, which nearly all of them expect.",
    instead: "Write JSON in a text, with quotes around its names and texts.",
  },
} as const satisfies Record<string, CodePage>;
