import type { HostComment, PullRequestHost } from "../ports/pull-request-host.ts";
import { type Authors, firstLine, isSameText, type Writer } from "./author.ts";
import { type Client, isRefusal } from "./client.ts";
import type { Errand } from "./refusal.ts";

/** A comment as GitHub tells it, as far as we look. */
interface Told {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string;
  readonly user: Writer;
}

/** The comments of ours on pull requests. */
export function openComments(
  client: Client,
  authors: Authors,
): Pick<PullRequestHost, "findComment" | "createComment" | "updateComment"> {
  const ours = async (pullRequest: number, marker: string): Promise<readonly Told[]> => {
    const errand: Errand = { wish: `read the comments on pull request ${pullRequest}`, permission: mayRead };
    const found = [];
    for (const comment of await commentsOn(client, pullRequest, errand)) {
      if (firstLine(comment.body) === marker && (await authors.isOurs(comment.user))) found.push(comment);
    }
    return found.toSorted((a, b) => a.id - b.id);
  };
  const update = async ({ id, url }: HostComment, body: string): Promise<HostComment> => {
    const { data } = await client.ask({ wish: `update the comment ${url}`, permission: mayWrite }, (octokit) =>
      octokit.rest.issues.updateComment({ ...client.repository, comment_id: id, body }),
    );
    return commentOf(data);
  };
  const remove = async ({ id, html_url }: Told): Promise<void> => {
    try {
      await client.ask({ wish: `delete the second comment ${html_url}`, permission: mayWrite }, (octokit) =>
        octokit.rest.issues.deleteComment({ ...client.repository, comment_id: id }),
      );
    } catch (error) {
      // Somebody was quicker, or GitHub did it and could not say so.
      if (!isRefusal(error, "not-found")) throw error;
    }
  };
  return {
    findComment: async (pullRequest, marker) => (await ours(pullRequest, marker)).map(commentOf)[0],
    updateComment: update,
    createComment: async (pullRequest, marker, body) => {
      const errand: Errand = { wish: `comment on pull request ${pullRequest}`, permission: mayWrite };
      const created = await client.create<Told>(errand, {
        send: async (octokit) => {
          const to = { ...client.repository, issue_number: pullRequest, body };
          return (await octokit.rest.issues.createComment(to)).data;
        },
        // There was none when we were asked for one: whichever is there now is ours, or as good.
        look: async () => (await ours(pullRequest, marker))[0],
      });
      authors.learn(created.user);
      // Another run may have written one at the same moment. Each keeps the oldest and takes away the rest, so that
      // one is left in whatever order they do it.
      const [oldest = created, ...newer] = await ours(pullRequest, marker);
      for (const comment of newer) await remove(comment);
      return isSameText(oldest.body, body) ? commentOf(oldest) : update(commentOf(oldest), body);
    },
  };
}

const mayRead = "pull-requests: read";
const mayWrite = "pull-requests: write";

/** All comments on an issue or pull request, oldest first. */
export async function commentsOn(client: Client, issue: number, errand: Errand): Promise<readonly Told[]> {
  return client.list<Told>(errand, (octokit, page) =>
    octokit.rest.issues.listComments({ ...client.repository, issue_number: issue, ...page }),
  );
}

function commentOf({ id, html_url, body = "" }: Told): HostComment {
  return { id, url: html_url, body };
}
