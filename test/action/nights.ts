import { afterEach, beforeEach } from "vitest";
import { runDrift } from "../../src/action/drift.ts";
import type { Inputs } from "../../src/action/inputs.ts";
import { unframeText } from "../../src/core/plan/comment.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { folderWith, rules, tocsin, workspace } from "../cli/tocsin.ts";
import { nightlyRun, type KeptRun } from "../support/action-run.ts";
import { hostInMemory, type HostInMemory, type KeptIssue, type KeptProposal } from "../support/host-in-memory.ts";

/** A secret that must be nowhere. */
export const canary = "https://hooks.example/a-secret-value";
/** Another one, which could be a name. */
export const pin = "a-secret-value-too";
const env = { SLACK_URL: canary, PIN: pin };

/** What git says at first, and Azure too. */
export const inGit = rules.replace(
  "admin@company.com }]",
  'admin@company.com }]\n  webhookReceivers: [{ name: slack, serviceUri: "${secret:slack}" }]',
);
/** The same after somebody's evening in the portal. */
export const byHand = inGit.replace("> 80", "> 91").replace("admin@company.com", "boss@company.com");

let emulator: Emulator;
let folder = "";
let host: HostInMemory;

/** Begins each test of a file with an Azure as git has it, and a repository in which nothing was ever said. */
export function everyTestBeginsWithPeace(): void {
  beforeEach(async () => {
    emulator = await startEmulator();
    host = hostInMemory();
    host.tip = "c0ffee0000000000000000000000000000000000";
    gitSays(inGit);
    await azureSays(inGit);
  });

  afterEach(async () => {
    await emulator.close();
  });
}

/** The repository where issues and pull requests are. */
export const company = (): HostInMemory => host;
export const issue = (): KeptIssue => host.issues[0]!;
export const proposal = (): KeptProposal => host.proposals.at(-1)!;
/** What the issue says to people. */
export const said = (): string => unframeText(issue().body).text;

/** The checkout of the next night. */
export function gitSays(text: string, tocsinYaml = workspace): void {
  gitHas({ "tocsin.yaml": tocsinYaml, "rules/a.yaml": text, ".git/HEAD": "ref: refs/heads/main\n" });
}

/** The same with any files; answers the folder. */
export function gitHas(files: Readonly<Record<string, string>>): string {
  folder = folderWith(files);
  return folder;
}

/** Somebody makes Azure what these definitions say, whatever is in the checkout. */
export async function azureSays(text: string, tocsinYaml = workspace): Promise<void> {
  const elsewhere = folderWith({ "tocsin.yaml": tocsinYaml, "rules/a.yaml": text });
  const run = await tocsin(elsewhere, ["apply", "-e", "production", "--endpoint", emulator.url, "--yes"], env);
  if (run.code !== 0) throw new Error(run.out + run.err);
}

/** Whom Azure names as the one who writes from here on. */
export function whoWrites(caller: string): void {
  Object.assign(emulator.world.options, { caller });
}

/** What Azure does wrong from here on. */
export async function azureGoesWrong(fault: string): Promise<void> {
  const { status } = await fetch(`${emulator.url}/_emulator/faults`, { method: "POST", body: fault });
  if (status >= 300) throw new Error(`${fault} was not taken`);
}

/** How often somebody has written to Azure. */
export const writes = (): number =>
  emulator.world.requests.filter(({ method }) => method === "PUT" || method === "DELETE").length;

/** Paths that were read when all was written. */
export function readsAfterTheLastWrite(): readonly string[] {
  const { requests } = emulator.world;
  return requests.slice(requests.findLastIndex(({ method }) => method === "PUT")).map(({ path }) => path);
}

/** A commit that is not the newest any more. */
export const yesterday = "0123456000000000000000000000000000000000";

/** One run at night; the code is what the command returns. */
export async function night(
  inputs: Partial<Inputs> = {},
  {
    hear = () => {},
    ...more
  }: {
    readonly commit?: string;
    readonly stopped?: () => boolean;
    /** Hears what is noted beside the result before the log does. */
    readonly hear?: (text: string) => void;
  } = {},
): Promise<KeptRun & { readonly code: number }> {
  const kept = nightlyRun(folder, { host, endpoint: emulator.url, inputs, env, ...more });
  const { session } = kept.run;
  const note = (text: string): void => {
    hear(text);
    session.terminal.note(text);
  };
  const code = await runDrift({ ...kept.run, session: { ...session, terminal: { ...session.terminal, note } } });
  return Object.assign(kept, { code });
}
