import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { isObject, type Json, type JsonObject } from "../../../src/core/json.ts";
import type { ShortForm } from "../../../src/core/kind.ts";
import { logCondition } from "../../../src/kinds/condition/log-condition.ts";
import { metricCondition } from "../../../src/kinds/condition/metric-condition.ts";

/** Names and values of all sorts: plain, with blanks, quotes, keywords, what YAML minds, placeholders. */
const keyword = fc.constantFrom(
  ..."avg count from where and or with as since of at least dynamic low includes excludes startswith = > >= < <= ><".split(
    " ",
  ),
);
const plain = fc.stringMatching(/^[A-Za-z0-9_./\\%()*~$#:,;!?&@^|{}[\]+-]{1,12}$/);
const word = fc.oneof(
  { weight: 4, arbitrary: plain },
  keyword,
  keyword.map((text) => text.toUpperCase()),
  fc.constantFrom(
    "it's",
    "Microsoft.Storage/storageAccounts.Transactions",
    'a "b"',
    "C:",
    "#1",
    "a: b",
    "a #b",
    "x,y",
    "'",
    '"',
    "''",
    "*",
    "",
    " ",
    "a  b",
    "서울",
    "a\u00a0b",
    "\uE0007\uE001",
    "-",
    "5",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
);
const name = fc.oneof(
  word,
  fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(" ")),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.integer(),
  fc.constantFrom(0, 80, 80.5, -10, 1e9, 1e21, 2.5e-7, 0.1, Number.MAX_VALUE, 5e-324),
);
const count = fc.integer({ min: 1, max: 99 });
const periods = fc.record({ numberOfEvaluationPeriods: count, minFailingPeriodsToAlert: count });
const instant = fc.constantFrom("2026-10-01T00:00:00Z", "2026-10-01T00:00:00.1234567Z", "2026-10-01T09:00:00+09:00");

const dynamicTest = fc.record(
  {
    operator: fc.constantFrom("GreaterThan", "LessThan", "GreaterOrLessThan"),
    alertSensitivity: fc.constantFrom("Low", "Medium", "High"),
    failingPeriods: periods,
    ignoreDataBefore: instant,
  },
  { requiredKeys: ["operator", "alertSensitivity", "failingPeriods"] },
);

function staticTest(equal: string): fc.Arbitrary<JsonObject> {
  const operators = [equal, "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"];
  return fc.record({ operator: fc.constantFrom(...operators), threshold: number });
}

function splits(operators: readonly string[]): fc.Arbitrary<readonly JsonObject[]> {
  const values = fc.array(name, { minLength: 1, maxLength: 3 });
  return fc.array(fc.record({ name, operator: fc.constantFrom(...operators), values }), { minLength: 1, maxLength: 3 });
}

const metric: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.record(
      {
        name,
        metricName: name,
        metricNamespace: name,
        timeAggregation: fc.constantFrom("Average", "Minimum", "Maximum", "Total", "Count"),
        dimensions: splits(["Include", "Exclude", "StartsWith"]),
        skipMetricValidation: fc.constant(true),
      },
      { requiredKeys: ["metricName", "timeAggregation"] },
    ),
    fc.oneof(staticTest("Equals"), dynamicTest),
  )
  .map(([criterion, how]) => ({ ...criterion, ...how }));

const log: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.oneof(
      fc.constant<JsonObject>({ timeAggregation: "Count" }),
      fc.record({
        timeAggregation: fc.constantFrom("Average", "Minimum", "Maximum", "Total"),
        metricMeasureColumn: name,
      }),
    ),
    fc.oneof(
      staticTest("Equal"),
      fc.tuple(staticTest("Equal"), periods).map(([how, failingPeriods]) => ({ ...how, failingPeriods })),
      dynamicTest,
    ),
    fc.option(splits(["Include", "Exclude"]), { nil: undefined }),
  )
  .map(([what, how, dimensions]) => ({ ...what, ...how, ...(dimensions === undefined ? {} : { dimensions }) }));

/** YAML can hold a text without quotes when it has no comment, no key and no break in it, and nothing invisible. */
function isPlain(text: string): boolean {
  return !/ #|: |[^\x20-\x7e\u00a1-\ud7ff]/.test(text);
}

function valueOf(form: ShortForm, text: Json | undefined): Json | undefined {
  const parsed = text === undefined ? undefined : form.parse(text);
  return parsed !== undefined && "value" in parsed ? parsed.value : undefined;
}

describe.each([
  ["metric", metricCondition, metric],
  ["log", logCondition, log],
] as const)("a %s condition", (_, form, arbitrary) => {
  test("is printed for every criterion, and parses to just that", () => {
    fc.assert(
      fc.property(arbitrary, (criterion) => {
        expect(valueOf(form, form.print(criterion))).toEqual(criterion);
      }),
      { numRuns: 3000 },
    );
  });

  test("is legal YAML without quotes", () => {
    fc.assert(
      fc.property(arbitrary, (criterion) => {
        const text = form.print(criterion);
        if (typeof text !== "string" || !isPlain(text)) return;
        expect(parseYaml(`- ${text}\n`)).toEqual([text]);
      }),
      { numRuns: 2000 },
    );
  });

  test("is not printed for a criterion with something in it that no word says", () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), (criterion, seed) => {
        expect(form.print(spoil(criterion, seed))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test("is parsed or complained about within the text, whatever it is", () => {
    const words = fc.oneof(
      keyword,
      plain,
      fc.constantFrom("'", '"', "avg", "80", "dynamic medium 2 of 4", "where a includes b"),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(" ");
        const parsed = form.parse(text);
        if (parsed === undefined) throw new Error("a text is never the long form");
        expect("value" in parsed ? valueOf(form, form.print(parsed.value)) : placeOf(parsed, text)).toEqual(
          "value" in parsed ? parsed.value : "within",
        );
      }),
      { numRuns: 3000 },
    );
  });
});

function placeOf({ complaint, at = -1 }: { readonly complaint: string; readonly at?: number }, text: string): string {
  return complaint !== "" && at >= 0 && at <= text.length ? "within" : `${complaint} at ${at}`;
}

/** The criterion with an unknown property in one of its objects. */
function spoil(value: JsonObject, seed: number): JsonObject {
  const inner = Object.entries(value).filter(([, item]) => isObject(item) || Array.isArray(item));
  const pick = inner[seed % (inner.length + 1)];
  if (pick === undefined) return { ...value, future: 1 };
  const [key, item] = pick;
  if (isObject(item)) return { ...value, [key]: { ...item, future: 1 } };
  const list = item as readonly JsonObject[];
  return { ...value, [key]: list.map((element, index) => (index === 0 ? { ...element, future: 1 } : element)) };
}

test.each([
  [{ operator: "NotEquals" }],
  [{ timeAggregation: "Median" }],
  [{ threshold: "80" }],
  [{ threshold: null }],
  [{ skipMetricValidation: false }],
  [{ name: "", metricName: 5 }],
  [{ dimensions: [] }],
  [{ dimensions: [{ name: "a", operator: "include", values: ["b"] }] }],
  [{ dimensions: [{ name: "a", operator: "Include", values: [] }] }],
  [{ dimensions: [{ name: "a", operator: "Include", values: [5] }] }],
  [{ alertSensitivity: "Medium" }],
  [{ ignoreDataBefore: "2026-10-01T00:00:00Z" }],
])("a criterion with %j has no short form", (change) => {
  const criterion = { metricName: "cpu", timeAggregation: "Average", operator: "GreaterThan", threshold: 80 };
  expect(metricCondition.print(criterion)).toBe("avg cpu > 80");
  expect(metricCondition.print({ ...criterion, ...change })).toBeUndefined();
});

test.each([
  ["avg Percentage CPU > 80"],
  ["avg RxLightLevel < -10 where Link includes 'link 1' or 'C:'"],
  [
    "total Transactions from Microsoft.Storage/storageAccounts/fileServices >= 1 where ResponseType startswith SuccessWith as throttled",
  ],
  ["avg Percentage CPU > dynamic medium 2 of 4 since 2026-10-01T00:00:00Z"],
  ["total prompt view from azure.applicationinsights < 1 with skipmetricvalidation"],
  ["avg 'Read and Write' > 5"],
  ['avg "Bob\'s" > 5'],
  ["avg cpu > 5 where State includes 'OR' or '#1' or 'a,b'"],
])("%s is printed as it was written", (text) => {
  expect(metricCondition.print(valueOf(metricCondition, text) ?? null)).toBe(text);
});

test("the tag of the union, which follows from the rest, stands in no text", () => {
  const criterion = {
    form: "static",
    metricName: "cpu",
    timeAggregation: "Average",
    operator: "GreaterThan",
    threshold: 80,
  };
  expect(metricCondition.print(criterion)).toBe("avg cpu > 80");
});

test("a map is Azure's, not a condition", () => {
  expect(metricCondition.parse({ metricName: "cpu" })).toBeUndefined();
});

test.each([[5], [true], [null], [["avg cpu > 5"]]])("%j is no condition", (written) => {
  expect(metricCondition.parse(written)).toEqual({ complaint: expect.stringContaining("wanted is a condition") });
});
