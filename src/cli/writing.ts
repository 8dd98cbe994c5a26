import { setTimeout } from "node:timers/promises";
import { openAzure, type AzureOptions } from "../azure/azure.ts";
import { apply, BrokenOff, type ApplyInputs } from "../commands/apply.ts";
import type { ApplyReport } from "../core/plan/report.ts";
import { tellProgress } from "./progress.ts";
import type { Session } from "./session.ts";

/** What a command that writes in Azure does it with. */
export type Writing = Pick<ApplyInputs, "reader" | "writer" | "sleep" | "onProgress">;

/** Opens Azure for a command that writes there; how far it is, is told as long as it works. */
export async function withWriter<T>(
  { azure, session }: { readonly azure: AzureOptions; readonly session: Session },
  work: (writing: Writing) => Promise<T>,
): Promise<T> {
  const { reader, writer } = await openAzure(azure);
  const { onProgress, end } = tellProgress(session);
  try {
    return await work({ reader, writer, sleep: (milliseconds) => setTimeout(milliseconds), onProgress });
  } finally {
    end();
  }
}

/** What came of an apply; a bug of ours comes with what was done until it showed. */
export interface Applied {
  readonly report: ApplyReport;
  readonly bug?: BrokenOff;
}

/** Applies, and comes back also where a bug of ours broke it off: what was done is to be told before the bug is. */
export async function applyTillEnd(inputs: ApplyInputs): Promise<Applied> {
  try {
    return { report: await apply(inputs) };
  } catch (error) {
    if (error instanceof BrokenOff) return { report: error.report, bug: error };
    throw error;
  }
}
