import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseFault } from "../../src/emulator/arm/parse-fault.ts";

const page = readFileSync("docs/emulator-faults.md", "utf8");
const rows = [...page.matchAll(/^\| (`.*?) \| /gm)].map(([, cell = ""]) => cell);
const faults = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line = ""]) => line));

test("every fault on the page is understood", () => {
  expect(faults.length).toBeGreaterThan(15);
  for (const fault of faults) expect(() => parseFault(fault)).not.toThrow();
});

test("every effect that a wrong one is answered with is on the page", () => {
  let told = "";
  try {
    parseFault("GET * nothing");
  } catch (error) {
    told = String(error);
  }
  const effects = [...told.matchAll(/(?<=, | or )[a-z-]+/g)].map(([word]) => word);
  expect(effects).toContain("dress");
  expect(effects.filter((effect) => !faults.some((fault) => fault.includes(` ${effect}`)))).toEqual([]);
});
