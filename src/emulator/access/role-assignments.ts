/** Microsoft.Authorization: roles, who has which, and what the caller may do at a scope. */
import { groupNotFound, methodNotAllowed, notServed } from "../arm/errors.ts";
import type { Exchange } from "../arm/exchange.ts";
import { textAt, type JsonObject } from "../arm/json.ts";
import { bodyOf } from "../arm/read-request.ts";
import { Refusal } from "../arm/refusal.ts";
import type { Reply } from "../arm/request.ts";
import { groupKey, tellChange, type RoleAssignment, type World } from "../arm/world.ts";
import { guidOf } from "../guid.ts";
import { permissionsOf, principalOf, scopeOf } from "./authorize.ts";
import { roles, type Permission, type Role } from "./roles.ts";

/** Answers what is asked of Microsoft.Authorization at a scope. `path` is what stands behind the namespace. */
export function authorization(exchange: Exchange, path: readonly string[]): Reply {
  const { world, asked } = exchange;
  const scope = scopeOf(asked);
  const [collection = "", name] = path;
  switch (collection.toLowerCase()) {
    case "permissions":
      checkGroup(world, asked.segments);
      return { status: 200, body: { value: permissionsOf(world, asked.caller, scope).map((one) => ({ ...one })) } };
    case "roledefinitions":
      return name === undefined ? listRoles(exchange) : showRole(name);
    case "roleassignments":
      return name === undefined ? listAssignments(exchange, scope) : oneAssignment(exchange, { scope, name });
    default:
      throw notServed(asked.method, `/${asked.segments.join("/")}`);
  }
}

function checkGroup(world: World, [, subscription = "", branch = "", group = ""]: readonly string[]): void {
  if (branch.toLowerCase() === "resourcegroups" && !world.groups.has(groupKey(subscription, group)))
    throw groupNotFound(group);
}

/** Gives somebody a role, by its name, or permissions of one's own; `scope` is an id of ARM's. */
export function assignRole(
  world: World,
  given: { readonly principalId: string; readonly scope: string; readonly role: string | Partial<Permission> },
): void {
  const { principalId, scope, role } = given;
  const known = typeof role === "string" ? roles.find(({ name }) => name === role) : undefined;
  if (typeof role === "string" && known === undefined) throw new Error(`the emulator has no role \`${role}\``);
  const own = typeof role === "string" ? {} : { permission: { ...nothing, ...role } };
  const name = guidOf(`${principalId} ${scope} ${JSON.stringify(role)}`);
  world.assignments.push({ name, principalId, scope, role: known?.id ?? "own", ...own });
  tellChange(world);
}

const nothing: Permission = { actions: [], notActions: [], dataActions: [], notDataActions: [] };

function listRoles({ asked }: Exchange): Reply {
  const name = /roleName eq '([^']*)'/i.exec(asked.query.get("$filter") ?? "")?.[1];
  const found = roles.filter((role) => name === undefined || role.name.toLowerCase() === name.toLowerCase());
  return { status: 200, body: { value: found.map(roleBody) } };
}

function showRole(name: string): Reply {
  const found = roles.find(({ id }) => id === name.toLowerCase());
  if (found === undefined) throw noSuchRole(name);
  return { status: 200, body: roleBody(found) };
}

function roleBody({ id, name, permission }: Role): JsonObject {
  return {
    id: `/providers/Microsoft.Authorization/roleDefinitions/${id}`,
    type: "Microsoft.Authorization/roleDefinitions",
    name: id,
    properties: { roleName: name, type: "BuiltInRole", assignableScopes: ["/"], permissions: [{ ...permission }] },
  };
}

function noSuchRole(id: string): Refusal {
  const message = `The specified role definition with ID '${id}' does not exist.`;
  return new Refusal({ status: 404, code: "RoleDefinitionDoesNotExist", message });
}

// Those of the scope, of what is above it, and of what is below it, unless the filter wants the first two only.
function listAssignments({ world, asked }: Exchange, scope: string): Reply {
  const filter = asked.query.get("$filter") ?? "";
  const principal = /(?:principalId eq|assignedTo\()\s*'([^']*)'/i.exec(filter)?.[1];
  const [here, onlyAbove] = [scope.toLowerCase(), /atScope\(\)/i.test(filter)];
  const found = world.assignments.filter(({ scope: there, principalId }) => {
    const isAbove = here.startsWith(there.toLowerCase());
    const isBelow = there.toLowerCase().startsWith(here);
    return (isAbove || (isBelow && !onlyAbove)) && (principal === undefined || principal === principalId);
  });
  return { status: 200, body: { value: found.map(assignmentBody) } };
}

function assignmentBody({ name, scope, role, principalId }: RoleAssignment): JsonObject {
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    type: "Microsoft.Authorization/roleAssignments",
    name,
    properties: {
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
      principalType: "ServicePrincipal",
      scope,
    },
  };
}

function oneAssignment(exchange: Exchange, at: { readonly scope: string; readonly name: string }): Reply {
  const { world, asked } = exchange;
  const known = world.assignments.find(({ name }) => name === at.name);
  switch (asked.method) {
    case "GET":
      if (known === undefined) throw noSuchAssignment(at.name);
      return { status: 200, body: assignmentBody(known) };
    case "PUT":
      return putAssignment(exchange, at);
    case "DELETE":
      if (known === undefined) return { status: 204 };
      world.assignments.splice(world.assignments.indexOf(known), 1);
      tellChange(world);
      return { status: 200, body: assignmentBody(known) };
    default:
      throw methodNotAllowed(asked.method);
  }
}

function noSuchAssignment(name: string): Refusal {
  const message = `The role assignment '${name}' is not found.`;
  return new Refusal({ status: 404, code: "RoleAssignmentNotFound", message });
}

function putAssignment({ world, asked }: Exchange, at: { readonly scope: string; readonly name: string }): Reply {
  const body = bodyOf(asked);
  const principalId = principalOf(body) ?? "";
  const id = textAt(body, "properties", "roleDefinitionId")?.split("/").at(-1)?.toLowerCase() ?? "";
  if (!roles.some((role) => role.id === id)) throw noSuchRole(id);
  const isSame = (one: RoleAssignment): boolean =>
    one.principalId === principalId && one.role === id && one.scope.toLowerCase() === at.scope.toLowerCase();
  if (world.assignments.some(isSame)) {
    const message = "The role assignment already exists.";
    throw new Refusal({ status: 409, code: "RoleAssignmentExists", message });
  }
  const made = { name: at.name, scope: at.scope, role: id, principalId };
  world.assignments.push(made);
  tellChange(world);
  return { status: 201, body: assignmentBody(made) };
}
