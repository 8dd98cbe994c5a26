import { explainFailure, type Failure } from "../cli/failure.ts";
import { plain, print } from "../report/print.ts";
import type { Runner } from "./runner.ts";

/** Says why there is no result, in the log in full and beside the run in a line. */
export function tellFailure(error: unknown, runner: Runner): Failure {
  const failure = explainFailure(error, runner.scrub);
  runner.log(print(failure.lines, { paint: plain, columns: Number.POSITIVE_INFINITY }));
  runner.annotate({ level: "error", title: "tocsin", message: failure.headline });
  return failure;
}

/** What something came to: its value, or what it threw. */
export type Attempted<T> = { readonly value: T } | { readonly thrown: unknown };

/** Tries something whose failure, whatever it is, has to be told in more places than the log. */
export async function attempt<T>(work: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { value: await work() };
  } catch (thrown) {
    return { thrown };
  }
}
