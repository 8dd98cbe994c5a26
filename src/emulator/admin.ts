/**
 * The back door of a running emulator, for tests that start the built tool in another process: what is in the world,
 * which requests came, faults to come. It is not Azure's, hence its own path.
 */
import { Refusal } from "./arm/refusal.ts";
import { parseJson } from "./arm/read-request.ts";
import { isList, isObject, type Json, type JsonObject } from "./arm/json.ts";
import type { Answer, ArmRequest } from "./arm/request.ts";
import { plant, seed } from "./arm/seed.ts";
import { switchOff } from "./arm/switch-off.ts";
import { addFault, clearFaults, resetWorld, type World } from "./arm/world.ts";
import { stateOf } from "./arm/world-state.ts";

/** Whether a request is for the back door and not for Azure. */
export function isAdmin(request: ArmRequest): boolean {
  return new URL(request.url, "http://localhost").pathname.startsWith("/_emulator/");
}

/** Answers a request at the back door. */
export function answerAdmin(request: ArmRequest, world: World): Answer {
  // No page in somebody's browser may reach in: browsers name their origin, our own tests do not.
  if (request.headers["origin"] !== undefined) return answer(403, { error: "not for browsers" });
  const { pathname } = new URL(request.url, "http://localhost");
  try {
    return answer(200, act(`${request.method} ${pathname.slice("/_emulator/".length)}`, request.body, world));
  } catch (error) {
    return answer(error instanceof Refusal ? error.status : 400, { error: String(error) });
  }
}

function act(what: string, body: string, world: World): Json {
  switch (what) {
    case "GET state":
      return { ...stateOf(world) };
    case "GET requests":
      return world.requests.map((request) => ({ ...request }));
    case "GET faults":
      return world.faults.map(({ fault, met }) => ({
        methods: fault.methods,
        target: fault.target,
        do: fault.effect.do,
        met,
      }));
    case "POST reset":
      resetWorld(world);
      return {};
    case "POST faults":
      for (const line of body.split("\n")) if (line.trim() !== "") addFault(world, line);
      return { faults: world.faults.length };
    case "DELETE faults":
      clearFaults(world);
      return {};
    case "POST seed":
      seed(world, bodies(body));
      return {};
    case "POST switch-off":
      for (const resource of bodies(body)) switchOff(world, resource);
      return {};
    case "POST plant":
      plant(world, bodies(body));
      return {};
    default:
      throw new Error(`the emulator's back door has no \`${what}\``);
  }
}

function bodies(text: string): readonly JsonObject[] {
  const value = parseJson(text);
  if (isList(value) && value.every(isObject)) return value;
  throw new Error("a JSON list of resources is wanted, each with its `id`");
}

function answer(status: number, body: Json): Answer {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}
