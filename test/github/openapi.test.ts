import { expect, test } from "vitest";
import { startGitHub } from "./github.ts";
import { mistakesIn } from "./openapi.ts";

const repository = "/repos/company/alerts";

function mistakes(operation: string, body?: unknown): readonly string[] {
  const [method = "", target = ""] = operation.split(" ");
  const { pathname, searchParams } = new URL(`https://github.example${target}`);
  return mistakesIn({ method, path: pathname, query: searchParams, body });
}

test.each<[string, unknown?]>([
  [`GET ${repository}/issues?labels=drift&state=all&per_page=100&page=2`],
  [`PATCH ${repository}/issues/7`, { state: "closed", state_reason: "completed" }],
  [`PATCH ${repository}/issues/7`, { body: null }],
  [`POST ${repository}/git/trees`, { base_tree: "a", tree: [{ path: "a", mode: "100644", type: "blob", sha: null }] }],
  [`GET ${repository}/git/ref/heads%2Fmain`],
  ["POST /graphql", { query: "query { viewer { login } }" }],
])("%s is as GitHub wants it", (operation, body) => {
  expect(mistakes(operation, body)).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  [`GET ${repository}/stargazers`, undefined, /there is no such operation/],
  [`PUT ${repository}/issues/7`, {}, /there is no such operation/],
  [`GET ${repository}/issues?label=drift`, undefined, /`label` in the query is unknown/],
  [`GET ${repository}/issues?state=both`, undefined, /`state` in the query: .*allowed values/],
  [`GET ${repository}/issues?per_page=many`, undefined, /`per_page` in the query: .*integer/],
  [`POST ${repository}/issues/7/comments`, undefined, /the body is missing/],
  [`POST ${repository}/issues/7/comments`, {}, /required property 'body'/],
  [`POST ${repository}/issues/7/comments`, { body: 7 }, /body\/body must be string/],
  [`POST ${repository}/issues/7/comments`, { body: "x", text: "y" }, /additional properties.*text/],
  [`PATCH ${repository}/issues/7`, { state: "close" }, /body\/state must be equal to one of the allowed values/],
  [`PATCH ${repository}/git/refs/heads%2Fmain`, { sha: "a", force: "yes" }, /body\/force must be boolean/],
  [`POST ${repository}/git/trees`, { tree: [{ path: "a", mode: "644" }] }, /body\/tree\/0\/mode/],
  [`GET ${repository}/pulls/7`, {}, /it takes no body/],
  ["POST /graphql", {}, /a GraphQL request has a `query`/],
])("%s with %j is not", (operation, body, mistake) => {
  expect(mistakes(operation, body).join("\n")).toMatch(mistake);
});

test("a GitHub that was sent what it does not know cannot be closed quietly", async () => {
  const github = await startGitHub();
  await fetch(`${github.url}${repository}/issues?colour=red`);
  await expect(github.close()).rejects.toThrow("`colour` in the query is unknown");
});
