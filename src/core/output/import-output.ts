import { count, diagnostics, formatVersion, subject, text } from "./output-parts.ts";
import { updatedResources } from "./update-output.ts";

const texts = { type: "array", items: text } as const;

/** What `tocsin import --format json` writes. */
export const importOutput = {
  type: "object",
  title: "tocsin import --format json",
  required: [
    "formatVersion",
    "command",
    "subject",
    "diagnostics",
    "from",
    "dryRun",
    "files",
    "added",
    "defined",
    "leftOut",
    "notes",
  ],
  properties: {
    formatVersion,
    command: { const: "import" },
    subject,
    diagnostics,
    from: { enum: ["azure", "files"], description: "What was read." },
    dryRun: { type: "boolean", description: "True where files were only shown." },
    files: {
      type: "array",
      description:
        "What was written: all of it or nothing. Where a file could be read in part only, the diagnostics say what is missing.",
      items: {
        type: "object",
        required: ["path"],
        properties: {
          path: text,
          definitions: {
            type: "array",
            description: "Absent of the workspace, which was there and has more in it now.",
            items: {
              type: "object",
              required: ["kind", "name", "resourceGroup", "id", "line"],
              properties: {
                kind: text,
                name: text,
                resourceGroup: text,
                id: { type: "string", description: "The ARM id." },
                line: { type: "integer", minimum: 1 },
                adopts: {
                  type: "boolean",
                  description: "Whether a plan adopts it without a change; absent where it is the stack's own already.",
                },
                because: { ...texts, description: "Why no plan adopts it as it is." },
              },
            },
          },
          text: { type: "string", description: "What stands in it, where it was only shown." },
        },
      },
    },
    overrides: {
      ...updatedResources,
      description: "What became of definitions that exist and were made for another environment.",
    },
    added: {
      type: "object",
      description: "What the workspace got for the definitions.",
      required: ["variables", "secrets", "resourceGroups", "rules"],
      properties: { variables: texts, secrets: texts, resourceGroups: texts, rules: texts },
    },
    defined: { ...count, description: "How many resources had a definition already." },
    leftOut: {
      type: "array",
      items: {
        type: "object",
        required: ["reason", "because", "type", "name", "resourceGroup", "id"],
        properties: {
          reason: {
            enum: [
              "another-stack",
              "another-environment",
              "another-subscription",
              "azure",
              "managed",
              "no-definition",
              "no-words",
              "policy",
            ],
          },
          because: { type: "string", description: "The reason in a sentence." },
          at: { type: "string", description: "Where in its settings what cannot be said stands, and what is wrong." },
          kind: text,
          type: { type: "string", description: "The ARM type." },
          name: text,
          resourceGroup: text,
          id: { type: "string", description: "The ARM id." },
        },
      },
    },
    notes: { ...texts, description: "Sentences a reader should know." },
  },
} as const;
