import type { JsonObject } from "../../../src/core/json.ts";
import { settle } from "../../../src/core/settings/settings.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { desiredOf, kindNamed } from "../../support/stacks.ts";

/** A resource of a kind with some settings said, and the others as they are where nothing is. */
export function made(kind: string, name: string, settings: JsonObject): DesiredResource {
  return desiredOf(kindNamed(kind), name, settle(kindNamed(kind).schema, settings));
}

/** A group that tells somebody. */
export function group(name: string): DesiredResource {
  return made("ActionGroup", name, {
    groupShortName: name,
    emailReceivers: [{ name: "a", emailAddress: `${name}@x.com`, useCommonAlertSchema: false }],
  });
}
