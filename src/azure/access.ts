import { isList, isObject, type Json } from "../core/json.ts";
import type { Permission } from "../core/rights/permission.ts";
import type { SignedIn } from "../core/rights/signed-in.ts";
import type { AzureAccess } from "../ports/azure.ts";
import { claimsOf } from "./claims.ts";
import type { Connection } from "./cloud.ts";
import type { NamedCredential } from "./credential.ts";
import type { Door } from "./door.ts";
import type { Answer } from "./exchange.ts";
import { placeTarget, urlOf } from "./paths.ts";
import { pages } from "./reader.ts";
import { isAbsence } from "./resource.ts";
import type { Call } from "./settle.ts";
import { refused, senseless } from "./versioned.ts";

/** What signing in goes by. */
export interface Signing {
  readonly connection: Connection;
  readonly credential: NamedCredential;
}

/** The port of `doctor` over a door that lets nothing else through. */
export function accessOver(door: Door<"GET">, signing: Signing): AzureAccess {
  const askFor = async (call: Call<"GET">, signal: AbortSignal): Promise<Answer> => {
    const answer = await door.send(call, signal);
    if (answer.status !== 200) throw refused(door, { answer, call });
    return answer;
  };
  return {
    signIn: (signal) => signIn(signing, signal),
    subscription: async (id, signal) => {
      const call = callFor(door, [id], { wish: `see subscription \`${id}\``, version: "2022-12-01" });
      const answer = await askFor(call, signal);
      const state = textIn(answer.json, "state");
      if (state === undefined) throw senseless(door, { answer, call, why: "the answer is no subscription" });
      return { name: textIn(answer.json, "displayName") ?? id, state };
    },
    hasResourceGroup: async ({ subscription, resourceGroup }, signal) => {
      const wish = `see resource group \`${resourceGroup}\` of subscription \`${subscription}\``;
      const call = callFor(door, [subscription, "resourceGroups", resourceGroup], { wish, version: "2022-09-01" });
      const answer = await door.send(call, signal);
      if (isAbsence(answer)) return false;
      if (answer.status !== 200) throw refused(door, { answer, call });
      return true;
    },
    registration: async (subscription, namespace, signal) => {
      const wish = `see whether ${namespace} is registered in subscription \`${subscription}\``;
      const call = callFor(door, [subscription, "providers", namespace], { wish, version: "2022-09-01" });
      const answer = await askFor(call, signal);
      const state = textIn(answer.json, "registrationState");
      if (state === undefined) throw senseless(door, { answer, call, why: "the answer says no state" });
      return state;
    },
    permissions: async ({ subscription, resourceGroup }, signal) => {
      const segments = [subscription, "resourceGroups", resourceGroup, "providers", "Microsoft.Authorization"];
      const wish = `see what this identity may do in resource group \`${resourceGroup}\` of subscription \`${subscription}\``;
      const call = callFor(door, [...segments, "permissions"], { wish, version: "2022-04-01" });
      const found: Permission[] = [];
      for await (const { items } of pages(door, { answer: await askFor(call, signal), call }, signal)) {
        found.push(
          ...items.map((item) => ({ actions: textsIn(item, "actions"), notActions: textsIn(item, "notActions") })),
        );
      }
      return found;
    },
  };
}

async function signIn({ connection, credential }: Signing, signal: AbortSignal): ReturnType<AzureAccess["signIn"]> {
  if (connection.signIn === "none") return undefined;
  const token = await credential.getToken([connection.scope], { abortSignal: signal });
  const as = ownerOf(token?.token ?? "", credential.way);
  const shown = credential.shown();
  return shown === undefined ? { as } : { as, shown };
}

// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
function ownerOf(token: string, way: string): SignedIn {
  const claims = claimsOf(token);
  const person = claims["upn"] ?? claims["unique_name"] ?? claims["preferred_username"];
  const known = {
    tenant: claims["tid"],
    client: claims["appid"] ?? claims["azp"],
    object: claims["oid"],
    name: person ?? claims["app_displayname"],
  };
  const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return { way, is: person === undefined ? "application" : "person", ...present };
}

function callFor(
  door: Door<"GET">,
  segments: readonly string[],
  { wish, version }: { readonly wish: string; readonly version: string },
): Call<"GET"> {
  const [subscription = ""] = segments;
  const demand = { subscription, type: "Microsoft.Resources/subscriptions", doing: "read" } as const;
  return { method: "GET", url: urlOf(door.origin, placeTarget(segments, version)), wish, demand };
}

function textIn(value: Json | undefined, name: string): string | undefined {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === "string" ? found : undefined;
}

function textsIn(value: Json, name: string): readonly string[] {
  const found = isObject(value) ? value[name] : undefined;
  return isList(found) ? found.filter((one) => typeof one === "string") : [];
}
