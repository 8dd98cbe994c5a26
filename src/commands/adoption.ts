import { frameText, unframeText, type CommentData } from "../core/plan/comment.ts";
import { digestOfFiles } from "../core/plan/digest.ts";
import type { HostProposal, Proposal, PullRequestHost } from "../ports/pull-request-host.ts";

/** A pull request that makes the definitions say what Azure has. */
export interface Adoption extends Omit<Proposal, "body"> {
  readonly marker: string;
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
  | { readonly outcome: "created" | "updated" | "unchanged" | "declined" | "closed"; readonly url: string };

/**
 * Asks once for the files: while nothing else is to be asked for, neither the branch nor the text is touched, and what
 * somebody closed is not asked for again. Without a file there is nothing to ask, and what is open is closed. Throws
 * HostError.
 */
export async function settleAdoption(adoption: Adoption, host: PullRequestHost): Promise<AdoptionOutcome> {
  const { marker, branch, into, base, title, message, files, text, footer, run } = adoption;
  const found = await host.findProposal(branch, marker);
  if (files.length === 0) return found?.state === "open" ? close(found, adoption, host) : { outcome: "none" };
  const digest = digestOfFiles(files);
  const data: CommentData = { state: "planned", head: base, run, digest, changes: [] };
  const body = frameText({ marker, text, footer, data });
  if (found !== undefined && asks(found, digest)) {
    if (found.state === "closed") return { outcome: "declined", url: found.url };
    const saysTheSame = unframeText(found.body).text === unframeText(body).text;
    if (found.state === "open" && saysTheSame) return { outcome: "unchanged", url: found.url };
  }
  const { url, created } = await host.propose({ branch, into, base, title, message, files, body });
  return { outcome: created ? "created" : "updated", url };
}

/** True of a pull request that asks for just these files. One that we closed asks for none. */
function asks({ body }: HostProposal, digest: string): boolean {
  return unframeText(body).data?.digest === digest;
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
