import { exitCode } from "../cli/exit-code.ts";
import { HostError, type HostRefusal } from "../ports/pull-request-host.ts";
import type { ActionRun } from "./run.ts";

/** What came of something that GitHub was asked for. */
export type HostWork<T> =
  | { readonly done: true; readonly value: T }
  /** What the run is to return for it, where nothing worse happened. */
  | { readonly done: false; readonly code: number; readonly reason: HostRefusal };

/**
 * Does something with GitHub, whose refusal takes nothing away from what Azure answered: it is told beside the run, and
 * what was to be said stands in its summary. A permission that the job has not got is nobody's failure; that GitHub did not
 * do what the step is for is one (`error`), and else a pity (`warning`).
 */
export async function withHost<T>(
  work: () => Promise<T>,
  { run, what, failure }: { readonly run: ActionRun; readonly what: string; readonly failure: "error" | "warning" },
): Promise<HostWork<T>> {
  try {
    return { done: true, value: await work() };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const { permission, message, tried, reason } = error;
    const { command } = run.inputs;
    const isForbidden = reason === "forbidden";
    const where = tried === "" ? "" : ` (${tried})`;
    const told = isForbidden && permission !== undefined ? wants(permission) : `${message}${where}`;
    const level = isForbidden ? "notice" : failure;
    run.runner.annotate({ level, title: `tocsin ${command}`, message: `${what}: ${told}` });
    return { done: false, code: level === "error" ? exitCode.azure : exitCode.fine, reason };
  }
}

/** Whoever reads issues or pull requests here is about to write them: the job is mended once, and not twice. */
function wants(permission: string): string {
  const whole = permission.replace(/^(issues|pull-requests): read$/, "$1: write");
  return `the token may not do that; give the job \`${whole}\` in its \`permissions\``;
}
