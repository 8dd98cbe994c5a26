import { isObject, type JsonObject } from "../../core/json.ts";
import { defineKind, envelopeIn, envelopeOut } from "../../core/kind.ts";
import { alignIdentity, identityForm, identityFromArm, identityOwned, identityToArm } from "../identity.ts";
import { checkActionGroup } from "./check.ts";
import { handworkOf, receiversOf } from "./receivers.ts";
import { type ActionGroup, schema } from "./schema.ts";

/** The kind `ActionGroup`: who is told, with every type of receiver Azure has. */
export const actionGroup = defineKind<ActionGroup>({
  name: "ActionGroup",
  armType: "Microsoft.Insights/actionGroups",
  // 2026-09-01 is where identities became generally available; the preview before it has them too, the others do not.
  apiVersions: ["2026-09-01", "2024-10-01-preview", "2023-01-01", "2022-06-01"],
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftinsights
  names: {
    pattern: String.raw`^[^:<>+/&%\\?\u0000-\u001f]*[^:<>+/&%\\?\u0000-\u001f .]$`,
    wants: "no control characters, none of `: < > + / & % \\ ?`, and no blank or period at the end",
    maxLength: 260,
  },
  schema,
  shortForms: { identity: identityForm },
  check: checkActionGroup,
  toArm,
  fromArm,
  align,
  receivers: (group) => receiversOf(group),
  handwork: handworkOf,
  owned: [
    ["properties", "emailReceivers", "*", "status"],
    ["properties", "emailReceivers", "*", "verificationStatus"],
    ["properties", "smsReceivers", "*", "status"],
    // Answered in 2020 and never again; no published type has had it.
    ["properties", "automationRunbookReceivers", "*", "useAadAuth"],
    ...identityOwned,
  ],
});

function toArm(group: ActionGroup): JsonObject {
  const body = envelopeOut(group);
  const identity = identityToArm(body["identity"]);
  return identity === undefined ? body : { ...body, identity };
}

function fromArm(body: JsonObject): JsonObject {
  const settings = envelopeIn(body);
  const identity = identityFromArm(settings["identity"]);
  if (identity === undefined) return settings;
  if (!isObject(identity) || typeof identity["type"] !== "string") return { ...settings, identity };
  // ARM writes "SystemAssigned, UserAssigned" in some of its versions.
  return { ...settings, identity: { ...identity, type: identity["type"].replaceAll(" ", "") } };
}

function align(desired: ActionGroup, live: ActionGroup): ActionGroup {
  const { identity: _, ...rest } = desired;
  const identity = alignIdentity(desired.identity, live.identity);
  // Sound because `alignIdentity` answers what was declared, `{ type: None }` or nothing.
  return identity === undefined ? rest : { ...rest, identity: identity as NonNullable<ActionGroup["identity"]> };
}
