import { frameText, unframeText, type CommentData, type ShownChange } from "../core/plan/comment.ts";
import type { KnownAuthor } from "../core/plan/known-authors.ts";
import { HostError, type HostIssue, type IssueText, type PullRequestHost } from "../ports/pull-request-host.ts";

/** What a look at Azure has to say in the issue. A look that failed has nothing to say, and makes none. */
export interface Sighting {
  readonly marker: string;
  readonly label: IssueText["label"];
  /** Which run looked, for people; it alone is no reason to write again. */
  readonly footer: string;
  readonly run: CommentData["run"];
  /** The commit whose definitions Azure was compared with. */
  readonly head: string;
  /** What differs; absent where nothing does. */
  readonly drift?: Seen;
  readonly notes: IssueNotes;
}

/** Drift, as the issue tells it. */
interface Seen {
  readonly title: string;
  /** What people read, without marker and footer. */
  readonly text: string;
  readonly digest: string;
  readonly changes: readonly ShownChange[];
  /** Whom the next look is to tell as long as what he did stands. */
  readonly authors: readonly KnownAuthor[];
}

/** What is said beneath the issue when it is opened or closed. */
interface IssueNotes {
  /** Nothing differs any more; `told` is what the issue told last. */
  gone(told: readonly ShownChange[]): string;
  /** It was gone, and is back. */
  readonly back: string;
  /** Somebody closed the issue, and it never was gone. */
  readonly stillThere: string;
  /** Somebody closed the issue as not planned, and something else differs by now. */
  readonly another: string;
  /** Two runs opened one at the same moment, and the other one stays. */
  doubled(other: HostIssue): string;
}

/** What became of the issue. */
export type IssueOutcome =
  | { readonly outcome: "none" }
  | {
      readonly outcome: "created" | "updated" | "unchanged" | "reopened" | "closed" | "declined";
      readonly issue: HostIssue;
    };

interface Settling {
  readonly sighting: Sighting;
  readonly host: PullRequestHost;
}

/**
 * Makes the one issue say what was seen: open while something differs, closed when nothing does. Its text is ours, and
 * is put back where somebody changed it; when it says the same, nothing is written. Whoever takes our marker or the
 * label away has an issue of their own; whoever closes it as not planned is left in peace until something else differs.
 * Throws HostError.
 */
export async function settleIssue(sighting: Sighting, host: PullRequestHost): Promise<IssueOutcome> {
  const { marker, label, notes, drift } = sighting;
  const settling = { sighting, host };
  const issues = await host.findIssues(marker, label.name);
  const [open, ...doubles] = issues.filter(isOpen);
  for (const double of doubles) await closeDouble(double, open ?? double, settling);
  const found = theOne(issues);
  if (drift !== undefined) return found === undefined ? create(drift, settling) : say(drift, found, settling);
  if (open === undefined) {
    // Somebody closed it. What comes back is neither still there nor what was declined; nobody hears of this edit.
    if (found !== undefined && unframeText(found.body).data?.state === "planned")
      await host.updateIssue(found, { body: goneBody(found, sighting) });
    return { outcome: "none" };
  }
  // First closed, then told: should the second fail, the next run does not tell it again.
  const issue = await host.updateIssue(open, { state: "closed", body: goneBody(open, sighting) });
  await note(issue, notes.gone(unframeText(open.body).data?.changes ?? []), host);
  return { outcome: "closed", issue };
}

/** Whom the issue told to have changed what, as far as it can be read. */
export function rememberedBy(issues: readonly HostIssue[]): readonly KnownAuthor[] {
  const { data } = unframeText(theOne(issues)?.body ?? "");
  return data?.authors ?? [];
}

/** The one that says what differs: the oldest that is open, else the oldest. */
function theOne(issues: readonly HostIssue[]): HostIssue | undefined {
  return issues.find(isOpen) ?? issues[0];
}

async function create(drift: Seen, settling: Settling): Promise<IssueOutcome> {
  const { sighting, host } = settling;
  const { marker, label } = sighting;
  const issue = await host.createIssue({ title: drift.title, body: bodyOf(drift, sighting), label });
  // GitHub has no word for "unless there is one": whoever was second sees it now.
  const [first] = (await host.findIssues(marker, label.name)).filter(isOpen);
  if (first === undefined || first.number === issue.number) return { outcome: "created", issue };
  await closeDouble(issue, first, settling);
  return say(drift, first, settling);
}

async function say(drift: Seen, there: HostIssue, { sighting, host }: Settling): Promise<IssueOutcome> {
  const { title, digest } = drift;
  const { notes } = sighting;
  const body = bodyOf(drift, sighting);
  const { data } = unframeText(there.body);
  if (there.state === "closed") {
    const isGone = data?.state === "applied";
    // Of what was gone it says no digest any more.
    if (there.declined === true && data?.digest === digest) return { outcome: "declined", issue: there };
    const issue = await host.updateIssue(there, { title, body, state: "open" });
    await note(issue, isGone ? notes.back : there.declined === true ? notes.another : notes.stillThere, host);
    return { outcome: "reopened", issue };
  }
  if (saysTheSame(there.body, body)) return { outcome: "unchanged", issue: there };
  return { outcome: "updated", issue: await host.updateIssue(there, { title, body }) };
}

/** True where nothing but which run says it, at which commit, is another. Links lead to the lines as they were then. */
function saysTheSame(one: string, other: string): boolean {
  const [before, after] = [one, other].map((body) => {
    const { text, data } = unframeText(body);
    const { head = "", run, ...told } = data ?? {};
    const places = text.replaceAll(`/blob/${head}/`, "/blob/…/");
    return JSON.stringify([places.replaceAll(`/actions/runs/${run?.id}/attempts/${run?.attempt}`, "/…"), told]);
  });
  return before === after;
}

async function closeDouble(double: HostIssue, other: HostIssue, { sighting, host }: Settling): Promise<void> {
  const issue = await host.updateIssue(double, { state: "closed" });
  await note(issue, sighting.notes.doubled(other), host);
}

/** Whoever locked the conversation wants no words in it; what the issue itself says is written all the same. */
async function note(issue: HostIssue, text: string, host: PullRequestHost): Promise<void> {
  try {
    await host.commentOnIssue(issue, text);
  } catch (error) {
    if (!(error instanceof HostError && error.reason === "forbidden" && error.permission === undefined)) throw error;
  }
}

function isOpen({ state }: HostIssue): boolean {
  return state === "open";
}

function bodyOf({ text, digest, changes, authors }: Seen, { marker, footer, head, run }: Sighting): string {
  return frameText({ marker, text, footer, data: { state: "planned", head, run, digest, changes, authors } });
}

/** The text as it was; that it was we who closed it is for the next run, which then knows that the drift is back. */
function goneBody(issue: HostIssue, { marker, footer, head, run }: Sighting): string {
  const { text, data } = unframeText(issue.body);
  const changes = data?.changes ?? [];
  return frameText({ marker, text, footer, data: { state: "applied", head, run, changes } });
}
