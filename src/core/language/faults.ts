import type { Complaint } from "../diagnostic.ts";
import { diagnosticCodes } from "../codes/diagnostic-codes.ts";
import type { Path } from "../json.ts";

/** True for a path at or below a place that was complained about: what stands there is not judged again. */
export function isFaulty(faults: readonly Path[], path: Path): boolean {
  return faults.some((fault) => fault.length <= path.length && fault.every((step, index) => step === path[index]));
}

/** The places that errors make unfit to be judged. Where something is missing the rest may be right, so that is no such place. */
export function faultsOf(complaints: readonly Complaint[]): readonly Path[] {
  const spoiling = complaints.filter(
    ({ code }) => code !== "missing-property" && diagnosticCodes[code].severity === "error",
  );
  return spoiling.map(({ path }) => path);
}

/** One text for complaints that say the same about the same place. */
export function complaintKey({ code, path, message }: Complaint): string {
  return JSON.stringify([code, path, message]);
}
