import type { DriftReport } from "../core/plan/report.ts";
import { attribute } from "./attribution.ts";
import { makePlanFor, subjectOf, type PlanInputs } from "./plan.ts";

/** Exactly a plan; only who changed what differs is asked besides. There is no second algorithm. */
export async function drift(inputs: PlanInputs): Promise<DriftReport> {
  const { environment } = inputs.stack;
  const { diagnostics, made } = await makePlanFor(inputs);
  const told = { command: "drift" as const, subject: subjectOf(environment), diagnostics };
  if (made === undefined) return told;
  const { changes, note } = await attribute(made.planned.changes, { ...inputs, environment });
  const notes = note === undefined ? made.planned.notes : [...made.planned.notes, note];
  return { ...told, planned: { ...made.planned, changes, notes } };
}
