/** The parts of the JSON of reports that say who is paged: a contract, as `output-schemas.ts` is. */

const text = { type: "string" } as const;

const groupPaging = {
  type: "array",
  items: {
    type: "object",
    required: ["name", "state", "receivers"],
    properties: {
      name: text,
      state: { enum: ["reached", "disabled", "empty", "missing", "elsewhere"] },
      receivers: {
        type: "array",
        items: { type: "object", required: ["by", "name"], properties: { by: text, name: text, to: text } },
      },
    },
  },
} as const;

const effect = { enum: ["silences", "adds"] } as const;
const when = { type: "string", description: "When, in words; always where it is absent." } as const;

const processedBy = {
  type: "array",
  description: "What alert processing rules do to it.",
  items: {
    type: "object",
    required: ["name", "effect"],
    properties: {
      name: text,
      effect,
      when,
      perhaps: {
        type: "array",
        items: text,
        description: "On what it hangs that is known only when an alert fires; certain where it is absent.",
      },
      groups: groupPaging,
    },
  },
} as const;

const one = {
  enabled: { type: "boolean" },
  severity: { type: "number" },
  groups: groupPaging,
  processedBy,
} as const;

/** Whom a resource pages, as a JSON Schema. */
export const paging = {
  type: "object",
  required: ["enabled", "groups"],
  properties: {
    ...one,
    alerts: {
      type: "array",
      description: "Each alert by itself, of a resource that holds several; what rules do is said there.",
      items: { type: "object", required: ["name", "enabled", "groups"], properties: { name: text, ...one } },
    },
  },
} as const;

/** What a rule over the alerts of others does, as a JSON Schema. */
export const processes = {
  type: "array",
  description: "Of an alert processing rule: what it does, and to which alerts of the stack.",
  items: {
    type: "object",
    required: ["effect", "groups", "surely", "perhaps"],
    properties: {
      effect,
      when,
      groups: groupPaging,
      surely: {
        type: "array",
        items: text,
        description:
          "Names of alerts that it meets; `ALERT of RESOURCE` for some of the several that a resource holds.",
      },
      perhaps: { type: "array", items: text, description: "Names of alerts that it may meet." },
    },
  },
} as const;
