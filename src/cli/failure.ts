import type { ToldFailure } from "../core/plan/told-failure.ts";
import type { Scrub } from "../core/settings/scrub.ts";
import { AzureError, type AzureRefusal } from "../ports/azure.ts";
import { HostError, type HostRefusal } from "../ports/pull-request-host.ts";
import { as, blank, fixed, print, prose, type Line } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { NotWrittenError } from "../write-together.ts";

type Notes = Pick<Terminal, "note" | "notePaint" | "columns">;

/** Says why a command ended without a result, and answers what the process is to return. */
export function tellFailure(error: unknown, terminal: Notes, { scrub }: { readonly scrub: Scrub }): number {
  const { lines, code } = explainFailure(error, scrub);
  terminal.note(print(lines, { paint: terminal.notePaint, columns: terminal.columns }));
  return code;
}

/** Why a command ended without a result: what the process is to return, one line, and all there is to say. */
export interface Failure {
  readonly code: number;
  readonly headline: string;
  readonly lines: readonly Line[];
  readonly told: ToldFailure;
}

/**
 * Explains what was thrown, to whoever reads a terminal, the log of a workflow or a comment. It is scrubbed before lines
 * are made of it: what is broken or escaped for its reader does not hold a secret as anybody knows it any more.
 */
export function explainFailure(error: unknown, scrub: Scrub): Failure {
  const told = withoutSecrets(toldOf(error), scrub);
  return { told, code: codes[told.by], headline: `${headings[told.by]}${told.message}`, lines: linesOf(told) };
}

function withoutSecrets({ by, why, message, tried, facts, todo, trace }: ToldFailure, scrub: Scrub): ToldFailure {
  return {
    by,
    why,
    message: scrub(message),
    ...(tried === undefined ? {} : { tried: scrub(tried) }),
    facts: facts.map(([word, value]) => [word, scrub(value)] as const),
    todo: scrub(todo),
    ...(trace === undefined ? {} : { trace: scrub(trace) }),
  };
}

const codes: Readonly<Record<ToldFailure["by"], number>> = {
  azure: exitCode.azure,
  github: exitCode.azure,
  asked: exitCode.usage,
  system: exitCode.wrong,
  bug: exitCode.bug,
};

const headings: Readonly<Record<ToldFailure["by"], string>> = {
  azure: "Azure: ",
  github: "GitHub: ",
  asked: "",
  system: "",
  bug: "this is a bug of Tocsin: ",
};

function toldOf(error: unknown): ToldFailure {
  if (error instanceof UsageError) return ofUsage(error);
  if (error instanceof AzureError) return ofAzure(error);
  if (error instanceof HostError) return ofHost(error);
  if (error instanceof NotWrittenError || isOfSystem(error)) return ofSystem(error);
  return ofBug(error);
}

function ofUsage({ message }: UsageError): ToldFailure {
  const why = "the run was asked for something that cannot be done";
  return { by: "asked", why, message, facts: [], todo: "mend that, in the workspace or in the workflow" };
}

function ofSystem({ message }: Error): ToldFailure {
  const why = "the machine did not let it be done";
  return { by: "system", why, message, facts: [], todo: "mend what the message names, and run it again" };
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

function ofAzure({ reason, tried, message, status, code, correlationId, federation }: AzureError): ToldFailure {
  const facts = [
    ...(status === undefined ? [] : [["status", String(status)] as const]),
    ...(code === undefined ? [] : [["code", code] as const]),
    ...(correlationId === undefined ? [] : [["correlation id", correlationId] as const]),
  ];
  const todo = federation?.isUnknown === true ? makeKnown : advice[reason];
  return { by: "azure", why: whyAzure[reason], message, ...triedIn(tried), facts, todo };
}

const whyAzure: Readonly<Record<AzureRefusal, string>> = {
  unauthenticated: "nobody could be signed in to Azure",
  forbidden: "Azure does not let this identity read what is there",
  "not-found": "Azure does not find what it was asked for",
  conflict: "Azure does not do it now",
  throttled: "Azure takes no more requests for now",
  rejected: "Azure refuses what it was asked",
  unavailable: "Azure does not answer, or not so that it can be read",
  interrupted: "the connection to Azure broke",
};

const doctor = "`tocsin doctor` says what is missing";

/** The message has the command; to sign in otherwise would help nobody here. */
const makeKnown = `give the identity a federated credential by one of these commands, and run it again in a minute; ${doctor}`;

const advice: Readonly<Record<AzureRefusal, string>> = {
  unauthenticated: `sign in (\`az login\`, or the pipeline's OpenID Connect), to the tenant of the subscription, and run it again; ${doctor}`,
  forbidden: `give this identity the role it lacks on the resource group: Monitoring Reader to plan, Monitoring Contributor to apply, and run it again; ${doctor}`,
  "not-found": `look at \`subscription\` and \`resourceGroup\` of the environment; the resource group has to be there, then run it again; ${doctor}`,
  conflict: "something else is being done to the resource: run it again in a minute",
  throttled: "too many requests for now, perhaps of others: run it again in some minutes",
  rejected: "mend what the message names, and run it again",
  unavailable: "Azure or the network does not answer: run it again; what is done is not done twice",
  interrupted: "nobody knows whether the last write was done: run it again, it looks first",
};

function ofHost({ reason, tried, message, status, permission }: HostError): ToldFailure {
  return {
    by: "github",
    why: "GitHub refused or failed",
    message,
    ...triedIn(tried),
    facts: status === undefined ? [] : [["status", String(status)]],
    todo:
      permission === undefined ? hostAdvice[reason] : `give the token \`${permission}\`, in \`permissions\` of the job`,
  };
}

const hostAdvice: Readonly<Record<HostRefusal, string>> = {
  unauthenticated: "look at `github-token`: it is missing, was mistyped, or has ended",
  forbidden: "give the token the right it lacks, in `permissions` of the job",
  "not-found": "look at what was asked for: it is not there, or the token may not see it",
  throttled: "too many requests of this token for now: run it again in some minutes",
  rejected: "mend what the message names, and run it again",
  unavailable: "GitHub or the network does not answer: run it again; what is done is not done twice",
};

function triedIn(tried: string): Pick<ToldFailure, "tried"> {
  return tried === "" ? {} : { tried };
}

function ofBug(error: unknown): ToldFailure {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? `\ncause: ${error.cause.message}` : "";
  return {
    by: "bug",
    why: "this is a bug of Tocsin, not a mistake of yours",
    message: error instanceof Error ? error.message : String(error),
    facts: [],
    todo: "report it with what the log of this step says, where you have Tocsin from",
    trace: stack + cause,
  };
}

function linesOf(told: ToldFailure): readonly Line[] {
  switch (told.by) {
    case "azure":
    case "github":
      return answerLines(told);
    case "asked":
    case "system":
      return textLines(told.message);
    case "bug":
      return bugLines(told);
  }
}

function textLines(message: string): readonly Line[] {
  const [first = "", ...rest] = message.split("\n");
  return [prose(0, 2, as("bad", "tocsin: "), first), ...rest.map((line) => fixed(0, line))];
}

function answerLines({ by, message, tried, facts, todo }: ToldFailure): readonly Line[] {
  const got = facts.map(([word, value]) => `${word} ${value}`).join(", ");
  return [
    prose(0, 2, as("bad", `× ${headings[by]}`), message),
    ...(tried === undefined ? [] : [fixed(2, as("faint", `tried  ${tried}`))]),
    ...(got === "" ? [] : [fixed(2, as("faint", `got    ${got}`))]),
    prose(2, 7, "do     ", todo),
  ];
}

function bugLines({ why, trace = "" }: ToldFailure): readonly Line[] {
  return [
    prose(0, 2, as("bad", `× ${why}`)),
    ...trace.split("\n").map((line) => fixed(2, as("faint", line))),
    blank,
    prose(0, 2, "Please report it with the lines above, where you have Tocsin from."),
  ];
}
