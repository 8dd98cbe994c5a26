import { randomUUID } from "node:crypto";
import { isObject, textAt, type Json, type JsonObject } from "./json.ts";
import { decoded } from "./place.ts";
import { Refusal } from "./refusal.ts";
import type { ArmRequest, Asked, Caller } from "./request.ts";
import type { World } from "./world.ts";

/** Reads what every answer depends on out of a request: where, with which parameters, and who asks. */
export function readRequest(request: ArmRequest, world: World): Asked {
  const url = new URL(request.url, "http://localhost");
  const scheme = request.headers["x-forwarded-proto"] ?? url.protocol.replace(/:$/, "");
  const host = request.headers["x-forwarded-host"] ?? request.headers["host"] ?? url.host;
  return {
    method: request.method.toUpperCase(),
    segments: url.pathname
      .split("/")
      .filter((segment) => segment !== "")
      .map(decoded),
    query: url.searchParams,
    // Links in answers must name the scheme and host the client used, else it leaves for another one.
    origin: `${scheme}://${host}`,
    headers: request.headers,
    body: request.body,
    caller: readCaller(request.headers, world.options.caller),
    correlationId: request.headers["x-ms-correlation-request-id"] ?? randomUUID(),
    requestId: randomUUID(),
  };
}

function readCaller(headers: ArmRequest["headers"], unnamed: string): Caller {
  const claims = claimsOf(headers["authorization"]);
  const person = claims["upn"] ?? claims["unique_name"] ?? claims["email"];
  if (person !== undefined) return { name: person, kind: "User", claims };
  const application = claims["appid"] ?? claims["azp"] ?? claims["oid"];
  if (application !== undefined) return { name: application, kind: "Application", claims };
  const name = headers["x-ms-client-principal-name"] ?? unnamed;
  return { name, kind: name.includes("@") ? "User" : "Application", claims };
}

// Nothing is verified: the emulator believes every token, it only wants to know whose it is.
function claimsOf(authorization: string | undefined): Readonly<Record<string, string>> {
  const payload = /^bearer\s+[\w-]+\.([\w-]+)\./i.exec(authorization ?? "")?.[1];
  if (payload === undefined) return {};
  const claims = parseJson(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isObject(claims)) return {};
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/** The JSON of a text, or undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The body of a request that must bring an object. */
export function bodyOf(asked: Asked): JsonObject {
  const body = parseJson(asked.body);
  if (isObject(body)) return body;
  throw new Refusal({
    status: 400,
    code: "InvalidRequestContent",
    message: "The request content was invalid and could not be deserialized: the body must be a JSON object.",
  });
}

/** The api-version of a request, which ARM wants on every one. */
export function apiVersionOf(asked: Asked): string {
  for (const [name, value] of asked.query) if (name.toLowerCase() === "api-version" && value !== "") return value;
  throw new Refusal({
    status: 400,
    code: "MissingApiVersionParameter",
    message: "The api-version query parameter (?api-version=) is required for all requests.",
  });
}

/** The tags of a body that is not one of the served types, such as a resource group's. */
export function tagsOf(body: JsonObject): Readonly<Record<string, string>> | undefined {
  const tags = body["tags"];
  if (!isObject(tags)) return undefined;
  return Object.fromEntries(Object.keys(tags).map((name) => [name, textAt(tags, name) ?? ""]));
}
