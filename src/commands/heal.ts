import type { ApplyReport, DriftReport } from "../core/plan/report.ts";
import { apply, type ApplyInputs } from "./apply.ts";
import { lookForDrift, type Drifted, type DriftInputs } from "./drift.ts";

/** What `drift` with `heal` is given: what `apply` is, but for what somebody would say. */
export interface HealInputs extends Omit<ApplyInputs, "confirm" | "reviewed">, Pick<DriftInputs, "recall"> {
  /** Asked once, before the first write: why there must be none after all. */
  readonly mayWrite: () => Promise<Withheld | undefined>;
}

/** Why nothing was taken back. */
interface Withheld {
  readonly code: string;
  readonly message: string;
}

/** What was seen, and what was done about it. */
export interface Healing {
  readonly seen: DriftReport;
  /** What the next look is to know of who did it. */
  readonly authors: Drifted["authors"];
  /** Why nothing was written although something differs. */
  readonly withheld: readonly Withheld[];
  /** What happened to each change, where something was to be done and nothing was in the way. */
  readonly applied?: ApplyReport;
}

/**
 * Takes back what differs from the definitions: all of it, or nothing where the guard refuses, something is blocked or a
 * secret is missing. What is written is what was seen just before, with who had changed it; what differs otherwise by
 * then is left to the next run. Throws BrokenOff as `apply` does.
 */
export async function heal(inputs: HealInputs): Promise<Healing> {
  const { report: seen, authors } = await lookForDrift(inputs);
  const { planned } = seen;
  const looked = { seen, authors };
  if (planned === undefined || planned.changes.length === 0) return { ...looked, withheld: [] };
  const blocked = planned.changes.flatMap(({ name, because = [] }) =>
    because.map(({ code, message }) => ({ code, message: `${name}: ${message}` })),
  );
  const inTheWay = [...planned.refusals, ...blocked];
  if (inTheWay.length > 0) return { ...looked, withheld: inTheWay };
  const no = await inputs.mayWrite();
  if (no !== undefined) return { ...looked, withheld: [no] };
  // Whoever writes `heal: true` into a workflow of the default branch has said yes.
  const applied = await apply({ ...inputs, reviewed: planned, confirm: () => Promise.resolve(true) });
  return { ...looked, withheld: applied.refused ?? [], applied };
}
