import type { Change, Wish } from "../core/plan/change.ts";
import { compare, fingerprint, type Difference } from "../core/settings/compare.ts";
import { inherit } from "../core/settings/inherit.ts";
import { canonical, type JsonObject } from "../core/json.ts";
import { scrubber } from "../core/settings/scrub.ts";
import type { Kind } from "../core/kind.ts";
import { readLive, type LiveResource } from "../core/plan/live.ts";
import { leaves } from "../core/settings/overlay.ts";
import { printOwner } from "../core/plan/ownership.ts";
import type { Sealer } from "../core/settings/secrets.ts";
import type { Overlay } from "../core/stack.ts";
import { AzureError, type ArmResource, type AzureReader, type AzureWriter } from "../ports/azure.ts";
import { bodyToPutBack, openBody, openTags } from "./body.ts";
import { armTypeOf } from "./survey.ts";

/** What one change came to. `answer` is what Azure made of it, where that is not what was sent. */
export type Done =
  | { readonly outcome: "applied"; readonly answer: readonly Difference[] }
  | { readonly outcome: "failed"; readonly because: string; readonly error?: AzureError };

/** What applying a change needs. */
export interface Applying {
  readonly reader: AzureReader;
  readonly writer: AzureWriter;
  readonly kinds: readonly Kind[];
  readonly sealer: Sealer;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds; given by the edge, because commands have no clock. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How often, and how far apart, a resource is read that Azure said it created and does not show yet. */
const appearing = { tries: 12, milliseconds: 1500 };

/** Does the writing part of a change: looks again, writes, looks at the answer. Azure's refusals become outcomes. */
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
    if (changed !== undefined) return changed;
    await applying.writer.delete(armTypeOf(kind), live.armId, applying.signal);
    return { outcome: "applied", answer: [] };
  } catch (error) {
    return failed(error, applying);
  }
}

function kindOf(name: string, { kinds }: Applying): Kind {
  const kind = kinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`no kind is called ${name}`);
  return kind;
}

/** The door has taken the secrets at hand out of Azure's words; those that were only read from Azure go out here. */
function failed(error: unknown, { sealer }: Applying): Done {
  if (!(error instanceof AzureError)) throw error;
  return { outcome: "failed", because: scrubber(sealer.held())(error.message), error };
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

/** Azure refuses to change what is immutable, so delete and create; if the new one is refused, the old one is put back. */
async function replace(live: LiveResource, armId: string, kind: Kind, wish: Wish, applying: Applying): Promise<Done> {
  const { reader, writer, signal } = applying;
  const oldKind = applying.kinds.find((candidate) => candidate.name === live.kind) ?? kind;
  const now = await reader.get(armTypeOf(oldKind), live.armId, signal);
  if (now !== undefined) {
    const changed = changedMeanwhile(live, now, applying);
    if (changed !== undefined) return changed;
    await writer.delete(armTypeOf(oldKind), live.armId, signal);
  }
  const done = await put(armId, kind, wish, applying).catch((error: unknown) => failed(error, applying));
  if (done.outcome === "applied" || now === undefined) return done;
  const back = await writer.put(armTypeOf(oldKind), live.armId, bodyToPutBack(now.body), signal).then(
    () => undefined,
    (error: unknown) => failed(error, applying),
  );
  if (back === undefined) return { ...done, because: `${done.because}; the old one was put back` };
  const why = back.outcome === "failed" ? back.because : "";
  return {
    ...done,
    because: `${done.because}; and the old one could NOT be put back: ${why}; apply again, or restore it from git`,
  };
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

/** Writes, and compares Azure's answer with the wish. When nobody knows whether it was written, reads and decides. */
async function put(armId: string, kind: Kind, wish: Wish, applying: Applying): Promise<Done> {
  const { writer, reader, sealer, signal } = applying;
  const body = openBody(kind, wish, sealer);
  try {
    return compared(await writer.put(armTypeOf(kind), armId, body, signal), kind, wish, applying);
  } catch (error) {
    if (!(error instanceof AzureError) || error.reason !== "interrupted" || signal.aborted) throw error;
    const now = await reader.get(armTypeOf(kind), armId, signal);
    const done = now === undefined ? undefined : compared(now, kind, wish, applying);
    if (done?.outcome === "applied" && done.answer.length === 0) return done;
    return compared(await writer.put(armTypeOf(kind), armId, body, signal), kind, wish, applying);
  }
}

function compared(answer: ArmResource, kind: Kind, wish: Wish, applying: Applying): Done {
  const live = readLive(answer, applying.kinds, applying.sealer);
  const settings: JsonObject = live.kind === kind.name ? live.settings : {};
  // What Azure fills in by itself where nothing was said is no difference.
  const filled = inherit(kind.schema, wish.settings, settings, applying.sealer);
  const differs = compare(kind.schema, filled.desired, filled.live);
  return { outcome: "applied", answer: [...differs, ...dropped(wish.carried ?? {}, live.beside ?? {})] };
}

/** Azure drops names it does not know without a word: what was sent beside our settings and did not come back. */
function dropped(sent: Overlay, answered: Overlay): readonly Difference[] {
  const kept = new Set(leaves(answered).map((path) => path.toLowerCase()));
  const lost = leaves(sent).filter((path) => path !== "" && !kept.has(path.toLowerCase()));
  return lost.map((path) => ({ path: ["arm", ...path.split(".")], before: "sent", schema: {} }));
}

/** A new metric alert answers 404 for a while (azure-rest-api-specs#10973): applied means that it is there. */
async function untilThere(armId: string, kind: Kind, done: Done, applying: Applying): Promise<Done> {
  for (let attempt = 1; attempt <= appearing.tries; attempt++) {
    if ((await applying.reader.get(armTypeOf(kind), armId, applying.signal)) !== undefined) return done;
    await applying.sleep(appearing.milliseconds);
  }
  const seconds = Math.round((appearing.tries * appearing.milliseconds) / 1000);
  return {
    outcome: "failed",
    because: `Azure said it was created, and does not show it after ${seconds} seconds; look again, then apply again`,
  };
}
