import type { Schema } from "../core/settings/schema.ts";

/** How bad it is, in the same five steps for every kind of rule that says so. */
export const severity = {
  type: "integer",
  minimum: 0,
  maximum: 4,
  wants: "a number from 0 (critical) to 4 (verbose)",
  description: "0 critical, 1 error, 2 warning, 3 informational, 4 verbose.",
  examples: [2],
} as const satisfies Schema;
