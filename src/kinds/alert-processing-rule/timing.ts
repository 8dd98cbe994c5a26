import type { Timing } from "../../core/processing.ts";
import { daysOfWeek } from "./schedule-schema.ts";
import { instantOf, localTime, utcOf } from "./time-zones.ts";

/** A schedule as it is reckoned with: everything that is there and of its type. */
export interface WrittenSchedule {
  /** Local dates and times, ISO 8601 without a zone. */
  readonly from: string | undefined;
  readonly until: string | undefined;
  /** Windows' name. */
  readonly timeZone: string;
  readonly recurrences: readonly WrittenRecurrence[];
}

interface WrittenRecurrence {
  /** In lower case. */
  readonly type: string;
  /** Times of day, `22:00:00`. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly days: readonly string[];
  readonly daysOfMonth: readonly number[];
}

/** When a rule with this schedule works, as seen from an instant (ISO 8601). */
export function timingOf(schedule: WrittenSchedule | undefined, now: string): Timing {
  if (schedule === undefined) return { is: "always" };
  const at = Date.parse(now);
  const { recurrences } = schedule;
  const from = instantIn(schedule, schedule.from);
  const until = endOf(schedule);
  const said = printSchedule(schedule, from !== undefined && from > at);
  if (until !== undefined && until <= at) return { is: "over", said };
  const begun = from === undefined || from <= at;
  const isWhole = recurrences.length === 0 || recurrences.some(isEveryDay);
  return begun && until === undefined && isWhole
    ? { is: "always" }
    : {
        is: "at times",
        said,
        open: begun && (recurrences.length === 0 || isOpen(schedule, at)),
      };
}

/** The instant a schedule ends at, in milliseconds since 1970; nothing where it does not end. */
export function endOf(schedule: WrittenSchedule): number | undefined {
  return instantIn(schedule, schedule.until);
}

/** A zone that nobody knows is reckoned as UTC: of the end, a day more or less is better than none. */
function instantIn({ timeZone }: WrittenSchedule, local: string | undefined): number | undefined {
  return local === undefined ? undefined : (instantOf(local, timeZone) ?? utcOf(local));
}

/** True for a window that is open all day on all days. */
function isEveryDay({ type, start, end, days, daysOfMonth }: WrittenRecurrence): boolean {
  if (start !== undefined || end !== undefined) return false;
  switch (type) {
    case "daily":
      return true;
    case "weekly":
      return daysOfWeek.every((day) => days.some((one) => one.toLowerCase() === day.toLowerCase()));
    case "monthly":
      return new Set(daysOfMonth).size === 31;
    default:
      return false;
  }
}

const dayLength = 24 * 60 * 60 * 1000;

/** True while a window is open; one that closes before it opens closes on the next day. */
function isOpen({ timeZone, recurrences }: WrittenSchedule, at: number): boolean {
  const local = localTime(at, timeZone) ?? at;
  const today = Math.floor(local / dayLength) * dayLength;
  return recurrences.some((recurrence) => {
    const start = timeOfDay(recurrence.start) ?? 0;
    const end = timeOfDay(recurrence.end) ?? dayLength;
    const length = end > start ? end - start : end - start + dayLength;
    return [today - dayLength, today].some(
      (day) => opensOn(recurrence, new Date(day)) && local >= day + start && local < day + start + length,
    );
  });
}

/** `22:00:00` in milliseconds. */
function timeOfDay(time: string | undefined): number | undefined {
  const instant = time === undefined ? Number.NaN : Date.parse(`1970-01-01T${time}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}

function opensOn({ type, days, daysOfMonth }: WrittenRecurrence, day: Date): boolean {
  switch (type) {
    case "daily":
      return true;
    case "weekly":
      return days.some((one) => one.toLowerCase() === daysOfWeek[day.getUTCDay()]?.toLowerCase());
    case "monthly":
      return daysOfMonth.includes(day.getUTCDate());
    default:
      return false;
  }
}

/** `every Saturday 22:00–04:00, until 2026-12-06 04:00 (Korea Standard Time)`. */
function printSchedule({ from, until, timeZone, recurrences }: WrittenSchedule, isLater: boolean): string {
  const windows = recurrences.map(printRecurrence).join(" and ");
  const bounds = [
    ...(from !== undefined && isLater ? [`from ${printInstant(from)}`] : []),
    ...(until === undefined ? [] : [`until ${printInstant(until)}`]),
  ].join(" ");
  return `${[windows, bounds].filter((part) => part !== "").join(", ")} (${timeZone})`;
}

function printInstant(local: string): string {
  return local.slice(0, 16).replace("T", " ");
}

function printRecurrence({ type, start, end, days, daysOfMonth }: WrittenRecurrence): string {
  const hours =
    start === undefined && end === undefined
      ? ""
      : ` ${(start ?? "00:00").slice(0, 5)}–${(end ?? "24:00").slice(0, 5)}`;
  switch (type) {
    case "daily":
      return `every day${hours}`;
    case "weekly":
      return `every ${days.join(", ")}${hours}`;
    case "monthly":
      return `on day ${daysOfMonth.join(", ")} of every month${hours}`;
    default:
      return `at times${hours}`;
  }
}
