import type { ShownAssertion } from "../core/federated-credential.ts";
import { isList, isObject, type Json } from "../core/json.ts";

/**
 * The claims of a JSON Web Token, read and not verified: for telling whose it is, and for nothing that anybody relies on.
 * Nothing of the token but these texts is ever told. What is no such token has none.
 */
export function claimsOf(token: string): Readonly<Record<string, string>> {
  const [, payload = ""] = token.split(".");
  const claims = parse(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isObject(claims)) return {};
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => {
      const text = isList(value) ? value[0] : value;
      return typeof text === "string" ? [[name, text.slice(0, longest)]] : [];
    }),
  );
}

// A subject has 255 characters at most; nobody is to fill a log with the others either.
const longest = 300;

/** What a federated credential has to say to fit a token; nothing where the token says none of it. */
export function shownBy(token: string): ShownAssertion | undefined {
  const { iss: issuer, sub: subject, aud: audience } = claimsOf(token);
  return issuer === undefined || subject === undefined || audience === undefined
    ? undefined
    : { issuer, subject, audience };
}

function parse(text: string): Json | undefined {
  try {
    // Sound because JSON.parse makes nothing but Json.
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
