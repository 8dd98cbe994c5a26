import { AzureError, type AzureRefusal } from "../ports/azure.ts";
import { as, blank, fixed, print, prose, type Line } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { NotWrittenError } from "../write-together.ts";

type Notes = Pick<Terminal, "note" | "notePaint" | "columns">;

/** Says why a command ended without a result, and answers what the process is to return. */
export function tellFailure(error: unknown, terminal: Notes): number {
  const { lines, code } = explain(error);
  terminal.note(print(lines, { paint: terminal.notePaint, columns: terminal.columns }));
  return code;
}

function explain(error: unknown): { readonly lines: readonly Line[]; readonly code: number } {
  if (error instanceof UsageError) return { lines: textLines(error.message), code: exitCode.usage };
  if (error instanceof AzureError) return { lines: azureLines(error), code: exitCode.azure };
  return error instanceof NotWrittenError || isOfSystem(error)
    ? { lines: textLines(error.message), code: exitCode.wrong }
    : { lines: bugLines(error), code: exitCode.bug };
}

/** A disk that is full, a folder that may not be written: the message of the system says what and where. */
function isOfSystem(error: unknown): error is Error {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^(?:EACCES|EPERM|ENOSPC|EROFS|EISDIR|ENOTDIR|EMFILE|EDQUOT)$/.test(error.code)
  );
}

function textLines(message: string): readonly Line[] {
  const [first = "", ...rest] = message.split("\n");
  return [prose(0, 2, as("bad", "tocsin: "), first), ...rest.map((line) => fixed(0, line))];
}

function azureLines({ reason, tried, message, status, code, correlationId }: AzureError): readonly Line[] {
  const facts = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ].join(", ");
  return [
    prose(0, 2, as("bad", "× Azure: "), message),
    ...(tried === "" ? [] : [fixed(2, as("faint", `tried  ${tried}`))]),
    ...(facts === "" ? [] : [fixed(2, as("faint", `got    ${facts}`))]),
    prose(2, 7, "do     ", advice[reason]),
  ];
}

const advice: Readonly<Record<AzureRefusal, string>> = {
  unauthenticated: "sign in (`az login`, or the pipeline's OpenID Connect), to the tenant of the subscription",
  forbidden:
    "give this identity the role it lacks on the resource group: Monitoring Reader to plan, Monitoring Contributor to apply",
  "not-found": "look at `subscription` and `resourceGroup` of the environment; the resource group has to be there",
  conflict: "something else is being done to the resource: run it again in a minute",
  throttled: "too many requests for now, perhaps of others: run it again in some minutes",
  rejected: "mend what the message names, and run it again",
  unavailable: "Azure or the network does not answer: run it again; what is done is not done twice",
  interrupted: "nobody knows whether the last write was done: run it again, it looks first",
};

function bugLines(error: unknown): readonly Line[] {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  const cause =
    error instanceof Error && error.cause instanceof Error
      ? [fixed(2, as("faint", `cause: ${error.cause.message}`))]
      : [];
  return [
    prose(0, 2, as("bad", "× this is a bug of Tocsin, not a mistake of yours")),
    ...stack.split("\n").map((line) => fixed(2, as("faint", line))),
    ...cause,
    blank,
    prose(0, 2, "Please report it with the lines above, where you have Tocsin from."),
  ];
}
