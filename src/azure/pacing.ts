/** What a request asks of Azure's limits: they are kept per subscription, ARM type and kind of call. */
export interface Demand {
  readonly subscription: string;
  readonly type: string;
  readonly doing: "read" | "write" | "delete";
}

/** What an answer's headers say of one limit: calls that remain, and how long (ms) until all are there again. */
export interface Remaining {
  readonly remaining: number;
  readonly resetMs?: number | undefined;
}

/** What came of a request, for pacing. `whose` limit it was that a 429 speaks of: ARM's own or the type's service's. */
export type News =
  | { readonly news: "answered"; readonly arm: Remaining | undefined; readonly type: Remaining | undefined }
  | { readonly news: "throttled"; readonly whose: "arm" | "type"; readonly closedMs: number }
  | { readonly news: "none" };

/**
 * A token bucket as we believe it to be: `left` calls at the instant `at` (ms), `limit` at most, refilled within
 * `windowMs`, or all at once at `windowEnds`. `belief` says how we know.
 */
interface Bucket {
  readonly limit: number;
  readonly windowMs: number;
  readonly left: number;
  readonly at: number;
  readonly windowEnds: number | undefined;
  readonly closedUntil: number;
  readonly inFlight: number;
  readonly silent: number;
  readonly belief: "guess" | "headers" | "throttled" | "no-limit";
}

/** All buckets by name; a value, so that every step of the machine is a function. */
export type Pacing = ReadonlyMap<string, Bucket>;

/*
 * The buckets begin as guesses, from ARM's documented ones and from what the services' headers said in recordings. A
 * guess never slows anybody down for long: it bounds the first burst only, while nobody has answered. Then
 * - an answer with a limit header is believed, whatever was guessed, up and down: Azure keeps several front ends with a
 *   count each, so exactness is not to be had, and a 429 costs a wait and nothing else;
 * - after three answers without one the limit is taken not to exist (an emulator, another cloud), until a 429;
 * - after a 429 the bucket is shut until Azure's time, and the guess is kept to from then on, unless headers say more.
 */
const believedSilence = 3;

// https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
const armGuesses: Readonly<Record<Demand["doing"], Guess>> = {
  read: { limit: 250, windowMs: 10_000 },
  write: { limit: 200, windowMs: 20_000 },
  delete: { limit: 200, windowMs: 20_000 },
};

// Nobody documents these. Log alerts answered 14 (2021-2023) or 29 (2024) left of a minute's first write and 49 of its
// first read, Prometheus groups 29; action groups 24, of a window nobody has seen the end of.
const typeGuesses: Readonly<Record<string, Guess>> = {
  "microsoft.insights/scheduledqueryrules write": { limit: 15, windowMs: 60_000 },
  "microsoft.insights/scheduledqueryrules read": { limit: 50, windowMs: 60_000 },
  "microsoft.insights/actiongroups write": { limit: 25, windowMs: 60_000 },
  "microsoft.alertsmanagement/prometheusrulegroups write": { limit: 30, windowMs: 60_000 },
};

interface Guess {
  readonly limit: number;
  readonly windowMs: number;
}

const minute = 60_000;
const hour = 3_600_000;

/** Nothing known, nothing sent. */
export const rested: Pacing = new Map();

/** A request at an instant (epoch ms). */
export interface Moment {
  readonly demand: Demand;
  readonly now: number;
}

/** How long (ms) a request has to wait before it may be sent; 0 is now. */
export function waitFor(pacing: Pacing, moment: Moment): number {
  return Math.max(...namesOf(moment.demand).map((name) => waitOf(bucketOf(pacing, name, moment), moment.now)));
}

/** The request is sent. */
export function taken(pacing: Pacing, moment: Moment): Pacing {
  const { now } = moment;
  return withBuckets(pacing, moment, (bucket) => ({
    ...bucket,
    left: levelOf(bucket, now) - 1,
    at: now,
    windowEnds: windowOf(bucket, now),
    inFlight: bucket.inFlight + 1,
  }));
}

/** The request has come to an end; each one that was taken ends once. */
export function ended(pacing: Pacing, moment: Moment, news: News): Pacing {
  const { now } = moment;
  return withBuckets(pacing, moment, (bucket, whose) => {
    const done = { ...bucket, inFlight: Math.max(0, bucket.inFlight - 1) };
    switch (news.news) {
      case "none":
        return done;
      case "throttled":
        return news.whose === whose ? shut(done, now + news.closedMs) : done;
      case "answered": {
        const told = news[whose];
        return told === undefined ? unsaid(done) : believe(done, told, { now, whose });
      }
    }
  });
}

function waitOf(bucket: Bucket, now: number): number {
  if (bucket.closedUntil > now) return bucket.closedUntil - now;
  if (bucket.belief === "no-limit") return 0;
  const level = levelOf(bucket, now);
  if (level >= 1) return 0;
  const ends = windowOf(bucket, now);
  // A whole millisecond on top, else a sleep could end a rounding error too early and be followed by one of 0 ms.
  return ends === undefined ? Math.ceil(((1 - level) * bucket.windowMs) / bucket.limit) + 1 : ends - now;
}

function levelOf(bucket: Bucket, now: number): number {
  const { windowEnds } = bucket;
  if (windowEnds !== undefined && now < windowEnds) return bucket.left;
  // A window that has ended is full again but for what is under way, and fills on: a request may never come to an end.
  const [level, since] =
    windowEnds === undefined ? [bucket.left, bucket.at] : [bucket.limit - bucket.inFlight, windowEnds];
  const refilled = (Math.max(0, now - since) * bucket.limit) / bucket.windowMs;
  return Math.min(bucket.limit, level + refilled);
}

function windowOf(bucket: Bucket, now: number): number | undefined {
  return bucket.windowEnds !== undefined && now < bucket.windowEnds ? bucket.windowEnds : undefined;
}

function believe(bucket: Bucket, told: Remaining, given: { now: number; whose: "arm" | "type" }): Bucket {
  const { now, whose } = given;
  const known = bucket.belief === "no-limit" ? 0 : bucket.limit;
  const limit = Math.max(known, told.remaining + 1);
  return {
    ...bucket,
    limit,
    // ARM counts more than a thousand only in its older manner, by the hour, as China's cloud still does.
    windowMs: whose === "arm" && limit > 1000 ? hour : bucket.windowMs,
    left: told.remaining - bucket.inFlight,
    at: now,
    windowEnds: told.resetMs === undefined ? undefined : now + told.resetMs,
    silent: 0,
    belief: "headers",
  };
}

function unsaid(bucket: Bucket): Bucket {
  if (bucket.belief !== "guess") return bucket;
  const silent = bucket.silent + 1;
  return { ...bucket, silent, belief: silent >= believedSilence ? "no-limit" : "guess" };
}

function shut(bucket: Bucket, until: number): Bucket {
  const closedUntil = Math.max(bucket.closedUntil, until);
  // One call goes when it opens; what its answer says decides about the others.
  return { ...bucket, left: 1, at: closedUntil, windowEnds: undefined, closedUntil, belief: "throttled" };
}

function namesOf(demand: Demand): readonly [string, string] {
  const subscription = demand.subscription.toLowerCase();
  return [`${subscription} arm ${demand.doing}`, `${subscription} ${demand.type.toLowerCase()} ${demand.doing}`];
}

function bucketOf(pacing: Pacing, name: string, { demand, now }: Moment): Bucket {
  const bucket = pacing.get(name);
  if (bucket !== undefined) return bucket;
  const isArm = name === namesOf(demand)[0];
  const guess = isArm ? armGuesses[demand.doing] : typeGuesses[`${demand.type.toLowerCase()} ${demand.doing}`];
  const { limit, windowMs } = guess ?? { limit: 60, windowMs: minute };
  const belief = guess === undefined ? "no-limit" : "guess";
  return {
    limit,
    windowMs,
    left: limit,
    at: now,
    windowEnds: undefined,
    closedUntil: 0,
    inFlight: 0,
    silent: 0,
    belief,
  };
}

function withBuckets(
  pacing: Pacing,
  moment: Moment,
  change: (bucket: Bucket, whose: "arm" | "type") => Bucket,
): Pacing {
  const [arm, type] = namesOf(moment.demand);
  return new Map(pacing)
    .set(arm, change(bucketOf(pacing, arm, moment), "arm"))
    .set(type, change(bucketOf(pacing, type, moment), "type"));
}
