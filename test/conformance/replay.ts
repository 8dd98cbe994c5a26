import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { arm } from "../../src/emulator/arm/arm.ts";
import type { Answer } from "../../src/emulator/arm/request.ts";
import { findType } from "../../src/emulator/arm/resource-types.ts";
import { addFault, createWorld, type World } from "../../src/emulator/arm/world.ts";
import { type Exchange, type Recording, resourcesIn, textIn } from "./recordings.ts";
import { type Mismatch, mismatches } from "./same-body.ts";

/** What came of one recorded request at the emulator. */
export interface Replayed {
  readonly recording: Recording;
  readonly exchange: Exchange;
  /** `absent`: the emulator does not serve the type. */
  readonly outcome: "compared" | "absent";
  readonly mismatches: readonly Mismatch[];
  /** Resources in a recorded list that this recording did not make, and no replay can therefore show. */
  readonly foreign: number;
}

/** Sends the requests of a recording, in order, to an emulator in the dress of the day, and compares the answers. */
export async function replay(recording: Recording): Promise<readonly Replayed[]> {
  const world = createWorld({ now: () => new Date(`${recording.day}T12:00:00.000Z`), caller: callerIn(recording) });
  addFault(world, `* * dress=${recording.day}`);
  const replayed: Replayed[] = [];
  for (const exchange of recording.exchanges) {
    if (!isServed(exchange)) {
      replayed.push({ recording, exchange, outcome: "absent", mismatches: [], foreign: 0 });
      continue;
    }
    const answer = await send(exchange, world);
    const said = recording.exchanges.slice(0, recording.exchanges.indexOf(exchange) + 1);
    const named = JSON.stringify(said.map(({ path, query, requestBody }) => [path, query, requestBody]));
    replayed.push({ recording, exchange, outcome: "compared", ...judge({ recording, exchange, answer, named }) });
  }
  return replayed;
}

/** Whether the emulator serves the type of a request, found out from its path as ARM does it. */
export function isServed({ path, type }: Exchange): boolean {
  const namespace = /\/providers\/([^/]+)\//i.exec(path)?.[1] ?? "";
  return findType(namespace, type) !== undefined;
}

async function send({ method, path, query, requestBody }: Exchange, world: World): Promise<Answer> {
  const outcome = await arm(
    {
      method,
      url: `https://management.azure.com${encodeURI(path)}?${new URLSearchParams(query).toString()}`,
      headers: { host: "management.azure.com", "content-type": "application/json" },
      body: requestBody === null ? "" : JSON.stringify(requestBody),
    },
    world,
  );
  if (outcome.outcome !== "answered") throw new Error(`the emulator did not answer ${method} ${path}`);
  return outcome.answer;
}

// Whoever made the recording is named in the answers, and nowhere in the requests.
function callerIn({ exchanges }: Recording): string {
  for (const { responseBody } of exchanges) {
    const by = /"lastModifiedBy":"([^"]+)"/.exec(JSON.stringify(responseBody))?.[1];
    if (by !== undefined) return by;
  }
  return "somebody@example.com";
}

interface Judging {
  readonly recording: Recording;
  readonly exchange: Exchange;
  readonly answer: Answer;
  /** Everything the requests have said so far. */
  readonly named: string;
}

function judge(given: Judging): { mismatches: readonly Mismatch[]; foreign: number } {
  const { exchange, answer, named } = given;
  const found: Mismatch[] = [];
  if (exchange.status !== answer.status) {
    found.push({ place: "status", recorded: exchange.status, answered: answer.status });
  }
  found.push(...differentHeaders(exchange, answer));
  // Sound because the emulator answers JSON, or nothing.
  const body = answer.body === "" ? null : (JSON.parse(answer.body) as Json);
  const recorded = listIn(exchange.responseBody);
  const answered = listIn(body);
  if (recorded === undefined || answered === undefined) {
    found.push(...mismatches(exchange.responseBody, body, named));
    return { mismatches: found, foreign: 0 };
  }
  const made = madeIn(given.recording);
  const own = recorded.filter((item) => made.has(idOf(item)));
  found.push(...mismatches(byId(own), byId(answered), named));
  return { mismatches: found, foreign: recorded.length - own.length };
}

function listIn(body: Json): readonly Json[] | undefined {
  const value = isObject(body) && Object.keys(body).length === 1 ? body["value"] : undefined;
  return isList(value) ? value : undefined;
}

function madeIn({ exchanges }: Recording): ReadonlySet<string> {
  const puts = exchanges.filter(({ method }) => method === "PUT");
  return new Set(puts.flatMap(resourcesIn).map(idOf));
}

function idOf(item: Json): string {
  return isObject(item) ? textIn(item, "id").toLowerCase() : "";
}

// The order of a list across resource groups differs between recordings: told by their ids, resources have none.
function byId(items: readonly Json[]): JsonObject {
  return Object.fromEntries(items.map((item) => [idOf(item), item]));
}

// How many calls are left depends on what others did, and on which of the service's many front ends counts. That they
// are told, and under which name, does not; nor that no more can be left than the limit allows.
const counters = /^x-ms-ratelimit-remaining-|^location$/;
const calls = 25;

function differentHeaders(exchange: Exchange, answer: Answer): readonly Mismatch[] {
  const names = [...Object.keys(exchange.headers), ...Object.keys(answer.headers)].filter((name) =>
    counters.test(name),
  );
  return [...new Set(names)].flatMap((name): readonly Mismatch[] => {
    // The recorder took these out.
    if (name.endsWith("-reads")) return [];
    const [recorded, answered] = [exchange.headers[name], answer.headers[name]];
    const near = Math.abs(Number(recorded) - Number(answered)) <= calls;
    return near ? [] : [{ place: `header ${name}`, recorded, answered }];
  });
}
