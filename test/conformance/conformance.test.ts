import { describe, expect, test } from "vitest";
import { excuses } from "./excuses.ts";
import { corpusFolder, readRecordings } from "./recordings.ts";
import { judge } from "./verdict.ts";

const folder = corpusFolder();
const absent = folder === undefined;
const lack =
  "no recordings of the real service are at ../shared/corpus, and TOCSIN_CORPUS names none: nothing is held to them";
if (absent) console.warn(lack);
const verdict = await judge(absent ? [] : readRecordings(folder), excuses);

describe.skipIf(absent)("the recordings of the real service", () => {
  test("every recorded answer is the emulator's, every recorded resource survives reading, writing and adopting", () => {
    expect(verdict.failures).toEqual([]);
    expect(verdict.rows.length).toBeGreaterThan(0);
  });

  test("every excuse excuses something", () => {
    expect(verdict.excuses.filter(({ used }) => used === 0)).toEqual([]);
  });

  test("what no kind has a word for is in the next body", () => {
    for (const { family, unknown, planted } of verdict.rows) {
      expect({ family, ...unknown }).toEqual({ family, found: unknown.found, carried: unknown.found });
      expect({ family, ...planted }).toEqual({ family, found: planted.found, carried: planted.found });
    }
  });
});
