import { frameText, notAmong, shownOf, unframeText, type CommentData } from "../core/plan/comment.ts";
import { digestOfFiles } from "../core/plan/digest.ts";
import type { ToldChange } from "../core/plan/report.ts";
import type { HostProposal, Proposal, PullRequestHost } from "../ports/pull-request-host.ts";

/** A pull request that makes the definitions say what Azure has. */
export interface Adoption extends Omit<Proposal, "body"> {
  readonly marker: string;
  /** What of the drift it keeps. */
  readonly changes: readonly ToldChange[];
  /** What people read, without marker and footer. */
  readonly text: string;
  /** Which run asks for it, for people; it alone is no reason to ask again. */
  readonly footer: string;
  readonly run: CommentData["run"];
  /** Said above the text of an open pull request for which there is no need any more. */
  readonly over: string;
}

/** What became of it. */
export type AdoptionOutcome =
  | { readonly outcome: "none" }
  | { readonly outcome: "created" | "updated" | "unchanged" | "declined" | "closed"; readonly url: string }
  /** Somebody else's work is on the branch, and it is left to him. */
  | { readonly outcome: "theirs"; readonly theirs: OthersWork };

/** Work of somebody else's on the branch of the pull request that adopts. */
export interface OthersWork {
  readonly branch: string;
  readonly commit: string;
  /** The open pull request, where there is one. */
  readonly pullRequest?: { readonly number: number; readonly url: string };
}

/** Looks whether somebody else has committed to the branch what is nowhere else. Throws HostError. */
export async function othersWork(
  { branch, base, marker }: Pick<Adoption, "branch" | "base" | "marker">,
  host: PullRequestHost,
): Promise<OthersWork | undefined> {
  const commit = await host.othersCommit(branch, base);
  if (commit === undefined) return undefined;
  const found = await host.findProposal(branch, marker);
  const { number, url } = found ?? {};
  return found?.state !== "open" || number === undefined || url === undefined
    ? { branch, commit }
    : { branch, commit, pullRequest: { number, url } };
}

/**
 * Asks once for the files: while nothing else is to be asked for, neither the branch nor the text is touched, and what
 * somebody closed is not asked for again. Without a file there is nothing to ask, and what is open is closed. What
 * somebody else committed to the branch makes it theirs. Throws HostError.
 */
export async function settleAdoption(adoption: Adoption, host: PullRequestHost): Promise<AdoptionOutcome> {
  const { marker, branch, into, base, title, message, files, changes, text, footer, run } = adoption;
  const found = await host.findProposal(branch, marker);
  if (files.length === 0 && found?.state !== "open") return { outcome: "none" };
  const digest = digestOfFiles(files);
  const data: CommentData = { state: "planned", head: base, run, digest, changes: shownOf({ changes }) };
  const body = frameText({ marker, text, footer, data });
  if (files.length > 0 && found !== undefined) {
    if (found.state === "closed" && asks(found, { digest, changes })) return { outcome: "declined", url: found.url };
    const saysTheSame = unframeText(found.body).text === unframeText(body).text;
    if (found.state === "open" && asks(found, { digest }) && saysTheSame)
      return { outcome: "unchanged", url: found.url };
  }
  const theirs = await othersWork(adoption, host);
  if (theirs !== undefined) return { outcome: "theirs", theirs };
  if (files.length === 0 && found !== undefined) return close(found, adoption, host);
  const { url, created } = await host.propose({ branch, into, base, title, message, files, body });
  return { outcome: created ? "created" : "updated", url };
}

/**
 * True of a pull request that asks for just these files, or for all of these changes in files that say something else
 * besides by now. One that we closed asks for nothing.
 */
function asks(
  { body }: HostProposal,
  { digest, changes = [] }: { readonly digest: string; readonly changes?: readonly ToldChange[] },
): boolean {
  const { data } = unframeText(body);
  if (data === undefined) return false;
  return data.digest === digest || (changes.length > 0 && notAmong(changes, data.changes).length === 0);
}

async function close(
  proposal: HostProposal,
  { marker, footer, over, base, run }: Adoption,
  host: PullRequestHost,
): Promise<AdoptionOutcome> {
  const { text } = unframeText(proposal.body);
  const data: CommentData = { state: "applied", head: base, run, changes: [] };
  await host.closeProposal(proposal, frameText({ marker, text: `${over}\n\n${text}`, footer, data }));
  return { outcome: "closed", url: proposal.url };
}
