import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, localTime, utcOf, zoneComplaint } from "../../../src/kinds/alert-processing-rule/time-zones.ts";
import { runs } from "../../support/runs.ts";

describe("names of time zones", () => {
  test.each(["UTC", "Korea Standard Time", "korea standard time", "W. Europe Standard Time", "UTC-11", "UTC+13"])(
    "%s is Windows'",
    (name) => {
      expect(zoneComplaint(name)).toBe(undefined);
    },
  );

  test.each([
    ["Asia/Seoul", "Korea Standard Time"],
    ["asia/seoul", "Korea Standard Time"],
    ["Europe/Berlin", "W. Europe Standard Time"],
    ["Asia/Kolkata", "India Standard Time"],
    ["Asia/Calcutta", "India Standard Time"],
    ["Europe/Kyiv", "FLE Standard Time"],
    ["America/Argentina/Buenos_Aires", "Argentina Standard Time"],
    ["US/Pacific", "Pacific Standard Time"],
    ["Etc/UTC", "UTC"],
    ["GMT", "UTC"],
  ])("%s is told as %s", (iana, windows) => {
    expect(zoneComplaint(iana)).toBe(`Azure takes Windows' names of time zones here: \`${iana}\` is \`${windows}\``);
  });

  test.each(["KST", "Mars/Olympus", "+09:00", "__proto__"])("%s is none, and examples are shown", (name) => {
    expect(zoneComplaint(name)).toMatch(/is no time zone of Windows; (such are `UTC`|did you mean)/);
  });

  test("nearly every zone that this machine knows has a name in Windows", () => {
    const all = Intl.supportedValuesOf("timeZone");
    const unknown = all.filter((zone) => zoneComplaint(zone)?.includes("no time zone"));
    // CLDR maps one station in the Antarctic to nothing, and zones are founded now and then.
    expect(all.length).toBeGreaterThan(400);
    expect(unknown.length).toBeLessThan(8);
  });
});

describe("instants", () => {
  test.each([
    ["2026-12-05T22:00:00", "Korea Standard Time", "2026-12-05T13:00:00.000Z"],
    ["2026-12-05T22:00:00.5", "UTC", "2026-12-05T22:00:00.000Z"],
    ["2026-07-01T12:00:00", "W. Europe Standard Time", "2026-07-01T10:00:00.000Z"],
    ["2026-01-01T12:00:00", "W. Europe Standard Time", "2026-01-01T11:00:00.000Z"],
    ["2026-11-01T03:00:00", "Pacific Standard Time", "2026-11-01T11:00:00.000Z"],
    ["2026-03-08T03:30:00", "Pacific Standard Time", "2026-03-08T10:30:00.000Z"],
    ["2026-12-31T23:00:00", "Nepal Standard Time", "2026-12-31T17:15:00.000Z"],
  ])("%s in %s is %s", (local, zone, expected) => {
    expect(new Date(instantOf(local, zone) ?? 0).toISOString()).toBe(expected);
  });

  test.each([
    ["2026-02-30T10:00:00", "UTC"],
    ["2026-12-05T22:00:00", "Asia/Seoul"],
    ["yesterday", "UTC"],
  ])("%s in %s is none", (local, zone) => {
    expect(instantOf(local, zone)).toBe(undefined);
  });

  test("clocks show at the instant of a time what the time says", () => {
    const zone = fc.constantFrom("Korea Standard Time", "Pacific Standard Time", "Lord Howe Standard Time", "UTC-11");
    // Noon is skipped by no clock.
    const days = fc.integer({ min: 0, max: 4000 }).map((day) => new Date(Date.UTC(2024, 0, 1 + day, 12)));
    fc.assert(
      fc.property(zone, days, (name, day) => {
        const local = day.toISOString().slice(0, 19);
        expect(localTime(instantOf(local, name) ?? 0, name)).toBe(utcOf(local));
      }),
      runs(100),
    );
  });
});
