/**
 * Throttling. ARM's front door has token buckets per subscription, principal and kind of call, since 2024 with these
 * numbers (request-limits-and-throttling); a bucket fifteen times as large is shared by all principals. Where a resource
 * provider sets its own limit, ARM tells that one instead.
 */
import type { ResourceType, ProviderLimit } from "./resource-type.ts";
import { Refusal } from "./refusal.ts";
import type { Exchange } from "./exchange.ts";
import { today } from "./show-resource.ts";
import type { World } from "./world.ts";

/** What is left of one allowance, and since when. */
export interface Bucket {
  left: number;
  since: number;
}

type Call = "reads" | "writes" | "deletes";

interface FrontDoor {
  /** The last day with these numbers. */
  readonly until: string;
  readonly buckets: Readonly<Record<Call, { readonly size: number; readonly perSecond: number }>>;
  /** Whether the bucket of all principals, fifteen times as large, is told. */
  readonly global: boolean;
}

// Highest counts told: 1199 writes and 14999 deletes until 2024-05, 399 of each in 2024-09, 199 in 2025.
const frontDoors: readonly FrontDoor[] = [
  {
    until: "2024-05-31",
    buckets: {
      reads: { size: 12_000, perSecond: 12_000 / 3600 },
      writes: { size: 1200, perSecond: 1200 / 3600 },
      deletes: { size: 15_000, perSecond: 15_000 / 3600 },
    },
    global: false,
  },
  {
    until: "2024-12-31",
    buckets: {
      reads: { size: 500, perSecond: 25 },
      writes: { size: 400, perSecond: 10 },
      deletes: { size: 400, perSecond: 10 },
    },
    global: true,
  },
];

const frontDoorOfToday: FrontDoor = {
  until: today,
  buckets: {
    reads: { size: 250, perSecond: 25 },
    writes: { size: 200, perSecond: 10 },
    deletes: { size: 200, perSecond: 10 },
  },
  global: true,
};

function callOf(method: string): Call {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

/** Charges a request to its subscription and tells what is left in the headers of the answer; an empty one is a 429. */
export function charge(
  exchange: Exchange,
  of: { readonly subscription: string; readonly type: ResourceType | undefined },
): Readonly<Record<string, string>> {
  const { world, asked } = exchange;
  const scale = world.options.rateLimits === "real" ? 1 : world.options.rateLimits;
  if (scale === "off") return {};
  const call = callOf(asked.method);
  const limits = limitsOf(exchange, of.type);
  const name = `${of.type?.name ?? "subscriptions"}/${call}`;
  const told = Object.assign({}, ...limits.map((limit) => chargeProvider(world, { ...of, limit, name, scale })));
  if (limits.some((limit) => limit.told === "resource-requests")) return told;
  return { ...told, ...chargeFrontDoor(exchange, { subscription: of.subscription, call, scale }) };
}

// What is asked of a resource by POST counts at the front door (recorded 2019 and 2023), and so do deletes.
function limitsOf({ asked, manner }: Exchange, type: ResourceType | undefined): readonly ProviderLimit[] {
  const reading = callOf(asked.method) === "reads";
  const writing = asked.method === "PUT" || asked.method === "PATCH";
  const limits = reading ? type?.limits.read : writing ? type?.limits.write : undefined;
  return [limits ?? []].flat().filter(({ since }) => since === undefined || manner.day >= since);
}

function chargeFrontDoor(
  { world, asked, manner }: Exchange,
  of: { readonly subscription: string; readonly call: Call; readonly scale: number },
): Readonly<Record<string, string>> {
  const door = frontDoors.find(({ until }) => manner.day <= until) ?? frontDoorOfToday;
  const { size, perSecond } = door.buckets[of.call];
  const take = (key: string, times: number): number => {
    const now = world.options.now().getTime();
    const full = size * times * of.scale;
    const bucket = world.buckets.get(key) ?? { left: full, since: now };
    const filled = Math.min(full, bucket.left + ((now - bucket.since) / 1000) * perSecond * times * of.scale);
    world.buckets.set(key, { left: filled < 1 ? filled : filled - 1, since: now });
    if (filled >= 1) return Math.floor(filled - 1);
    const seconds = Math.max(1, Math.ceil((1 - filled) / (perSecond * times * of.scale)));
    throw tooMany(
      "SubscriptionRequestsThrottled",
      `Number of '${of.call}' requests for subscription '${of.subscription}' actor '${asked.caller.name}' exceeded. Please try again after '${seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
      seconds,
    );
  };
  const left = take(`${of.subscription}/${of.call}/${asked.caller.name}`, 1);
  if (!door.global) return { [`x-ms-ratelimit-remaining-subscription-${of.call}`]: String(left) };
  const leftOfAll = take(`${of.subscription}/${of.call}`, 15);
  return {
    [`x-ms-ratelimit-remaining-subscription-${of.call}`]: String(left),
    [`x-ms-ratelimit-remaining-subscription-global-${of.call}`]: String(leftOfAll),
  };
}

function chargeProvider(
  world: World,
  of: { readonly subscription: string; readonly limit: ProviderLimit; readonly name: string; readonly scale: number },
): Readonly<Record<string, string>> {
  const now = world.options.now().getTime();
  const key = `${of.subscription}/${of.name}/${of.limit.told}`;
  const running = world.buckets.get(key);
  const length = of.limit.seconds * 1000;
  // A window begins with its first request: x-rate-limit-reset was a minute after that one (recorded 2021 to 2024).
  const window = running !== undefined && now < running.since + length ? running : undefined;
  const bucket = window ?? { left: Math.floor(of.limit.calls * of.scale), since: now };
  world.buckets.set(key, bucket);
  const seconds = Math.max(1, Math.ceil((bucket.since + length - now) / 1000));
  if (bucket.left < 1) {
    throw tooMany(
      "ResourceRequestsThrottled",
      `Number of requests for subscription '${of.subscription}' and operation '${of.name}' exceeded the backend storage limit. Please try again after '${seconds}' seconds.`,
      seconds,
    );
  }
  bucket.left -= 1;
  if (of.limit.told === "resource-requests") {
    return { "x-ms-ratelimit-remaining-subscription-resource-requests": String(bucket.left) };
  }
  return {
    "x-rate-limit-limit": of.limit.seconds === 60 ? "1m" : `${of.limit.seconds}s`,
    "x-rate-limit-remaining": String(bucket.left),
    "x-rate-limit-reset": new Date(bucket.since + length).toISOString().replace("Z", "0000Z"),
  };
}

// Every 429 has a Retry-After: without one arm-monitor 8 does not try again at all.
function tooMany(code: string, message: string, seconds: number): Refusal {
  return new Refusal({ status: 429, code, message, headers: { "retry-after": String(seconds) } });
}
