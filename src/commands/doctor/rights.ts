import { eachText, isList, type Json } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import type { ToldCheck, Verdict } from "../../core/plan/doctor-report.ts";
import { armIdOf, parseArmId, type Place } from "../../core/resource.ts";
import { assignAction, groupAction, readingOf, roleFor, writingOf, type Role } from "../../core/rights/needs.ts";
import { missingOf, type Permission } from "../../core/rights/permission.ts";
import type { SignedIn } from "../../core/rights/signed-in.ts";
import { shellCommand } from "../../core/shell.ts";
import type { Stack } from "../../core/stack.ts";
import { AzureError, type AzureAccess } from "../../ports/azure.ts";
import { look } from "./check.ts";

/** What an apply needs in one resource group, of its own environment or of what its rules refer to. */
interface Wanted {
  readonly place: Place;
  readonly actions: readonly string[];
}

/** What deciding about rights needs. */
export interface Judging {
  readonly stack: Stack;
  readonly kinds: readonly Kind[];
  readonly access: AzureAccess;
  readonly signedIn: SignedIn | undefined;
  readonly signal: AbortSignal;
}

/**
 * Whether this identity could apply the stack: asked of Azure's own account of its roles, and tried by no write. A group
 * that is not there is named by itself, for no role would help.
 */
export async function checkApply(
  judging: Judging,
): Promise<{ readonly checks: readonly ToldCheck[]; readonly can: Verdict }> {
  let can: Verdict = "unknown";
  let absent: readonly Place[] = [];
  const check = await look(
    { check: "apply" },
    async () => {
      const rights = await rightsOf(judging);
      absent = rights.filter(({ isThere }) => !isThere).map(({ place }) => place);
      const missing = rights.filter(({ isThere, actions }) => isThere && actions.length > 0);
      can = missing.length === 0 ? "yes" : "no";
      return missing.length === 0
        ? { state: "good", says: "this identity may write and delete what the definitions are about" }
        : refusalOf(missing, judging.signedIn);
    },
    // Who may not ask what he may do may still do it.
    () => ({ state: "warning" }),
  );
  return { checks: [...absent.map(absentGroup), check], can };
}

/** What is lacking in a resource group: the group itself, or rights in it. */
interface Rights extends Wanted {
  readonly isThere: boolean;
}

async function rightsOf({ stack, kinds, access, signal }: Judging): Promise<readonly Rights[]> {
  return Promise.all(
    wantedBy(stack, kinds).map(async ({ place, actions }): Promise<Rights> => {
      const permissions = await permissionsIn(place, { stack, access, signal });
      return { place, actions: missingOf(actions, permissions ?? []), isThere: permissions !== undefined };
    }),
  );
}

/**
 * Nothing where a group that is only referred to is not there: Azure says so only to whoever may look above it. Where
 * somebody has no role at all Azure refuses to say so; in such a group, that is the answer.
 */
async function permissionsIn(
  place: Place,
  { stack, access, signal }: Pick<Judging, "stack" | "access" | "signal">,
): Promise<readonly Permission[] | undefined> {
  try {
    return await access.permissions(place, signal);
  } catch (error) {
    if (!(error instanceof AzureError) || isOwn(place, stack)) throw error;
    if (error.reason === "forbidden") return [];
    if (error.reason === "not-found") return undefined;
    throw error;
  }
}

function absentGroup({ subscription, resourceGroup }: Place): ToldCheck {
  return {
    check: "resource-group",
    about: resourceGroup,
    state: "warning",
    says: `definitions refer to it, and it is not in the subscription ${subscription}`,
    todo: "correct its name in them, or make it before they are applied",
  };
}

function isOwn({ subscription, resourceGroup }: Place, { environment }: Stack): boolean {
  const groups = environment.resourceGroups.map((group) => group.toLowerCase());
  return (
    subscription.toLowerCase() === environment.subscription.toLowerCase() &&
    groups.includes(resourceGroup.toLowerCase())
  );
}

/** What an apply needs, by resource group; the environment's own come first. */
function wantedBy(stack: Stack, kinds: readonly Kind[]): readonly Wanted[] {
  const { subscription, resourceGroups } = stack.environment;
  const wanted = new Map<string, Wanted>();
  const want = (place: Place, actions: readonly string[]): void => {
    const key = `${place.subscription}/${place.resourceGroup}`.toLowerCase();
    const before = wanted.get(key);
    wanted.set(key, {
      place: before?.place ?? place,
      actions: [...new Set([...(before?.actions ?? []), ...actions])],
    });
  };
  const types = typesUsed(stack, kinds);
  for (const resourceGroup of resourceGroups) want({ subscription, resourceGroup }, types.flatMap(writingOf));
  for (const { kind, settings, references } of stack.resources) {
    const { scopes } = settings;
    const needsOn = kinds.find(({ name }) => name === kind)?.needsOn ?? {};
    for (const scope of isList(scopes) ? scopes : []) wantOf(scope, (type) => needsOn[type.toLowerCase()] ?? [], want);
    // A group that this very apply makes is in one of the environment's own groups, and read there.
    for (const reference of references) {
      const parts = parseArmId(reference);
      if (parts !== undefined && !isOwn(parts, stack)) want(parts, [groupAction]);
    }
    eachText(settings, (text) => {
      const parts = parseArmId(text);
      if (parts !== undefined && /^Microsoft\.ManagedIdentity\/userAssignedIdentities$/i.test(parts.type))
        want(parts, [assignAction]);
    });
  }
  return [...wanted.values()];
}

/** A resource or a resource group that a rule watches. A whole subscription cannot be asked about. */
function wantOf(
  scope: Json,
  besides: (type: string) => readonly string[],
  want: (place: Place, actions: readonly string[]) => void,
): void {
  if (typeof scope !== "string") return;
  const parts = parseArmId(scope);
  if (parts !== undefined) return want(parts, [readingOf(parts.type), ...besides(parts.type)]);
  const [, subscription, resourceGroup] = /^\/?subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/*$/i.exec(scope) ?? [];
  if (subscription !== undefined && resourceGroup !== undefined)
    want({ subscription, resourceGroup }, ["Microsoft.Resources/subscriptions/resourceGroups/read"]);
}

/** The ARM types of the kinds that a stack has resources of; of an empty one, those of all kinds. */
export function typesUsed({ resources }: Stack, kinds: readonly Kind[]): readonly string[] {
  const used = new Set(resources.map(({ kind }) => kind));
  const wanted = used.size === 0 ? kinds : kinds.filter(({ name }) => used.has(name));
  return [...new Set(wanted.map(({ armType }) => armType))];
}

const most = 4;

function refusalOf(missing: readonly Wanted[], signedIn: SignedIn | undefined): Omit<ToldCheck, "check"> {
  const where = missing.map(({ place, actions }) => {
    const more = actions.length > most ? ` and ${actions.length - most} more` : "";
    return `${actions.slice(0, most).join(", ")}${more} on ${place.resourceGroup} (${rolesFor(actions).join(", ")})`;
  });
  return {
    state: "warning",
    says: `this identity cannot apply, which one that only plans need not; missing: ${where.join("; ")}`,
    todo: "if it is to apply, assign it what it lacks; that can take minutes to count",
    commands: missing.flatMap(({ place, actions }) => rolesFor(actions).map((role) => assign(role, place, signedIn))),
  };
}

function rolesFor(actions: readonly string[]): readonly Role[] {
  return [...new Set(actions.map(roleFor))];
}

/** The command that gives an identity a role in a resource group. */
export function assign(role: Role, { subscription, resourceGroup }: Place, signedIn: SignedIn | undefined): string {
  const { object = "OBJECT-ID", is = "application" } = signedIn ?? {};
  const type = is === "person" ? "User" : "ServicePrincipal";
  const scope = armIdOf({ subscription, resourceGroup }, "x/y", "z").replace(/\/providers\/.*$/, "");
  const who = ["--assignee-object-id", object, "--assignee-principal-type", type];
  return shellCommand("az", "role", "assignment", "create", ...who, "--role", role, "--scope", scope);
}
