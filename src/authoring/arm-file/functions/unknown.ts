import { suggest } from "../../../core/nearest.ts";

const azure = "is known only to Azure";
const changing = "is another value at every deployment";
const reasons: ReadonlyMap<string, string> = new Map([
  ["reference", azure],
  ["references", azure],
  ["providers", azure],
  ["pickzones", azure],
  ["tenant", azure],
  ["managementgroup", azure],
  ["deployer", azure],
  ["environment", "depends on the cloud that is deployed to"],
  ["newguid", changing],
  ["utcnow", changing],
]);

/** Why a function has no value here. */
export function whyNot(name: string, known: readonly string[]): string {
  const lower = name.toLowerCase();
  const reason = reasons.get(lower) ?? (lower.startsWith("list") ? azure : undefined);
  if (reason !== undefined) return `what \`${name}\` gives ${reason}; write the value in its place`;
  // Of so many functions only one that is near is worth a word.
  const hint = suggest(lower, known, 0);
  return `the function \`${name}\` is not known${hint.startsWith("; did") ? hint : ""}`;
}
