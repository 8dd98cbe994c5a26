import type { Octokit } from "octokit";
import type { Repository, State, Token, User } from "./state.ts";

/** What a route is given. */
export interface Asked {
  readonly state: State;
  readonly repository: Repository;
  readonly user: User;
  readonly token: Token;
  /** The parts of the path by their names in the template. */
  readonly at: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: any;
  /** Of the API, for links. */
  readonly url: string;
  readonly path: string;
}

/** What it answers. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Rest = Octokit["rest"];
type Data<F extends (...given: any[]) => Promise<{ data: unknown }>> = Awaited<ReturnType<F>>["data"];

/** Any part of what GitHub would say: Octokit's types, which are made from GitHub's own description, know it all. */
type PartOf<T> = T extends readonly (infer U)[]
  ? readonly PartOf<U>[]
  : T extends object
    ? { readonly [K in keyof T]?: PartOf<T[K]> }
    : T;

/** The answers we give, as parts of GitHub's. */
export interface Told {
  readonly user: PartOf<Data<Rest["users"]["getByUsername"]>>;
  readonly comment: PartOf<Data<Rest["issues"]["getComment"]>>;
  readonly issue: PartOf<Data<Rest["issues"]["get"]>>;
  readonly label: PartOf<Data<Rest["issues"]["getLabel"]>>;
  readonly pullRequest: PartOf<Data<Rest["pulls"]["list"]>[number]>;
  readonly comparison: PartOf<Data<Rest["repos"]["compareCommitsWithBasehead"]>>;
  readonly reference: PartOf<Data<Rest["git"]["getRef"]>>;
  readonly commit: PartOf<Data<Rest["git"]["getCommit"]>>;
  readonly tree: PartOf<Data<Rest["git"]["createTree"]>>;
}

/** A refusal in GitHub's manner. */
export function refused(status: number, message: string, errors?: readonly object[]): Reply {
  const documentation_url = "https://docs.github.com/rest";
  return {
    status,
    body: { message, ...(errors === undefined ? {} : { errors }), documentation_url, status: `${status}` },
  };
}

/** 422 for one field. */
export function invalid(resource: string, error: { code: string; field: string; message?: string }): Reply {
  return refused(422, "Validation Failed", [{ resource, ...error }]);
}

export const notFound = refused(404, "Not Found");

/** One page of a list, with GitHub's links to the others. */
export function paged(asked: Asked, all: readonly unknown[]): Reply {
  const { query, url, path } = asked;
  const size = Math.min(100, Number(query.get("per_page") ?? 30));
  const page = Number(query.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string): string => {
    const other = new URLSearchParams(query);
    other.set("page", `${to}`);
    return `<${url}${path}?${other.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev"), link(1, "first")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
  ];
  const headers = links.length === 0 ? {} : { link: links.join(", ") };
  return { status: 200, body: all.slice((page - 1) * size, page * size), headers };
}

/** Somebody, as every answer names them. */
export function userAs({ state }: Pick<Asked, "state">, login: string) {
  const { id = 0, type = "User" } = state.users.find((one) => one.login === login) ?? {};
  return { id, login, type } satisfies Told["user"];
}
