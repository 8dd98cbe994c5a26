/** What the service makes of the ids in a body: whether the caller may read them, and whether they are there. */
import type { Deed } from "../access/actions.ts";
import { mayDo } from "../access/authorize.ts";
import { at, isObject, listAt, type JsonObject } from "./json.ts";
import { placeIn } from "./place.ts";
import { Refusal } from "./refusal.ts";
import type { Caller } from "./request.ts";
import type { Place, ResourceType } from "./resource-type.ts";
import type { Manner } from "./show-resource.ts";
import type { World } from "./world.ts";

interface Referring {
  readonly type: ResourceType;
  readonly place: Place;
}

/**
 * ARM's own check before a write reaches its provider: the caller needs read on every action group and every scope that
 * a body names, wherever it lives (azure-monitor-baseline-alerts#416, alerts-create-metric-alert-rule.md), and may not
 * make a rule act as an identity that is not his to assign.
 */
export function checkLinks(
  world: World,
  { type, place }: Referring,
  sent: { readonly body: JsonObject; readonly caller: Caller } & Pick<Manner, "unreadable">,
): void {
  const identities = at(sent.body, "identity", "userAssignedIdentities");
  const { scopesIn = (body) => listAt(body, "properties", "scopes") } = type;
  const read = [...type.actionGroupIds(sent.body), ...scopesIn(sent.body)];
  const linked: readonly Deed[] = [
    ...read.flatMap((scope) => (typeof scope === "string" ? [{ scope, action: `${typeIn(scope)}/read` }] : [])),
    ...Object.keys(isObject(identities) ? identities : {}).map((scope) => ({ scope, action: assigning })),
  ];
  const links = linked.filter((link) => isBelow(link.scope, sent.unreadable) || !mayDo(world, sent.caller, link));
  if (links.length === 0) return;
  const objectId = sent.caller.claims["oid"] ?? sent.caller.name;
  const action = `${type.namespace}/${type.name}/write`;
  throw new Refusal({
    status: 403,
    code: "LinkedAuthorizationFailed",
    message: `The client '${sent.caller.name}' with object id '${objectId}' has permission to perform action '${action}' on scope '${type.idOf(place)}'; however, it does not have permission to perform action(s) '${links.map((link) => link.action).join(",")}' on the linked scope(s) '${links.map((link) => link.scope).join(",")}' (respectively) or the linked scope(s) are invalid.`,
  });
}

const assigning = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";

function isBelow(id: string, places: readonly string[]): boolean {
  const path = `/${id.toLowerCase().replace(/^\/+/, "")}/`;
  return places.some((place) => path.startsWith(`${place.toLowerCase().replace(/\/+$/, "")}/`));
}

// ARM tells the type of what is linked in a spelling of its own, for action groups all in lower case.
function typeIn(id: string): string {
  const [, type] = /\/providers\/([^/]+\/[^/]+)/i.exec(id) ?? [];
  if (type !== undefined) return type.toLowerCase();
  const group = /\/resourceGroups\//i.test(id);
  return group ? "Microsoft.Resources/subscriptions/resourceGroups" : "Microsoft.Resources/subscriptions";
}

/** Refuses a rule whose action group is not there, where the world or a fault wants it; in the words of azure-powershell#11102. */
export function checkGroups(
  world: World,
  { type }: Referring,
  sent: { readonly body: JsonObject } & Pick<Manner, "mindGroups">,
): void {
  if (!sent.mindGroups) return;
  const missing = type.actionGroupIds(sent.body).find((id) => !isThere(world, id));
  if (missing === undefined) return;
  throw new Refusal({
    status: 400,
    code: "BadRequest",
    message: `Arm resource ${missing} is invalid or in a different subscription as alert rule.`,
    style: type.errors,
  });
}

function isThere(world: World, id: string): boolean {
  const place = placeIn(id);
  return place !== undefined && world.store.get(place) !== undefined;
}
