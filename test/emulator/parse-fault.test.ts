import { expect, test } from "vitest";
import { parseFault } from "../../src/emulator/arm/parse-fault.ts";

test.each([
  {
    line: "PUT metricAlerts 429 retry-after=2 times=3",
    fault: {
      methods: ["PUT"],
      target: "metricAlerts",
      times: 3,
      effect: {
        do: "answer",
        status: 429,
        code: "TooManyRequests",
        message: "The emulator was asked to answer 429.",
        headers: { "retry-after": "2" },
        acted: false,
      },
    },
  },
  {
    line: "* * 500 acted code=Oops message=it broke, times=3 or not",
    fault: {
      methods: [],
      target: "*",
      effect: {
        do: "answer",
        status: 500,
        code: "Oops",
        message: "it broke, times=3 or not",
        headers: {},
        acted: true,
      },
    },
  },
  {
    line: "get,head /actionGroups$/ cut=20 after=1",
    fault: { methods: ["GET", "HEAD"], target: "/actionGroups$/", after: 1, effect: { do: "cut", bytes: 20 } },
  },
  { line: "GET * malformed", fault: { methods: ["GET"], target: "*", effect: { do: "malform" } } },
  { line: "PUT * drop-before", fault: { methods: ["PUT"], target: "*", effect: { do: "drop", acted: false } } },
  { line: "PUT * drop-after", fault: { methods: ["PUT"], target: "*", effect: { do: "drop", acted: true } } },
  { line: "* * latency=500", fault: { methods: [], target: "*", effect: { do: "delay", milliseconds: 500 } } },
  { line: "GET * stale", fault: { methods: ["GET"], target: "*", effect: { do: "stale" } } },
  { line: "GET * hide-new=3", fault: { methods: ["GET"], target: "*", effect: { do: "hide-new", reads: 3 } } },
  { line: "GET * lag=47000", fault: { methods: ["GET"], target: "*", effect: { do: "lag", milliseconds: 47_000 } } },
  {
    line: "GET metricAlerts pages=2",
    fault: { methods: ["GET"], target: "metricAlerts", effect: { do: "pages", size: 2 } },
  },
  { line: "PUT * mind-groups", fault: { methods: ["PUT"], target: "*", effect: { do: "mind-groups" } } },
  {
    line: "PUT * unreadable=/subscriptions/x",
    fault: { methods: ["PUT"], target: "*", effect: { do: "unreadable", below: "/subscriptions/x" } },
  },
  { line: "* * dress=2024-02-29", fault: { methods: [], target: "*", effect: { do: "dress", dress: "2024-02-29" } } },
  { line: "* * dress=old", fault: { methods: [], target: "*", effect: { do: "dress", dress: "old" } } },
])("`$line` is understood", ({ line, fault }) => {
  expect(parseFault(line)).toEqual(fault);
});

test.each([
  { line: "PUT metricAlerts", message: /a fault is METHODS TARGET EFFECT/ },
  {
    line: "PUT metricAlerts explode",
    message: /`explode` is no effect of a fault; one is a status from 200 to 599, malformed, .*pages=2/,
  },
  { line: "GET * pages=0", message: /`pages` of a fault wants a number from 1 on, not `0`/ },
  { line: "PUT * unreadable=ops", message: /`unreadable` of a fault wants an id, such as .*, not `ops`/ },
  { line: "* * dress=2023-02-29", message: /a dress is one of .*, not `2023-02-29`/ },
  { line: "PUT metricAlerts cut=many", message: /`cut` of a fault wants a number, not `many`/ },
  { line: "PUT metricAlerts stale retry-after=2", message: /has no use for `retry-after`/ },
  { line: "* * dress=red", message: /a dress is one of old, future, shuffled, or a day such as 2019-06-14, not `red`/ },
  { line: "* /(/ 500", message: /Invalid regular expression/ },
])("`$line` is refused", ({ line, message }) => {
  expect(() => parseFault(line)).toThrow(message);
});
