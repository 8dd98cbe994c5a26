import { code, type Complain } from "../../core/diagnostic.ts";
import type { Path } from "../../core/json.ts";
import type { Recurrence, Schedule } from "./schedule-schema.ts";
import { utcOf, zoneComplaint } from "./time-zones.ts";

/** Complains about a schedule whose zone, days or windows there are not, and about windows that never open. */
export function checkSchedule(schedule: Schedule, complain: Complain): void {
  const wrong = zoneComplaint(schedule.timeZone ?? "UTC");
  if (wrong !== undefined) complain("illegal-value", ["schedule", "timeZone"], wrong);
  const from = checkDay("effectiveFrom", schedule, complain);
  const until = checkDay("effectiveUntil", schedule, complain);
  if (from !== undefined && until !== undefined && until <= from) {
    const message = `the rule would be over at ${code(schedule.effectiveUntil ?? "")}, before it begins at ${code(schedule.effectiveFrom ?? "")}`;
    complain("window-never-opens", ["schedule", "effectiveUntil"], message);
  }
  for (const [index, recurrence] of (schedule.recurrences ?? []).entries())
    checkRecurrence(recurrence, ["schedule", "recurrences", index], complain);
}

function checkDay(
  name: "effectiveFrom" | "effectiveUntil",
  schedule: Schedule,
  complain: Complain,
): number | undefined {
  const local = schedule[name];
  if (local === undefined) return undefined;
  const instant = utcOf(local);
  if (instant === undefined) {
    complain("illegal-value", ["schedule", name], `${code(`${name}: ${local}`)} is no day of the calendar`);
  }
  return instant;
}

/** Which days belong to which sort of recurrence. */
const daysOf = { weekly: "daysOfWeek", monthly: "daysOfMonth" } as const;

function checkRecurrence(recurrence: Recurrence, path: Path, complain: Complain): void {
  const type = recurrence.recurrenceType.toLowerCase();
  const example = { daysOfWeek: "[Saturday]", daysOfMonth: "[1]" };
  for (const [owner, days] of Object.entries(daysOf)) {
    const said = (recurrence[days] ?? []).length > 0;
    if (owner === type && !said) {
      const message = `${code(recurrence.recurrenceType)} needs ${code(days)}, such as \`${days}: ${example[days]}\``;
      complain("missing-property", path, message, "key");
    }
    // Azure would drop them, and every plan would want them again.
    if (owner !== type && said) {
      const message = `${code(days)} belongs to \`${owner === "weekly" ? "Weekly" : "Monthly"}\`, and this recurrence is ${code(recurrence.recurrenceType)}`;
      complain("unknown-property", [...path, days], message, "key");
    }
  }
  const { startTime, endTime } = recurrence;
  if (startTime !== undefined && startTime === endTime) {
    const message = `the window opens and closes at ${code(startTime)}; leave both out for the whole day`;
    complain("unclear-window", [...path, "endTime"], message);
  } else if ((startTime === undefined) !== (endTime === undefined)) {
    const [there, missing] = startTime === undefined ? ["endTime", "startTime"] : ["startTime", "endTime"];
    const message = `${code(there)} stands without ${code(missing)}; write both, or neither for the whole day`;
    complain("unclear-window", path, message, "key");
  }
}
