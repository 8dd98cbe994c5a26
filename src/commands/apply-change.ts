import type { Change, Wish } from "../core/plan/change.ts";
import { fingerprint, type Difference } from "../core/settings/compare.ts";
import { canonical } from "../core/json.ts";
import { scrubber } from "../core/settings/scrub.ts";
import type { Kind } from "../core/kind.ts";
import { readLive, type LiveResource } from "../core/plan/live.ts";
import { printOwner } from "../core/plan/ownership.ts";
import type { ToldResult } from "../core/plan/report.ts";
import type { Sealer } from "../core/settings/secrets.ts";
import { AzureError, type ArmResource, type AzureReader, type AzureWriter } from "../ports/azure.ts";
import { bodyToPutBack, openBody, openTags } from "./body.ts";
import { compareAnswer, failedState } from "./compare-answer.ts";
import { armTypeOf } from "./survey.ts";

/** What one change came to. */
export type Done =
  /** `answer` is what Azure made of it, where that is not what was sent. */
  | { readonly outcome: "applied"; readonly answer: readonly Difference[] }
  | {
      readonly outcome: "failed";
      readonly because: string;
      /** Present where it was Azure that refused or failed. */
      readonly azure?: NonNullable<ToldResult["azure"]>;
      /** What was thrown, where that is a bug of ours. */
      readonly bug?: unknown;
    };

/** What applying a change needs. */
export interface Applying {
  readonly reader: AzureReader;
  readonly writer: AzureWriter;
  readonly kinds: readonly Kind[];
  readonly sealer: Sealer;
  /** Values of the secrets at hand, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds; given by the edge, because commands have no clock. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How often, and how far apart, a resource is read that Azure said it created and does not show yet. */
const appearing = { tries: 12, milliseconds: 1500 };

/** Does the writing part of a change: looks again, writes, looks at the answer. Whatever is thrown becomes an outcome. */
export async function applyWrite(change: Change, applying: Applying): Promise<Done> {
  try {
    switch (change.action) {
      case "create":
      case "rename":
        return await create(change.desired.armId, kindOf(change.desired.kind, applying), change.wish, applying);
      case "update":
      case "adopt":
        return await update(change.live, kindOf(change.desired.kind, applying), change.wish, applying);
      case "replace":
        return await replace(
          change.live,
          change.desired.armId,
          kindOf(change.desired.kind, applying),
          change.wish,
          applying,
        );
      case "release":
        return await release(change.live, kindOf(change.desired.kind, applying), applying);
      case "delete":
      case "keep":
      case "blocked":
        throw new Error(`a change of the sort ${change.action} has nothing to write`);
    }
  } catch (error) {
    return failed(error, applying);
  }
}

/** Does the removing part of a change: what was seen just now, and is still ours and as planned, is deleted. */
export async function applyRemove(live: LiveResource, applying: Applying): Promise<Done> {
  try {
    const kind = kindOf(live.kind ?? "", applying);
    const now = await applying.reader.get(armTypeOf(kind), live.armId, applying.signal);
    if (now === undefined) return { outcome: "applied", answer: [] };
    const changed = changedMeanwhile(live, now, applying);
    return changed ?? (await remove(live.armId, kind, applying));
  } catch (error) {
    return failed(error, applying);
  }
}

function kindOf(name: string, { kinds }: Applying): Kind {
  const kind = kinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`no kind is called ${name}`);
  return kind;
}

type Failed = Extract<Done, { outcome: "failed" }>;

/**
 * What was thrown, as the failure of one change. The door has taken the secrets at hand, and what looks like one in the
 * body, out of Azure's words before it shortened them; whatever else was only read from Azure goes out here.
 */
export function failed(error: unknown, { sealer, secrets, signal }: Omit<Applying, "sleep">): Failed {
  const scrub = scrubber([...sealer.held(), ...secrets.values()]);
  if (error instanceof AzureError) {
    const { code, status, correlationId } = error;
    const azure = {
      ...(code === undefined ? {} : { code: scrub(code) }),
      ...(status === undefined ? {} : { status }),
      ...(correlationId === undefined ? {} : { correlationId }),
    };
    return { outcome: "failed", because: scrub(error.message), azure };
  }
  if (signal.aborted && error === signal.reason) return { outcome: "failed", because: "it was told to stop" };
  const message = error instanceof Error ? error.message : String(error);
  return { outcome: "failed", because: `this is a bug of Tocsin: ${scrub(message)}`, bug: error };
}

/** One text for all of a resource that a write would replace. */
function stateOf(live: LiveResource, kind: Kind | undefined): string {
  const settings = kind === undefined ? canonical(live.settings) : fingerprint(kind.schema, live.settings);
  return JSON.stringify([live.kind, settings, canonical(live.beside ?? {}), canonical(live.tags)]);
}

function changedMeanwhile(planned: LiveResource, now: ArmResource, applying: Applying): Done | undefined {
  const live = readLive(now, applying.kinds, applying.sealer);
  const kind = applying.kinds.find((candidate) => candidate.name === planned.kind);
  if (stateOf(planned, kind) === stateOf(live, kind)) return undefined;
  const whose = live.owner === undefined ? "nobody's" : `that of ${printOwner(live.owner)}`;
  const moved = JSON.stringify(planned.owner) === JSON.stringify(live.owner) ? "" : `; it is ${whose} now`;
  const who = live.changed === undefined ? "" : `, by ${live.changed.by} at ${live.changed.at}`;
  return {
    outcome: "failed",
    because: `it was changed in Azure since it was planned${who}${moved}; nothing was written, plan again`,
  };
}

async function create(armId: string, kind: Kind, wish: Wish, applying: Applying): Promise<Done> {
  const there = await applying.reader.get(armTypeOf(kind), armId, applying.signal);
  if (there !== undefined) {
    const { changed } = readLive(there, applying.kinds, applying.sealer);
    const who = changed === undefined ? "" : ` by ${changed.by} at ${changed.at}`;
    return {
      outcome: "failed",
      because: `it was created in Azure${who} since it was planned; nothing was written, plan again`,
    };
  }
  const done = await put(armId, kind, wish, applying);
  return done.outcome === "applied" && kind.appearsLate ? await untilThere(armId, kind, done, applying) : done;
}

async function update(live: LiveResource, kind: Kind, wish: Wish, applying: Applying): Promise<Done> {
  const now = await applying.reader.get(armTypeOf(kind), live.armId, applying.signal);
  if (now === undefined)
    return {
      outcome: "failed",
      because: "it was deleted in Azure since it was planned; nothing was written, plan again",
    };
  return changedMeanwhile(live, now, applying) ?? (await put(live.armId, kind, wish, applying));
}

/**
 * Azure refuses to change what is immutable, so delete and create. Once the old one is deleted, whatever goes wrong
 * puts it back, also when we were told to stop or have a bug: nobody is left without his alert.
 */
async function replace(live: LiveResource, armId: string, kind: Kind, wish: Wish, applying: Applying): Promise<Done> {
  const { reader, signal, sealer } = applying;
  const oldKind = applying.kinds.find((candidate) => candidate.name === live.kind) ?? kind;
  const now = await reader.get(armTypeOf(oldKind), live.armId, signal);
  if (now === undefined) return put(armId, kind, wish, applying);
  const changed = changedMeanwhile(live, now, applying);
  if (changed !== undefined) return changed;
  // Made up here once, so that a body that cannot be made deletes nothing.
  openBody(kind, wish, sealer);
  const removed = await remove(live.armId, oldKind, applying).catch(async (error: unknown) => {
    const done = failed(error, applying);
    return (await isInPlace(error, oldKind, live.armId, applying)) ? done : putBack(now, oldKind, done, applying);
  });
  if (removed.outcome === "failed") return removed;
  const done = await put(armId, kind, wish, applying).catch((error: unknown) => failed(error, applying));
  return done.outcome === "applied" ? done : putBack(now, oldKind, done, applying);
}

/** Whether the old one stayed where its DELETE failed: Azure's refusal says so; else it has to be seen. */
async function isInPlace(error: unknown, kind: Kind, armId: string, { reader }: Applying): Promise<boolean> {
  if (error instanceof AzureError && error.reason !== "interrupted") return true;
  const seen = await reader.get(armTypeOf(kind), armId, unstoppable()).catch(() => undefined);
  return seen !== undefined;
}

async function putBack(old: ArmResource, kind: Kind, done: Failed, applying: Applying): Promise<Done> {
  const { writer } = applying;
  const back = await writer.put(armTypeOf(kind), old.armId, bodyToPutBack(old.body), unstoppable()).then(
    () => undefined,
    (error: unknown) => failed(error, applying),
  );
  if (back === undefined) return { ...done, because: `${done.because}; the old one was put back` };
  return {
    ...done,
    ...(back.bug === undefined ? {} : { bug: back.bug }),
    because: `${done.because}; and the old one could NOT be put back: ${back.because}; apply again, or restore it from git`,
  };
}

/** A signal for what has to be done also when we were told to stop. */
function unstoppable(): AbortSignal {
  return new AbortController().signal;
}

async function release(live: LiveResource, kind: Kind, applying: Applying): Promise<Done> {
  const { reader, writer, signal, sealer } = applying;
  const now = await reader.get(armTypeOf(kind), live.armId, signal);
  if (now === undefined) return { outcome: "applied", answer: [] };
  const changed = changedMeanwhile(live, now, applying);
  if (changed !== undefined) return changed;
  await writer.put(armTypeOf(kind), live.armId, bodyToPutBack(now.body, openTags(live.tags, sealer)), signal);
  return { outcome: "applied", answer: [] };
}

/** How often a write is sent of which nobody knows whether it was done, and which reading shows not to be. */
const sendings = 2;

/** Writes, and compares Azure's answer with the wish. When nobody knows whether it was written, reads and decides. */
async function put(armId: string, kind: Kind, wish: Wish, applying: Applying): Promise<Done> {
  const { writer, sealer, signal } = applying;
  const body = openBody(kind, wish, sealer);
  for (let sending = 1; ; sending++) {
    try {
      return compared(await writer.put(armTypeOf(kind), armId, body, signal), kind, wish, applying);
    } catch (error) {
      const now = await lookAfter(error, armId, kind, applying);
      const done = now === undefined ? undefined : compared(now, kind, wish, applying);
      if (done?.outcome === "applied" && done.answer.length === 0) return done;
      if (sending === sendings) throw error;
    }
  }
}

/** Deletes. When nobody knows whether it is gone, reads and decides. */
async function remove(armId: string, kind: Kind, applying: Applying): Promise<Done> {
  const { writer, signal } = applying;
  for (let sending = 1; ; sending++) {
    try {
      await writer.delete(armTypeOf(kind), armId, signal);
      return { outcome: "applied", answer: [] };
    } catch (error) {
      const now = await lookAfter(error, armId, kind, applying);
      if (now === undefined) return { outcome: "applied", answer: [] };
      if (sending < sendings) continue;
      const done = failed(error, applying);
      return { ...done, because: `${done.because}; it was looked at, and it is still there` };
    }
  }
}

/** What is there after a write of which nobody knows whether it was done; every other error is thrown on. */
async function lookAfter(
  error: unknown,
  armId: string,
  kind: Kind,
  { reader, signal }: Applying,
): Promise<ArmResource | undefined> {
  if (!(error instanceof AzureError) || error.reason !== "interrupted" || signal.aborted) throw error;
  return reader.get(armTypeOf(kind), armId, signal).catch((unseen: unknown) => {
    // Who cannot look still knows no more than before.
    throw unseen instanceof AzureError ? error : unseen;
  });
}

function compared(answer: ArmResource, kind: Kind, wish: Wish, applying: Applying): Done {
  const state = failedState(answer);
  if (state !== undefined) {
    const because = `Azure took it, and says that making it has ended with \`${state}\`; look at it in the portal, then apply again`;
    return { outcome: "failed", because, azure: {} };
  }
  return { outcome: "applied", answer: compareAnswer(answer, wish, { ...applying, kind }) };
}

/** A new metric alert answers 404 for a while (azure-rest-api-specs#10973): applied means that it is there. */
async function untilThere(armId: string, kind: Kind, done: Done, applying: Applying): Promise<Done> {
  for (let attempt = 1; attempt <= appearing.tries; attempt++) {
    try {
      if ((await applying.reader.get(armTypeOf(kind), armId, applying.signal)) !== undefined) return done;
    } catch (error) {
      const unseen = failed(error, applying);
      return { ...unseen, because: `Azure said it was created, and then: ${unseen.because}` };
    }
    await applying.sleep(appearing.milliseconds);
  }
  const seconds = Math.round((appearing.tries * appearing.milliseconds) / 1000);
  return {
    outcome: "failed",
    because: `Azure said it was created, and does not show it after ${seconds} seconds; look again, then apply again`,
    azure: {},
  };
}
