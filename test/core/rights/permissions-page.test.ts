import fc from "fast-check";
import { expect, test } from "vitest";
import { openAccess, openAzure } from "../../../src/azure/azure.ts";
import { apply } from "../../../src/commands/apply.ts";
import { drift } from "../../../src/commands/drift.ts";
import { plan } from "../../../src/commands/plan.ts";
import { watchedIn } from "../../../src/core/plan/watched.ts";
import { needsFor, readingOf, writingOf } from "../../../src/core/rights/needs.ts";
import { allows } from "../../../src/core/rights/permission.ts";
import { deedOf } from "../../../src/emulator/access/actions.ts";
import { assignRole } from "../../../src/emulator/access/role-assignments.ts";
import { createWorld, type World } from "../../../src/emulator/arm/world.ts";
import { inProcess } from "../../../src/emulator/in-process.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { fakeCredential } from "../../azure/support/azure.ts";
import { jsonWebToken } from "../../support/json-web-token.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { customRole, permissionsPage } from "../../support/permissions-page.ts";
import { runs } from "../../support/runs.ts";
import { desiredOf, inputsFor, stackOf, takenByAzure } from "../../support/stacks.ts";
import { validSettings } from "../../support/valid-settings.ts";

const types = [...new Set(kinds.map(({ armType }) => armType))];
const identity = "00000000-0000-0000-0000-0000000000a1";

test("the page is what the code says", async () => {
  await expect(permissionsPage(types)).toMatchFileSnapshot("../../../docs/permissions.md");
});

/** An Azure, and a real client to it that is signed in as somebody with an object id. */
async function azureAs(world: World) {
  const options = {
    cloud: "public",
    env: {},
    version: "1",
    secrets: [],
    credential: fakeCredential(jsonWebToken({ oid: identity })),
    httpClient: inProcess(world),
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  } as const;
  return { world, ...(await openAzure(options)), access: (await openAccess(options)).access };
}

/** One random resource of each kind. */
const oneOfEach = fc.tuple(
  ...kinds.map((kind) => validSettings(kind, "warnings").map((settings) => desiredOf(kind, kind.name, settings))),
);

/** Every command that talks to Azure: resources are made, read, and deleted but for one. */
async function wholeLife(world: World, random: readonly DesiredResource[], kept: number): Promise<void> {
  const azure = await azureAs(world);
  const full = inputsFor(azure, stackOf(await takenByAzure(random)));
  const workspace = { ...full.workspace, guard: { ...full.workspace.guard, maximumDeletes: { percent: 100 } } };
  const inputs = { ...full, workspace };
  await apply(inputs);
  await plan(inputs);
  await drift(inputs);
  const signal = new AbortController().signal;
  const { environment } = full.stack;
  const place = { subscription: environment.subscription, resourceGroup: environment.resourceGroup };
  await azure.access.hasResourceGroup(place, signal).catch(() => false);
  await azure.access.permissions(place, signal).catch(() => []);
  await azure.access.registration(environment.subscription, "Microsoft.Insights", signal).catch(() => "");
  await apply({ ...inputs, stack: { ...full.stack, resources: full.stack.resources.slice(kept).slice(0, 1) } });
}

const aWorld = (): World => createWorld({ rateLimits: "off" });
const actionsIn = ({ requests }: World): ReadonlySet<string> =>
  new Set(
    requests.flatMap(({ method, path }) => {
      const deed = deedOf({ method, segments: path.split("/").filter((segment) => segment !== "") });
      return deed === undefined ? [] : [deed.action];
    }),
  );

function watchedTypes(random: readonly DesiredResource[]): readonly string[] {
  return random.flatMap(({ settings }) => watchedIn(settings).flatMap(({ watched: { type } }) => type ?? []));
}

test("every request that commands make is one that the page has an action for", async () => {
  const declared = needsFor(types).map(({ action }) => action.toLowerCase());
  const seen = new Set<string>();
  // What of these is read the page cannot name one by one.
  const watched = new Set<string>();
  await fc.assert(
    fc.asyncProperty(oneOfEach, fc.nat(4), async (random, kept) => {
      const world = aWorld();
      await wholeLife(world, random, kept);
      for (const action of actionsIn(world)) seen.add(action.toLowerCase());
      for (const type of watchedTypes(random)) watched.add(readingOf(type).toLowerCase());
    }),
    runs(12),
  );
  expect([...seen].filter((action) => !declared.includes(action) && !watched.has(action))).toEqual([]);
  expect(needsFor(types)).toContainEqual(
    expect.objectContaining({ task: "look", action: "*/read", where: "what rules watch" }),
  );
  const own = types.flatMap((type) => [readingOf(type), ...writingOf(type)]).map((action) => action.toLowerCase());
  expect(own.filter((action) => !seen.has(action))).toEqual([]);
});

test("with the role of one's own on the subscription nothing is refused but what it need not have", async () => {
  const { Actions: actions } = customRole(types, []);
  await fc.assert(
    fc.asyncProperty(oneOfEach, fc.nat(4), async (random, kept) => {
      const world = aWorld();
      // Sound because it is a list of actions.
      assignRole(world, { principalId: identity, scope: "/", role: { actions: actions as readonly string[] } });
      assignRole(world, { principalId: identity, scope: "/", role: "Managed Identity Operator" });
      assignRole(world, { principalId: identity, scope: "/", role: { actions: ["*/read"] } });
      await wholeLife(world, random, kept);
      expect(world.requests.filter(({ status }) => status === 403)).toEqual([]);
    }),
    runs(6),
  );
});

test("the role has every action that is needed in the groups, and allows nothing else", () => {
  const { Actions: actions } = customRole(types, []);
  const needed = needsFor(types)
    .filter(({ where }) => where === "the environment's resource groups")
    .map(({ action }) => action);
  expect(actions).toEqual(needed.toSorted());
  // Sound because it is a list of actions.
  const role = [{ actions: actions as readonly string[], notActions: [] }];
  for (const other of [
    "Microsoft.Insights/components/write",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
  ])
    expect(allows(role, other)).toBe(false);
  expect(actions).not.toContainEqual(expect.stringContaining("*"));
});
