import { diagnostics, formatVersion, subject, text } from "./output-parts.ts";

const checks = {
  type: "array",
  items: {
    type: "object",
    required: ["check", "state", "says"],
    properties: {
      check: {
        enum: [
          "definitions",
          "repository",
          "sign-in",
          "subscription",
          "resource-group",
          "provider",
          "read",
          "activity-log",
          "apply",
          "secret",
        ],
      },
      about: { type: "string", description: "Which one, where there are several: a group, a namespace, a secret." },
      state: {
        enum: ["good", "warning", "bad", "skipped"],
        description: "`bad` has to be mended, `warning` has not; `skipped` was not looked at.",
      },
      says: text,
      todo: text,
      commands: { type: "array", items: text, description: "Commands for a POSIX shell that do it." },
      unanswered: { const: true, description: "Azure did not answer: nothing is known." },
    },
  },
} as const;

const verdict = { enum: ["yes", "no", "unknown"] } as const;

/** The schema of what `doctor` says. */
export const doctorOutput = {
  type: "object",
  title: "tocsin doctor --format json",
  required: ["formatVersion", "command", "stack", "diagnostics", "checks", "environments"],
  properties: {
    formatVersion,
    command: { const: "doctor" },
    stack: text,
    diagnostics,
    checks,
    environments: {
      type: "array",
      items: {
        type: "object",
        required: ["subject", "checks", "canPlan", "canApply"],
        properties: {
          subject,
          signedIn: {
            type: "object",
            description: "As whom the run is signed in, by its own token, which nobody has verified here.",
            required: ["way", "is"],
            properties: {
              way: text,
              is: { enum: ["application", "person"] },
              tenant: text,
              client: text,
              object: { type: "string", description: "The object that roles are assigned to." },
              name: text,
            },
          },
          shown: {
            type: "object",
            description:
              "What Azure was shown of an OpenID Connect token: a federated credential has to say just this.",
            required: ["issuer", "subject", "audience"],
            properties: { issuer: text, subject: text, audience: text },
          },
          checks,
          canPlan: verdict,
          canApply: verdict,
        },
      },
    },
  },
} as const;
