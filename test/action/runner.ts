import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { buildBundle } from "../support/bundle.ts";
import { machine } from "../support/machine.ts";
import { longestSummary, pairsIn } from "./file-commands.ts";
import { createMasker } from "./masker.ts";
import { createStepLog, type RunnerAnnotation } from "./step-log.ts";
import type { WorkflowCommand } from "./workflow-commands.ts";

/*
 * GitHub's runner, as far as a JavaScript action can tell: it starts the built bundle as the runner does, and makes of
 * what the bundle leaves what the runner makes of it.
 */

/** A step that uses the action. */
export interface ActionStart {
  /** The checkout: `GITHUB_WORKSPACE`, and the folder the process begins in. */
  readonly workspace: string;
  /** `with:`. What is not given is as `action.yml` says. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly event: { readonly name: string; readonly payload: object };
  /** `env:` of the step, and what else is not as usual. */
  readonly env?: Readonly<Record<string, string>>;
  /** `secrets`: the runner masks them from the beginning. */
  readonly secrets?: readonly string[];
  /** GitHub's API; nobody answers where there is none. */
  readonly githubUrl?: string;
  /** What a cancelled run gets once this stands in what the step wrote, or has happened: SIGINT, then SIGTERM, then the end. */
  readonly cancelAfter?: string | Promise<void>;
  /** Is told all that the step wrote so far. */
  readonly saw?: (text: string) => void;
}

/** What a step comes to. */
export interface ActionEnd {
  /** Nothing where it was killed. */
  readonly code: number | null;
  /** As people see it. */
  readonly log: string;
  /** Those that are kept with the run. */
  readonly annotations: readonly RunnerAnnotation[];
  readonly outputs: Readonly<Record<string, string>>;
  /** As people see it; empty where it was too long. */
  readonly summary: string;
  /** Every value the step told to mask. */
  readonly masked: readonly string[];
  /** Every command that was obeyed. */
  readonly commands: readonly WorkflowCommand[];
  /** What the runner itself complains of: files it cannot read, a summary it drops, inputs it does not know. */
  readonly complaints: readonly string[];
  /** Standard output and error as they were, and the files as they were left: what must hold no secret even unmasked. */
  readonly raw: { readonly text: string; readonly output: string; readonly summary: string; readonly env: string };
}

/** The token that `${{ github.token }}` is. */
export const githubToken = "ghs_ThisIsTheTokenOfTheJob0123456789abcd";

const folders: string[] = [];
process.once("exit", () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

let built: Promise<string> | undefined;

/** Runs a step to its end. The bundle is built when the first step of a test file is run. */
export async function runAction(start: ActionStart): Promise<ActionEnd> {
  const action = await (built ??= buildBundle());
  return runStep(start, { action, perform: (step) => inProcess(step, start) });
}

/** What performs a step is given: what is to be started, with which environment, and where goes what it writes. */
export interface Step {
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hear: (text: string) => void;
  readonly line: (line: string) => void;
}

/** Hands a step to whoever performs it, and makes of what it leaves what the runner makes of it. */
export async function runStep(
  start: ActionStart,
  { action, perform }: { readonly action: string; readonly perform: (step: Step) => Promise<number | null> },
): Promise<ActionEnd> {
  const temporary = mkdtempSync(join(tmpdir(), "tocsin-runner-"));
  folders.push(temporary);
  const files = fileCommands(temporary);
  const event = join(temporary, "event.json");
  writeFileSync(event, JSON.stringify(start.event.payload));
  const definition = parse(readFileSync(join(action, "action.yml"), "utf8"));
  const masker = createMasker([githubToken, ...(start.secrets ?? [])]);
  const log = createStepLog(masker, start.workspace);
  const [before, begun] = [masker.told.length, inputsOf(start.inputs, definition.inputs)];
  log.complaints.push(...begun.complaints);
  const env = {
    ...machine,
    ...variables(start, { event, temporary }),
    ...files,
    ...begun.variables,
    ...start.env,
  };
  const main = join(action, definition.runs.main);
  let text = "";
  const code = await perform({ main, env, hear: (chunk) => void (text += chunk), line: log.line });
  const left = {
    output: readFileSync(files.GITHUB_OUTPUT, "utf8"),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    env: ["GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"].map((name) => readFileSync(files[name]!, "utf8")).join(""),
  };
  return {
    code,
    log: log.shown.join("\n"),
    annotations: log.annotations,
    commands: log.commands,
    outputs: outputsIn(left.output, log.complaints),
    summary: summaryIn(left.summary, { mask: masker.mask, complaints: log.complaints }),
    masked: masker.told.slice(before),
    complaints: log.complaints,
    raw: { text, ...left },
  };
}

/** Performs a step in a process of its own, as the runner does. */
async function inProcess({ main, env, hear, line }: Step, start: ActionStart): Promise<number | null> {
  const child = spawn(process.execPath, [main], { cwd: start.workspace, env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  const cancelling = cancelOn(start.cancelAfter, (signal) => child.kill(signal));
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      hear(chunk);
      cancelling.saw((text += chunk));
      start.saw?.(text);
      const lines = (rest + chunk).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? "";
      for (const one of lines) line(one);
    });
    stream.on("end", () => {
      if (rest !== "") line(rest);
    });
  }
  const code = await new Promise<number | null>((done, fail) => child.once("close", done).once("error", fail));
  cancelling.end();
  return code;
}

/** Fresh empty files, one of each. */
function fileCommands(
  temporary: string,
): Record<string, string> & { GITHUB_OUTPUT: string; GITHUB_STEP_SUMMARY: string } {
  const folder = join(temporary, "_runner_file_commands");
  mkdirSync(folder);
  const file = (name: string): string => {
    const path = join(folder, `${name}_1a2b`);
    writeFileSync(path, "");
    return path;
  };
  return {
    GITHUB_OUTPUT: file("set_output"),
    GITHUB_STATE: file("save_state"),
    GITHUB_ENV: file("set_env"),
    GITHUB_PATH: file("add_path"),
    GITHUB_STEP_SUMMARY: file("step_summary"),
  };
}

function inputsOf(
  given: Readonly<Record<string, string>>,
  declared: Readonly<Record<string, { readonly default?: string }>>,
): { readonly variables: Record<string, string>; readonly complaints: readonly string[] } {
  const evaluated = (text: string): string => text.replaceAll("${{ github.token }}", githubToken);
  const all = Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [name, evaluated(input.default ?? "")]),
  );
  const foreign = Object.keys(given).filter((name) => !(name in declared));
  const variable = (name: string): string => `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
  return {
    variables: Object.fromEntries(Object.entries({ ...all, ...given }).map(([name, value]) => [variable(name), value])),
    complaints: foreign.length === 0 ? [] : [`Unexpected input(s) ${foreign.map((name) => `'${name}'`).join(", ")}`],
  };
}

/** The variables of a step, of a run that began on the default branch unless the event says another. */
function variables(
  { workspace, event, githubUrl }: ActionStart,
  paths: { readonly event: string; readonly temporary: string },
): Record<string, string> {
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__company_tocsin",
    GITHUB_ACTION_REPOSITORY: "company/tocsin",
    GITHUB_ACTION_REF: "v1",
    GITHUB_ACTOR: "owl",
    GITHUB_API_URL: githubUrl ?? "http://127.0.0.1:9",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: paths.event,
    GITHUB_JOB: "tocsin",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REPOSITORY: "company/alerts",
    GITHUB_REPOSITORY_OWNER: "company",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "4711",
    GITHUB_RUN_NUMBER: "7",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "c0ffee".padEnd(40, "0"),
    GITHUB_WORKFLOW: "check",
    GITHUB_WORKSPACE: workspace,
    RUNNER_OS: "Linux",
    RUNNER_TEMP: paths.temporary,
  };
}

function outputsIn(text: string, complaints: string[]): Readonly<Record<string, string>> {
  try {
    return pairsIn(text);
  } catch (error) {
    complaints.push(String(error));
    return {};
  }
}

function summaryIn(
  text: string,
  { mask, complaints }: { readonly mask: (line: string) => string; readonly complaints: string[] },
): string {
  const size = Buffer.byteLength(text);
  if (size <= longestSummary) return text.split("\n").map(mask).join("\n");
  complaints.push(`$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${size >> 10}k`);
  return "";
}

// A run that is cancelled has so long until SIGTERM, and so long from there to its end.
const toTerm = 7500;
const toKill = 2500;

function cancelOn(when: string | Promise<void> | undefined, kill: (signal: NodeJS.Signals) => void) {
  const timers: NodeJS.Timeout[] = [];
  let begun = false;
  const begin = (): void => {
    if (begun) return;
    begun = true;
    kill("SIGINT");
    timers.push(
      setTimeout(() => kill("SIGTERM"), toTerm),
      setTimeout(() => kill("SIGKILL"), toTerm + toKill),
    );
  };
  if (typeof when === "object") void when.then(begin);
  return {
    saw: (text: string): void => {
      if (typeof when === "string" && text.includes(when)) begin();
    },
    end: (): void => timers.forEach((timer) => clearTimeout(timer)),
  };
}
