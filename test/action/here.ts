import { resolve } from "node:path";
import process from "node:process";
import { summary } from "@actions/core";
import { vi } from "vitest";
import { checkEvent, readEvent } from "../../src/action/event.ts";
import { tellFailure } from "../../src/action/failure.ts";
import { readInputs } from "../../src/action/inputs.ts";
import { placeOf } from "../../src/action/place.ts";
import { openRunner } from "../../src/action/runner.ts";
import { runCommand, sessionOf } from "../../src/action/start.ts";
import { openHost } from "../../src/github/host.ts";
import { runStep, type ActionEnd, type ActionStart, type Step } from "./runner.ts";

/** Runs a step in this process: everything of the action but its first and last lines, and without GitHub's pauses. */
export function runActionHere(start: ActionStart): Promise<ActionEnd> {
  return runStep(start, { action: resolve(import.meta.dirname, "../.."), perform });
}

async function perform({ env, hear, line }: Step): Promise<number> {
  const before = { ...process.env };
  const write = (text: string): void => {
    hear(text);
    for (const one of text.replace(/\n$/, "").split(/\r\n|\n|\r/)) line(one);
  };
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    write(String(text));
    return true;
  });
  becomes(env);
  // The toolkit remembers the file of the first step.
  Object.assign(summary, { _filePath: undefined });
  const runner = openRunner({ write, hasSummary: true });
  try {
    const inputs = readInputs(env);
    runner.mask(inputs.token);
    const started = readEvent(env);
    const place = placeOf(env, started.defaultBranch);
    checkEvent(inputs, started, { ref: place.ref, name: env["GITHUB_EVENT_NAME"] ?? "" });
    const host = openHost({
      token: inputs.token,
      apiUrl: env["GITHUB_API_URL"] ?? "",
      repository: place.repository,
      version: "0.0.0",
      scrub: runner.scrub,
      spacing: "none",
      clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
      onEvent: (event) => runner.log(`${event.event === "wait" ? `${event.because} ${event.tried}` : event.text}\n`),
    });
    const run = { inputs, event: started.event, place, runner, session: sessionOf(inputs, runner) };
    return await runCommand({ ...run, host: () => host, stopped: () => false });
  } catch (error) {
    return tellFailure(error, runner).code;
  } finally {
    await runner.close();
    stdout.mockRestore();
    becomes(before);
  }
}

function becomes(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}
