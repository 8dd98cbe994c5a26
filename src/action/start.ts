import http from "node:http";
import packageJson from "../../package.json" with { type: "json" };
import { exitCode } from "../cli/exit-code.ts";
import type { Session } from "../cli/session.ts";
import type { HostEvent } from "../github/event.ts";
import { HostError, type PullRequestHost } from "../ports/pull-request-host.ts";
import { plain } from "../report/print.ts";
import { checkEvent, readEvent } from "./event.ts";
import { tellFailure } from "./failure.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { outcomeOf } from "./output-names.ts";
import { placeOf } from "./place.ts";
import type { ActionRun } from "./run.ts";
import { openRunner, type OpenedRunner } from "./runner.ts";

/** Runs the action of this process, from its inputs to the result of the step. */
export async function start(): Promise<void> {
  const write = (text: string): void => void process.stdout.write(text);
  const { env } = process;
  const runner = openRunner({ write, hasSummary: (env["GITHUB_STEP_SUMMARY"] ?? "") !== "" });
  // What nobody awaits is our bug as well. The stream is written before the process ends, on every system.
  process.on("uncaughtException", (error) => {
    const { code } = tellFailure(error, runner);
    leaveOutcome(code, runner);
    process.stdout.write("", () => process.exit(stepResult(code)));
  });
  const stopped = watchCancellation(runner);
  const code = await perform(runner, stopped).catch((error: unknown) => tellFailure(error, runner).code);
  await end(code, runner);
  process.exitCode = stepResult(code);
}

/** Everything between the first look at the inputs and the exit code of the command. */
async function perform(runner: OpenedRunner, stopped: () => boolean): Promise<number> {
  // A self-hosted runner may reach nothing but its proxy, of which `fetch` knows nothing by itself.
  http.setGlobalProxyFromEnv?.();
  const { env } = process;
  for (const name of secretVariables) runner.mask(env[name] ?? "");
  const inputs = readInputs(env);
  runner.mask(inputs.token);
  const started = readEvent(env);
  const place = placeOf(env, started.defaultBranch);
  checkEvent(inputs, started, { ref: place.ref, name: env["GITHUB_EVENT_NAME"] ?? "" });
  const session = sessionOf(inputs, runner);
  const host = once(() => openHostOf(inputs, { runner, session, repository: place.repository }));
  return runCommand({ inputs, event: started.event, place, runner, session, host, stopped });
}

/** Each command is loaded when it is asked for: what `validate` does not need costs it no time. */
export async function runCommand(run: ActionRun): Promise<number> {
  switch (run.inputs.command) {
    case "validate":
      return (await import("./validate.ts")).runValidate(run);
    case "plan":
      return (await import("./plan.ts")).runPlan(run);
    case "apply":
      return (await import("./apply.ts")).runApply(run);
    case "drift":
      return (await import("./drift.ts")).runDrift(run);
  }
}

// What runners and Azure's sign-in leave in the environment. Secrets of the workspace are masked by the commands.
const secretVariables = [
  "ACTIONS_RUNTIME_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  "AZURE_CLIENT_SECRET",
  "AZURE_CLIENT_CERTIFICATE_PASSWORD",
] as const;

/** The run as a command line has it: all it says goes to the log, and nobody is there to answer. */
export function sessionOf(inputs: Inputs, runner: OpenedRunner): Session {
  const { environment, workspace, endpoint, verbose, clientId, tenantId } = inputs;
  const signIn = {
    ...(clientId === undefined ? {} : { AZURE_CLIENT_ID: clientId }),
    ...(tenantId === undefined ? {} : { AZURE_TENANT_ID: tenantId }),
  };
  return {
    options: {
      format: "text",
      inputs: true,
      verbose,
      ...(environment === undefined ? {} : { environment }),
      ...(workspace === undefined ? {} : { workspace }),
      ...(endpoint === undefined ? {} : { endpoint }),
    },
    terminal: {
      folder: process.env["GITHUB_WORKSPACE"] ?? process.cwd(),
      env: { ...process.env, ...signIn },
      paint: plain,
      notePaint: plain,
      columns: logColumns,
      live: false,
      canAsk: false,
      result: (text) => runner.log(text),
      note: (text) => runner.log(text),
      ask: () => Promise.resolve(""),
    },
    now: new Date().toISOString(),
    version: packageJson.version,
    onSecret: runner.mask,
    scrub: runner.scrub,
  };
}

// A log has no width of its own; so much can be read in a browser.
const logColumns = 120;

async function openHostOf(
  { token }: Inputs,
  {
    runner,
    session,
    repository,
  }: { readonly runner: OpenedRunner; readonly session: Session; readonly repository: string },
): Promise<PullRequestHost> {
  if (token === "")
    throw new HostError("there is no token to ask GitHub with: `github-token` is empty", {
      reason: "unauthenticated",
      tried: "",
    });
  const { openHost } = await import("../github/host.ts");
  const apiUrl = session.terminal.env["GITHUB_API_URL"] ?? "https://api.github.com";
  return openHost({
    token,
    apiUrl,
    repository,
    version: session.version,
    scrub: runner.scrub,
    onEvent: (event) => runner.log(`${toldEvent(event)}\n`),
  });
}

function toldEvent(event: HostEvent): string {
  switch (event.event) {
    case "wait":
      return `waiting ${(event.milliseconds / 1000).toFixed(1)} s for GitHub: ${event.because} (${event.tried})`;
    case "warning":
      return event.text;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Leaves the outcome, and sees to it that a step that fails says why. */
async function end(code: number, runner: OpenedRunner): Promise<void> {
  leaveOutcome(code, runner);
  if (stepResult(code) !== 0 && !runner.hasAnnotated("error"))
    runner.annotate({ level: "error", title: "tocsin", message: "something is wrong; the log of this step says what" });
  await runner.close();
}

function leaveOutcome(code: number, runner: OpenedRunner): void {
  if (!runner.hasOutput("outcome")) runner.output("outcome", outcomeOf(code));
}

/** Changes and drift are what a plan is made for: only the other codes fail the step. */
function stepResult(code: number): number {
  return code === exitCode.fine || code === exitCode.changes ? 0 : 1;
}

/**
 * A run that is cancelled gets SIGINT, after 7.5 seconds SIGTERM, and is ended 2.5 seconds later. Nothing new is begun
 * from the first on; what is being written is not broken off.
 */
function watchCancellation(runner: OpenedRunner): () => boolean {
  let cancelled = false;
  const onSignal = (): void => {
    if (!cancelled) runner.log("cancelled: what is being written is finished, nothing else is begun\n");
    cancelled = true;
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return () => cancelled;
}
