import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";

/** A request as it arrived, for the judge. */
export interface JudgedRequest {
  readonly method: string;
  /** Below the API's root, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Nothing where there was none. */
  readonly body: unknown;
}

interface Operation {
  readonly operation: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly body?: object;
}

/*
 * GitHub's own description of its API as the judge of what is sent (extract-openapi.ts says where it comes from). It
 * does not know of GraphQL, whose one query has a line of its own here.
 */
const { operations }: { operations: readonly Operation[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "openapi.json"), "utf8"),
);

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
// A query is text: `per_page=100` is the number it reads as.
const lenient = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, coerceTypes: true });
const compiled = new Map<object, ValidateFunction>();

/** What is wrong with a request in the eyes of GitHub's description; an operation that is not in it is wrong. */
export function mistakesIn(request: JudgedRequest): readonly string[] {
  const { method, path, query, body } = request;
  const told = (mistake: string): string => `${method} ${path}: ${mistake}`;
  if (method === "POST" && path === "/graphql") {
    const isQuery = typeof body === "object" && body !== null && "query" in body && typeof body.query === "string";
    return isQuery ? [] : [told("a GraphQL request has a `query`")];
  }
  const operation = operations.find((one) => matches(one.operation, request));
  if (operation === undefined) return [told("there is no such operation in the description")];
  const asked = operation.parameters.filter((one) => one.in === "query");
  const unknown = [...query.keys()].filter((name) => !asked.some((one) => one.name === name));
  const wrong = asked.flatMap(({ name, required, schema }) => {
    const value = query.get(name);
    if (value === null) return required ? [`the query has no \`${name}\``] : [];
    return complaints(lenient, wrapped(schema), { value }).map((one) => `\`${name}\` in the query: ${one}`);
  });
  return [...unknown.map((name) => `\`${name}\` in the query is unknown`), ...wrong, ...wrongIn(operation, body)].map(
    told,
  );
}

function wrongIn(operation: Operation, body: unknown): readonly string[] {
  if (operation.body === undefined) return body === undefined ? [] : ["it takes no body"];
  return body === undefined ? ["the body is missing"] : complaints(ajv, operation.body, body);
}

function complaints(judge: Ajv, schema: object, value: unknown): readonly string[] {
  const validate = compiled.get(schema) ?? judge.compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const wrappers = new Map<object, object>();

// Ajv coerces a value in its place, so there must be one.
function wrapped(schema: object): object {
  const found = wrappers.get(schema) ?? { type: "object", properties: { value: schema } };
  wrappers.set(schema, found);
  return found;
}

function matches(operation: string, { method, path }: JudgedRequest): boolean {
  const [verb, template = ""] = operation.split(" ");
  const [wanted, found] = [template.split("/"), path.split("/")];
  return (
    verb === method &&
    wanted.length === found.length &&
    wanted.every((segment, index) => (segment.startsWith("{") ? found[index] !== "" : segment === found[index]))
  );
}
