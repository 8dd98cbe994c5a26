import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scrubber } from "../../../src/core/settings/scrub.ts";

const awkward = `p&<ss>"w'o\\rd /+=%é한`;
const encodings: readonly [string, (secret: string) => string][] = [
  ["plainly", (secret) => secret],
  ["in capitals", (secret) => secret.toUpperCase()],
  ["as JSON", (secret) => JSON.stringify(secret)],
  ["as JSON in JSON", (secret) => JSON.stringify(JSON.stringify(secret))],
  ["as JSON with escaped slashes", (secret) => JSON.stringify(secret).replaceAll("/", "\\/")],
  ["URL-encoded", encodeURIComponent],
  [
    "URL-encoded in small letters",
    (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  ],
  ["URL-encoded as a form", (secret) => encodeURIComponent(secret).replaceAll("%20", "+")],
  ["URL-encoded lightly", encodeURI],
  ["URL-encoded twice", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  [
    "in XML",
    (secret) =>
      secret
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replaceAll("'", "&#39;"),
  ],
  ["in base64", (secret) => Buffer.from(secret).toString("base64")],
  ["in base64 for URLs", (secret) => Buffer.from(secret).toString("base64url")],
];

test.each(encodings)("a secret is hidden when it is written %s", (_, encode) => {
  expect(scrubber([awkward])(`before ${encode(awkward)} after`)).toMatch(/^before "?(\\")?\*\*\*(\\")?"? after$/);
});

test("base64 hides a secret in the middle of something longer, at every offset", () => {
  const secret = "correct horse battery staple";
  for (const user of ["", "a", "ab", "abc"]) {
    const scrubbed = scrubber([secret])(Buffer.from(`${user}:${secret}:x`).toString("base64"));
    expect(scrubbed).toContain("***");
    expect(Buffer.from(scrubbed.replaceAll("***", ""), "base64").toString()).not.toMatch(/horse|battery/);
  }
});

test("the telling parts of a webhook's address are secrets, too", () => {
  const scrub = scrubber([
    "https://prod.logic.azure.com/workflows/0a1b2c3d4e5f60718293a4b5c6d7e8f9/run?sig=Zx9_abcdefghij1234&v=1",
  ]);
  expect(scrub("sig Zx9_abcdefghij1234 of 0A1B2C3D4E5F60718293A4B5C6D7E8F9")).toBe("sig *** of ***");
  expect(scrub("workflows in westeurope")).toBe("workflows in westeurope");
});

test("secrets that overlap are hidden as one", () => {
  expect(scrubber(["abcdef", "defghi"])("xabcdefghix")).toBe("x***x");
  expect(scrubber(["abab"])("ababab")).toBe("***");
});

test("a secret inside another leaves nothing of the longer one", () => {
  expect(scrubber(["key", "key-with-tail"])("(key-with-tail)")).toBe("(***)");
});

test("characters of regular expressions mean themselves", () => {
  expect(scrubber(["a.c*[x]"])("abc a.c*[x]")).toBe("abc ***");
});

test("tokens are hidden though nobody named them", () => {
  const token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL20ifQ.c2lnbmF0dXJl";
  expect(scrubber([])(`echo: Authorization: Bearer ${token}`)).toBe("echo: Authorization: Bearer ***");
  expect(scrubber([])(`{"value":"${token}"}`)).toBe('{"value":"***"}');
  expect(scrubber([])("Bearer opaque-token-1")).toBe("Bearer ***");
});

test("texts without a secret stay as they are", () => {
  const scrub = scrubber([" 4711-secret "]);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(scrub(text)).toBe(text);
    }),
  );
});

test("no secret of more than two characters survives in any text", () => {
  const secrets = fc.array(fc.string({ minLength: 3, unit: "grapheme" }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(secrets, fc.array(fc.string()), fc.nat(), (all, fillers, pick) => {
      const secret = all[pick % all.length]!;
      const scrubbed = scrubber(all)([...fillers, secret, ...fillers].join(""));
      // A secret made of nothing but stars is all that may be left of one.
      expect(/^\*+$/.test(secret) || !scrubbed.includes(secret)).toBe(true);
    }),
  );
});
