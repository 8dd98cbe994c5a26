import type { Json } from "../../core/json.ts";
import { defineKind, type ShortForm } from "../../core/kind.ts";
import { actionGroupForm } from "../action-groups.ts";
import { fromArm, isProcessingRule, toArm } from "./arm.ts";
import { checkProcessingRule } from "./check.ts";
import { checkProcessingInPlace, processesOf } from "./processing.ts";
import { type AlertProcessingRule, schema } from "./schema.ts";

/** `actions: RemoveAllActionGroups`: an action that has nothing besides its type. */
const actionForm: ShortForm = {
  wants: "`RemoveAllActionGroups`, or `{ actionType: AddActionGroups, actionGroups: [ … ] }`",
  schema: { type: "string", enum: ["RemoveAllActionGroups"], examples: ["RemoveAllActionGroups"] },
  parse: (written) => (typeof written === "string" ? { value: { actionType: written } } : undefined),
  print: (value: Json) =>
    JSON.stringify(value) === '{"actionType":"RemoveAllActionGroups"}' ? "RemoveAllActionGroups" : undefined,
};

/** Nothing shorter: only here is a number still seen, and its quotes would not make a severity of it. */
const valueForm: ShortForm = {
  wants: "a text such as `Sev0`",
  schema: { type: "string" },
  parse(written) {
    if (typeof written !== "number") return undefined;
    const severity =
      Number.isInteger(written) && written >= 0 && written <= 4 ? `\`Sev${written}\`` : "`Sev0` to `Sev4`";
    return {
      complaint: `values are texts, and \`${written}\` is a number; a severity is ${severity} here, anything else is quoted: \`"${written}"\``,
    };
  },
  print: () => undefined,
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
  shortForms: {
    "conditions/*/values/*": valueForm,
    "actions/*": actionForm,
    "actions/*/actionGroups/*": actionGroupForm,
  },
  check: checkProcessingRule,
  checkInPlace: checkProcessingInPlace,
  processes: processesOf,
  toArm,
  fromArm,
});
