import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { carry, fit, lay, leaves, leftover, without } from "../../../src/core/settings/overlay.ts";

const receivers = [{ name: "Admin", mail: "a@b.c" }, { name: "slack" }];

describe("what we have no word for", () => {
  test.each<[string, JsonObject, JsonObject, Json | undefined]>([
    ["is a key that is there and not here", { a: 1, future: 2 }, { a: 1 }, { future: 2 }],
    ["is no key in another case", { A: 1 }, { a: 1 }, undefined],
    ["is looked for under its own letters first", { a: { x: 1 } }, { A: { x: 1 }, a: {} }, { a: { x: 1 } }],
    ["may have a name that every object knows", { constructor: { a: 1 } }, {}, { constructor: { a: 1 } }],
    ["is no value that differs", { a: 1 }, { a: 2 }, undefined],
    ["is no nothing", { a: null, b: [], c: {}, d: "" }, {}, undefined],
    [
      "is nothing that ARM writes itself",
      { id: "x", name: "n", type: "t", etag: "e", systemData: { a: 1 }, tags: { a: "b" } },
      {},
      undefined,
    ],
    [
      "is nothing that Azure owns",
      { properties: { receivers: [{ name: "a", status: "On" }], status: "On" } },
      { properties: { receivers: [{ name: "a" }] } },
      { properties: { status: "On" } },
    ],
    [
      "in an element is under its name",
      { receivers: [{ ...receivers[0]!, future: 1 }, receivers[1]!] },
      { receivers },
      { receivers: { admin: { future: 1 } } },
    ],
    [
      "in a nameless element is under what it says",
      {
        list: [
          { x: 1, future: 1 },
          { x: 1, future: 2 },
        ],
      },
      { list: [{ x: 1 }, { x: 1 }] },
      { list: { '{"x":1}': { future: 1 }, '{"x":1}#2': { future: 2 } } },
    ],
    ["may be a whole element", { future: [{ a: 1 }] }, {}, { future: [{ a: 1 }] }],
  ])("%s", (_, body, known, expected) => {
    expect(leftover(body, known, [["properties", "receivers", "*", "status"]])).toEqual(expected);
  });

  test("names its place without the secrets of a nameless element", () => {
    const known = { list: [{ uri: "https://secret" }, { uri: "https://other" }] };
    const body = { list: known.list.map((element) => ({ ...element, future: 1 })) };
    const shown = { list: [{ uri: "${hidden:0}" }, { uri: "${hidden:1}" }] };
    expect(Object.keys((leftover(body, known, [], shown)?.["list"] ?? {}) as object)).toEqual(
      shown.list.map((element) => JSON.stringify(element)),
    );
  });
});

describe("what is carried", () => {
  test.each<[string, JsonObject, JsonObject, JsonObject, JsonObject, readonly string[]]>([
    ["is added where nothing stands", { future: 1 }, { a: 1 }, { a: 2 }, { a: 2, future: 1 }, []],
    [
      "finds its element in another order",
      { receivers: { admin: { future: 1 } } },
      { receivers },
      { receivers: receivers.toReversed() },
      { receivers: [receivers[1]!, { ...receivers[0]!, future: 1 }] },
      [],
    ],
    [
      "is lost with its element",
      { receivers: { admin: { future: 1 } } },
      { receivers },
      { receivers: [receivers[1]!] },
      { receivers: [receivers[1]!] },
      ["receivers.admin.future"],
    ],
    [
      "is lost with its list, and makes no map of it",
      { receivers: { admin: { future: 1 } } },
      { receivers },
      {},
      {},
      ["receivers.admin.future"],
    ],
    [
      "is lost with its object, and makes none of its own",
      { inner: { future: { a: 1 } } },
      { inner: { x: 1 } },
      {},
      {},
      ["inner.future.a"],
    ],
    ["is a new object where none was known", { inner: { future: 1 } }, {}, {}, { inner: { future: 1 } }, []],
    [
      "finds names in another case",
      { Inner: { future: 1 } },
      { inner: { x: 1 } },
      { inner: { x: 2 } },
      { inner: { x: 2, future: 1 } },
      [],
    ],
    ["gives way to what stands there now", { future: 1 }, {}, { future: 2 }, { future: 2 }, ["future"]],
  ])("%s", (_, beside, known, body, expected, expectedLost) => {
    const { placed, lost } = fit(beside, body, known);
    expect({ body: carry(body, placed), lost }).toEqual({ body: expected, lost: expectedLost });
  });
});

describe("the author's `arm`", () => {
  test.each<[string, Json, Json]>([
    ["merges maps", { properties: { future: true } }, { location: "global", properties: { receivers, future: true } }],
    ["replaces values", { location: "westeurope" }, { location: "westeurope", properties: { receivers } }],
    ["finds names in another case", { Properties: { Receivers: null } }, { location: "global", properties: {} }],
    ["takes out with null", { properties: { receivers: null } }, { location: "global", properties: {} }],
    [
      "reaches an element by its name",
      { properties: { receivers: { admin: { future: 1, mail: null } } } },
      { location: "global", properties: { receivers: [{ name: "Admin", future: 1 }, receivers[1]!] } },
    ],
    [
      "takes an element out",
      { properties: { receivers: { slack: null } } },
      { location: "global", properties: { receivers: [receivers[0]!] } },
    ],
    [
      "replaces a list by a list",
      { properties: { receivers: [] } },
      { location: "global", properties: { receivers: [] } },
    ],
    [
      "takes nothing out of what is not there",
      { properties: { gone: { a: null, b: { c: null } } } },
      { location: "global", properties: { receivers } },
    ],
  ])("%s", (_, arm, expected) => {
    expect(lay({ location: "global", properties: { receivers } }, arm)).toEqual(expected);
  });

  test.each<[JsonObject, JsonObject]>([
    [{ properties: { future: null } }, { properties: { other: { a: 1, b: 2 } } }],
    [{ properties: { Other: { a: 5 } } }, { properties: { future: 1, other: { b: 2 } } }],
    [{ properties: { future: 1, other: { a: 1, b: 2 } } }, {}],
  ])("decides over what is carried: %j", (arm, expected) => {
    expect(without({ properties: { future: 1, other: { a: 1, b: 2 } } }, arm)).toEqual(expected);
  });
});

test("the leaves of an overlay are told as paths", () => {
  expect(leaves({ properties: { receivers: { admin: { future: 1 } }, list: [1] }, empty: {} })).toEqual([
    "properties.receivers.admin.future",
    "properties.list",
    "empty",
  ]);
});

describe("rules of Prometheus", () => {
  const body = (...rules: readonly string[]): JsonObject => ({
    rules: rules.map((text) => {
      const [alert = "", expression = "", unknown] = text.split(" ");
      return { alert, expression, ...(unknown === undefined ? {} : { unknown }) };
    }),
  });
  const known = (...rules: readonly string[]): JsonObject =>
    body(...rules.map((text) => text.split(" ").slice(0, 2).join(" ")));
  const carried = (live: readonly string[], wish: readonly string[]) => {
    const beside = leftover(body(...live), known(...live), []) ?? {};
    const { placed, lost } = fit(beside, body(...wish), known(...live));
    return lost.length > 0 ? "lost" : carry(body(...wish), placed);
  };

  test.each<[string, readonly string[], readonly string[], readonly string[] | "lost"]>([
    ["keep what nobody knows by their name", ["A x 1", "B y"], ["B y", "A z"], ["B y", "A z 1"]],
    ["of one name keep it by what they say", ["A x 1", "A y"], ["A y", "A x"], ["A y", "A x 1"]],
    ["of one name never give it to another", ["A x 1", "A y"], ["A y"], "lost"],
    ["of one name lose it where they change", ["A x 1", "A y"], ["A z", "A y"], "lost"],
  ])("%s", (_, live, wish, expected) => {
    expect(carried(live, wish)).toEqual(expected === "lost" ? "lost" : body(...expected));
  });
});

test("an element without a name is the same one, however a length of time and an id in it are spelled", () => {
  const rule = (length: string, id: string): JsonObject => ({ for: length, scope: id, more: { id } });
  const other = { for: "PT1M" };
  const body = { rules: [{ ...rule("PT90M", "/subscriptions/A/b"), future: 1 }, other] };
  const known = { rules: [rule("PT90M", "/subscriptions/A/b"), other] };
  const beside = leftover(body, known, []);
  const respelled = { rules: [rule("PT1H30M", "/Subscriptions/a/B"), other] };
  expect(fit(beside ?? {}, respelled, known)).toEqual({ placed: beside, lost: [] });
});

test("a piece of one of several rules of a name finds it again where a length is spelled otherwise", () => {
  const rules = (length: string, more: JsonObject = {}): JsonObject => ({
    rules: [
      { alert: "Down", expression: "up == 0" },
      { alert: "Down", expression: "up == 0", for: length, resolveConfiguration: { timeToResolve: length }, ...more },
    ],
  });
  const body = rules("PT90M", { future: 1 });
  const beside = leftover(body, rules("PT90M"), []) ?? {};
  const { placed, lost } = fit(beside, rules("PT1H30M"), rules("PT90M"));
  expect(lost).toEqual([]);
  expect(carry(rules("PT1H30M"), placed)).toEqual(rules("PT1H30M", { future: 1 }));
});

test("`arm` reaches one of several rules of a name by what it says", () => {
  const rules = (first: JsonObject): JsonObject => ({
    rules: [
      { alert: "Down", for: "PT90M", ...first },
      { alert: "Down", for: "PT5M" },
    ],
  });
  const arm = { rules: { '{"alert":"Down","for":"1h30m"}': { future: 1 } } };
  expect(lay(rules({}), arm)).toEqual(rules({ future: 1 }));
});
