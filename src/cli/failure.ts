import { AzureError, type AzureRefusal } from "../ports/azure.ts";
import { HostError, type HostRefusal } from "../ports/pull-request-host.ts";
import { as, blank, fixed, print, prose, type Line } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { NotWrittenError } from "../write-together.ts";

type Notes = Pick<Terminal, "note" | "notePaint" | "columns">;

/** Says why a command ended without a result, and answers what the process is to return. */
export function tellFailure(error: unknown, terminal: Notes): number {
  const { lines, code } = explainFailure(error);
  terminal.note(print(lines, { paint: terminal.notePaint, columns: terminal.columns }));
  return code;
}

/** Why a command ended without a result: what the process is to return, one line, and all there is to say. */
export interface Failure {
  readonly code: number;
  readonly headline: string;
  readonly lines: readonly Line[];
}

/** Explains what was thrown, to whoever reads a terminal or the log of a workflow. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof UsageError) return told(error.message, exitCode.usage);
  if (error instanceof AzureError)
    return { code: exitCode.azure, headline: `Azure: ${error.message}`, lines: azureLines(error) };
  if (error instanceof HostError)
    return { code: exitCode.azure, headline: `GitHub: ${error.message}`, lines: hostLines(error) };
  if (error instanceof NotWrittenError || isOfSystem(error)) return told(error.message, exitCode.wrong);
  const headline = `this is a bug of Tocsin: ${error instanceof Error ? error.message : String(error)}`;
  return { code: exitCode.bug, headline, lines: bugLines(error) };
}

function told(message: string, code: number): Failure {
  return { code, headline: message, lines: textLines(message) };
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

function hostLines({ reason, tried, message, status, permission }: HostError): readonly Line[] {
  const todo =
    permission === undefined ? hostAdvice[reason] : `give the token \`${permission}\`, in \`permissions\` of the job`;
  return [
    prose(0, 2, as("bad", "× GitHub: "), message),
    ...(tried === "" ? [] : [fixed(2, as("faint", `tried  ${tried}`))]),
    ...(status === undefined ? [] : [fixed(2, as("faint", `got    status ${status}`))]),
    prose(2, 7, "do     ", todo),
  ];
}

const hostAdvice: Readonly<Record<HostRefusal, string>> = {
  unauthenticated: "look at `github-token`: it is missing, was mistyped, or has ended",
  forbidden: "give the token the right it lacks, in `permissions` of the job",
  "not-found": "look at what was asked for: it is not there, or the token may not see it",
  throttled: "too many requests of this token for now: run it again in some minutes",
  rejected: "mend what the message names, and run it again",
  unavailable: "GitHub or the network does not answer: run it again; what is done is not done twice",
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
