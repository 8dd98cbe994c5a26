import type { Kind } from "../../core/kind.ts";
import type { ToldCheck, Verdict } from "../../core/plan/doctor-report.ts";
import type { Place } from "../../core/resource.ts";
import type { SignedIn } from "../../core/rights/signed-in.ts";
import { shellCommand } from "../../core/shell.ts";
import type { Stack } from "../../core/stack.ts";
import { AzureError, type ArmType, type AzureAccess, type AzureReader } from "../../ports/azure.ts";
import { look, numbered } from "./check.ts";
import { assign, typesUsed } from "./rights.ts";
import { armTypeOf, canHaveNone } from "../survey.ts";

/** Whether the environment's resource groups are there, each by itself. */
export function checkGroups(
  { environment }: Stack,
  { access, signal }: { readonly access: AzureAccess; readonly signal: AbortSignal },
): Promise<readonly ToldCheck[]> {
  const { subscription, resourceGroups, location = "LOCATION" } = environment;
  return Promise.all(
    resourceGroups.map((name) =>
      look(
        { check: "resource-group", about: name },
        async () => {
          if (await access.hasResourceGroup({ subscription, resourceGroup: name }, signal))
            return { state: "good", says: "it is there" };
          const where = ["--name", name, "--location", location, "--subscription", subscription];
          return {
            state: "bad",
            says: "it is not in the subscription",
            todo: "create it, or correct the name",
            commands: [shellCommand("az", "group", "create", ...where)],
          };
        },
        ({ reason, message }) => (reason === "forbidden" ? { state: "warning", says: message } : {}),
      ),
    ),
  );
}

/** What reading is tried with. */
interface Trying {
  readonly kinds: readonly Kind[];
  readonly reader: AzureReader;
  readonly signedIn: SignedIn | undefined;
  readonly now: string;
  readonly signal: AbortSignal;
  /** What came of looking for the groups. */
  readonly groups: readonly ToldCheck[];
}

/** Lists every ARM type in every group, as a plan does, and looks into the activity log. */
export async function checkReading(
  stack: Stack,
  trying: Trying,
): Promise<{ readonly checks: readonly ToldCheck[]; readonly canPlan: Verdict }> {
  const { subscription, resourceGroups } = stack.environment;
  const checks: ToldCheck[] = [];
  for (const resourceGroup of resourceGroups) {
    const isAbsent = trying.groups.some(({ about, state }) => about === resourceGroup && state === "bad");
    checks.push(
      ...(isAbsent
        ? [{ check: "read", about: resourceGroup, state: "skipped", says: "the group cannot be looked into" } as const]
        : [await checkLists(stack, { subscription, resourceGroup }, trying)]),
    );
  }
  const log = checks.some(({ state }) => state === "good")
    ? await checkActivityLog({ subscription, resourceGroup: resourceGroups[0] ?? "" }, trying)
    : ({ check: "activity-log", state: "skipped", says: "no resource can be read" } as const);
  return { checks: [...checks, log], canPlan: verdictOf(checks) };
}

function verdictOf(checks: readonly ToldCheck[]): Verdict {
  if (checks.every(({ state }) => state === "good")) return "yes";
  return checks.some(({ state, unanswered }) => state === "bad" && unanswered !== true) ? "no" : "unknown";
}

/** One check for a group: the types are read with one right, and what one is refused for the others are too. */
function checkLists(stack: Stack, place: Place, { kinds, reader, signedIn, signal }: Trying): Promise<ToldCheck> {
  const types = new Map(kinds.map((kind) => [kind.armType.toLowerCase(), armTypeOf(kind)]));
  const wanted = typesUsed(stack, kinds);
  const count = async (type: ArmType): Promise<number> => {
    try {
      return (await reader.list(type, place, signal)).length;
    } catch (error) {
      if (!wanted.includes(type.name) && canHaveNone(error)) return 0;
      throw error;
    }
  };
  return look(
    { check: "read", about: place.resourceGroup },
    async () => {
      const counts = await Promise.allSettled([...types.values()].map(count));
      const failures = counts.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      const [first] = failures;
      if (first instanceof AzureError && failures.length > 1) {
        throw new AzureError(`${first.message}; ${failures.length - 1} more of ${types.size} types are refused`, first);
      }
      if (first !== undefined) throw first;
      const found = counts.reduce((sum, one) => sum + (one.status === "fulfilled" ? one.value : 0), 0);
      return {
        state: "good",
        says: `${numbered(types.size, "type")} can be read, ${numbered(found, "resource")} found`,
      };
    },
    ({ reason }) =>
      reason === "forbidden"
        ? {
            todo: "assign this identity the role that reads; that can take minutes to count",
            commands: [assign("Monitoring Reader", place, signedIn)],
          }
        : {},
  );
}

const hour = 3_600_000;

function checkActivityLog(place: Place, { reader, now, signal }: Trying): Promise<ToldCheck> {
  const from = new Date(Date.parse(now) - hour).toISOString();
  return look(
    { check: "activity-log" },
    async () => {
      for await (const _ of reader.ask({ about: "activity-log", ...place, from, to: now }, signal)) break;
      return { state: "good", says: "who changed what can be told" };
    },
    ({ message }) => ({ state: "warning", says: `who changed what cannot always be told: ${message}` }),
  );
}
