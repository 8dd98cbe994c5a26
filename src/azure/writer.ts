import { type ArmResource, type ArmType, AzureError, type AzureWriter } from "../ports/azure.ts";
import { retryAfterOf } from "./answer.ts";
import type { Door } from "./door.ts";
import type { Clock } from "./event.ts";
import type { Method } from "./exchange.ts";
import { getResource, isAbsence, resourceCall, resourceIn, type Subject } from "./resource.ts";
import type { Call } from "./settle.ts";
import { refused, senseless, sendInVersion, sendInVersionAsIs, type Versioned } from "./versioned.ts";
import type { Versions } from "./versions.ts";

// None of the alert types works asynchronously (their PUT is 200 or 201, their DELETE 200 or 204); should one of them
// begin to, a 202 is looked after for this many seconds and then told as `interrupted`.
const looks = [1, 2, 4, 8, 15, 30, 60];

/** The writing port over a door that lets single resources through. */
export function writerOver(door: Door<Method>, versions: Versions, clock: Clock): AzureWriter {
  return {
    put: async (type, armId, body, signal) => {
      const subject = { type, armId, versions };
      const callIn = (version: string): Call<Method> => resourceCall({ method: "PUT", door, version, body }, subject);
      const versioned = await sendInVersionAsIs({ door, type, versions, callIn }, signal);
      if (versioned.answer.status !== 202) return resourceIn(door, versioned, armId);
      return lookUntil({ door, clock, versioned, subject, settled: (found) => found }, signal);
    },
    delete: async (type, armId, signal) => {
      const subject = { type, armId, versions };
      const versioned = await sendDelete(door, type, { subject, signal });
      const { answer } = versioned;
      if (answer.status === 204 || isAbsence(answer)) return "was-not-there";
      if (answer.status === 200) return "deleted";
      if (answer.status !== 202) throw refused(door, versioned);
      const settled = (found: ArmResource | undefined): "deleted" | undefined => (found ? undefined : "deleted");
      return lookUntil({ door, clock, versioned, subject, settled }, signal);
    },
  };
}

function sendDelete(
  door: Door<Method>,
  type: ArmType,
  given: { subject: Subject; signal: AbortSignal },
): Promise<Versioned<Method>> {
  const { subject, signal } = given;
  const callIn = (version: string): Call<Method> => resourceCall({ method: "DELETE", door, version }, subject);
  return sendInVersion({ door, type, versions: subject.versions, callIn }, signal);
}

interface Accepted<T> {
  readonly door: Door<Method>;
  readonly clock: Clock;
  readonly versioned: Versioned<Method>;
  readonly subject: Subject;
  /** What the write has come to, judged by what is there; nothing while it is under way. */
  readonly settled: (found: ArmResource | undefined) => T | undefined;
}

async function lookUntil<T>(accepted: Accepted<T>, signal: AbortSignal): Promise<T> {
  const { door, clock, versioned, subject, settled } = accepted;
  try {
    for (const seconds of looks) {
      const asked = retryAfterOf(versioned.answer, clock.now()) ?? 0;
      await clock.sleep(Math.max(Math.min(asked, 60_000), seconds * 1000), signal);
      const result = settled(await getResource(door, subject, signal));
      if (result !== undefined) return result;
    }
  } catch (error) {
    // Whether we were told to stop or cannot look: the write was accepted, so it may have been done.
    if (!signal.aborted && !(error instanceof AzureError)) throw error;
    throw unsettled(door, versioned, error);
  }
  throw unsettled(door, versioned);
}

function unsettled(door: Door<Method>, { answer, call }: Versioned<Method>, error?: unknown): Error {
  const why = error instanceof Error ? error.message : "it is not done after two minutes";
  return senseless(door, {
    answer,
    call,
    why: `Azure accepted it (202), but nobody knows whether it was done: ${why}`,
  });
}
