import { defineKind } from "../../core/kind.ts";
import type { Json } from "../../core/json.ts";
import type { ShortForm } from "../../core/kind.ts";
import { actionGroupForm } from "../action-groups.ts";
import { fromArm, isProcessingRule, toArm } from "./arm.ts";
import { checkProcessingRule } from "./check.ts";
import { type AlertProcessingRule, schema } from "./schema.ts";

/** `actions: RemoveAllActionGroups`: an action that has nothing besides its type. */
const actionForm: ShortForm = {
  wants: "`RemoveAllActionGroups`, or `{ actionType: AddActionGroups, actionGroups: [ … ] }`",
  schema: { type: "string", enum: ["RemoveAllActionGroups"], examples: ["RemoveAllActionGroups"] },
  parse: (written) => (typeof written === "string" ? { value: { actionType: written } } : undefined),
  print: (value: Json) =>
    JSON.stringify(value) === '{"actionType":"RemoveAllActionGroups"}' ? "RemoveAllActionGroups" : undefined,
};

/** The kind `AlertProcessingRule`: what happens to alerts between their firing and their groups. */
export const alertProcessingRule = defineKind<AlertProcessingRule>({
  name: "AlertProcessingRule",
  armType: "Microsoft.AlertsManagement/actionRules",
  claims: isProcessingRule,
  // The previews after it (2023-05-01, 2024-03-01) had one thing more, `CorrelateAlerts`, and are published no longer.
  apiVersions: ["2021-08-08"],
  // https://learn.microsoft.com/azure/azure-monitor/service-limits#alerts
  mostPerSubscription: 1000,
  schema,
  shortForms: { "actions/*": actionForm, "actions/*/actionGroups/*": actionGroupForm },
  check: checkProcessingRule,
  toArm,
  fromArm,
});
