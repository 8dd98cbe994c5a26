import process from "node:process";

/** How often a property runs: `TOCSIN_RUNS=10` is ten times as often as on every save. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil(usual * Number(process.env["TOCSIN_RUNS"] ?? 1)) };
}
