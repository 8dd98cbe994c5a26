import { isList, isObject, textAt } from "../arm/json.ts";
import { parseJson } from "../arm/read-request.ts";
import type { World } from "../arm/world.ts";

/** Why an assertion is not taken, in Microsoft Entra's words. */
export interface NotTaken {
  readonly error: string;
  readonly code: number;
  readonly says: string;
}

const see =
  "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/**
 * Compares an assertion with the federated credentials of a managed identity; undefined where one fits, and where the
 * application is none that is known here: of those any assertion is taken. Nothing is verified but what stands in it.
 * The words as people have reported them: Azure/login#482, #515, azure-workload-identity#1200.
 */
export function federationRefusal(world: World, client: string, assertion: string): NotTaken | undefined {
  const identity = [...world.identities.values()].find(({ clientId }) => clientId === client.toLowerCase());
  if (identity === undefined) return undefined;
  const { credentials } = identity;
  if (credentials.length === 0) {
    const name = identity.id.split("/").at(-1);
    const says = `The client '${client}'(${name}) has no configured federated identity credentials.`;
    return { error: "invalid_client", code: 70025, says };
  }
  const shown = claimsOf(assertion);
  const none = (what: string, value: string): string =>
    `No matching federated identity record found for presented assertion ${what} '${value}'.`;
  const ofIssuer = credentials.filter(({ issuer }) => issuer === shown.issuer);
  if (ofIssuer.length === 0)
    return { error: "invalid_request", code: 700211, says: `${none("issuer", shown.issuer)} ${see}` };
  const ofSubject = ofIssuer.filter(({ subject }) => subject === shown.subject);
  if (ofSubject.length === 0) {
    const isAlike = ofIssuer.some(({ subject }) => subject.toLowerCase() === shown.subject.toLowerCase());
    return {
      error: "invalid_request",
      code: isAlike ? 7002138 : 700213,
      says: isAlike
        ? `${none("subject", shown.subject)} The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${see}`
        : `${none("subject", shown.subject)} ${see}`,
    };
  }
  if (ofSubject.some(({ audiences }) => audiences.includes(shown.audience))) return undefined;
  return { error: "invalid_request", code: 700212, says: `${none("audience", shown.audience)} ${see}` };
}

function claimsOf(assertion: string): { readonly issuer: string; readonly subject: string; readonly audience: string } {
  const claims = parseJson(Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString("utf8"));
  const audience = isObject(claims) ? claims["aud"] : undefined;
  const first = isList(audience) ? audience[0] : audience;
  return {
    issuer: textAt(claims, "iss") ?? "",
    subject: textAt(claims, "sub") ?? "",
    audience: typeof first === "string" ? first : "",
  };
}
