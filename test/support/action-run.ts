import type { Event } from "../../src/action/event.ts";
import type { Inputs } from "../../src/action/inputs.ts";
import type { ActionRun } from "../../src/action/run.ts";
import type { Runner } from "../../src/action/runner.ts";
import type { Annotation } from "../../src/report/annotations.ts";
import { scrubber } from "../../src/core/settings/scrub.ts";
import { terminalOf } from "../cli/tocsin.ts";
import type { HostInMemory } from "./host-in-memory.ts";

/** A run of the action whose runner keeps what it is told. */
export interface KeptRun {
  readonly run: ActionRun;
  readonly annotations: Annotation[];
  readonly outputs: Map<string, string>;
  log: string;
  summary: string;
}

/** A nightly run in a checkout at the tip of the default branch. */
export function nightlyRun(
  folder: string,
  {
    host,
    inputs = {},
    commit = host.tip,
    ...more
  }: {
    readonly host: HostInMemory;
    readonly endpoint: string;
    readonly inputs?: Partial<Inputs>;
    readonly env?: Readonly<Record<string, string>>;
    readonly commit?: string;
    readonly stopped?: () => boolean;
  },
): KeptRun {
  const asked: Partial<Inputs> = { command: "drift", token: "t", label: "tocsin-drift", heal: false, adopt: false };
  return keptRun(folder, {
    ...more,
    inputs: { ...asked, ...inputs },
    event: { name: "schedule" },
    commit,
    host: () => Promise.resolve(host.host),
  });
}

/** A run in a checkout, as it begins after its inputs and its event were read. */
export function keptRun(
  folder: string,
  {
    inputs,
    endpoint,
    event,
    commit,
    host,
    ref = "refs/heads/main",
    run: { id, attempt } = { id: 7, attempt: 1 },
    env = {},
    stopped = () => false,
  }: {
    readonly inputs: Partial<Inputs>;
    readonly endpoint: string;
    readonly event: Event;
    readonly commit: string;
    readonly host: ActionRun["host"];
    readonly ref?: string;
    readonly run?: { readonly id: number; readonly attempt: number };
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly stopped?: () => boolean;
  },
): KeptRun {
  const secrets = new Set<string>();
  const scrub = (text: string): string => scrubber([...secrets])(text);
  const runner: Runner = {
    mask: (secret) => void secrets.add(secret),
    scrub,
    log: (text) => void (kept.log += scrub(text)),
    annotate: (annotation) => void kept.annotations.push(annotation),
    summarize: async (markdown) => void (kept.summary += `${scrub(markdown)}\n\n`),
    output: (name, value) => void kept.outputs.set(name, scrub(value)),
  };
  const run: ActionRun = {
    // Sound because a command asks for nothing else.
    inputs: inputs as Inputs,
    event,
    place: {
      repository: "company/alerts",
      server: "https://github.example",
      commit,
      ref,
      defaultBranch: "main",
      run: { id, attempt, url: `https://github.example/company/alerts/actions/runs/${id}` },
      temporary: folder,
    },
    runner,
    session: {
      options: {
        format: "text",
        verbose: false,
        environment: "production",
        endpoint,
        ...(inputs.workspace === undefined ? {} : { workspace: inputs.workspace }),
      },
      terminal: { ...terminalOf(folder), env, result: runner.log, note: runner.log },
      now: new Date().toISOString(),
      version: "0.0.0",
      onSecret: runner.mask,
      scrub,
    },
    host,
    stopped,
  };
  const kept: KeptRun = { run, annotations: [], outputs: new Map(), log: "", summary: "" };
  return kept;
}
