import fc from "fast-check";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  frameText,
  goneFrom,
  markerOf,
  shownOf,
  unframeText,
  unseenIn,
  type CommentData,
  type ShownChange,
} from "../../../src/core/plan/comment.ts";
import { commentLimit } from "../../../src/action/limits.ts";
import { runs } from "../../support/runs.ts";
import { planned } from "../../report/planned.ts";

const marker = markerOf("plan", "tocsin.yaml", "production");

const shown: fc.Arbitrary<ShownChange> = fc.record({
  action: fc.constantFrom("create", "update", "delete", "blocked", "rename"),
  kind: fc.string(),
  name: fc.string({ unit: "binary" }).map((name) => name.toWellFormed()),
  resourceGroup: fc.string(),
  digest: fc.string({ maxLength: 16 }),
});

const data: fc.Arbitrary<CommentData> = fc.record(
  {
    state: fc.constantFrom("planned", "applied", "failed"),
    head: fc.string(),
    run: fc.record({ id: fc.maxSafeNat(), attempt: fc.nat() }),
    digest: fc.string(),
    changes: fc.array(shown),
    authors: fc.array(
      fc.record(
        {
          value: fc.string(),
          changed: fc.record({
            by: fc.string({ minLength: 1 }),
            at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((at) => at.toISOString()),
          }),
        },
        { requiredKeys: ["value"] },
      ),
      { minLength: 1 },
    ),
    shownAt: fc.string(),
  },
  { requiredKeys: ["state", "head", "run", "changes"] },
);

/** Lines of a text, some of which look like ours. */
const text = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom("", "<sub>x</sub>", "<!-- tocsin-data eJw= -->", "<!-- tocsin-data ", marker, "  x  "),
    ),
  )
  .map((lines) => lines.join("\n").replaceAll("\r", "").trim());

test("what is framed is taken apart again: text and data are what they were", () => {
  fc.assert(
    fc.property(text, fc.option(data, { nil: undefined }), fc.string({ unit: "grapheme" }), (said, hidden, footer) => {
      const body = frameText({ marker, text: said, footer, ...(hidden === undefined ? {} : { data: hidden }) });
      const expected = { marker, text: said, ...(hidden === undefined ? {} : { data: hidden }) };
      expect(unframeText(body)).toEqual(expected);
      // An editor on the web, and whoever stores it, may change the ends of lines.
      expect(unframeText(`${body.replaceAll("\n", "\r\n")}\r\n\n`)).toEqual(expected);
      expect(body.split("\n")[0]).toBe(marker);
    }),
    runs(300),
  );
});

describe("data that somebody edited", () => {
  test("is no error, and no change of an action that there is not", () => {
    const anything = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.base64String());
    const packed = fc.json().map((json) => deflateRawSync(json).toString("base64"));
    fc.assert(
      fc.property(fc.oneof(anything, packed), (hidden) => {
        const { data: read } = unframeText(`${marker}\ntext\n<sub>f</sub>\n<!-- tocsin-data ${hidden} -->`);
        expect(read).toBeUndefined();
      }),
      runs(300),
    );
  });

  test.each<[unknown, unknown]>([
    [{ v: 1, state: "planned", head: "a", run: [1, 2], changes: [["explode", "K", "n", "g", "d"]] }, []],
    [{ v: 1, state: "planned", head: "a", run: [1, 2], changes: [["__proto__", "K", "n", "g", "d"]] }, []],
    [{ v: 1, state: "planned", head: "a", run: [1, 2], changes: [["create", "K", "n", "g", 7], ["create"], 7] }, []],
    [{ v: 1, state: "planned", head: "a", run: [1, 2], changes: { length: 1 } }, []],
    [{ v: 1, state: "planned", head: "a", run: [1e300, 2], changes: [] }, undefined],
    [{ v: 1, state: "done", head: "a", run: [1, 2], changes: [] }, undefined],
    [{ v: 2, state: "planned", head: "a", run: [1, 2], changes: [] }, undefined],
    [{ v: 1, state: "planned", head: {}, run: [1, 2], changes: [] }, undefined],
    [[], undefined],
    [null, undefined],
  ])("says no more than it can: %j", (json, changes) => {
    const hidden = deflateRawSync(JSON.stringify(json)).toString("base64");
    expect(unframeText(`${marker}\n\n<!-- tocsin-data ${hidden} -->`).data?.changes).toEqual(changes);
  });

  test.each<[unknown, unknown]>([
    [
      [["v"], ["v", "ann", "2026-11-19T02:14:00Z"]],
      [{ value: "v" }, { value: "v", changed: { by: "ann", at: "2026-11-19T02:14:00Z" } }],
    ],
    [[["v", "ann", "@everyone 2026"], ["v", "", "2026-11-19T02:14:00Z"], ["v", "ann"], [7], "v", [], null], []],
    [[["v", "ann", "2026-11-19T02:14:00Z", "and more"]], []],
    [{ length: 1 }, undefined],
    ["v", undefined],
  ])("names nobody who is not well-formed: %j", (authors, read) => {
    const told = { v: 1, state: "planned", head: "a", run: [1, 2], changes: [], authors };
    const hidden = deflateRawSync(JSON.stringify(told)).toString("base64");
    expect(unframeText(`${marker}\n\n<!-- tocsin-data ${hidden} -->`).data?.authors).toEqual(read);
  });

  test("does not fill the memory", () => {
    const bomb = deflateRawSync(
      JSON.stringify({ v: 1, state: "planned", head: "x".repeat(2 ** 22), run: [1, 1], changes: [] }),
    ).toString("base64");
    expect(unframeText(`${marker}\n\n<!-- tocsin-data ${bomb} -->`).data).toBeUndefined();
  });
});

test("authors that do not fit are left out before any change is", () => {
  const random = (index: number): string => (Math.imul(index, 2654435761) >>> 0).toString(16).padStart(8, "0");
  const authors = Array.from({ length: 5000 }, (_, index) => ({ value: random(index) + random(index + 9) }));
  const changes = [{ action: "update" as const, kind: "MetricAlert", name: "cpu", resourceGroup: "rg", digest: "d" }];
  const whole: CommentData = { state: "planned", head: "h", run: { id: 1, attempt: 1 }, changes };
  const body = frameText({ marker, text: "t", footer: "f", data: { ...whole, authors } });
  expect(unframeText(body).data).toEqual(whole);
});

test("so many changes that they do not fit are left out, and the digest of the plan stays", () => {
  const random = (index: number): string => (Math.imul(index, 2654435761) >>> 0).toString(16).padStart(8, "0");
  const changes = Array.from({ length: 5000 }, (_, index) => ({
    action: "create" as const,
    kind: "MetricAlert",
    name: random(index),
    resourceGroup: "rg",
    digest: random(index + 9) + random(index * 7),
  }));
  const whole: CommentData = { state: "planned", head: "h", run: { id: 1, attempt: 1 }, digest: "d", changes };
  const body = frameText({ marker, text: "t", footer: "f", data: whole });
  expect(body.length).toBeLessThan(24_200);
  const left = { ...whole, changes: [], untold: 5000 };
  expect(unframeText(body).data).toEqual(left);
  expect(unframeText(frameText({ marker, text: "t", footer: "f", data: left })).data).toEqual(left);
  const half = { ...whole, changes: changes.slice(0, 800) };
  expect(unframeText(frameText({ marker, text: "t", footer: "f", data: half })).data).toEqual(half);
});

test("no name can end a marker", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme-ascii" }), (workspace, environment) => {
      expect(markerOf("drift", workspace, environment)).toMatch(/^<!-- tocsin drift [^\s<>]* [^\s<>]* -->$/);
    }),
  );
});

test("all that we write is short enough for GitHub, wherever the workspace is", () => {
  const letters = fc.constantFrom("a", "/", "지", "%", "🔔");
  const path = fc.string({ unit: letters, minLength: 1, maxLength: 4096, size: "max" });
  fc.assert(
    fc.property(path, path, (workspace, environment) => {
      const longest = markerOf("validate", workspace, environment);
      expect(longest.length).toBeLessThan(2100);
      const changes = Array.from({ length: 800 }, (_, index) => ({
        action: "create" as const,
        kind: "PrometheusRuleGroup",
        name: `${Math.imul(index, 2654435761)}`,
        resourceGroup: "rg",
        digest: `${Math.imul(index, 1597334677)}`,
      }));
      const whole: CommentData = { state: "planned", head: "h".repeat(64), run: { id: 1, attempt: 1 }, changes };
      const body = frameText({
        marker: longest,
        text: "x".repeat(commentLimit),
        footer: "f".repeat(1000),
        data: whole,
      });
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(unframeText(body).marker).toBe(longest);
    }),
    runs(20),
  );
  const [one, other] = ["a", "b"].map((end) => markerOf("plan", `${"p/".repeat(2000)}${end}`, "production"));
  expect(one).not.toBe(other);
});

test("what was shown is known again, and what was not, or is gone, is named", () => {
  const { changes } = planned;
  const all = shownOf({ changes });
  expect(unseenIn(changes, all)).toEqual([]);
  expect(goneFrom(changes, all)).toEqual([]);
  const open = changes.filter(({ action }) => action !== "blocked");
  expect(unseenIn(changes, [])).toEqual(open);
  expect(goneFrom([], all)).toHaveLength(open.length);
  const other = all.map((one) => ({ ...one, digest: "other" }));
  expect(unseenIn(changes, other)).toEqual(open);
});
