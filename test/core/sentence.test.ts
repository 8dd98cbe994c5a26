import { expect, test } from "vitest";
import { continued } from "../../src/core/sentence.ts";

test.each([
  [
    "a full stop of theirs goes",
    "the group could not be found.",
    "create it",
    "the group could not be found; create it",
  ],
  ["words without one stay", "no such table 'A.B'", "correct it", "no such table 'A.B'; correct it"],
  ["dots that leave something out stay", "and so on...", "look there", "and so on...; look there"],
  ["where nothing follows, all of theirs stays", "not found.", undefined, "not found."],
])("%s", (_why, theirs, ours, whole) => {
  expect(continued(theirs, ours)).toBe(whole);
});
