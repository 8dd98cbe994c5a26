import { expect, test } from "vitest";
import { parseMetricCondition } from "../../../src/kinds/condition/metric-condition.ts";
import { complaintOf } from "./complaint-of.ts";

const cpu = { metricName: "cpu", timeAggregation: "Average", operator: "GreaterThan", threshold: 80 };

test.each([
  ["avg cpu > 80", cpu],
  ["  avg\tcpu\n>  80 ", cpu],
  ["avg Percentage CPU > 80", { ...cpu, metricName: "Percentage CPU" }],
  ["avg 'Percentage  CPU' > 80", { ...cpu, metricName: "Percentage  CPU" }],
  ["avg 'time from start' > 80", { ...cpu, metricName: "time from start" }],
  ["avg of at least > 80", { ...cpu, metricName: "of at least" }],
  ["avg it''s > 80", { ...cpu, metricName: "it''s" }],
  ["avg 'it''s' > 80", { ...cpu, metricName: "it's" }],
  ['avg "it\'s ""so""" > 80', { ...cpu, metricName: 'it\'s "so"' }],
  ["avg d2c.telemetry.ingress.success > 80", { ...cpu, metricName: "d2c.telemetry.ingress.success" }],
  [
    String.raw`avg \LogicalDisk(C:)\% Free Space > 80`,
    { ...cpu, metricName: String.raw`\LogicalDisk(C:)\% Free Space` },
  ],
  ["min cpu > 80", { ...cpu, timeAggregation: "Minimum" }],
  ["max cpu > 80", { ...cpu, timeAggregation: "Maximum" }],
  ["total cpu > 80", { ...cpu, timeAggregation: "Total" }],
  ["count cpu > 80", { ...cpu, timeAggregation: "Count" }],
  ["avg avg > 80", { ...cpu, metricName: "avg" }],
  ["avg cpu = 80", { ...cpu, operator: "Equals" }],
  ["avg cpu >= 80", { ...cpu, operator: "GreaterThanOrEqual" }],
  ["avg cpu < 80", { ...cpu, operator: "LessThan" }],
  ["avg cpu <= 80", { ...cpu, operator: "LessThanOrEqual" }],
  ["avg cpu > -10", { ...cpu, threshold: -10 }],
  ["avg cpu > 0.04", { ...cpu, threshold: 0.04 }],
  ["avg cpu > 1e9", { ...cpu, threshold: 1e9 }],
  ["avg cpu > 1.50E+3", { ...cpu, threshold: 1500 }],
  ["avg cpu > 2.5e-7", { ...cpu, threshold: 2.5e-7 }],
  ["avg cpu > 1e-3", { ...cpu, threshold: 0.001 }],
  ["avg cpu > -1.5e-2", { ...cpu, threshold: -0.015 }],
  [
    "avg 'Microsoft.Storage/storageAccounts.Transactions' > 80",
    { ...cpu, metricName: "Microsoft.Storage/storageAccounts.Transactions" },
  ],
  ["avg cpu > 007", { ...cpu, threshold: 7 }],
  ["avg cpu > 80 as high", { name: "high", ...cpu }],
  ["avg cpu > 80 as '1st criterion'", { name: "1st criterion", ...cpu }],
  ["avg cpu > 80 with skipmetricvalidation", { ...cpu, skipMetricValidation: true }],
  ["avg cpu from My-Ns > 80", { ...cpu, metricNamespace: "My-Ns" }],
  [
    "avg cpu > 80 where Node includes * and Pool excludes 'a b' or C as x",
    {
      name: "x",
      ...cpu,
      dimensions: [
        { name: "Node", operator: "Include", values: ["*"] },
        { name: "Pool", operator: "Exclude", values: ["a b", "C"] },
      ],
    },
  ],
  [
    "avg cpu > 80 where 'Pod Name' startswith 'and' or O'Brien",
    { ...cpu, dimensions: [{ name: "Pod Name", operator: "StartsWith", values: ["and", "O'Brien"] }] },
  ],
])("%s", (text, expected) => {
  expect(parseMetricCondition(text)).toEqual(expected);
});

const learned = {
  metricName: "cpu",
  timeAggregation: "Average",
  operator: "GreaterThan",
  alertSensitivity: "Medium",
  failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 2 },
};

test.each([
  ["avg cpu > dynamic medium 2 of 4", learned],
  ["avg cpu < dynamic low 2 of 4", { ...learned, operator: "LessThan", alertSensitivity: "Low" }],
  ["avg cpu >< dynamic high 2 of 4", { ...learned, operator: "GreaterOrLessThan", alertSensitivity: "High" }],
  [
    "avg cpu > dynamic medium 2 of 4 since 2026-10-01T00:00:00.1234567Z where a includes b",
    {
      ...learned,
      ignoreDataBefore: "2026-10-01T00:00:00.1234567Z",
      dimensions: [{ name: "a", operator: "Include", values: ["b"] }],
    },
  ],
])("%s", (text, expected) => {
  expect(parseMetricCondition(text)).toEqual(expected);
});

test("a placeholder is one word wherever a name, a value or a number may stand", () => {
  const [a, b, c, d, e, f, g] = [
    "\uE0000\uE001",
    "\uE0001\uE001",
    "\uE0002\uE001",
    "\uE0003\uE001",
    "\uE0004\uE001",
    "\uE0005\uE001",
    "\uE0006\uE001",
  ];
  expect(parseMetricCondition(`avg x ${a} from ${b} > ${c} where ${d} includes ${e} or pre-${f} as ${g}`)).toEqual({
    name: g,
    metricName: `x ${a}`,
    metricNamespace: b,
    timeAggregation: "Average",
    operator: "GreaterThan",
    threshold: c,
    dimensions: [{ name: d, operator: "Include", values: [e, `pre-${f}`] }],
  });
  expect(parseMetricCondition(`avg x > dynamic ${a} ${b} of ${c} since ${d}`)).toEqual({
    metricName: "x",
    timeAggregation: "Average",
    operator: "GreaterThan",
    alertSensitivity: a,
    failingPeriods: { numberOfEvaluationPeriods: c, minFailingPeriodsToAlert: b },
    ignoreDataBefore: d,
  });
});

/** Text, the word complained about (nothing: the end), and what the complaint says. */
test.each([
  ["", "", "wanted here is an aggregation: `avg`, `min`, `max`, `total` or `count`"],
  ["avarage cpu > 80", "avarage", "did you mean `avg`?"],
  ["average cpu > 80", "average", "did you mean `avg`?"],
  ["sum cpu > 80", "sum", "did you mean `total`?"],
  ["AVG cpu > 80", "AVG", "`AVG` is written `avg`: keywords are lower case"],
  ["'avg' cpu > 80", "'avg'", "the keyword `avg` stands without"],
  ["cpu > 80", "cpu", "is not legal here, wanted is an aggregation"],
  ["avg > 80", "> 80", "the name of a metric after `avg`"],
  ["avg from x > 80", "from", "the name of a metric after `avg`"],
  ["avg cpu", "", "after the metric cpu a comparison is missing, such as `> 80`"],
  ["avg cpu>80", "cpu>80", "words are separated by blanks: `cpu > 80`"],
  ["avg cpu >80", ">80", "words are separated by blanks: `> 80`"],
  ["avg cpu > = 80", "> =", "`> =` is one word: `>=`"],
  ["avg cpu != 5", "!=", "Azure has no `not equal`"],
  ["avg cpu == 5", "==", "equal is `=`"],
  ["avg cpu => 5", "=>", "greater or equal is `>=`"],
  ["avg cpu above 5", "", "a comparison is missing"],
  ["avg cpu >", "", "wanted here is a number or `dynamic`"],
  ["avg cpu = high", "high", "wanted is a number"],
  ["avg cpu > 5%", "5%", "a metric has its own unit, write `5`"],
  ["avg cpu > 5 %", "%", "a metric has its own unit"],
  ["avg cpu > 1,000", "1,000", "write `1000`"],
  ["avg cpu > 0,5", "0,5", "the decimal sign is a period, `0.5`"],
  ["avg cpu > .5", ".5", "write `0.5`"],
  ["avg cpu > +5", "+5", "write `5`"],
  ["avg cpu > '5'", "'5'", "wanted is a number"],
  ["avg cpu > 12345678901234567890", "12345678901234567890", "the nearest number is `12345678901234567000`"],
  ["avg cpu > 1e999", "1e999", "cannot be kept exactly"],
  ["avg cpu > -\uE0000\uE001", "-\uE000", "let the variable hold all of it"],
  ["avg cpu >< 5", "><", "goes with `dynamic` only"],
  ["avg cpu >= dynamic low 1 of 2", ">=", "does not go with `dynamic`, which takes `>`, `<` or `><`"],
  ["avg cpu > Dynamic low 1 of 2", "Dynamic", "is written `dynamic`"],
  ["avg cpu > dynamic Medium 2 of 4", "Medium", "is written `medium`"],
  ["avg cpu > dynamic 2 of 4", "2", "wanted is how sensitive: `low`, `medium` or `high`"],
  ["avg cpu > dynamic medium", "", "a number of windows, such as `2 of 4`"],
  ["avg cpu > dynamic medium 2 4", "4", "`of` and a number of windows"],
  ["avg cpu > dynamic medium 0 of 4", "0", "a number of windows"],
  ["avg cpu > dynamic medium 2 of 4 since 2026-10-01", "2026-10-01", "midnight in UTC is `2026-10-01T00:00:00Z`"],
  ["avg cpu > dynamic medium 2 of 4 since 2026-13-01T00:00:00Z", "2026-13-01T00:00:00Z", "wanted is an instant"],
  ["avg cpu > dynamic medium 2 of 4 since 2026-10-01T00:00:00", "2026-10-01T00:00:00", "`2026-10-01T00:00:00Z` is UTC"],
  ["avg cpu where a includes b > 5", "where", "no comparison came before it"],
  ["avg read and write > 5", "and", "a metric whose name has this word stands in quotes"],
  ["avg cpu FROM ns > 5", "FROM", "is written `from`"],
  ["avg 'cpu' time > 5", "time", "all of the name stands in the quotes"],
  ["avg cpu 'time' > 5", "cpu", "the quotes go around all of a metric's name"],
  ["avg Microsoft.Web/sites.'Http 5xx' > 5", "Microsoft", "write `METRIC from Microsoft.Web/sites`"],
  ["avg cpu from x y > 5", "y", "wanted is a comparison"],
  ["avg cpu from > 5", ">", "wanted is a metric namespace"],
  ["avg 'cpu > 5", "'cpu", "the quote ' that opens here is never closed"],
  ["avg 'cpu'> 5", "> 5", "after the closing quote of 'cpu' a blank is wanted"],
  ["avg cpu > 5 wher a includes b", "wher", "did you mean `where`?"],
  ["avg cpu > 5 Where a includes b", "Where", "is written `where`"],
  ["avg cpu > 5 6", "6", "wanted is `where`, `with` or `as`, or the end"],
  ["avg cpu > 5 where", "", "the name of a dimension"],
  ["avg cpu > 5 where a", "", "what to do with `a`: `includes`, `excludes` or `startswith`"],
  ["avg cpu > 5 where a = b", "=", "did you mean `includes`?"],
  ["avg cpu > 5 where a include b", "include b", "did you mean `includes`?"],
  ["avg cpu > 5 where a startsWith b", "startsWith", "is written `startswith`"],
  ["avg cpu > 5 where Pod Name includes b", "Pod", "a dimension whose name has a blank stands in quotes: 'Pod Name'"],
  ["avg cpu > 5 where a includes", "", "a value of the dimension, or `*` for each"],
  ["avg cpu > 5 where a includes or", "or", "one that reads like a keyword stands in quotes"],
  ["avg cpu > 5 where a includes b, c", "b,", "between values stands `or`: `b or …`"],
  ["avg cpu > 5 where a includes b,c", "b,c", "between values stands `or`: `b or c`"],
  ["avg cpu > 5 where a includes b OR c", "OR", "is written `or`"],
  ["avg cpu > 5 where a includes b n includes c", "n includes", "before `n` the word `and` is missing"],
  ["avg cpu > 5 where a includes Korea Central", "Central", "a value with a blank stands in quotes"],
  ["avg cpu > 5 where a includes b and", "", "the name of a dimension"],
  ["avg cpu > 5 as x where a includes b", "where", "the order is `where`, `with`, `as`"],
  ["avg cpu > 5 as x y", "y", "the name is one word or stands in quotes"],
  ["avg cpu > 5 with skipMetricValidation", "skipM", "is written `skipmetricvalidation`"],
  ["avg cpu > 5 at least 2 of 3", "at least", "is for logs"],
  [
    "avg Microsoft.Storage/storageAccounts.Transactions > 1",
    "Microsoft",
    "a dot makes no namespace here; write `Transactions from Microsoft.Storage/storageAccounts`",
  ],
  [
    "avg microsoft.storage/storageaccounts/fileservices.Success E2E Latency > 1",
    "microsoft",
    "write `Success E2E Latency from microsoft.storage/storageaccounts/fileservices`",
  ],
  ["avg 'My Ns'.x > 1", "'My Ns'", "a dot makes no namespace here; write `x from 'My Ns'`"],
])("%s is refused at its word", (text, word, says) => {
  const { complaint, at } = complaintOf(parseMetricCondition(text));
  expect(complaint).toContain(says);
  expect(at).toBe(word === "" ? text.length : text.indexOf(word));
});
