import { X509Certificate } from "node:crypto";
import { connect, createServer } from "node:tls";
import { describe, expect, test } from "vitest";
import { makeCertificates } from "../../src/emulator/certificates.ts";

const now = new Date("2026-11-20T12:00:00Z");
const made = makeCertificates(now);
const authority = new X509Certificate(made.authority);
const server = new X509Certificate(made.certificate);

describe("the certificates of a start", () => {
  test("are the authority's own, and one that it signed", () => {
    expect([authority.ca, authority.checkIssued(authority), authority.verify(authority.publicKey)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([server.ca, server.checkIssued(authority), server.verify(authority.publicKey)]).toEqual([false, true, true]);
  });

  test("name this machine and no other", () => {
    expect(server.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
    expect(server.checkHost("localhost")).toBe("localhost");
    expect([server.checkIP("127.0.0.1"), server.checkIP("::1")]).toEqual(["127.0.0.1", "::1"]);
    expect(server.checkHost("example.com")).toBeUndefined();
  });

  test("are good from a little before now for 30 days", () => {
    for (const { validFromDate, validToDate } of [authority, server]) {
      expect(validFromDate.toISOString()).toBe("2026-11-20T11:55:00.000Z");
      expect(validToDate.toISOString()).toBe("2026-12-20T12:00:00.000Z");
    }
  });

  test("are limited to this machine: an authority that is trusted for good is good for nothing else", () => {
    // Node does not tell a certificate's name constraints (RFC 5280, 4.2.1.10), so this is how they are encoded.
    const critical = "0603551d1e0101ff";
    const [, constraints = ""] = authority.raw.toString("hex").split(critical);
    expect(constraints).toMatch(
      new RegExp(
        `^0441303fa03d300b8209${Buffer.from("localhost").toString("hex")}300a87087f000001f{8}302287200{30}01f{32}`,
      ),
    );
  });

  test("belong to the key, which is the server's and not the authority's", () => {
    expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(server.publicKey.equals(authority.publicKey)).toBe(false);
  });

  test("have nothing in common with those of another start", () => {
    const other = new X509Certificate(makeCertificates(now).authority);
    expect(other.serialNumber).not.toBe(authority.serialNumber);
    expect(other.subject).not.toBe(authority.subject);
    expect(other.publicKey.equals(authority.publicKey)).toBe(false);
  });
});

test("a client that trusts the authority believes the server at localhost, and at no other name", async () => {
  const fresh = makeCertificates();
  const listener = createServer({ key: fresh.key, cert: fresh.certificate }, (socket) => socket.end());
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const asked = (servername: string, ca: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, servername, ca }, () => {
        socket.destroy();
        resolve("trusted");
      });
      socket.on("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    });
  try {
    expect(await asked("localhost", fresh.authority)).toBe("trusted");
    expect(await asked("example.com", fresh.authority)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    expect(await asked("localhost", made.authority)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  } finally {
    await new Promise((resolve) => listener.close(resolve));
  }
});
