import { HostError, type HostIssue, type IssueText, type PullRequestHost } from "../ports/pull-request-host.ts";
import { type Authors, firstLine, isSameText, type Writer } from "./author.ts";
import { type Client, isRefusal } from "./client.ts";
import { commentsOn } from "./comments.ts";
import type { Errand } from "./refusal.ts";

/** An issue as GitHub tells it, as far as we look. */
interface Told {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body?: string | null;
  readonly state: string;
  readonly state_reason?: string | null;
  readonly user: Writer;
  /** There where the issue is a pull request. */
  readonly pull_request?: unknown;
}

type Issues = Pick<PullRequestHost, "findIssues" | "createIssue" | "updateIssue" | "commentOnIssue">;

/** The issues of ours. */
export function openIssues(client: Client, authors: Authors): Issues {
  const { repository } = client;
  const findIssues: Issues["findIssues"] = async (marker, label) => {
    // Listed by label, never searched for: the index of the search is minutes behind.
    const all = await client.list<Told>(
      { wish: `list the issues labelled \`${label}\``, permission: "issues: read" },
      (octokit, page) => octokit.rest.issues.listForRepo({ ...repository, labels: label, state: "all", ...page }),
    );
    const found = [];
    for (const told of all) {
      if (told.pull_request !== undefined || firstLine(told.body) !== marker) continue;
      if (await authors.isOurs(told.user)) found.push(issueOf(told));
    }
    return found.toSorted((a, b) => a.number - b.number);
  };
  return {
    findIssues,
    createIssue: async ({ title, body, label }) => {
      await ensureLabel(client, label);
      const errand: Errand = { wish: `open the issue \`${title}\``, permission: mayWrite };
      return client.create(errand, {
        send: async (octokit) => {
          const text = { ...repository, title, body, labels: [label.name] };
          return issueOf((await octokit.rest.issues.create(text)).data);
        },
        look: async () => {
          const there = await findIssues(firstLine(body), label.name);
          return there.findLast((one) => one.state === "open" && isSameText(one.body, body));
        },
      });
    },
    updateIssue: async (issue, { title, body, state }) => {
      const errand: Errand = { wish: `update issue ${issue.number}`, permission: mayWrite };
      const at = { ...repository, issue_number: issue.number };
      await client.ask(errand, (octokit) =>
        octokit.rest.issues.update({
          ...at,
          ...(title === undefined ? {} : { title }),
          ...(body === undefined ? {} : { body }),
          ...(state === undefined ? {} : stateOf(state)),
        }),
      );
      // Read back: GitHub says 200 to a body that is too long for it, and keeps the old one.
      const { data } = await client.ask({ ...errand, permission: "issues: read" }, (octokit) =>
        octokit.rest.issues.get(at),
      );
      if (body !== undefined && !isSameText(data.body, body)) throw notKept(issue, body, client);
      return issueOf(data);
    },
    commentOnIssue: async (issue, body) => {
      const errand: Errand = { wish: `comment on issue ${issue.number}`, permission: mayWrite };
      const same = async (): Promise<ReadonlySet<number>> => {
        const ids = new Set<number>();
        for (const one of await commentsOn(client, issue.number, { ...errand, permission: "issues: read" })) {
          if (isSameText(one.body, body)) ids.add(one.id);
        }
        return ids;
      };
      // A note has no marker, and the same words may stand there from another day: only a new one is this one.
      const before = await same();
      await client.create(errand, {
        send: async (octokit) => {
          await octokit.rest.issues.createComment({ ...repository, issue_number: issue.number, body });
          return true;
        },
        look: async () => [...(await same())].some((id) => !before.has(id)) || undefined,
      });
    },
  };
}

const mayWrite = "issues: write";

function stateOf(state: "open" | "closed") {
  return { state, state_reason: state === "closed" ? "completed" : "reopened" } as const;
}

async function ensureLabel({ ask, repository }: Client, label: IssueText["label"]): Promise<void> {
  const { name, color, description } = label;
  try {
    await ask({ wish: `read the label \`${name}\``, permission: "issues: read" }, (octokit) =>
      octokit.rest.issues.getLabel({ ...repository, name }),
    );
    return;
  } catch (error) {
    if (!isRefusal(error, "not-found")) throw error;
  }
  try {
    await ask({ wish: `create the label \`${name}\``, permission: mayWrite }, (octokit) =>
      octokit.rest.issues.createLabel({ ...repository, name, color: color.replace(/^#/, ""), description }),
    );
  } catch (error) {
    // Another run was quicker, or GitHub did it and could not say so.
    if (!(isRefusal(error, "rejected") && /already_exists/.test(error.message))) throw error;
  }
}

function notKept(issue: HostIssue, body: string, { repository: { owner, repo } }: Client): HostError {
  const size = `${body.length} characters, ${Buffer.byteLength(body)} bytes`;
  return new HostError(
    `cannot update issue ${issue.number}: GitHub answered 200 and kept the text that was there; the new one (${size}) may be too long`,
    { reason: "rejected", tried: `PATCH /repos/${owner}/${repo}/issues/${issue.number}`, status: 200 },
  );
}

function issueOf({ number, html_url, title, body, state, state_reason }: Told): HostIssue {
  const issue = { number, url: html_url, title, body: body ?? "" };
  if (state !== "closed") return { ...issue, state: "open" };
  const isDeclined = state_reason === "not_planned" || state_reason === "duplicate";
  return { ...issue, state: "closed", ...(isDeclined ? { declined: true } : {}) };
}
