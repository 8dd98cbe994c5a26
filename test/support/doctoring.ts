import { openAccess } from "../../src/azure/azure.ts";
import { doctor } from "../../src/commands/doctor/doctor.ts";
import { load } from "../../src/commands/load.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import type { CheckName, DoctorReport, ToldCheck } from "../../src/core/plan/doctor-report.ts";
import { createWorld, type World } from "../../src/emulator/arm/world.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { fakeCredential } from "../azure/support/azure.ts";
import { rules as someRules, workspace as someWorkspace } from "../cli/tocsin.ts";
import { now } from "./emulated-azure.ts";
import { jsonWebToken } from "./json-web-token.ts";

/** The environment's. */
export const subscription = "11111111-1111-1111-1111-111111111111";
/** The object id of whoever is signed in. */
export const identity = "00000000-0000-0000-0000-0000000000a1";
/** The group of the alerts. */
export const own = `/subscriptions/${subscription}/resourceGroups/rg-alerts`;
/** The group of what they watch. */
export const watched = `/subscriptions/${subscription}/resourceGroups/rg-app`;

/** An Azure with the groups that the definitions are about, on the day of the runs: its log goes back 90 days from there. */
export function aWorld(): World {
  const world = createWorld({ rateLimits: "off", now: () => new Date(now) });
  for (const name of ["rg-alerts", "rg-app", "rg-ids"])
    world.groups.set(`${subscription}/${name}`, { subscription, name, location: "koreacentral" });
  return world;
}

/** What a test says otherwise. */
export interface Given {
  readonly world?: World;
  readonly workspace?: string;
  readonly rules?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly open?: () => Promise<never>;
  readonly readVault?: () => Promise<unknown>;
}

/** What `doctor` says of `production`, over the real client against an emulated Azure. */
export async function examined(given: Given = {}): Promise<DoctorReport> {
  const { world = aWorld(), env = { SLACK_URL: "x" } } = given;
  const workspace = readWorkspace({ path: "tocsin.yaml", text: given.workspace ?? someWorkspace }).value;
  if (workspace === undefined) throw new Error("the workspace is broken");
  const environments = workspace.environments.filter(({ name }) => name === "production");
  const files = [{ path: "rules/a.yaml", text: given.rules ?? someRules }];
  const loaded = load({ workspace, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  const open = async () => {
    const { access, reader } = await openAccess({
      cloud: "public",
      env: {},
      version: "1",
      secrets: [],
      credential: fakeCredential(jsonWebToken({ oid: identity, tid: "a-tenant", appid: "a-client" })),
      httpClient: inProcess(world),
      clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    });
    return { access, reader, readVault: given.readVault ?? (() => Promise.reject(new Error("nobody asked for it"))) };
  };
  return doctor({
    workspace,
    loaded,
    files: 1,
    kinds,
    source: "github.com/company/alerts",
    isSet: (variable) => (env[variable] ?? "") !== "",
    open: given.open ?? open,
    now,
    signal: new AbortController().signal,
  });
}

/** The checks of a name, of the workspace and the environment. */
export function checksOf(report: DoctorReport, name: CheckName): readonly ToldCheck[] {
  return [...report.checks, ...report.environments.flatMap(({ checks }) => checks)].filter(
    ({ check }) => check === name,
  );
}

/** The one check of a name. */
export function only(report: DoctorReport, name: CheckName): ToldCheck {
  const [check, more] = checksOf(report, name);
  if (check === undefined || more !== undefined) throw new Error(`there is not one check of ${name}`);
  return check;
}

/** Every check of the environment and how it ended. */
export const states = (report: DoctorReport): string =>
  report.environments[0]?.checks.map(({ check, state }) => `${check} ${state}`).join(", ") ?? "";

/** What the identity has the rights for. */
export function verdict({ environments: [one] }: DoctorReport): string {
  return `plan ${one?.canPlan}, apply ${one?.canApply}`;
}
