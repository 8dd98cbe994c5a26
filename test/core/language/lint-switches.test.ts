import { expect, test } from "vitest";
import { readDefinitions } from "../../../src/core/language/definition.ts";
import { switchLint } from "../../../src/core/language/lint-switches.ts";
import { readWorkspace } from "../../../src/core/language/workspace.ts";
import { kinds, printed, workspaceOf, workspaceText } from "../../support/compiled.ts";

const rule = (name: string, lint: string) =>
  `kind: Beacon\nname: ${name}\nlint: ${lint}\nspec:\n  severity: 1\n  query: A # b\n---\n`;

function told(text: string, lint = "{}"): readonly string[] {
  const workspace = workspaceOf(`${workspaceText}lint: ${lint}\n`);
  const { value: definitions, diagnostics } = readDefinitions([{ path: "a.yaml", text }], workspace, kinds);
  const kept = switchLint(diagnostics, { workspace, definitions, today: "2026-11-20" });
  return kept.map((diagnostic) => `${diagnostic.severity} ${printed(diagnostic).slice(0, 60)}`);
}

test("a definition switches a warning off for itself", () => {
  const text = rule("a", "{ comment-in-text: { because: so } }") + rule("b", "{}");
  expect(told(text)).toEqual(["warning 13:10 comment-in-text `# b` is a comment to YAML and no part"]);
});

test("the workspace sets severities, the definition is nearer", () => {
  const text = rule("a", "{ comment-in-text: { because: so } }") + rule("b", "{}");
  expect(told(text, "{ comment-in-text: error }").map((line) => line.slice(0, 12))).toEqual(["error 13:10 "]);
  expect(told(text, "{ comment-in-text: off }")).toEqual([]);
});

test.each([
  ["2026-11-20", []],
  ["2026-11-19", ["warning 6:10 comment-in-text", "warning 3:48 lint-switch-expired"]],
])("a switch is on until the end of %s", (until, expected) => {
  const text = rule("a", `{ comment-in-text: { because: so, until: ${until} } }`);
  expect(told(text).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual(expected);
});

test("errors cannot be switched off", () => {
  const text = rule("a", "{ unknown-kind: { because: so } }");
  expect(told(text)).toContainEqual(expect.stringMatching(/^error 3:9 unswitchable-code `unknown-kind` is an error/));
});

test("a code that nobody knows is a warning, in a definition and in the workspace", () => {
  const text = rule("a", "{ missing-runbok: { because: so }, coment-in-text: { because: so } }");
  expect(told(text).slice(0, 2)).toEqual([
    "warning 6:10 comment-in-text `# b` is a comment to YAML and no part ",
    "warning 3:9 unknown-code there is no code `missing-runbok`",
  ]);
  expect(told(text)[2]).toMatch(/^warning 3:42 unknown-code there is no code `coment-in-/);
  const { value, diagnostics } = readWorkspace({
    path: "tocsin.yaml",
    text: `${workspaceText}lint: { missing-runbook: off, comment-in-text: off }\n`,
  });
  expect(value?.lint["comment-in-text"]).toBe("off");
  expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning unknown-code"]);
});

test.each(["2027-02-31", "2027-13-01", "2027-00-10"])("a switch ends on a day that there is, unlike %s", (until) => {
  const text = rule("a", `{ comment-in-text: { because: so, until: ${until} } }`);
  expect(told(text)).toContainEqual(expect.stringMatching(/^error 3:48 illegal-value `until: \d{4}-\d\d-\d\d` is/));
});
