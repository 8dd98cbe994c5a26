import { createHash } from "node:crypto";

const namespace = [0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30];

/**
 * ARM's `guid`: a name-based UUID (version 5) in a namespace of Azure's own, over the texts joined by `-`
 * (https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string#guid).
 */
export function guidOf(texts: readonly string[]): string {
  const hex = createHash("sha1").update(Uint8Array.from(namespace)).update(texts.join("-")).digest("hex");
  const variant = "89ab"[Number.parseInt(hex[16] ?? "0", 16) & 3] ?? "8";
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

const letters = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * ARM's `uniqueString`: 64 bits over the texts joined by `-`, in 13 letters. Microsoft does not document the hash; it is
 * a Murmur 3 of two halves, and the tests hold it against values that Azure answered.
 */
export function uniqueStringOf(texts: readonly string[]): string {
  let rest = hash(new TextEncoder().encode(texts.join("-")));
  let written = "";
  for (let count = 0; count < 13; count += 1) {
    written += letters[Number(rest >> 59n)] ?? "";
    rest = (rest << 5n) & 0xff_ff_ff_ff_ff_ff_ff_ffn;
  }
  return written;
}

const first = 0x23_9b_96_1b;
const second = 0xab_0e_97_89;

function hash(bytes: Uint8Array): bigint {
  const { length } = bytes;
  const whole = length - (length % 8);
  let low = 0;
  let high = 0;
  for (let at = 0; at < whole; at += 8) {
    low = rotated(low ^ scrambledLow(word(bytes, at, 4)), 19) + high;
    low = (Math.imul(low, 5) + 0x56_1c_cd_1b) | 0;
    high = rotated(high ^ scrambledHigh(word(bytes, at + 4, 4)), 13) + low;
    high = (Math.imul(high, 5) + 0x0b_ca_a7_47) | 0;
  }
  low ^= scrambledLow(word(bytes, whole, Math.min(4, length - whole)));
  high ^= scrambledHigh(word(bytes, whole + 4, Math.max(0, length - whole - 4)));
  low = ((low ^ length) + (high ^ length)) | 0;
  high = ((high ^ length) + low) | 0;
  low = mixed(low);
  high = mixed(high);
  low = (low + high) | 0;
  high = (high + low) | 0;
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** Up to four bytes, the lowest first. */
function word(bytes: Uint8Array, at: number, length: number): number {
  let found = 0;
  for (let index = 0; index < length; index += 1) found |= (bytes[at + index] ?? 0) << (8 * index);
  return found;
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

function scrambledLow(bits: number): number {
  return Math.imul(rotated(Math.imul(bits, first), 15), second);
}

function scrambledHigh(bits: number): number {
  return Math.imul(rotated(Math.imul(bits, second), 17), first);
}

function mixed(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85_eb_ca_6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2_b2_ae_35);
  return twice ^ (twice >>> 16);
}
