import { expect, test } from "vitest";
import { scrubbed } from "../../src/cli/scrubbed.ts";
import type { WorkspaceReport } from "../../src/core/plan/report.ts";

const at = { file: "tocsin.yaml", line: 1, column: 1 };
const report = (message: string): WorkspaceReport => ({
  command: "workspace",
  diagnostics: [{ code: "wrong-type", severity: "error", message, at }],
});

test.each(['a"b', "a\\u0026b", "a\\b", "a\nb"])(
  "a text is looked through as it is, not as JSON would write it: %j",
  (secret) => {
    const scrub = (text: string): string => text.replaceAll(secret, "***");
    expect(scrubbed(report(`x ${secret} y`), scrub)).toEqual(report("x *** y"));
  },
);

test("a report without a secret is the same one", () => {
  const innocent = report("nothing");
  expect(scrubbed(innocent, (text) => text.replaceAll("a\u0000b", "***"))).toBe(innocent);
});
