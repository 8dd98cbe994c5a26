/**
 * Azure Resource Manager for the alert types: one function from a request and a world to what becomes of the request.
 * Transports stand around it; it knows neither sockets nor time that passes.
 */
import { randomUUID } from "node:crypto";
import { isFor, type FaultEffect } from "./fault.ts";
import { parseJson, readRequest } from "./read-request.ts";
import { errorBody, Refusal } from "./refusal.ts";
import type { Answer, ArmRequest, Asked, Outcome, Reply } from "./request.ts";
import { route } from "./route.ts";
import { today, type Manner } from "./show-resource.ts";
import { isSignIn } from "../sign-in/paths.ts";
import { isObject, type Json } from "./json.ts";
import type { World } from "./world.ts";

/** Answers one request, or says how it is left without a whole answer. */
export function arm(request: ArmRequest, world: World): Promise<Outcome> {
  const asked = readRequest(request, world);
  const effects = strike(world, asked);
  const outcome = decide(world, asked, effects);
  // Enough for any test, and no leak in an emulator that runs for days.
  if (world.requests.length >= 100_000) world.requests.splice(0, 50_000);
  world.requests.push({
    method: asked.method,
    path: `/${asked.segments.join("/")}`,
    status: outcome.outcome === "dropped" ? "dropped" : outcome.answer.status,
  });
  return Promise.resolve(outcome);
}

// Every fault counts the requests that it is for, whether or not its turn has come or is over.
function strike(world: World, asked: Asked): readonly FaultEffect[] {
  const effects: FaultEffect[] = [];
  for (const inForce of world.faults) {
    const { fault } = inForce;
    if (!isFor(fault, asked)) continue;
    const first = fault.after ?? 0;
    if (inForce.met >= first && inForce.met < first + (fault.times ?? Infinity)) effects.push(fault.effect);
    inForce.met += 1;
  }
  return effects;
}

type EffectOf<Name extends FaultEffect["do"]> = Extract<FaultEffect, { do: Name }>;

function effectOf<Name extends FaultEffect["do"]>(
  effects: readonly FaultEffect[],
  name: Name,
): EffectOf<Name> | undefined {
  return effects.find((effect): effect is EffectOf<Name> => effect.do === name);
}

function decide(world: World, asked: Asked, effects: readonly FaultEffect[]): Outcome {
  const delay = effects.reduce((sum, effect) => sum + (effect.do === "delay" ? effect.milliseconds : 0), 0);
  const forced = effectOf(effects, "answer");
  const drop = effectOf(effects, "drop");
  const cut = effectOf(effects, "cut");
  if (drop !== undefined && !drop.acted) return { outcome: "dropped", acted: false, delay };
  if (forced !== undefined && !forced.acted) return { outcome: "answered", answer: forcedAnswer(asked, forced), delay };
  const reply = act(world, asked, mannerOf(world, asked, effects));
  if (drop !== undefined) return { outcome: "dropped", acted: true, delay };
  if (forced !== undefined) return { outcome: "answered", answer: forcedAnswer(asked, forced), delay };
  const answer = effectOf(effects, "malform") === undefined ? reply : { ...reply, body: `${reply.body.slice(0, -1)},` };
  return cut === undefined
    ? { outcome: "answered", answer, delay }
    : { outcome: "cut", answer, bytes: cut.bytes, delay };
}

function mannerOf(world: World, asked: Asked, effects: readonly FaultEffect[]): Manner {
  const wears = (dress: string): boolean => effects.some((effect) => effect.do === "dress" && effect.dress === dress);
  return {
    old: wears("old"),
    future: wears("future"),
    shuffled: wears("shuffled"),
    stale: effectOf(effects, "stale") !== undefined,
    hideNew: effectOf(effects, "hide-new")?.reads,
    lag: effectOf(effects, "lag")?.milliseconds,
    expanded: [...asked.query].some(
      ([name, value]) => name.toLowerCase() === "expanddetector" && value.toLowerCase() === "true",
    ),
    pageSize: effectOf(effects, "pages")?.size ?? world.options.pageSize,
    mindGroups: effectOf(effects, "mind-groups") !== undefined || world.options.missingActionGroups === "refused",
    unreadable: effects.flatMap((effect) => (effect.do === "unreadable" ? [effect.below] : [])),
    day:
      effects.flatMap((effect) => (effect.do === "dress" && /^\d/.test(effect.dress) ? [effect.dress] : []))[0] ??
      today,
  };
}

function act(world: World, asked: Asked, manner: Manner): Answer {
  const told: Record<string, string> = {};
  try {
    return answerTo(
      asked,
      route({ world, asked, manner }, (headers) => Object.assign(told, headers)),
      told,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = errorBody(error, randomUUID());
    const headers = { "x-ms-failure-cause": error.style === "arm" ? "gateway" : "service", ...error.headers };
    return answerTo(
      asked,
      { status: error.status, headers, body: manner.old || manner.day < lowerCaseKeys ? capitalised(body) : body },
      told,
    );
  }
}

// Until 2021-02-09 the flat errors had `Code` and `Message`, on 2021-02-22 they had not.
const lowerCaseKeys = "2021-02-22";

function capitalised(body: Json): Json {
  if (!isObject(body) || body["error"] !== undefined) return body;
  return { Code: body["code"], Message: body["message"] };
}

function answerTo(asked: Asked, reply: Reply, told: Readonly<Record<string, string>>): Answer {
  const body =
    asked.method === "HEAD" ? "" : (reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body)));
  return {
    status: reply.status,
    headers: {
      "cache-control": "no-cache",
      ...(body === "" ? {} : { "content-type": "application/json; charset=utf-8" }),
      ...idHeaders(asked),
      ...told,
      ...reply.headers,
    },
    body,
  };
}

function idHeaders(asked: Asked): Readonly<Record<string, string>> {
  const client = asked.headers["x-ms-client-request-id"];
  const wanted = asked.headers["x-ms-return-client-request-id"] === "true" && client !== undefined;
  return {
    "x-ms-request-id": asked.requestId,
    "x-ms-correlation-request-id": asked.correlationId,
    ...(wanted ? { "x-ms-client-request-id": client } : {}),
  };
}

function forcedAnswer(asked: Asked, forced: EffectOf<"answer">): Answer {
  // The token service has its own form of an error (RFC 6749, 5.2), and clients read no other from it.
  const made = isSignIn(asked.segments)
    ? { error: forced.code, error_description: forced.message }
    : errorBody({ ...forced, style: "arm" }, randomUUID());
  const body = forced.body ?? JSON.stringify(made);
  const type = parseJson(body) === undefined ? "text/html" : "application/json; charset=utf-8";
  return {
    status: forced.status,
    headers: { ...idHeaders(asked), ...(body === "" ? {} : { "content-type": type }), ...forced.headers },
    body,
  };
}
