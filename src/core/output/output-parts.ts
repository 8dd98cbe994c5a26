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

/** Who wrote a resource last. */
export const changed = {
  type: "object",
  description: "Who wrote it last in Azure, where Azure tells.",
  required: ["by", "at"],
  properties: { by: text, at: text },
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

/** Any value. */
export const anything = {} as const;

/** One thing that differs. */
export const difference = {
  type: "object",
  required: ["path"],
  properties: {
    path: { type: "string", description: "In the words of the YAML: `criteria[cpu].threshold`." },
    before: { ...anything, description: "Absent where there was nothing." },
    after: { ...anything, description: "Absent where there is to be nothing." },
    secret: {
      type: "array",
      items: text,
      description: "Instead of values: the names of the secrets that differ, as far as they have names.",
    },
    order: { const: true, description: "The order of a list differs; the sides are the names of its elements." },
    immutable: { const: true, description: "Azure cannot change it in place." },
    layer: {
      type: "string",
      description: "Which layer of the definition says it: `spec`, `environments.staging`, `default`.",
    },
    at,
    elsewhere: { const: true, description: "The definitions at `base` would change it just so." },
  },
} as const;

/** What a resource is known by. */
export const resource = {
  kind: text,
  name: text,
  resourceGroup: text,
  id: { type: "string", description: "The ARM id." },
  at,
} as const;

/** A commit of the repository. */
export const commit = { type: "object", required: ["id", "title"], properties: { id: text, title: text } } as const;
