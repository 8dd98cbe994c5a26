import type { Excuse } from "./excuses.ts";
import { isOurs, type Judged, judgeBodies } from "./kind-laws.ts";
import { type Exchange, familyOf, type Recording, textIn } from "./recordings.ts";
import { isServed, replay, type Replayed } from "./replay.ts";
import type { Mismatch } from "./same-body.ts";

/** How many of what were equal, excused or neither. */
export interface Count {
  readonly compared: number;
  readonly equal: number;
  readonly excused: number;
  readonly failed: number;
}

/** One family of exchanges in the table. */
export interface Row {
  readonly family: string;
  /** Requests that were replayed. */
  readonly requests: Count;
  /** Resources in the recorded answers that were read, compared, written and adopted. */
  readonly resources: Count;
  /** Properties that no kind of ours has a word for, and how many of them the next body has. */
  readonly unknown: { readonly found: number; readonly carried: number };
  /** The same for properties that nobody has yet, planted in every object. */
  readonly planted: { readonly found: number; readonly carried: number };
}

/** One difference that nobody excuses. */
interface Failure extends Mismatch {
  readonly recording: string;
  readonly seq: number;
  readonly family: string;
}

/** What a run has found. */
export interface Verdict {
  readonly rows: readonly Row[];
  readonly failures: readonly Failure[];
  /** Each excuse with the number of differences it excuses: none, and it is stale. */
  readonly excuses: readonly { readonly excuse: Excuse; readonly used: number }[];
  /** Exchanges of families for which we have neither a kind nor an emulation, by family. */
  readonly notOurs: ReadonlyMap<string, number>;
  /** Families that only a kind or only the emulator knows. */
  readonly half: ReadonlyMap<string, string>;
  /** Settings that no author could write as they are, with the reason. */
  readonly reasons: readonly string[];
  /** Resources in recorded lists that their recording did not make: read, but in no replay. */
  readonly foreign: number;
}

/** Holds us to every recording. */
export async function judge(recordings: readonly Recording[], excuses: readonly Excuse[]): Promise<Verdict> {
  const replayed: Replayed[] = [];
  const judged: Judged[] = [];
  for (const recording of recordings) {
    replayed.push(...(await replay(recording)));
    judged.push(...(await judgeBodies(recording)));
  }
  const used = new Map<Excuse, number>();
  const failures: Failure[] = [];
  const outcomeOf = (recording: Recording, exchange: Exchange, found: readonly Mismatch[]): keyof Count => {
    const given = { recording: recording.name, seq: exchange.seq, family: familyOf(exchange) };
    let outcome: keyof Count = "equal";
    for (const mismatch of found) {
      const excuse = excuses.find((one) => isExcused(one, given.recording, given.seq, mismatch));
      if (excuse === undefined) failures.push({ ...given, ...mismatch });
      else used.set(excuse, (used.get(excuse) ?? 0) + 1);
      if (outcome !== "failed") outcome = excuse === undefined ? "failed" : "excused";
    }
    return outcome;
  };
  const requests = replayed
    .filter(({ outcome }) => outcome === "compared")
    .map(({ recording, exchange, mismatches }) => ({
      family: familyOf(exchange),
      outcome: outcomeOf(recording, exchange, mismatches),
    }));
  const resources = judged.map((one) => ({
    ...one,
    family: familyOf(one.exchange),
    outcome: outcomeOf(one.recording, one.exchange, one.problems),
  }));
  const exchanges = recordings.flatMap((recording) => recording.exchanges);
  const families = new Set([...requests, ...resources].map(({ family }) => family));
  return {
    rows: [...families].toSorted().map((family) => {
      const own = resources.filter((one) => one.family === family);
      return {
        family,
        requests: countOf(requests.filter((one) => one.family === family)),
        resources: countOf(own),
        unknown: {
          found: own.flatMap(({ unknowns }) => unknowns).length,
          carried: own.flatMap(({ unknowns }) => unknowns.filter(({ carried }) => carried)).length,
        },
        planted: {
          found: sum(own.map(({ planted }) => planted.count)),
          carried: sum(own.map(({ planted }) => planted.count - planted.lost.length)),
        },
      };
    }),
    failures,
    excuses: excuses.map((excuse) => ({ excuse, used: used.get(excuse) ?? 0 })),
    notOurs: tally(exchanges.filter((one) => !isServed(one) && !isOurs(one)).map(familyOf)),
    half: new Map(
      exchanges
        .filter((one) => isServed(one) !== isOurs(one))
        .map((one) => [familyOf(one), isServed(one) ? "no kind of ours reads it" : "the emulator does not serve it"]),
    ),
    reasons: [...new Set(judged.flatMap(reasonsOf))],
    foreign: sum(replayed.map(({ foreign }) => foreign)),
  };
}

/** Whether a run passes: nothing failed, and every excuse excuses something. */
export function passes({ failures, excuses }: Verdict): boolean {
  return failures.length === 0 && excuses.every(({ used }) => used > 0);
}

function isExcused({ recording, seq: [from, to], place }: Excuse, name: string, seq: number, found: Mismatch): boolean {
  return recording === name && seq >= from && seq <= to && place.test(found.place);
}

function countOf(all: readonly { readonly outcome: keyof Count }[]): Count {
  const of = (outcome: keyof Count): number => all.filter((one) => one.outcome === outcome).length;
  return { compared: all.length, equal: of("equal"), excused: of("excused"), failed: of("failed") };
}

function reasonsOf({ recording, exchange, body, reasons }: Judged): readonly string[] {
  return reasons.map((reason) => `${recording.name} #${exchange.seq} ${textIn(body, "name")}: ${reason}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function tally(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
