import { isList, isObject, type Json } from "../core/json.ts";
import { parseArmId, plainId, resourceId } from "../core/resource.ts";
import type { ArmResource, ArmType, AzureReader, Scope } from "../ports/azure.ts";
import type { Door } from "./door.ts";
import type { Answer } from "./exchange.ts";
import { activityLogTarget, listTarget, urlOf } from "./paths.ts";
import { indexCall, openPresence } from "./presence.ts";
import { getResource } from "./resource.ts";
import type { Call } from "./settle.ts";
import { refused, senseless, sendInVersion } from "./versioned.ts";
import type { Versions } from "./versions.ts";

/** The doors of a reader, which let nothing but reading through. */
export interface ReadingDoors {
  readonly door: Door<"GET">;
  /** For that on which only warnings hang: it takes no retry from what a plan is made of, or from a write, and is waited for less. */
  readonly aside: Door<"GET">;
}

/** The reading port over its doors. */
export function readerOver({ door, aside }: ReadingDoors, versions: Versions): AzureReader {
  return {
    list: async (type, scope, signal) => {
      const callIn = (version: string): Call<"GET"> => listCall(door, type, { scope, version });
      const { answer, call, version } = await sendInVersion({ door, type, versions, callIn }, signal);
      const found = new Map<string, ArmResource | undefined>();
      const weigh = patienceOf(door);
      for await (const page of pages(door, { answer, call }, signal)) {
        const before = found.size;
        for (const item of page.items) {
          const { armId, body } = listed(door, item, { page, scope });
          // A body in another version hides what a write in ours would erase, so it is read again.
          const isOurs = (versionOf(page.call.url) ?? version) === version;
          const whole = isOurs
            ? { armId, apiVersion: version, body }
            : await getResource(door, { type, armId, versions }, signal);
          // A resource that moved from page to page while we turned them is one resource.
          found.set(resourceId(armId), whole);
        }
        weigh(page, found.size - before);
      }
      return [...found.values()].filter((resource) => resource !== undefined);
    },
    get: (type, armId, signal) => getResource(door, { type, armId, versions }, signal),
    ask: async function* (question, signal) {
      const demand = { subscription: question.subscription, type: "activity-log", doing: "read" } as const;
      const call: Call<"GET"> = {
        method: "GET",
        url: urlOf(door.origin, activityLogTarget(question)),
        wish: `read the activity log of ${placeOf(question)}`,
        demand,
      };
      const answer = await door.send(call, signal);
      const weigh = patienceOf(door);
      for await (const page of pages(door, { answer, call }, signal)) {
        yield* page.items;
        weigh(page, page.items.length);
      }
    },
    indexed: async function* (type, subscription, signal) {
      const call = indexCall(aside, type, subscription);
      const answer = await aside.send(call, signal);
      const told = new Set<string>();
      const weigh = patienceOf(aside);
      for await (const page of pages(aside, { answer, call }, signal)) {
        const before = told.size;
        for (const item of page.items) {
          if (!isObject(item) || typeof item["id"] !== "string" || told.has(item["id"])) continue;
          told.add(item["id"]);
          yield item["id"];
        }
        weigh(page, told.size - before);
      }
    },
    isThere: openPresence(aside),
  };
}

function listCall(door: Door<"GET">, type: ArmType, given: { scope: Scope; version: string }): Call<"GET"> {
  const { scope, version } = given;
  return {
    method: "GET",
    url: urlOf(door.origin, listTarget(type.name, scope, version)),
    wish: `list ${type.name} in ${placeOf(scope)}`,
    demand: { subscription: scope.subscription, type: type.name, doing: "read" },
  };
}

function placeOf(scope: Scope): string {
  return scope.resourceGroup === undefined
    ? `subscription \`${scope.subscription}\``
    : `resource group \`${scope.resourceGroup}\``;
}

interface Page {
  readonly items: readonly Json[];
  readonly answer: Answer;
  readonly call: Call<"GET">;
}

type FirstPage = Omit<Page, "items">;

/** Every page or an error, a missing resource group included: an empty list must mean that nothing is there. */
export async function* pages(door: Door<"GET">, first: FirstPage, signal: AbortSignal): AsyncGenerator<Page> {
  const seen = new Set<string>([first.call.url.href]);
  let { answer, call } = first;
  for (;;) {
    if (answer.status !== 200) throw refused(door, { answer, call });
    const body = isObject(answer.json) ? answer.json : {};
    const items = body["value"];
    if (!isList(items)) throw senseless(door, { answer, call, why: "the answer is no list: it has no `value`" });
    yield { items, answer, call };
    const nextLink = body["nextLink"] ?? body["@odata.nextLink"];
    if (nextLink === undefined || nextLink === null || nextLink === "") return;
    const url = followed(door, { nextLink, answer, call });
    if (seen.has(url.href)) throw senseless(door, { answer, call, why: "the pages of the answer go round in circles" });
    seen.add(url.href);
    call = { ...call, url };
    answer = await door.send(call, signal);
  }
}

/** Pages in a row that may bring nothing new: Azure sends empty ones on the way, and a broken server does not end. */
const idlePages = 100;

/** Counts the pages that bring nothing new, and throws when there are too many in a row. */
function patienceOf(door: Door<"GET">): (page: Page, news: number) => void {
  let idle = 0;
  return (page, news) => {
    idle = news === 0 ? idle + 1 : 0;
    if (idle < idlePages) return;
    const why = `${idlePages} pages of the answer in a row have brought nothing new, and there is always another`;
    throw senseless(door, { ...page, why });
  };
}

/** The api-version in an address; ARM reads its name without case. */
function versionOf(url: URL): string | undefined {
  return [...url.searchParams].find(([name]) => name.toLowerCase() === "api-version")?.[1];
}

function followed(door: Door<"GET">, given: FirstPage & { nextLink: Json }): URL {
  const { nextLink, answer, call } = given;
  if (typeof nextLink !== "string" || !URL.canParse(nextLink, door.origin)) {
    throw senseless(door, { answer, call, why: "the address of the next page is none" });
  }
  const url = new URL(nextLink, door.origin);
  // Some services leave it out of the link; the SDKs put it back, too.
  const version = versionOf(call.url);
  if (versionOf(url) === undefined && version !== undefined) {
    url.search += `${url.search === "" ? "" : "&"}api-version=${version}`;
  }
  return url;
}

function listed(
  door: Door<"GET">,
  item: Json,
  { page, scope }: { readonly page: Page; readonly scope: Scope },
): Pick<ArmResource, "armId" | "body"> {
  const armId = isObject(item) ? item["id"] : undefined;
  if (!isObject(item) || typeof armId !== "string" || armId === "") {
    throw senseless(door, { ...page, why: "the list holds something without an `id`" });
  }
  // Everything listed counts as what is in the scope, up to what may be deleted there.
  if (!isIn(scope, armId)) {
    throw senseless(door, { ...page, why: `the list holds \`${armId}\`, which is not in it` });
  }
  return { armId, body: item };
}

function isIn({ subscription, resourceGroup }: Scope, armId: string): boolean {
  const parts = parseArmId(armId);
  if (parts === undefined) return false;
  const group = resourceGroup ?? parts.resourceGroup;
  return same(parts.subscription, subscription) && same(parts.resourceGroup, plainId(group));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
