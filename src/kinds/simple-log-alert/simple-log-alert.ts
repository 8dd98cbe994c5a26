import type { Complain } from "../../core/diagnostic.ts";
import type { JsonObject } from "../../core/json.ts";
import { defineKind, type Surroundings } from "../../core/kind.ts";
import { factsOf } from "../alert-facts.ts";
import { actionGroupForm } from "../action-groups.ts";
import { checkIdentity, identityCautions, identityForm, identityHandwork } from "../identity.ts";
import * as arm from "../log-alert/arm.ts";
import { checkResolution } from "../log-alert/check-resolution.ts";
import { schema, type SimpleLogAlert } from "./schema.ts";

/** The kind `SimpleLogAlert`: each row that a query finds. */
export const simpleLogAlert = defineKind<SimpleLogAlert>({
  name: "SimpleLogAlert",
  armType: arm.armType,
  claims: arm.claimedBy("SimpleLogAlert"),
  apiVersions: arm.apiVersions,
  names: arm.names,
  switchedOffBy: arm.switchedOffBy,
  needsOn: arm.needsOn,
  schema,
  shortForms: { identity: identityForm, "actionGroups/*": actionGroupForm },
  derive,
  check,
  align: arm.alignRule,
  toArm: (alert) => arm.alertToArm("SimpleLogAlert", alert),
  fromArm: arm.ruleFromArm,
  // `autoMitigate` is not Azure's, but beside `resolveConfiguration` it is read away and must not come back.
  alertFacts: (alert) => factsOf(alert, "Log"),
  handwork: (alert, live) => identityHandwork(alert.identity, live?.identity),
  cautions: (alert) => identityCautions(alert.identity),
  owned: [...arm.owned, ["properties", "autoMitigate"]],
});

/** The query stands in a criterion on the wire, so there is one even where it says nothing else. */
function derive(spec: JsonObject, surroundings: Surroundings): JsonObject {
  const { criteria = [{}] } = spec;
  return arm.deriveResolution(arm.deriveRule({ ...spec, criteria }, surroundings));
}

function check(alert: SimpleLogAlert, complain: Complain): void {
  checkIdentity(alert.identity, complain);
  checkResolution(alert, complain);
}
