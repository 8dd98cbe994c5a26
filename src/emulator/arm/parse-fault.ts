import type { Day, Dress, Fault, FaultEffect } from "./fault.ts";

/**
 * A fault in one line, for command lines and for tests:
 *
 *     METHODS TARGET EFFECT [OPTION …]
 *
 *     METHODS  GET, PUT, … or several with commas, or * for all
 *     TARGET   metricAlerts, actionGroups/ops, a regular expression between slashes such as /metricAlerts$/ or
 *              /token$/ (signing in), or * for all but signing in
 *     EFFECT   429 (any status from 200 to 599)   answer with it; an error body is made up
 *              malformed                          answer with something that is no JSON
 *              drop-before, drop-after            end the connection before or after the server has acted
 *              cut=20                             end the answer after 20 bytes
 *              latency=500                        wait so many milliseconds first
 *              stale                              GET shows the state before the last PUT
 *              hide-new=3                         404 for the first 3 reads of a new resource
 *              lag=47000                          subscription lists leave out what is younger, in milliseconds
 *              pages=2                            lists come in pages of 2
 *              mind-groups                        refuse rules whose action group is not there
 *              unreadable=/subscriptions/…        refuse rules that refer to what is at or below this id
 *              dress=old, future or shuffled      see the word
 *              dress=2019-06-14                   answer as the service did on that day
 *     OPTION   times=3 (then it is over), after=2 (first let 2 pass), and for a status: retry-after=2, code=Busy,
 *              acted (the server did it all the same), and last of all body=… or message=… up to the end of the line
 */
export function parseFault(line: string): Fault {
  const long = /\s(body|message)=(.*)$/s.exec(line);
  const words = (long === null ? line : line.slice(0, long.index)).trim().split(/\s+/);
  const [methods, target, effect, ...rest] = words;
  if (methods === undefined || target === undefined || effect === undefined) {
    throw new Error(`a fault is METHODS TARGET EFFECT, for instance \`PUT metricAlerts 429 times=2\`, not \`${line}\``);
  }
  const options = new Map(rest.map((word): [string, string] => split(word)));
  if (long?.[1] !== undefined && long[2] !== undefined) options.set(long[1], long[2]);
  checkPattern(target);
  const fault: Fault = {
    methods: methods === "*" ? [] : methods.toUpperCase().split(","),
    target,
    effect: parseEffect(effect, options),
    ...count(options, "times"),
    ...count(options, "after"),
  };
  const [unknown] = options.keys();
  if (unknown !== undefined) throw new Error(`the fault \`${line}\` has no use for \`${unknown}\``);
  return fault;
}

function split(word: string): [string, string] {
  const [name = "", ...value] = word.split("=");
  return [name, value.join("=")];
}

function checkPattern(target: string): void {
  const pattern = /^\/(.*)\/$/.exec(target)?.[1];
  if (pattern !== undefined) void new RegExp(pattern);
}

function take(options: Map<string, string>, name: string): string | undefined {
  const value = options.get(name);
  options.delete(name);
  return value;
}

function count(options: Map<string, string>, name: string): Readonly<Record<string, number>> {
  const value = take(options, name);
  return value === undefined ? {} : { [name]: whole(name, value) };
}

function whole(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`\`${name}\` of a fault wants a number, not \`${value}\``);
  return Number(value);
}

const codes: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "AuthorizationFailed",
  404: "ResourceNotFound",
  409: "Conflict",
  412: "PreconditionFailed",
  429: "TooManyRequests",
  500: "InternalServerError",
  502: "InvalidGatewayHost",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

function parseEffect(effect: string, options: Map<string, string>): FaultEffect {
  const [name, value] = split(effect);
  if (/^[2-5]\d\d$/.test(name)) return answerWith(Number(name), options);
  switch (name) {
    case "malformed":
      return { do: "malform" };
    case "drop-before":
      return { do: "drop", acted: false };
    case "drop-after":
      return { do: "drop", acted: true };
    case "cut":
      return { do: "cut", bytes: whole(name, value) };
    case "latency":
      return { do: "delay", milliseconds: whole(name, value) };
    case "stale":
      return { do: "stale" };
    case "hide-new":
      return { do: "hide-new", reads: whole(name, value) };
    case "lag":
      return { do: "lag", milliseconds: whole(name, value) };
    case "pages":
      if (whole(name, value) === 0) throw new Error(`\`pages\` of a fault wants a number from 1 on, not \`0\``);
      return { do: "pages", size: whole(name, value) };
    case "mind-groups":
      return { do: "mind-groups" };
    case "unreadable":
      if (!value.startsWith("/")) {
        throw new Error(`\`unreadable\` of a fault wants an id, such as /subscriptions/…, not \`${value}\``);
      }
      return { do: "unreadable", below: value };
    case "dress":
      return { do: "dress", dress: dressOf(value) };
    default:
      throw new Error(`\`${effect}\` is no effect of a fault; one is ${effects}`);
  }
}

const effects =
  "a status from 200 to 599, malformed, drop-before, drop-after, cut=20, latency=500, stale, hide-new=3, lag=47000, pages=2, mind-groups, unreadable=/subscriptions/… or dress=old";

function answerWith(status: number, options: Map<string, string>): FaultEffect {
  const retryAfter = take(options, "retry-after");
  const body = take(options, "body");
  const acted = take(options, "acted") !== undefined;
  return {
    do: "answer",
    status,
    code: take(options, "code") ?? codes[status] ?? "Fault",
    message: take(options, "message") ?? `The emulator was asked to answer ${status}.`,
    headers: {
      ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
      ...(status === 401 ? { "www-authenticate": 'Bearer error="invalid_token"' } : {}),
    },
    ...(body === undefined ? {} : { body }),
    acted,
  };
}

const dresses: readonly Dress[] = ["old", "future", "shuffled"];

function dressOf(value: string): Dress {
  if (isDay(value)) return value;
  const found = dresses.find((dress) => dress === value);
  if (found === undefined) {
    throw new Error(`a dress is one of ${dresses.join(", ")}, or a day such as 2019-06-14, not \`${value}\``);
  }
  return found;
}

// Date.parse takes the 31st of February for a day of March.
function isDay(value: string): value is Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
