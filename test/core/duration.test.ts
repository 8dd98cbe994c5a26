import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLength, printLength, secondsOf } from "../../src/core/duration.ts";

test.each([
  ["90s", 90, "PT90S"],
  ["5m", 300, "PT5M"],
  ["1h30m", 5400, "PT1H30M"],
  ["1d", 86_400, "P1D"],
  ["1d12h", 129_600, "P1DT12H"],
  ["PT5M", 300, "PT5M"],
  ["PT60M", 3600, "PT60M"],
  ["P2D", 172_800, "P2D"],
  ["0m", 0, "PT0S"],
])("%s is %d seconds, and %s to Azure", (text, seconds, iso) => {
  expect(parseLength(text)).toEqual({ seconds, iso });
});

test.each([
  ["P1M", "`P1M` is 1 month, which Azure does not take; minutes are `PT1M`"],
  ["P5M", "`P5M` is 5 months, which Azure does not take; minutes are `PT5M`"],
  ["5", "`5` has no unit; write `5s`, `5m`, `5h` or `5d`"],
  ["2w", "`2w`: months, years and weeks are no lengths of time here; write days, such as `7d`"],
  ["PT", "`PT` is no length of time; write `5m`, `1h30m`, `1d` or ISO 8601 such as `PT5M`"],
  ["five minutes", "`five minutes` is no length of time; write `5m`, `1h30m`, `1d` or ISO 8601 such as `PT5M`"],
  ["5M", "`5M` is no length of time; write `5m`, `1h30m`, `1d` or ISO 8601 such as `PT5M`"],
])("%s is none", (text, complaint) => {
  expect(parseLength(text)).toEqual({ complaint });
});

test("what is printed short is the same length", () => {
  const lengths = fc.record({ days: fc.nat(9), hours: fc.nat(30), minutes: fc.nat(90), seconds: fc.nat(90) });
  fc.assert(
    fc.property(lengths, ({ days, hours, minutes, seconds }) => {
      const iso = `P${days}DT${hours}H${minutes}M${seconds}S`;
      expect(secondsOf(printLength(iso))).toBe(secondsOf(iso));
    }),
  );
});
