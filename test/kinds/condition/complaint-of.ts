import { isComplaint, type Complaint } from "../../../src/kinds/condition/words.ts";

/** What was complained about, where something had to be. */
export function complaintOf(parsed: unknown): Complaint {
  if (!isComplaint(parsed)) throw new Error(`no complaint, but ${JSON.stringify(parsed)}`);
  return parsed;
}
