import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * Takes out of GitHub's OpenAPI description what judges our requests: methods, paths, parameters and the schemas of
 * bodies, for the operations we use. By hand, when an operation is added or GitHub publishes a newer description:
 *
 *     npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json
 *     node test/github/extract-openapi.ts package/generated/api.github.com.json
 *
 * The package itself is 394 MB, too much for a dependency.
 */

const used = [
  "GET /user",
  "GET /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/issues",
  "GET /repos/{owner}/{repo}/issues/{issue_number}",
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "GET /repos/{owner}/{repo}/labels/{name}",
  "POST /repos/{owner}/{repo}/labels",
  "GET /repos/{owner}/{repo}/pulls",
  "POST /repos/{owner}/{repo}/pulls",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  "GET /repos/{owner}/{repo}/compare/{basehead}",
  "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "POST /repos/{owner}/{repo}/git/refs",
  "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
  "POST /repos/{owner}/{repo}/git/trees",
  "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
  "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
  "POST /repos/{owner}/{repo}/git/commits",
];

/** What of a schema judges; sentences and examples are left where they are. */
const judging = new Set([
  "type",
  "required",
  "properties",
  "items",
  "enum",
  "oneOf",
  "anyOf",
  "allOf",
  "additionalProperties",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "pattern",
]);

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("name the file of the description: see the head of this program");
const description = JSON.parse(readFileSync(path, "utf8"));

function resolved(value: any): any {
  if (typeof value?.$ref !== "string") return value;
  const steps = value.$ref.slice("#/".length).split("/");
  return resolved(steps.reduce((at: any, step: string) => at[step], description));
}

/** An OpenAPI 3.0 schema as JSON Schema; an object with properties may have no others. */
function judgingOf(given: any): any {
  const schema = resolved(given);
  const kept: any = {};
  for (const [key, value] of Object.entries<any>(schema)) {
    if (!judging.has(key)) continue;
    if (key === "properties") {
      kept.properties = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, judgingOf(one)]));
    } else if (Array.isArray(value) && ["oneOf", "anyOf", "allOf"].includes(key)) kept[key] = value.map(judgingOf);
    else if (key === "items") kept.items = judgingOf(value);
    else if (key === "additionalProperties" && typeof value === "object") kept[key] = judgingOf(value);
    else kept[key] = value;
  }
  const isClosed = kept.properties !== undefined && kept.allOf === undefined && kept.additionalProperties === undefined;
  if (isClosed) kept.additionalProperties = false;
  return schema.nullable === true ? nullable(kept) : kept;
}

function nullable(schema: any): any {
  if (typeof schema.type !== "string") return { anyOf: [schema, { type: "null" }] };
  const values = schema.enum === undefined ? {} : { enum: [...schema.enum, null] };
  return { ...schema, ...values, type: [schema.type, "null"] };
}

const operations = used.map((operation) => {
  const [method = "", template = ""] = operation.split(" ");
  const found = description.paths[template]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`the description has no ${operation}`);
  const parameters = (found.parameters ?? []).map(resolved).map((one: any) => ({
    name: one.name,
    in: one.in,
    required: one.required === true,
    schema: judgingOf(one.schema),
  }));
  const body = found.requestBody?.content["application/json"];
  return { operation, parameters, ...(body === undefined ? {} : { body: judgingOf(body.schema) }) };
});

const source = `@octokit/openapi ${description.info.version}, api.github.com`;
const lines = operations.map((one) => JSON.stringify(one)).join(",\n");
writeFileSync(
  join(import.meta.dirname, "openapi.json"),
  `{"source":${JSON.stringify(source)},"operations":[\n${lines}\n]}\n`,
);
