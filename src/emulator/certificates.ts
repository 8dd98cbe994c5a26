import {
  type BaseBlock,
  BitString,
  Boolean as Asn1Boolean,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set as SetOf,
  UTCTime,
  Utf8String,
} from "asn1js";
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What a TLS server shows, and what its clients must trust; all of it PEM. */
export interface ThrowAwayCertificates {
  /** The certificate of the authority, for clients. Its key is forgotten: nobody can sign with it any more. */
  readonly authority: string;
  /** The server's certificate, for localhost, 127.0.0.1 and ::1. */
  readonly certificate: string;
  /** The server's private key; it belongs in memory only. */
  readonly key: string;
}

/** A certificate is good for so many days: longer than an emulator is left running, and not for good. */
const days = 30;

/**
 * Makes an authority and a certificate of this machine's own addresses. Every start of an emulator makes its own, so
 * there is no key that users trust and somebody else could have. Should somebody trust the authority for good all the
 * same, it can name nothing but this machine. The layout is RFC 5280's.
 */
export function makeCertificates(now: Date = new Date()): ThrowAwayCertificates {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // A name of its own for each: clients find an issuer by its name, and must not find that of another start.
  const issuer = nameOf(`Tocsin emulator ${randomBytes(4).toString("hex")}`);
  const signed = { issuer, by: authority.privateKey, now };
  return {
    authority: certify(authority.publicKey, {
      ...signed,
      subject: issuer,
      extensions: [
        extension("2.5.29.19", new Sequence({ value: [new Asn1Boolean({ value: true }), whole(0)] }), "critical"),
        extension("2.5.29.15", bits(0x04, 2), "critical"), // keyCertSign
        extension("2.5.29.30", new Sequence({ value: [tagged(0, addresses("masked").map(only))] }), "critical"),
        extension("2.5.29.14", octets(idOf(authority.publicKey))),
      ],
    }),
    certificate: certify(server.publicKey, {
      ...signed,
      subject: nameOf("localhost"),
      extensions: [
        extension("2.5.29.19", new Sequence(), "critical"), // no authority
        extension("2.5.29.15", bits(0x80, 7), "critical"), // digitalSignature
        extension("2.5.29.37", new Sequence({ value: [oid("1.3.6.1.5.5.7.3.1")] })), // serverAuth
        extension("2.5.29.17", new Sequence({ value: addresses("plain") })),
        extension("2.5.29.14", octets(idOf(server.publicKey))),
        // Python refuses a certificate without it since 3.13 (VERIFY_X509_STRICT).
        extension("2.5.29.35", new Sequence({ value: [raw(0, idOf(authority.publicKey))] })),
      ],
    }),
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function certify(
  key: KeyObject,
  of: {
    readonly subject: Sequence;
    readonly issuer: Sequence;
    readonly by: KeyObject;
    readonly now: Date;
    readonly extensions: BaseBlock[];
  },
): string {
  const algorithm = new Sequence({ value: [oid("1.2.840.10045.4.3.2")] }); // ECDSA with SHA-256
  // A clock that lags a little, in a container say, must not find a certificate from the future.
  const [from, to] = [of.now.getTime() - 5 * 60_000, of.now.getTime() + days * 24 * 3600_000];
  const toBeSigned = new Sequence({
    value: [
      tagged(0, [whole(2)]), // X.509 v3, counted from 0
      new Integer({ valueHex: serial() }),
      algorithm,
      of.issuer,
      new Sequence({ value: [from, to].map((at) => new UTCTime({ valueDate: new Date(at) })) }),
      of.subject,
      fromBER(spkiOf(key)).result,
      tagged(3, [new Sequence({ value: of.extensions })]),
    ],
  });
  const signature = sign("sha256", Buffer.from(toBeSigned.toBER()), of.by);
  const certificate = new Sequence({ value: [toBeSigned, algorithm, new BitString({ valueHex: signature })] });
  const lines =
    Buffer.from(certificate.toBER())
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

// Positive, and of full length whatever the dice say.
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8() & 0x3f) | 0x40);
  return bytes;
}

function nameOf(commonName: string): Sequence {
  const attribute = new Sequence({ value: [oid("2.5.4.3"), new Utf8String({ value: commonName })] });
  return new Sequence({ value: [new SetOf({ value: [attribute] })] });
}

const ipv4 = [127, 0, 0, 1];
const ipv6 = [...Array.from({ length: 15 }, () => 0), 1];

/** This machine's names: 2 tags one of DNS, 7 an address, which has its mask behind it where it limits an authority. */
function addresses(how: "plain" | "masked"): BaseBlock[] {
  const ips = [ipv4, ipv6].map((ip) => (how === "plain" ? ip : [...ip, ...ip.map(() => 255)]));
  return [raw(2, Buffer.from("localhost")), ...ips.map((ip) => raw(7, Buffer.from(ip)))];
}

function only(name: BaseBlock): Sequence {
  return new Sequence({ value: [name] });
}

function extension(id: string, value: BaseBlock, importance?: "critical"): Sequence {
  const critical = importance === undefined ? [] : [new Asn1Boolean({ value: true })];
  return new Sequence({ value: [oid(id), ...critical, octets(new Uint8Array(value.toBER()))] });
}

function oid(value: string): ObjectIdentifier {
  return new ObjectIdentifier({ value });
}

function whole(value: number): Integer {
  return new Integer({ value });
}

function bits(byte: number, unusedBits: number): BitString {
  return new BitString({ valueHex: Uint8Array.from([byte]), unusedBits });
}

function octets(bytes: Uint8Array): OctetString {
  return new OctetString({ valueHex: bytes });
}

const contextSpecific = 3;

function tagged(tagNumber: number, value: BaseBlock[]): Constructed {
  return new Constructed({ idBlock: { tagClass: contextSpecific, tagNumber }, value });
}

function raw(tagNumber: number, bytes: Uint8Array): Primitive {
  return new Primitive({ idBlock: { tagClass: contextSpecific, tagNumber }, valueHex: bytes });
}

function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" });
}

/** Any identifier will do that is the same for the same key (4.2.1.2). */
function idOf(key: KeyObject): Buffer {
  return createHash("sha256").update(spkiOf(key)).digest().subarray(0, 20);
}
