import { isObject, type JsonObject } from "../core/json.ts";
import { parseArmId } from "../core/resource.ts";
import type { ArmResource, ArmType } from "../ports/azure.ts";
import { saidBy } from "./answer.ts";
import { secretsInBody } from "./body-secrets.ts";
import type { Door } from "./door.ts";
import type { Answer, Method } from "./exchange.ts";
import type { Demand } from "./pacing.ts";
import { resourceTarget, urlOf } from "./paths.ts";
import type { Call } from "./settle.ts";
import { refused, senseless, sendInVersion, type Versioned } from "./versioned.ts";
import type { Versions } from "./versions.ts";

/** One resource to be asked for or changed. */
export interface Subject {
  readonly type: ArmType;
  readonly armId: string;
  readonly versions: Versions;
}

/** The call that does something to one resource; throws a plain error where the id is not one of the type. */
export function resourceCall<M extends Method>(
  given: { method: M; door: Door<M>; version: string; body?: JsonObject },
  subject: Subject,
): Call<M> {
  const { method, door, version, body } = given;
  const parts = parseArmId(subject.armId);
  if (parts === undefined || parts.type.toLowerCase() !== subject.type.name.toLowerCase()) {
    throw new Error(`\`${subject.armId}\` is no id of a ${subject.type.name}`);
  }
  const demand: Demand = { subscription: parts.subscription, type: subject.type.name, doing: doings[method] };
  return {
    method,
    url: urlOf(door.origin, resourceTarget(subject.armId, version)),
    wish: `${verbs[method]} ${subject.type.name} \`${parts.name}\` in resource group \`${parts.resourceGroup}\``,
    demand,
    ...(body === undefined ? {} : { body: JSON.stringify(body), secrets: secretsInBody(body) }),
  };
}

const doings = { GET: "read", PUT: "write", DELETE: "delete" } as const satisfies Record<Method, Demand["doing"]>;
const verbs = { GET: "read", PUT: "write", DELETE: "delete" } as const satisfies Record<Method, string>;

/** Reads one resource; nothing where Azure says that it, or its resource group, is not there. */
export async function getResource(
  door: Door<"GET">,
  subject: Subject,
  signal: AbortSignal,
): Promise<ArmResource | undefined> {
  const callIn = (version: string): Call<"GET"> => resourceCall({ method: "GET", door, version }, subject);
  const versioned = await sendInVersion({ door, type: subject.type, versions: subject.versions, callIn }, signal);
  if (isAbsence(versioned.answer)) return undefined;
  return resourceIn(door, versioned, subject.armId);
}

/** The resource that an answer to a GET or PUT holds, by the id Azure gives it. */
export function resourceIn(door: Door<never>, versioned: Versioned<Method>, armId: string): ArmResource {
  const { answer, call, version } = versioned;
  if (answer.status !== 200 && answer.status !== 201) throw refused(door, versioned);
  if (!isObject(answer.json)) throw senseless(door, { answer, call, why: "the answer is no resource" });
  const id = answer.json["id"];
  return { armId: typeof id === "string" && id !== "" ? id : armId, apiVersion: version, body: answer.json };
}

/**
 * True where Azure itself says that a resource is not there. The 404 of a mistyped endpoint, of a proxy, of an unknown
 * subscription or type says nothing about the resource and must not make a plan create or forget it.
 */
export function isAbsence(answer: Answer): boolean {
  if (answer.status !== 404) return false;
  const { code } = saidBy(answer);
  if (code !== undefined) return /NotFound$/i.test(code) && !/Subscription|Tenant|Namespace|Type|Provider/i.test(code);
  return answer.text.trim() === "" && answer.header("x-ms-request-id") !== undefined;
}
