import { frameText, unframeText, type CommentData } from "../core/plan/comment.ts";
import { HostError, type HostComment, type PullRequest, type PullRequestHost } from "../ports/pull-request-host.ts";

/** What a comment of ours is to say, and on which pull request. */
export interface Publication {
  readonly pullRequest: number;
  readonly marker: string;
  /** What people read, without marker and footer. */
  readonly text: string;
  /** Which run wrote it, for people; it alone is no reason to write again. */
  readonly footer: string;
  readonly data: CommentData;
}

/** What became of a comment. */
export type Published =
  | { readonly outcome: "created" | "updated" | "unchanged"; readonly url: string }
  /** Ours is older than what is there, or about what is not there any more. */
  | { readonly outcome: "outdated"; readonly because: string }
  /** There is none, and there is nothing to say. */
  | { readonly outcome: "silent" };

/** Who publishes, and whether a comment is written where there is none. */
interface Publishing {
  readonly host: PullRequestHost;
  readonly onlyUpdate: boolean;
}

/**
 * Says on a pull request what a plan of it would do: one comment, written anew when it says something else. A run that
 * was overtaken, by a newer commit or by the merge, says nothing. Throws HostError.
 */
export async function publishPlan(publication: Publication, { host, onlyUpdate }: Publishing): Promise<Published> {
  const turn = await turnOf(publication, host);
  if ("outcome" in turn) return turn;
  if (turn.found === undefined && onlyUpdate) return { outcome: "silent" };
  return writeComment(publication, { host, found: turn.found });
}

/** What is said where a plan could not be made; `textFor` is told the commit whose plan was shown before. */
export interface NoPlan extends Omit<Publication, "text" | "data"> {
  readonly data: Pick<CommentData, "head" | "run">;
  readonly textFor: (shownAt: string | undefined) => string;
}

/**
 * Says on a pull request that there is no plan of its newest commit. That shows nothing, and takes nothing away: what an
 * earlier plan showed was shown, and counts as it would had this run said nothing. Throws HostError.
 */
export async function publishNoPlan(
  { textFor, ...rest }: NoPlan,
  { host }: Pick<Publishing, "host">,
): Promise<Published> {
  const turn = await turnOf(rest, host);
  if ("outcome" in turn) return turn;
  const { found, there } = turn;
  const shown = shownBefore(there);
  const data: CommentData = { ...rest.data, ...shown, state: "planned" };
  return writeComment({ ...rest, text: textFor(shown.shownAt), data }, { host, found });
}

/** The plan that a comment has shown, if any. */
function shownBefore(there: CommentData | undefined): Pick<CommentData, "digest" | "changes" | "shownAt" | "untold"> {
  if (there?.digest === undefined) return { changes: [] };
  const { digest, changes, untold, head, shownAt = head } = there;
  return { digest, changes, shownAt, ...(untold === undefined ? {} : { untold }) };
}

/** The comment that a run about an open pull request may write to; or why it may not. */
async function turnOf(
  { pullRequest, marker, data }: Pick<NoPlan, "pullRequest" | "marker" | "data">,
  host: PullRequestHost,
): Promise<
  | Extract<Published, { readonly because: string }>
  | { readonly found: HostComment | undefined; readonly there: CommentData | undefined }
> {
  const about = await host.readPullRequest(pullRequest);
  const overtaken = whyOvertaken(about, data);
  if (overtaken !== undefined) return { outcome: "outdated", because: overtaken };
  const found = await host.findComment(pullRequest, marker);
  const there = found === undefined ? undefined : unframeText(found.body).data;
  if (there !== undefined && there.state !== "planned")
    return { outcome: "outdated", because: `#${pullRequest} says already what became of it` };
  if (there !== undefined && isNewer(there, data)) return { outcome: "outdated", because: newerRun(pullRequest) };
  return { found, there };
}

/** Says on a merged pull request what became of it. Throws HostError. */
export async function publishResult(
  publication: Publication,
  { host }: { readonly host: PullRequestHost },
): Promise<Published> {
  const { pullRequest, marker, data } = publication;
  const found = await host.findComment(pullRequest, marker);
  const there = found === undefined ? undefined : unframeText(found.body).data;
  // Of two runs at the same moment one does what the other cannot any more. What was applied once stays said.
  if (there?.state === "applied" && data.state !== "applied")
    return { outcome: "outdated", because: `#${pullRequest} says already that all of it was applied` };
  // Runs come one after the other. One that was started again and did it all comes after a newer one that failed.
  if (there?.state === data.state && isNewer(there, data))
    return { outcome: "outdated", because: newerRun(pullRequest) };
  return writeComment(publication, { host, found });
}

/** Writes a comment of ours where what is there says something else. Throws HostError. */
export async function writeComment(
  publication: Omit<Publication, "data"> & Partial<Pick<Publication, "data">>,
  { host, found }: { readonly host: PullRequestHost; readonly found: HostComment | undefined },
): Promise<Extract<Published, { readonly url: string }>> {
  const body = frameText(publication);
  if (found !== undefined && saysTheSame(found.body, body)) return { outcome: "unchanged", url: found.url };
  const updated = found === undefined ? undefined : await updateIfThere(found, body, host);
  if (updated !== undefined) return { outcome: "updated", url: updated.url };
  const { url } = await host.createComment(publication.pullRequest, publication.marker, body);
  return { outcome: "created", url };
}

/** Nothing where somebody deleted the comment since it was found. */
async function updateIfThere(
  found: HostComment,
  body: string,
  host: PullRequestHost,
): Promise<HostComment | undefined> {
  try {
    return await host.updateComment(found, body);
  } catch (error) {
    if (error instanceof HostError && error.reason === "not-found") return undefined;
    throw error;
  }
}

/** True for two comments of which nobody needs the second: which run wrote it is all that differs. */
function saysTheSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((body) => {
    const { marker, text, data } = unframeText(body);
    const { run: _, ...rest } = data ?? { run: undefined };
    return JSON.stringify([marker, text, rest]);
  });
  return left === right;
}

function whyOvertaken({ number, state, head }: PullRequest, data: Pick<CommentData, "head">): string | undefined {
  if (state !== "open") return `#${number} is ${state}`;
  if (head !== data.head)
    return `#${number} is at ${head.slice(0, 7)} by now, and this run was about ${data.head.slice(0, 7)}`;
  return undefined;
}

function isNewer({ run: there }: Pick<CommentData, "run">, { run: ours }: Pick<CommentData, "run">): boolean {
  return there.id > ours.id || (there.id === ours.id && there.attempt > ours.attempt);
}

function newerRun(pullRequest: number): string {
  return `a newer run has written to #${pullRequest}`;
}
