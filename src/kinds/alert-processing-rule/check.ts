import { code, type Complain } from "../../core/diagnostic.ts";
import type { Path } from "../../core/json.ts";
import { checkConditions } from "./check-conditions.ts";
import { checkSchedule } from "./check-schedule.ts";
import type { AlertProcessingRule } from "./schema.ts";

/** What Azure refuses of an alert processing rule, what could never work, and what is surely not meant. */
export function checkProcessingRule(rule: AlertProcessingRule, complain: Complain): void {
  const place = rule.location.toLowerCase().replaceAll(/\s/g, "");
  if (place !== "global") {
    const message = `alert processing rules live in \`global\`; ${code(rule.location)} is not known to take them`;
    complain("unlisted-region", ["location"], message);
  }
  checkActions(rule, complain);
  checkConditions(rule.conditions ?? [], complain);
  if (rule.schedule !== undefined) checkSchedule(rule.schedule, complain);
}

function checkActions({ actions }: AlertProcessingRule, complain: Complain): void {
  const seen = new Set<string>();
  for (const [index, { actionType, actionGroups = [] }] of actions.entries()) {
    const path: Path = ["actions", index];
    const type = actionType.toLowerCase();
    if (type === "addactiongroups" && actionGroups.length === 0) {
      complain("missing-property", path, "`AddActionGroups` needs `actionGroups`: whom to tell besides", "key");
    }
    // Azure would drop them, and every plan would want them again.
    if (type === "removeallactiongroups" && actionGroups.length > 0) {
      const message = "`actionGroups` belongs to `AddActionGroups`; `RemoveAllActionGroups` names none";
      complain("unknown-property", [...path, "actionGroups"], message, "key");
    }
    if (seen.has(type)) {
      complain("action-twice", path, `${code(actionType)} stands here a second time; one can name several groups`);
    }
    seen.add(type);
  }
  if (seen.size > 1) {
    // "The suppression action has a higher priority":
    // https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-processing-rules
    const message =
      "`RemoveAllActionGroups` wins over `AddActionGroups`, whose groups are never told; keep one of them";
    complain("added-and-removed", ["actions"], message);
  }
}
