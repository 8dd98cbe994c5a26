import type { Schema, TypeOf } from "../../core/settings/schema.ts";
import { actionGroups } from "../action-groups.ts";
import { identity } from "../identity.ts";
import { payload, query, resolution, rule, switches } from "../log-alert/rule.ts";
import { severity } from "../severity.ts";

/** The long form of a simple log alert. */
export const schema = {
  type: "object",
  title: "SimpleLogAlert",
  description:
    "Fires for each row of the logs that a query finds, as it arrives: no window, no aggregation, no splitting. The query is the small KQL of transformations.",
  additionalProperties: false,
  required: ["location", "enabled", "scopes", "query", "criteria"],
  properties: {
    ...rule,
    identity,
    severity: { ...severity, ifDeclared: true },
    query: {
      ...query,
      description:
        "The rows that count, in the KQL of transformations: one table, no `print`, `datatable` or `let`. The alert shows the first five columns.",
      examples: ['AddonAzureBackupJobs | where JobStatus == "Failed"'],
    },
    criteria: {
      type: "array",
      minItems: 1,
      // A row is found by one query; Azure's list is there for the other kinds.
      maxItems: 1,
      description: "Needed only to fire on more than one row: `[{ minRecurrenceCount: 3 }]`.",
      examples: [[{ minRecurrenceCount: 3 }]],
      items: {
        type: "object",
        additionalProperties: false,
        required: ["minRecurrenceCount"],
        properties: {
          minRecurrenceCount: {
            type: "integer",
            minimum: 0,
            default: 1,
            description: "How many rows it takes.",
          },
        },
      },
    },
    ...resolution,
    actionGroups,
    ...payload,
    ...switches,
  },
} as const satisfies Schema;

/** A simple log alert in the words of the YAML. */
export type SimpleLogAlert = TypeOf<typeof schema>;
