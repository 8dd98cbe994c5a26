import { defineKind } from "../../core/kind.ts";
import { checkIdentity, identityForm } from "../identity.ts";
import * as arm from "../log-alert/arm.ts";
import { type LogToMetric, schema } from "./schema.ts";

/** The kind `LogToMetric`: metrics made of logs. */
export const logToMetric = defineKind<LogToMetric>({
  name: "LogToMetric",
  armType: arm.armType,
  claims: arm.claimedBy("LogToMetric"),
  apiVersions: arm.apiVersions,
  names: arm.names,
  switchedOffBy: arm.switchedOffBy,
  needsOn: arm.needsOn,
  schema,
  shortForms: { identity: identityForm },
  derive: arm.deriveRule,
  check: (rule, complain) => checkIdentity(rule.identity, complain),
  align: arm.alignRule,
  toArm: (rule) => arm.ruleToArm("LogToMetric", rule),
  fromArm: arm.ruleFromArm,
  owned: arm.owned,
});
