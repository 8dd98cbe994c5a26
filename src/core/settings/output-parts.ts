/*
 * What several of the schemas of `--format json` share.
 */

/** A text. */
export const text = { type: "string" } as const;

/** How many. */
export const count = { type: "integer", minimum: 0 } as const;

/** A place in a file. */
export const at = {
  type: "object",
  description: "A place in a file; line and column count from 1.",
  required: ["file", "line", "column"],
  properties: { file: text, line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } },
} as const;

/** What the author should know. */
export const diagnostics = {
  type: "array",
  description: "What the author should know. With an error among them nothing is planned.",
  items: {
    type: "object",
    required: ["code", "severity", "message", "at"],
    properties: {
      code: { type: "string", description: "What it is about; docs/diagnostics.md has a paragraph on each." },
      severity: { enum: ["error", "warning"] },
      message: text,
      at,
      environments: { type: "array", items: text, description: "Where it is so, when not everywhere." },
    },
  },
} as const;

/** That an environment is given up. */
export const retired = {
  const: true,
  description: "The environment is given up, and wants nothing any more.",
} as const;

/** Which environment a report is about. */
export const subject = {
  type: "object",
  description: "Which environment of which stack this is about.",
  required: ["stack", "environment", "subscription"],
  properties: { stack: text, environment: text, subscription: text, retired },
} as const;

/** The version of the contract. */
export const formatVersion = { const: 1 } as const;
