import type { Schema, TypeOf } from "../../core/settings/schema.ts";

/** The days of a week as Azure calls them. */
export const daysOfWeek = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

// The description of the API says "without timezone suffix" and `^…T\d{2}:\d{2}:\d{2}(?:\.\d+)?$`.
const dateTime = {
  type: "string",
  pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?$",
  wants: "a date and time of the schedule's `timeZone`, without a zone of its own, such as `2026-12-05T22:00:00`",
} as const satisfies Schema;

const timeOfDay = {
  type: "string",
  pattern: "^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$",
  wants: "a time of day such as `22:00:00`",
} as const satisfies Schema;

const recurrence = {
  type: "object",
  additionalProperties: false,
  required: ["recurrenceType"],
  wants: "a recurrence such as `{ recurrenceType: Weekly, daysOfWeek: [Saturday] }`",
  properties: {
    recurrenceType: {
      type: "string",
      enum: ["Daily", "Weekly", "Monthly"],
      same: "caseless",
      description: "How often the window comes back.",
      examples: ["Weekly"],
    },
    startTime: {
      ...timeOfDay,
      description: "When the window opens, in `timeZone`; left out together with `endTime` it is the whole day.",
      examples: ["22:00:00"],
    },
    endTime: {
      ...timeOfDay,
      description: "When it closes; a time before `startTime` is one of the next day.",
      examples: ["04:00:00"],
    },
    daysOfWeek: {
      type: "array",
      order: "set",
      items: { type: "string", enum: daysOfWeek, same: "caseless" },
      description: "With `Weekly`: on which days the window opens.",
      examples: [["Saturday", "Sunday"]],
    },
    daysOfMonth: {
      type: "array",
      order: "set",
      items: { type: "integer", minimum: 1, maximum: 31, wants: "a day of the month, 1 to 31" },
      description: "With `Monthly`: on which days of the month, 1 to 31. A day that a month lacks is left out in it.",
      examples: [[1, 15]],
    },
  },
} as const satisfies Schema;

/** When a processing rule works. */
export const schedule = {
  type: "object",
  additionalProperties: false,
  description: "When the rule works. Without a schedule it always does.",
  examples: [
    {
      effectiveFrom: "2026-12-05T22:00:00",
      effectiveUntil: "2026-12-06T04:00:00",
      timeZone: "Korea Standard Time",
    },
  ],
  properties: {
    effectiveFrom: {
      ...dateTime,
      description: "When it begins, in `timeZone`, written without a zone.",
      examples: ["2026-12-05T22:00:00"],
    },
    effectiveUntil: {
      ...dateTime,
      description:
        "When it is over, in `timeZone`, written without a zone. Afterwards the rule stays and does nothing.",
      examples: ["2027-12-06T04:00:00"],
    },
    timeZone: {
      type: "string",
      minLength: 1,
      default: "UTC",
      same: "caseless",
      description: "By Windows' names: `UTC`, `Korea Standard Time`, `W. Europe Standard Time`. `UTC` unless said.",
      examples: ["Korea Standard Time", "UTC"],
    },
    recurrences: {
      type: "array",
      order: "set",
      items: recurrence,
      description:
        "Windows that come back between the two dates, or for ever; it works while one of them is open. Without any it works all the time.",
      examples: [
        [{ recurrenceType: "Weekly", daysOfWeek: ["Saturday"], startTime: "22:00:00", endTime: "04:00:00" }],
        [
          { recurrenceType: "Daily", startTime: "17:00:00", endTime: "09:00:00" },
          { recurrenceType: "Weekly", daysOfWeek: ["Saturday", "Sunday"] },
        ],
      ],
    },
  },
} as const satisfies Schema;

/** A schedule in the words of the YAML. */
export type Schedule = TypeOf<typeof schedule>;

/** One window that comes back. */
export type Recurrence = NonNullable<Schedule["recurrences"]>[number];
