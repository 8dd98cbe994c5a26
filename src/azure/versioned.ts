import type { ArmType } from "../ports/azure.ts";
import type { Door } from "./door.ts";
import type { Answer, Method } from "./exchange.ts";
import { type Asked, errorOf, refusalOf } from "./refusal.ts";
import { type Call, scrubOf } from "./settle.ts";
import { pathOf } from "./paths.ts";
import { supportedInstead, type Versions } from "./versions.ts";

/** An answer with the api-version it came in and the call that brought it. */
export interface Versioned<M extends Method> {
  readonly answer: Answer;
  readonly version: string;
  readonly call: Call<M>;
}

/** What `sendInVersion` needs: the door, the type and its memory, and the call to make for a version. */
export interface Speaking<M extends Method> {
  readonly door: Door<M>;
  readonly type: ArmType;
  readonly versions: Versions;
  readonly callIn: (version: string) => Call<M>;
}

/** Sends in the newest api-version that ARM takes here, stepping down where it refuses one and says so. */
export async function sendInVersion<M extends Method>(
  speaking: Speaking<M>,
  signal: AbortSignal,
): Promise<Versioned<M>> {
  const { door, type, versions, callIn } = speaking;
  for (;;) {
    const version = versions.of(type);
    const call = callIn(version);
    const answer = await door.send(call, signal);
    const supported = supportedInstead(answer, version);
    if (supported === undefined) return { answer, version, call };
    if (!versions.stepDown(type, version, supported)) throw noVersionLeft(speaking, { answer, call, supported });
  }
}

/**
 * Sends in the version that reading has found, and in no other: ARM silently drops what an older version has no word
 * for, so a body made for one must not be put in another.
 */
export async function sendInVersionAsIs<M extends Method>(
  speaking: Speaking<M>,
  signal: AbortSignal,
): Promise<Versioned<M>> {
  const version = speaking.versions.of(speaking.type);
  const call = speaking.callIn(version);
  return { answer: await speaking.door.send(call, signal), version, call };
}

/** The error for an answer that is a refusal. */
export function refused(door: Door<never>, given: { answer: Answer; call: Call<Method> }): Error {
  return refusalOf(given.answer, askedOf(door, given.call), scrubOf(given.call, door.scrub));
}

/** The error for a success whose body is not what it has to be. */
export function senseless(door: Door<never>, given: { answer: Answer; call: Call<Method>; why: string }): Error {
  const { answer, call, why } = given;
  // After a write nobody knows what was done: the caller looks.
  const reason = call.method === "GET" ? "unavailable" : "interrupted";
  const asked = askedOf(door, call);
  return errorOf({ reason, text: `cannot ${call.wish}: ${why}`, asked, answer }, scrubOf(call, door.scrub));
}

function askedOf(door: Door<never>, call: Call<Method>): Asked {
  const tried = `${call.method} ${pathOf(call.url)}`;
  return { wish: call.wish, tried, origin: door.origin, ...(call.advice === undefined ? {} : { advice: call.advice }) };
}

function noVersionLeft(
  { door, type }: Pick<Speaking<never>, "door" | "type">,
  given: { answer: Answer; call: Call<Method>; supported: readonly string[] },
): Error {
  const { answer, call, supported } = given;
  const theirs = supported.length === 0 ? "does not say which it has" : `has ${supported.join(", ")}`;
  const text = `cannot ${call.wish}: ${door.origin} ${theirs}, and of ${type.name} we speak ${type.apiVersions.join(", ")}`;
  return errorOf({ reason: "rejected", text, asked: askedOf(door, call), answer }, scrubOf(call, door.scrub));
}
