import fc from "fast-check";
import { expect, test } from "vitest";
import { printDefinition } from "../../src/authoring/print-definition.ts";
import { readDocuments } from "../../src/core/language/document.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { logAlert } from "../../src/kinds/log-alert/log-alert.ts";
import { runs } from "../support/runs.ts";

const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "true",
    "no",
    "~",
    "null",
    "0x1f",
    "1e9",
    "010",
    "-",
    "- a",
    "a: b",
    "a #b",
    "#a",
    "*",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "{{ $labels.pod }} is down",
    "[x] y",
    "${cluster}",
    "${secret:a-b}",
    "'",
    '"',
    "a\\b",
    "<<",
    "__proto",
    " a",
    "a ",
    "line\nline",
    "line\n",
    "\n",
    " indented\nline",
    "a\n\n\nb",
    "tab\there",
    "\tquery\n| where x",
    "a\r\nb",
    "a\u0085b",
    "\u2028",
    "\ufeff",
    "2026-10-01T00:00:00Z",
    "P1D",
    "12:30:45",
    "한국어",
    "a\n---\nb",
    "...",
    "? a",
    "| x",
    ">",
    "",
  ),
);
const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    words,
    fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      words.filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
})).value;

test("what is printed is read back as itself, whatever stands in it", () => {
  fc.assert(
    fc.property(
      fc.dictionary(words, values, { maxKeys: 4 }),
      words,
      fc.option(fc.dictionary(words, values, { maxKeys: 3, minKeys: 1 }), { nil: undefined }),
      (spec, query, arm) => {
        const document: JsonObject = { kind: "LogAlert", name: "x", spec: { ...spec, query }, ...(arm ? { arm } : {}) };
        const text = printDefinition(document, logAlert.schema);
        const { value, diagnostics } = readDocuments({ path: "x.yaml", text });
        // What no file may hold is complained about where it stands, and nothing else is.
        if (diagnostics.some(({ code }) => code === "control-character" || code === "reserved-key")) return;
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(value.map((one) => one.value)).toEqual([document]);
      },
    ),
    runs(400),
  );
});

const ids = "/subscriptions/${subscription}/resourceGroups/rg-ai/providers";

test("people would have laid it out like this", () => {
  const document = {
    kind: "LogAlert",
    name: "http-5xx",
    tags: { team: "ai", "cost center": "4711" },
    adopt: true,
    spec: {
      description: "Errors.\nLook at the logs.",
      severity: 1,
      scopes: "${workspace}",
      query: "AppRequests | where ResultCode == '500'",
      criteria: ["count > 5 where AppRoleName includes *"],
      actionGroups: ["oncall", "platform"],
      identity: [`${ids}/Microsoft.ManagedIdentity/userAssignedIdentities/a`, `${ids}/Microsoft.X/y/b`],
      customProperties: {
        Runbook: "https://wiki.example.com/runbooks/http-5xx",
        Reason: "${data.alertContext.x}",
        Empty: "",
      },
      resolveConfiguration: {},
      list: [
        { name: "slack", serviceUri: "${secret:oncall-slack}" },
        { name: "teams", deep: { values: ["429", "x y"] } },
      ],
    },
    arm: { properties: { future: { a: 1 } } },
  };
  expect(printDefinition(document, logAlert.schema)).toBe(`kind: LogAlert
name: http-5xx
tags: { team: ai, cost center: "4711" }
adopt: true
spec:
  description: |
    Errors.
    Look at the logs.
  severity: 1
  scopes: \${workspace}
  query: |
    AppRequests | where ResultCode == '500'
  criteria:
    - count > 5 where AppRoleName includes *
  actionGroups: [oncall, platform]
  identity:
    - /subscriptions/\${subscription}/resourceGroups/rg-ai/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a
    - /subscriptions/\${subscription}/resourceGroups/rg-ai/providers/Microsoft.X/y/b
  customProperties:
    Runbook: https://wiki.example.com/runbooks/http-5xx
    Reason: \${data.alertContext.x}
    Empty: ""
  resolveConfiguration: {}
  list:
    - { name: slack, serviceUri: "\${secret:oncall-slack}" }
    - { name: teams, deep: { values: ["429", x y] } }
arm:
  properties: { future: { a: 1 } }
`);
});
