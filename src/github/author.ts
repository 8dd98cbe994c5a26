import type { Octokit } from "octokit";
import { type Client, isRefusal } from "./client.ts";

/** Whoever wrote something; nobody where the account is gone. */
export type Writer = { readonly login: string; readonly type?: string } | null | undefined;

/** Says whether something was written by whoever the token is; asked of GitHub once in a run. */
export interface Authors {
  readonly isOurs: (writer: Writer) => Promise<boolean>;
  /** What we just wrote says best who we are. */
  readonly learn: (writer: Writer) => void;
}

/** Opens the question of who we are; GitHub is asked when the first thing by somebody turns up. */
export function openAuthors(client: Client): Authors {
  let asked: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    asked ??= loginOf(client);
    try {
      return await asked;
    } catch (error) {
      // The next who asks may have more luck.
      asked = undefined;
      throw error;
    }
  };
  return {
    isOurs: async (writer) => (writer ? isSame(writer, await ask()) : false),
    learn: (writer) => {
      if (writer) asked = Promise.resolve(writer.login);
    },
  };
}

// The token of a workflow is told its name by GraphQL alone; REST says 403 to it.
async function loginOf(client: Client): Promise<string> {
  return (await viewerOf(client)) ?? (await userOf(client)) ?? "github-actions[bot]";
}

const errand = { wish: "ask GitHub whose token this is", permission: "pull-requests: read" } as const;

async function viewerOf(client: Client): Promise<string | undefined> {
  try {
    const { data } = await client.ask(errand, (octokit) => askViewer(octokit, client.apiUrl));
    return loginIn(data);
  } catch (error) {
    if (isRefusal(error, "forbidden", "not-found", "rejected")) return undefined;
    throw error;
  }
}

function askViewer(octokit: Octokit, apiUrl: string): Promise<{ readonly data: unknown }> {
  // On GitHub Enterprise Server it stands beside the REST API, not below it.
  const url = apiUrl.replace(/\/(api\/v3\/?)?$/, (end) => (end.startsWith("/api") ? "/api" : ""));
  return octokit.request({ method: "POST", url: `${url}/graphql`, query: "query { viewer { login } }" });
}

function loginIn(data: unknown): string | undefined {
  // Sound because every step of it may be missing; GraphQL says 200 to what it refuses, with `errors`.
  const { viewer } = (data as { data?: { viewer?: { login?: unknown } | null } | null } | null)?.data ?? {};
  return typeof viewer?.login === "string" && viewer.login !== "" ? viewer.login : undefined;
}

async function userOf(client: Client): Promise<string | undefined> {
  try {
    return (await client.ask(errand, (octokit) => octokit.rest.users.getAuthenticated())).data.login;
  } catch (error) {
    if (isRefusal(error, "forbidden", "not-found", "rejected")) return undefined;
    throw error;
  }
}

// An app is `name[bot]` in one API of GitHub's and `name` in the other; a person may be called as an app is.
function isSame({ login, type }: NonNullable<Writer>, me: string): boolean {
  const [theirs, ours] = [login.toLowerCase(), me.toLowerCase()];
  return theirs === ours || (type === "Bot" && plain(theirs) === plain(ours));
}

function plain(login: string): string {
  return login.replace(/\[bot\]$/, "");
}

/** The first line, by which we know what we wrote. */
export function firstLine(body: string | null | undefined): string {
  return (body ?? "").split(/\r?\n/, 1)[0] ?? "";
}

/** True when a text arrived as it was sent; GitHub may store other ends of lines, and none at the end. */
export function isSameText(a: string | null | undefined, b: string | null | undefined): boolean {
  const [one, other] = [a, b].map((text) => (text ?? "").replaceAll("\r\n", "\n").trimEnd());
  return one === other;
}
