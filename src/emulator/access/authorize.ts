/**
 * Azure's access control. Whoever was given a role may do what his roles say, where they say it; so may a managed
 * identity, which without a role may do nothing. Whom nobody gave a role may do everything: he is whose machine it is.
 */
import type { Exchange } from "../arm/exchange.ts";
import { textAt, type JsonObject } from "../arm/json.ts";
import { Refusal } from "../arm/refusal.ts";
import type { Asked, Caller } from "../arm/request.ts";
import type { World } from "../arm/world.ts";
import { type Deed, deedOf } from "./actions.ts";
import { roles, type Permission } from "./roles.ts";

const everything: Permission = { actions: ["*"], notActions: [], dataActions: [], notDataActions: [] };

/** Throws Azure's refusal unless the caller may do what is asked. */
export function authorize({ world, asked }: Exchange): void {
  const deed = deedOf(asked);
  if (deed === undefined || mayDo(world, asked.caller, deed)) return;
  throw new Refusal({
    status: 403,
    code: "AuthorizationFailed",
    message: `The client '${asked.caller.name}' with object id '${asked.caller.claims["oid"] ?? ""}' does not have authorization to perform action '${deed.action}' over scope '${deed.scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  });
}

/** What a caller's roles allow at a scope; a permission for each role. */
export function permissionsOf(world: World, caller: Caller, scope: string): readonly Permission[] {
  const principal = caller.claims["oid"];
  const own = world.assignments.filter((one) => principal !== undefined && one.principalId === principal);
  const isManaged = [...world.identities.values()].some((identity) => identity.principalId === principal);
  if (own.length === 0 && !isManaged) return [everything];
  return own
    .filter((assignment) => isBelow(scope, assignment.scope))
    .flatMap(({ role, permission }) => permission ?? roles.find(({ id }) => id === role)?.permission ?? []);
}

/** Whether one of a caller's roles lets him do it. */
export function mayDo(world: World, caller: Caller, { action, scope }: Deed): boolean {
  // The name may stand in the action, as the built-in role for identities has it.
  const spellings = [action, action.replace(/\/assign\/action$/, "/x/assign/action")];
  return permissionsOf(world, caller, scope).some(({ actions, notActions }) =>
    spellings.some((one) => actions.some((it) => fits(it, one)) && !notActions.some((it) => fits(it, one))),
  );
}

function fits(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.\\^$|()[\]{}+?]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}

function isBelow(scope: string, above: string): boolean {
  const [here, there] = [scope, above].map((path) => `${path.toLowerCase().replace(/\/+$/, "")}/`);
  return here !== undefined && there !== undefined && here.startsWith(there);
}

/** The scope that a path of Microsoft.Authorization is about: what stands before its last `providers`. */
export function scopeOf({ segments }: Pick<Asked, "segments">): string {
  const own = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  return `/${segments.slice(0, own).join("/")}`;
}

/** The object id that a caller shows, for those who keep it. */
export function principalOf(body: JsonObject): string | undefined {
  return textAt(body, "properties", "principalId");
}
