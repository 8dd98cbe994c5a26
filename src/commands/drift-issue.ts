import { frameText, unframeText, type CommentData, type ShownChange } from "../core/plan/comment.ts";
import type { HostIssue, IssueText, PullRequestHost } from "../ports/pull-request-host.ts";

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
}

/** What is said beneath the issue when it is opened or closed. */
interface IssueNotes {
  /** Nothing differs any more; `told` is what the issue told last. */
  gone(told: readonly ShownChange[]): string;
  /** It was gone, and is back. */
  readonly back: string;
  /** Somebody closed the issue, and it never was gone. */
  readonly stillThere: string;
  /** Two runs opened one at the same moment, and the other one stays. */
  doubled(other: HostIssue): string;
}

/** What became of the issue. */
export type IssueOutcome =
  | { readonly outcome: "none" }
  | { readonly outcome: "created" | "updated" | "unchanged" | "reopened" | "closed"; readonly issue: HostIssue };

interface Settling {
  readonly sighting: Sighting;
  readonly host: PullRequestHost;
}

/**
 * Makes the one issue say what was seen: open while something differs, closed when nothing does. Its text is ours, and
 * is put back where somebody changed it; when it says the same, nothing is written. Whoever takes our marker or the
 * label away has an issue of their own. Throws HostError.
 */
export async function settleIssue(sighting: Sighting, host: PullRequestHost): Promise<IssueOutcome> {
  const { marker, label, notes, drift } = sighting;
  const settling = { sighting, host };
  const issues = await host.findIssues(marker, label.name);
  const [open, ...doubles] = issues.filter(isOpen);
  for (const double of doubles) await closeDouble(double, open ?? double, settling);
  if (drift !== undefined) {
    const found = open ?? issues[0];
    return found === undefined ? create(drift, settling) : say(drift, found, settling);
  }
  if (open === undefined) return { outcome: "none" };
  // First closed, then told: should the second fail, the next run does not tell it again.
  const issue = await host.updateIssue(open, { state: "closed", body: goneBody(open, sighting) });
  await host.commentOnIssue(issue, notes.gone(unframeText(open.body).data?.changes ?? []));
  return { outcome: "closed", issue };
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
  const { title } = drift;
  const { notes } = sighting;
  const body = bodyOf(drift, sighting);
  const { text, data } = unframeText(there.body);
  if (there.state === "closed") {
    const issue = await host.updateIssue(there, { title, body, state: "open" });
    await host.commentOnIssue(issue, data?.state === "applied" ? notes.back : notes.stillThere);
    return { outcome: "reopened", issue };
  }
  if (text === unframeText(body).text && data?.state === "planned") return { outcome: "unchanged", issue: there };
  return { outcome: "updated", issue: await host.updateIssue(there, { title, body }) };
}

async function closeDouble(double: HostIssue, other: HostIssue, { sighting, host }: Settling): Promise<void> {
  const issue = await host.updateIssue(double, { state: "closed" });
  await host.commentOnIssue(issue, sighting.notes.doubled(other));
}

function isOpen({ state }: HostIssue): boolean {
  return state === "open";
}

function bodyOf({ text, digest, changes }: Seen, { marker, footer, head, run }: Sighting): string {
  return frameText({ marker, text, footer, data: { state: "planned", head, run, digest, changes } });
}

/** The text as it was; that it was we who closed it is for the next run, which then knows that the drift is back. */
function goneBody(issue: HostIssue, { marker, footer, head, run }: Sighting): string {
  const { text, data } = unframeText(issue.body);
  const changes = data?.changes ?? [];
  return frameText({ marker, text, footer, data: { state: "applied", head, run, changes } });
}
