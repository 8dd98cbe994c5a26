import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, type JsonObject } from "../../src/core/json.ts";

/** One request to the real service and what it answered, as somebody's client recorded it. */
export interface Exchange {
  /** From 1, in the order of the recording. */
  readonly seq: number;
  /** The type in lower case, such as `metricalerts`. */
  readonly type: string;
  /** `put:item`, `get:collection-rg`, … */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestBody: Json;
  readonly status: number;
  readonly responseBody: Json;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What one client did with the service on one day, in order. */
export interface Recording {
  readonly name: string;
  /** The day, `2024-04-11`: the service changes under an unchanged api-version. */
  readonly day: string;
  readonly exchanges: readonly Exchange[];
}

/** One resource of an answer. */
export interface Recorded {
  readonly recording: Recording;
  readonly exchange: Exchange;
  readonly body: JsonObject;
}

/** What is said where recordings are wanted and are not there, or are none. */
export class NoRecordings extends Error {}

/** Where the recordings are unless `TOCSIN_CORPUS` names another folder. */
const usualFolder = "../shared/corpus";

/** The folder of recordings: the one that is named, or the usual one where it is there. */
export function corpusFolder(named: string | undefined = process.env["TOCSIN_CORPUS"]): string | undefined {
  if (named !== undefined && named !== "") return named;
  return existsSync(usualFolder) ? usualFolder : undefined;
}

/** Reads a folder of recordings; throws where a file is none, so that nothing is passed over in silence. */
export function readRecordings(folder: string): readonly Recording[] {
  if (!existsSync(folder)) throw new NoRecordings(`there is no folder of recordings at ${folder}`);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  if (files.length === 0) throw new NoRecordings(`no recording is in ${folder}`);
  return files.toSorted().map((file) => {
    const value = parse(file, readFileSync(join(folder, file), "utf8"));
    return recordingOf(file.replace(/\.json$/, ""), value);
  });
}

function parse(file: string, text: string): Json {
  try {
    // Sound because JSON.parse makes nothing but Json.
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new NoRecordings(`${file} is no JSON`, { cause: error });
  }
}

function recordingOf(name: string, value: Json): Recording {
  const at = isObject(value) ? Date.parse(textIn(value, "recordedAt")) : Number.NaN;
  const exchanges = isObject(value) ? value["exchanges"] : undefined;
  if (Number.isNaN(at) || !Array.isArray(exchanges)) {
    throw new NoRecordings(`${name}.json is no recording: it needs \`recordedAt\` and \`exchanges\``);
  }
  return {
    name,
    day: new Date(at).toISOString().slice(0, 10),
    exchanges: exchanges.map((one) => exchangeOf(name, one)),
  };
}

function exchangeOf(name: string, value: unknown): Exchange {
  // Sound because what is wrong with it is found out in the next lines.
  const given = value as Partial<Exchange>;
  const { seq, type, operation, method, path, status, query = {}, requestBody = null, responseBody = null } = given;
  if (
    typeof seq !== "number" ||
    typeof status !== "number" ||
    [type, operation, method, path].some((text) => typeof text !== "string")
  ) {
    throw new NoRecordings(`${name}.json has an exchange without seq, type, operation, method, path or status`);
  }
  const headers = Object.entries(given.headers ?? {}).map(([key, text]) => [key.toLowerCase(), text] as const);
  return { ...(given as Exchange), query, requestBody, responseBody, headers: Object.fromEntries(headers) };
}

/** What an exchange is one of, as the table tells it: `metricalerts put:item`. */
export function familyOf({ type, operation }: Exchange): string {
  return `${type} ${operation.replace(/\/[\w-]*\d[\w-]*$/, "/…")}`;
}

/** Every resource an answer holds: of a GET or PUT of one, or of a list. */
export function resourcesIn({ status, operation, responseBody }: Exchange): readonly JsonObject[] {
  if (status >= 300 || !isObject(responseBody)) return [];
  if (operation.endsWith(":item")) return [responseBody];
  const { value } = responseBody;
  return /:collection/.test(operation) && Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text of a body, empty where there is none. */
export function textIn(body: JsonObject, name: string): string {
  const text = body[name];
  return typeof text === "string" ? text : "";
}
