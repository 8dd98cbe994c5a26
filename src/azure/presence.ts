import { parseArmId, plainId } from "../core/resource.ts";
import { type AzureReader, resourceGroupType } from "../ports/azure.ts";
import { saidBy } from "./answer.ts";
import type { Door } from "./door.ts";
import type { Answer } from "./exchange.ts";
import { indexTarget, placeTarget, resourceTarget, urlOf } from "./paths.ts";
import { isAbsence } from "./resource.ts";
import type { Call } from "./settle.ts";
import { refused } from "./versioned.ts";
import { supportedInstead } from "./versions.ts";

// https://learn.microsoft.com/rest/api/resources/resource-groups/list
const groupsVersion = "2021-04-01";

/** The request for the first page of what there is of a type; ARM has a list of its own for resource groups. */
export function indexCall(door: Door<"GET">, type: string, subscription: string): Call<"GET"> {
  const target =
    type === resourceGroupType
      ? placeTarget([subscription, "resourceGroups"], groupsVersion)
      : indexTarget(type, subscription);
  return {
    method: "GET",
    url: urlOf(door.origin, target),
    wish: `list the ${type} of subscription \`${subscription}\``,
    demand: { subscription, type: "Microsoft.Resources/subscriptions", doing: "read" },
  };
}

/**
 * Asks whether something is there, whatever its type. The api-version of a type that is not ours nobody knows: ARM names
 * those it has when it refuses one, and the newest is asked with from then on.
 */
export function openPresence(door: Door<"GET">): AzureReader["isThere"] {
  const known = new Map<string, string>();
  return async (armId, signal) => {
    const subject = subjectOf(armId);
    const key = subject.type.toLowerCase();
    const first = known.get(key) ?? subject.version;
    let call = callIn(door, subject, first);
    let answer = await door.send(call, signal);
    const other = newestOf(supportedInstead(answer, first));
    if (other !== undefined) {
      known.set(key, other);
      call = callIn(door, subject, other);
      answer = await door.send(call, signal);
    }
    if (isAbsence(answer) || isUnknownSubscription(answer)) return false;
    if (answer.status !== 200) throw refused(door, { answer, call });
    return true;
  };
}

interface Subject {
  readonly segments: readonly string[];
  readonly subscription: string;
  readonly type: string;
  /** The one to ask with first. */
  readonly version: string;
  readonly words: string;
}

const placeId = /^\/?subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/*$/i;

/** What an id names; throws a plain error where that is nothing of which it can be told whether it is there. */
function subjectOf(armId: string): Subject {
  const [, subscription, resourceGroup] = placeId.exec(plainId(armId)) ?? [];
  if (subscription !== undefined && resourceGroup === undefined) {
    const type = "Microsoft.Resources/subscriptions";
    const words = `subscription \`${subscription}\``;
    return { segments: [subscription], subscription, type, version: "2022-12-01", words };
  }
  if (subscription !== undefined && resourceGroup !== undefined) {
    const words = `resource group \`${resourceGroup}\` of subscription \`${subscription}\``;
    const segments = [subscription, "resourceGroups", resourceGroup];
    return { segments, subscription, type: resourceGroupType, version: groupsVersion, words };
  }
  const parts = parseArmId(armId);
  if (parts === undefined || parts.type.split("/").length !== 2)
    throw new Error(`\`${armId}\` is no id of a resource directly in a resource group`);
  const words = `${parts.type} \`${parts.name}\` in resource group \`${parts.resourceGroup}\``;
  const segments = resourceTarget(armId, "").segments.slice(1);
  // No type has to have this version; it is asked with for the answer that names those there are.
  return { segments, subscription: parts.subscription, type: parts.type, version: "2021-04-01", words };
}

function callIn(door: Door<"GET">, subject: Subject, version: string): Call<"GET"> {
  const { segments, subscription, type, words } = subject;
  return {
    method: "GET",
    url: urlOf(door.origin, placeTarget(segments, version)),
    wish: `see ${words}`,
    demand: { subscription, type, doing: "read" },
  };
}

/** The newest version, and no preview where there is another. */
function newestOf(versions: readonly string[] | undefined): string | undefined {
  const sorted = (versions ?? []).toSorted();
  return sorted.findLast((version) => /^\d{4}-\d{2}-\d{2}$/.test(version)) ?? sorted.at(-1);
}

/** True where ARM knows no such subscription, or not for this identity's tenant: nothing in it can be found then. */
function isUnknownSubscription(answer: Answer): boolean {
  return answer.status === 404 && saidBy(answer).code === "SubscriptionNotFound";
}
