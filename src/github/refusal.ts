import { continued } from "../core/sentence.ts";
import { HostError, type HostRefusal } from "../ports/pull-request-host.ts";
import { isUncertain, pauseOf, type Failure } from "./failure.ts";

/** What a token may need, as a workflow says it. */
type Permission = `${"contents" | "issues" | "pull-requests"}: ${"read" | "write"}`;

/** What a request is for: `wish` completes *cannot …*. */
export interface Errand {
  readonly wish: string;
  readonly permission: Permission;
}

/** What the text of an error needs to know besides the failure. */
export interface Telling {
  readonly reason: HostRefusal;
  readonly origin: string;
  readonly attempts: number;
  readonly now: number;
  readonly scrub: (text: string) => string;
}

/**
 * A failure as the error of the port. Octokit's error is not its cause: whoever prints a cause would print the body of
 * the request with it.
 */
export function hostErrorOf(failure: Failure, errand: Errand, telling: Telling): HostError {
  const { reason, scrub } = telling;
  const permission = lackingOf(failure, errand);
  const advice = adviceOf(failure, { permission, ...telling });
  const text = continued(`cannot ${errand.wish}: ${said(failure, telling)}`, advice);
  return new HostError(scrub(text), {
    reason,
    tried: scrub(failure.tried),
    status: failure.failed === "answered" ? failure.status : undefined,
    permission,
  });
}

const longest = 500;

function said(failure: Failure, { origin, attempts, scrub }: Telling): string {
  const after = attempts > 1 ? ` after ${attempts} attempts` : "";
  if (failure.failed === "broken") {
    const doubt = isUncertain(failure) ? "no whole answer came from" : "nothing was sent to";
    return `${doubt} ${origin}${after} (${failure.because})`;
  }
  // Scrubbed before it is cut: half a secret is not found any more.
  const words = scrub(failure.words);
  const heard = words.length > longest ? `${words.slice(0, longest)}…` : words;
  return `GitHub answered ${failure.status}${after} and says ${heard === "" ? "nothing more" : heard}`;
}

function adviceOf(failure: Failure, given: Telling & { readonly permission: string | undefined }): string | undefined {
  const { reason, permission, now } = given;
  if (failure.failed === "broken") {
    return /CERT|SIGNATURE/.test(failure.code) ? "name the authority's file in NODE_EXTRA_CA_CERTS" : undefined;
  }
  const ruled = refusedByRule.test(failure.words) ? whereRulesRefuse : undefined;
  switch (reason) {
    case "unauthenticated":
      return "the token is wrong, or no longer valid";
    case "throttled":
      return throttledUntil(pauseOf(failure, now) ?? 0, now);
    case "forbidden":
      if (notPermitted.test(failure.words)) {
        return "tick *Allow GitHub Actions to create and approve pull requests* under Settings › Actions › General of the repository, or of its organization";
      }
      if (failure.status === 410) return "tick *Issues* under Settings › General › Features of the repository";
      return permission === undefined ? ruled : `the token lacks \`${permission}\``;
    case "not-found":
      return permission === undefined ? undefined : `GitHub says so too where the token lacks \`${permission}\``;
    case "rejected":
      return ruled;
    case "unavailable":
      return undefined;
  }
}

const notPermitted = /not permitted to create or approve pull requests/i;

const refusedByRule = /rule violation|ruleset|protected branch|force-push/i;
const whereRulesRefuse = "let the rules for branches leave out `tocsin/**`, or let whoever the token is bypass them";

function throttledUntil(pause: number, now: number): string {
  return `this limit of GitHub's ends at ${new Date(now + pause).toISOString().replace(/\.\d+Z$/, "Z")}: run again after that`;
}

/**
 * The permission that is missing. GitHub names what would do in a header, as alternatives of which each may be several:
 * `issues=write; pull_requests=write`.
 */
function lackingOf(failure: Failure, { permission }: Errand): string | undefined {
  if (failure.failed === "broken") return undefined;
  const accepted = acceptedIn(failure.header("x-accepted-github-permissions"));
  // Somebody may be kept out for other reasons: a conversation that is locked, an address that is not allowed.
  const isMissing = /not accessible by|must have admin|permission/i.test(failure.words);
  if (failure.status === 403) return isMissing ? nearest(accepted, permission) : undefined;
  return failure.status === 404 && permission.endsWith(": write") ? nearest(accepted, permission) : undefined;
}

function nearest(accepted: readonly string[], own: Permission): string {
  return accepted.includes(own) ? own : (accepted[0] ?? own);
}

function acceptedIn(header: string | undefined): readonly string[] {
  return (header ?? "")
    .split(";")
    .map((alternative) =>
      [...alternative.matchAll(/([a-z_]+)=([a-z]+)/g)]
        .map(([, scope = "", access = ""]) => `${scope.replaceAll("_", "-")}: ${access}`)
        .join(", "),
    )
    .filter((alternative) => alternative !== "");
}
