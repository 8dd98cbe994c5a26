import { at, changed, count, diagnostics, difference, formatVersion, resource, subject, text } from "./output-parts.ts";

const because = { type: "string", description: "Why it was not written, and what to do." } as const;

/** What became of definitions that were to say what Azure has. */
export const updatedResources = {
  type: "array",
  items: {
    type: "object",
    required: ["outcome", "kind", "name", "resourceGroup", "id", "differences", "sources", "left"],
    properties: {
      outcome: {
        enum: ["updated", "off", "missing", "left"],
        description:
          "`off`: its definition is not in this environment any more; `missing`: Azure does not have it, and `apply` would create it.",
      },
      ...resource,
      differences: {
        type: "array",
        items: difference,
        description: "Before is what the definition said, after what it says now, with the line it stands on now.",
      },
      sources: {
        type: "array",
        description: "Variables and entries of `forEach` that were written.",
        items: { type: "object", required: ["path", "at"], properties: { path: text, at } },
      },
      left: {
        type: "array",
        items: { type: "object", required: ["because"], properties: { path: text, because } },
      },
      carried: {
        type: "array",
        items: text,
        description: "What Azure has and Tocsin has no word for: nothing is written, it is sent back with every apply.",
      },
      changed,
    },
  },
} as const;

/** The JSON of `tocsin import --update`. */
export const updateOutput = {
  type: "object",
  title: "tocsin import --update --format json",
  required: ["formatVersion", "command", "subject", "diagnostics"],
  properties: {
    formatVersion,
    command: { const: "import-update" },
    subject,
    diagnostics,
    updated: {
      type: "object",
      description: "Absent where an error prevented it.",
      required: ["resources", "unchanged", "files", "dryRun", "notes"],
      properties: {
        resources: updatedResources,
        unchanged: count,
        files: { type: "array", items: text, description: "The files whose text is changed." },
        dryRun: { type: "boolean", description: "True where the files were not written, only told." },
        notes: { type: "array", items: text },
      },
    },
  },
} as const;
