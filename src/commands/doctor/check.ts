import type { CheckName, ToldCheck } from "../../core/plan/doctor-report.ts";
import { AzureError, type AzureRefusal } from "../../ports/azure.ts";

/** Refusals after which nothing is known: Azure did not get to say. */
const silent: readonly AzureRefusal[] = ["unavailable", "throttled", "interrupted"];

/** What a look was about. */
export interface Looking {
  readonly check: CheckName;
  readonly about?: string;
}

/**
 * A look at Azure that ends in a check, whatever Azure says. A refusal is `bad` unless the look says otherwise; that Azure
 * does not answer is told apart from both.
 */
export async function look(
  looking: Looking,
  ask: () => Promise<Omit<ToldCheck, "check" | "about">>,
  refused: (error: AzureError) => Partial<ToldCheck> = () => ({}),
): Promise<ToldCheck> {
  try {
    return { ...looking, ...(await ask()) };
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    const told = { ...looking, state: "bad", says: error.message } as const;
    return silent.includes(error.reason) ? { ...told, unanswered: true } : { ...told, ...refused(error) };
  }
}

/** `1 file`, `2 files`. */
export function numbered(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
