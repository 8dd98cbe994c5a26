import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { activityLogAlert } from "../../../src/kinds/activity-log-alert/activity-log-alert.ts";

test.each<[string, JsonObject, boolean]>([
  ["its category", { field: "category", equals: "ServiceHealth" }, true],
  ["its category alone in a list", { field: "Category", containsAny: ["servicehealth"] }, true],
  ["one of two categories", { field: "category", containsAny: ["ServiceHealth", "Security"] }, false],
  ["an empty list", { field: "category", containsAny: [] }, false],
  ["another field", { field: "caller", containsAny: ["ServiceHealth"] }, false],
  ["one of any", { anyOf: [{ field: "category", containsAny: ["ServiceHealth"] }] }, true],
])("processing rules pass over Service Health: %s", (_, condition, expected) => {
  const facts = activityLogAlert.alertFacts({ scopes: ["/subscriptions/s"], condition: { allOf: [condition] } });
  expect(facts.unprocessed ?? false).toBe(expected);
});
