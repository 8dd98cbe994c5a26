/** Access tokens: JSON Web Tokens that the token service makes and Resource Manager checks. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { isObject, numberAt, textAt, type JsonObject } from "../arm/json.ts";
import { parseJson } from "../arm/read-request.ts";
import { Refusal } from "../arm/refusal.ts";
import type { Asked } from "../arm/request.ts";
import type { World } from "../arm/world.ts";
import { guidOf } from "../guid.ts";

// No secret, on purpose: whoever asks is given a token, so a signature can only tell a token of ours from a text that
// is none. As it is the same for every emulator, a client that kept its token goes on when the emulator starts anew.
const key = "whoever asks is given a token";

const hour = 3600;

/** Makes a token for an application, which is all that a client shows of itself; good for an hour. */
export function makeToken(
  of: { readonly application: string; readonly audience: string; readonly issuer: string },
  world: World,
): { readonly token: string; readonly seconds: number } {
  const now = Math.floor(world.options.now().getTime() / 1000);
  // The service principal of an application has an id of its own.
  const object = guidOf(of.application);
  const claims = {
    aud: of.audience,
    iss: of.issuer,
    iat: now,
    nbf: now,
    exp: now + hour,
    appid: of.application,
    idtyp: "app",
    oid: object,
    sub: object,
    tid: world.options.tenantId,
    ver: "1.0",
  };
  const text = [{ alg: "HS256", typ: "JWT" }, claims].map(encode).join(".");
  return { token: `${text}.${signatureOf(text)}`, seconds: hour };
}

function encode(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function signatureOf(text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

// What the resource managers of Microsoft's clouds are called: the emulator stands for any of them.
const audiences = [
  "https://management.azure.com",
  "https://management.core.windows.net",
  "https://management.usgovcloudapi.net",
  "https://management.core.usgovcloudapi.net",
  "https://management.chinacloudapi.cn",
  "https://management.core.chinacloudapi.cn",
];

// A client may know the emulator by another of its names than the one it called now.
const thisMachine = /^https:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/*$/i;

/** Throws the 401 of Resource Manager's front door unless a request brings a token that is good here and now. */
export function checkToken(asked: Asked, world: World): void {
  const header = asked.headers["authorization"];
  const refuse = refuserFor(asked, world);
  if (header === undefined) {
    throw refuse("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
  }
  const token = /^bearer\s+(\S+)$/i.exec(header)?.[1];
  if (token === undefined) {
    throw refuse(
      "AuthenticationFailedInvalidHeader",
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    );
  }
  const claims = claimsOf(token);
  if (claims === undefined) throw refuse("InvalidAuthenticationToken", "The access token is invalid.");
  const now = world.options.now();
  const expiry = numberAt(claims, "exp") ?? 0;
  if (expiry * 1000 <= now.getTime()) {
    // In these words and this form of a date: hashicorp/terraform-provider-azurerm#20867.
    const [until, at] = [new Date(expiry * 1000), now].map(american);
    throw refuse(
      "ExpiredAuthenticationToken",
      `The access token expiry UTC time '${until}' is earlier than current UTC time '${at}'.`,
    );
  }
  const audience = textAt(claims, "aud") ?? "";
  const allowed = [...audiences, asked.origin];
  if (!allowed.includes(audience.replace(/\/+$/, "")) && !thisMachine.test(audience)) {
    throw refuse(
      "InvalidAuthenticationTokenAudience",
      `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences '${allowed.flatMap((one) => [`${one}/`, one]).join("','")}'.`,
    );
  }
}

function claimsOf(token: string): JsonObject | undefined {
  const [head, payload, signature, ...more] = token.split(".");
  if (head === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined;
  const [sent, right] = [signature, signatureOf(`${head}.${payload}`)].map((text) => Buffer.from(text));
  if (sent === undefined || right === undefined || sent.length !== right.length) return undefined;
  if (!timingSafeEqual(sent, right)) return undefined;
  const claims = parseJson(Buffer.from(payload, "base64url").toString("utf8"));
  return isObject(claims) ? claims : undefined;
}

function refuserFor(asked: Asked, world: World): (code: string, message: string) => Refusal {
  return (code, message) =>
    new Refusal({
      status: 401,
      code,
      message,
      headers: {
        "www-authenticate": `Bearer authorization_uri="${asked.origin}/${world.options.tenantId}", error="invalid_token", error_description="${message.replaceAll(/[^ -~]|"/g, "'")}"`,
      },
    });
}

/** `3/19/2023 8:55:46 AM`, in UTC. */
function american(date: Date): string {
  return date.toLocaleString("en-US", { timeZone: "UTC" }).replace(",", "").replaceAll("\u202f", " ");
}
