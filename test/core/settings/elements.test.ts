import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, fingerprint, printPath } from "../../../src/core/settings/compare.ts";
import { elementLabels, pairElements } from "../../../src/core/settings/elements.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Schema } from "../../../src/core/settings/schema.ts";
import { runs } from "../../support/runs.ts";

const items: Schema = {
  type: "object",
  properties: { alert: { type: "string" }, record: { type: "string" }, value: { type: "number" } },
};
const kept: Schema = { type: "array", order: { by: ["alert", "record"], kept: true }, items };
const loose: Schema = { type: "array", order: { by: ["alert", "record"] }, items };
const root: Schema = { type: "object", properties: { list: kept } };

/** `A1 b2`: alerts in capitals, recording rules in small letters, each with its value. */
function list(text: string): readonly JsonObject[] {
  return text.split(" ").flatMap((word) => {
    const [name = "", value = ""] = word;
    if (word === "") return [];
    return [{ [name === name.toUpperCase() ? "alert" : "record"]: name, value: Number(value) }];
  });
}

describe("of two lists of named things", () => {
  test.each<[string, string, string, string]>([
    ["each belongs to that of its name", "A1 b2", "b2 A1", "0-1 1-0"],
    ["what is on one side has no counterpart", "A1 B1", "B1 C1", "0- 1-0 -1"],
    ["several of one name belong together by place", "A1 A2", "A3 A4", "0-0 1-1"],
    ["but first those that are equal", "A1 A2 A3", "A2 A4", "0-1 1-0 2-"],
    ["equal ones at the same place first", "A1 A1", "A2 A1", "0-0 1-1"],
    ["names count without case", "A1", "A1 a1", "0-0 -1"],
  ])("%s", (_, before, after, expected) => {
    const pairs = pairElements(kept, list(before), list(after));
    const said = pairs.map((pair) => `${pair.before ?? ""}-${pair.after ?? ""}`);
    expect(said.join(" ")).toBe(expected);
  });

  test("one of several of a name is called by its place among them in the new list", () => {
    const [before, after] = [list("A9 A1 B1"), list("A1 A2 A3 B1")];
    const pairs = pairElements(kept, before, after);
    expect(pairs).toEqual([{ before: 0, after: 1 }, { before: 1, after: 0 }, { before: 2, after: 3 }, { after: 2 }]);
    expect(elementLabels(kept, { pairs, before, after })).toEqual(["A#2", "A", "B", "A#3"]);
  });
});

describe("a list in order", () => {
  const told = (before: string, after: string): readonly string[] =>
    compare(root, { list: list(before) }, { list: list(after) }).map(
      ({ path, order, before: left, after: right }) =>
        `${order ? "order of " : ""}${printPath(path)} ${JSON.stringify(left) ?? "-"} ${JSON.stringify(right) ?? "-"}`,
    );

  test.each<[string, string, string, readonly string[]]>([
    ["in the same order", "A1 b2", "A1 b2", []],
    ["in another one", "A1 b2", "b2 A1", ['order of list ["A","b"] ["b","A"]']],
    ["with one more in between", "A1 b2", "A1 C3 b2", ['list[C] - {"alert":"C","value":3}']],
    ["with one that changed", "A1 b2", "A1 b3", ["list[b].value 2 3"]],
    ["with one that changed and moved", "A1 b2", "b3 A1", ["list[b].value 2 3", 'order of list ["A","b"] ["b","A"]']],
    ["with two of one name that changed places", "A1 A2", "A2 A1", ['order of list ["A#2","A"] ["A","A#2"]']],
  ])("%s", (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  test("has another fingerprint in another order, and one without order has not", () => {
    const [before, after] = [list("A1 b2"), list("b2 A1")];
    expect(fingerprint(kept, before)).not.toBe(fingerprint(kept, after));
    expect(fingerprint(loose, before)).toBe(fingerprint(loose, after));
  });

  const lists = fc
    .array(fc.tuple(fc.constantFrom("A", "B", "a", "b"), fc.nat({ max: 3 })), { maxLength: 6 })
    .map((elements) => list(elements.map((parts) => parts.join("")).join(" ")));

  test("differs exactly where its fingerprint does, however often names repeat", () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const equal = compare(root, { list: before }, { list: after }).length === 0;
        expect(equal).toBe(fingerprint(kept, before) === fingerprint(kept, after));
      }),
      runs(300),
    );
  });

  test("has each element in one pair, each pair a name of its own, and each difference a path of its own", () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const pairs = pairElements(kept, before, after);
        const indexes = (side: "before" | "after"): readonly number[] =>
          pairs.flatMap((pair) => pair[side] ?? []).toSorted((a, b) => a - b);
        expect(indexes("before")).toEqual([...before.keys()]);
        expect(indexes("after")).toEqual([...after.keys()]);
        expect(new Set(elementLabels(kept, { pairs, before, after })).size).toBe(pairs.length);
        const paths = compare(root, { list: before }, { list: after }).map(({ path }) => printPath(path));
        expect(new Set(paths).size).toBe(paths.length);
      }),
      runs(300),
    );
  });
});
