import { AzureError, type AzureRefusal } from "../ports/azure.ts";
import { saidBy } from "./answer.ts";
import type { Answer, Outcome } from "./exchange.ts";
import { continued } from "../core/sentence.ts";
import type { Scrub } from "../core/settings/scrub.ts";

/** What was asked, for the texts of errors; `wish` completes *cannot …*, `origin` is the endpoint's. */
export interface Asked {
  readonly wish: string;
  readonly tried: string;
  readonly origin: string;
  readonly advice?: Advice;
}

/** What to do about a refusal of somebody else's than ARM, and where a host is not found. */
export interface Advice {
  readonly onRefusal: (answer: Answer) => string | undefined;
  readonly onUnknownHost: string;
}

/** How the attempts went; times in milliseconds. */
export interface Effort {
  readonly attempts: number;
  readonly milliseconds: number;
}

/** Azure's answer as the error it is: what was tried, Azure's own words, and what to do about it. */
export function refusalOf(answer: Answer, asked: Asked, scrub: Scrub): AzureError {
  const said = saidBy(answer, scrub);
  const words = [said.code, said.message].filter((text) => text !== undefined).join(": ") || "nothing more";
  const advice =
    asked.advice === undefined
      ? adviceFor(answer.status, said.code, said.message ?? "")
      : asked.advice.onRefusal(answer);
  return errorOf(
    {
      reason: reasonOf(answer.status),
      text: continued(`cannot ${asked.wish}: Azure answered ${answer.status} and says ${words}`, advice),
      asked,
      answer,
    },
    scrub,
  );
}

/** The error of a request that was given up after all its attempts, or that may have been done. */
export function failureOf(
  outcome: Outcome,
  given: { asked: Asked; effort: Effort; reason: "unavailable" | "interrupted"; scrub: Scrub },
): AzureError {
  const { asked, effort, reason, scrub } = given;
  const answer = outcome.ended === "answered" ? outcome.answer : undefined;
  const happened = outcome.ended === "answered" ? wordsOf(outcome.answer, scrub) : brokenWords(outcome, asked);
  const end =
    reason === "interrupted"
      ? "it was sent, and nobody knows whether it was done: look at the resource"
      : effort.attempts > 1
        ? `tried ${effort.attempts} times in ${inSeconds(effort.milliseconds)}`
        : undefined;
  return errorOf({ reason, text: continued(`cannot ${asked.wish}: ${happened}`, end), asked, answer }, scrub);
}

/** The error of a request that Azure put off for too long, or too often. */
export function putOffOf(
  answer: Answer,
  given: { asked: Asked; effort: Effort; retryAfterMs: number | undefined; scrub: Scrub },
): AzureError {
  const { asked, effort, retryAfterMs, scrub } = given;
  const wait = retryAfterMs === undefined ? "does not say how long to wait" : `asks to wait ${inSeconds(retryAfterMs)}`;
  const tried = effort.attempts > 1 ? ` after ${effort.attempts} tries in ${inSeconds(effort.milliseconds)}` : "";
  const text = continued(
    `cannot ${asked.wish}: ${wordsOf(answer, scrub)}`,
    `Azure ${wait}${tried}: run again later, what is done stays done`,
  );
  return errorOf({ reason: reasonOf(answer.status), text, asked, answer }, scrub);
}

/** Any other error of this folder's making, scrubbed like the rest. */
export function errorOf(
  given: { reason: AzureRefusal; text: string; asked: { readonly tried: string }; answer?: Answer | undefined },
  scrub: Scrub,
): AzureError {
  const code = given.answer === undefined || given.answer.status < 400 ? undefined : saidBy(given.answer, scrub).code;
  return new AzureError(scrub(given.text), {
    reason: given.reason,
    tried: scrub(given.asked.tried),
    status: given.answer?.status,
    code: code === undefined ? undefined : scrub(code),
    correlationId: given.answer?.header("x-ms-correlation-request-id") ?? given.answer?.header("x-ms-request-id"),
  });
}

/** A time as people say it: `45 s`, `12 min`. */
function inSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 180 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function reasonOf(status: number): AzureRefusal {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 409 || status === 412) return "conflict";
  if (status === 429) return "throttled";
  return status >= 400 && status < 500 ? "rejected" : "unavailable";
}

function wordsOf(answer: Answer, scrub: Scrub): string {
  const isJson = answer.json !== undefined;
  if (answer.status < 300) {
    return `the answer (${answer.status}) is ${answer.text === "" ? "empty" : "no JSON, or not all of it"}`;
  }
  const said = saidBy(answer, scrub);
  const words = [said.code, said.message].filter((text) => text !== undefined).join(": ");
  if (words === "") return `the answer is ${answer.status} without a word`;
  return `${isJson ? "Azure" : "somebody on the way to Azure"} answered ${answer.status} and says ${words}`;
}

function brokenWords(broken: Extract<Outcome, { ended: "broken" }>, { origin, advice }: Asked): string {
  const { code, because } = broken;
  if (code === "ECONNREFUSED") return `nothing listens at ${origin} (${because})`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EAI_NODATA") {
    return `the name of ${origin} is not known here (${because}): ${advice?.onUnknownHost ?? "check the address, the network and HTTPS_PROXY"}`;
  }
  if (/CERT|SIGNATURE/.test(code)) {
    return `the certificate of ${origin} is not trusted (${code}): name the authority's file in NODE_EXTRA_CA_CERTS`;
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) return `${origin} does not speak TLS (${code})`;
  if (broken.sent === "no") return `${origin} cannot be reached (${because})`;
  return `the connection to ${origin} broke (${because})`;
}

// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
function adviceFor(status: number, code: string | undefined, message: string): string | undefined {
  if (status >= 300 && status < 400) return "redirects are not followed: check the endpoint";
  if (status === 401) {
    return "sign in again (`az login`), and check that tenant and cloud are those of the subscription";
  }
  if (status === 403) return missingRole(message);
  switch (code) {
    case "ScopeLocked":
      return "a lock forbids it: remove the lock, or leave the resource as it is";
    case "MissingSubscriptionRegistration":
    case "SubscriptionNotRegistered":
      return "register the namespace once: `az provider register --namespace NAMESPACE`";
    case "SubscriptionNotFound":
    case "InvalidSubscriptionId":
      return "check the environment's `subscription`, and that the identity may see it";
    case "ResourceGroupNotFound":
      return "create the resource group, or correct the name";
    case "RequestDisallowedByPolicy":
      return "an Azure Policy forbids it: the message names the assignment";
    default:
      return undefined;
  }
}

// Azure names the action it misses; the built-in role that has it for alerts is Monitoring Reader or Contributor.
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/monitor
function missingRole(message: string): string {
  const linked = /not have permission to perform action(?:\(s\))? '([^']+)' on the linked scope(?:\(s\))? '([^']+)'/i;
  const [, missing, scope] = linked.exec(message) ?? [];
  if (missing !== undefined && scope !== undefined) {
    // That role reads everything; who may assign an identity or list keys is another matter.
    const such = /^[^,]*\/read$/i.test(missing) ? ", such as Monitoring Reader" : "";
    return `give the identity a role with the action \`${missing}\` on \`${scope}\`${such}; if nothing is there, correct the id; a new assignment can take minutes to count`;
  }
  const action = /perform action '([^']+)'/i.exec(message)?.[1];
  if (action === undefined) return "give the identity a role that allows it";
  const role = action.toLowerCase().endsWith("/read") ? "Monitoring Reader" : "Monitoring Contributor";
  return `give the identity a role with the action \`${action}\`, such as ${role}; a new assignment can take minutes to count`;
}
