import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scrubber } from "../../../src/core/settings/scrub.ts";
import { canary, leaksIn, spellings } from "../../action/canaries.ts";
import { runs } from "../../support/runs.ts";

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

test.each(Object.entries(spellings))("no secret is left behind that somebody wrote as %s", (_, spell) => {
  const around = fc.array(fc.oneof(fc.string({ maxLength: 5 }), canary.map(spell)), { maxLength: 2 });
  fc.assert(
    fc.property(canary, around, around, (secret, before, after) => {
      const all = [secret, ...secret.split("\n")].filter((part) => part.length > 2);
      const text = [...before, spell(secret), ...after].join(" ");
      expect(leaksIn(new Map([["text", scrubber(all)(text)]]), [secret])).toEqual([]);
    }),
    runs(100),
  );
});

test("what is no secret stays as it is, with all its escapes and ends of lines", () => {
  const scrub = scrubber(["Q 4711 of ours", "x&7", "Q%41 of yours"]);
  const text = fc.array(
    fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom("\\n", "%41", "&amp;", "\\u0041", "\n", "\\", "%", "&#x41;", "%F0%9F", "&#9999999;"),
    ),
  );
  fc.assert(
    fc.property(text, (parts) => {
      expect(scrub(parts.join(""))).toBe(parts.join(""));
    }),
    runs(300),
  );
});

test("of a secret behind escapes just its signs are hidden", () => {
  expect(scrubber(['Pa&s "w😀rd'])("a%20Pa%26s+%22w%F0%9F%98%80rd%20b")).toBe("a%20***%20b");
  expect(scrubber(['Pa&s "w😀rd'])('{\\"x\\":\\"Pa\\u0026s \\\\\"w\\ud83d\\ude00rd\\"}')).toBe('{\\"x\\":\\"***\\"}');
  expect(scrubber(['Q"%41  \\n7'])('x Q\\\\\\"%41 \\\\n7 y')).toBe("x *** y");
  expect(scrubber(["correct horse"])("a correct\n   horse b")).toBe("a *** b");
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
      // Of stars like those that hide it and of what stands beside them such a secret may be made anew, by whoever wrote that.
      expect(/^\*|\*\*\*|\*$/.test(secret) || !scrubbed.includes(secret)).toBe(true);
    }),
    { examples: [[["**a"], ["a"], 0]] },
  );
});
