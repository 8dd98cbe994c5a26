import type { KnownAuthor } from "../core/plan/known-authors.ts";
import type { DriftReport } from "../core/plan/report.ts";
import { attributeDrift } from "./attribution.ts";
import { makePlanFor, subjectOf, type PlanInputs } from "./plan.ts";

/** What a look for drift is given besides what a plan is. */
export interface DriftInputs extends PlanInputs {
  /** Whom earlier looks told to have changed what; asked where something differs. */
  readonly recall?: () => Promise<readonly KnownAuthor[]>;
}

/** What was seen, and what the next look is to know of it. */
export interface Drifted {
  readonly report: DriftReport;
  /** Holds what Azure says of people as it says it, secrets not taken out. */
  readonly authors: readonly KnownAuthor[];
}

/** Exactly a plan; only who changed what differs is asked besides. There is no second algorithm. */
export async function lookForDrift({ recall, ...inputs }: DriftInputs): Promise<Drifted> {
  const { environment } = inputs.stack;
  const { diagnostics, made } = await makePlanFor(inputs);
  const told = { command: "drift" as const, subject: subjectOf(environment), diagnostics };
  if (made === undefined) return { report: told, authors: [] };
  const open = made.planned.changes;
  const known = open.length === 0 ? [] : ((await recall?.()) ?? []);
  const { changes, authors, note } = await attributeDrift(open, { ...inputs, environment, known });
  const notes = note === undefined ? made.planned.notes : [...made.planned.notes, note];
  return { report: { ...told, planned: { ...made.planned, changes, notes } }, authors };
}

/** The same for whoever remembers nothing. */
export async function drift(inputs: PlanInputs): Promise<DriftReport> {
  return (await lookForDrift(inputs)).report;
}
