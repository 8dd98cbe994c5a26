import { describe, expect, test } from "vitest";
import type { ToldChange } from "../../src/core/plan/report.ts";
import { planLines } from "../../src/report/plan-text.ts";
import { plain, print } from "../../src/report/print.ts";
import { adopt } from "./changes.ts";

const subject = { stack: "shop", environment: "prod", subscription: "s" };

/** The lines of a plan with these changes, from the first change to who is paged. */
function told(changes: readonly ToldChange[], verbose = false): string {
  const planned = { changes, unchanged: 0, digest: "abc", refusals: [], paging: [], notCompared: [], notes: [] };
  const look = { columns: 120, paint: plain, verbose, sources: new Map() };
  const lines = planLines({ command: "plan", subject, diagnostics: [], planned }, look);
  return print(lines, { columns: 120, paint: plain }).split("\n").slice(3, -3).join("\n");
}

const named = (name: string): ToldChange => ({ ...adopt, name });
const tagged: ToldChange = {
  ...named("tagged"),
  differences: [...adopt.differences, { path: "tags.team", after: "ai" }],
};

describe("adoptions", () => {
  test("of which only the owner's tags are written have a line each, and one sentence", () => {
    expect(told([named("one"), named("two"), named("three")])).toBe(
      [
        "✓ adopt   ActivityLogAlert one  rules/platform.yaml:1",
        "✓ adopt   ActivityLogAlert two  rules/platform.yaml:1",
        "✓ adopt   ActivityLogAlert three  rules/platform.yaml:1",
        "    exist in Azure as they are wanted and are nobody's; become this stack's, by their tags alone",
      ].join("\n"),
    );
  });

  test("that write anything else, or take from somebody, are told one by one", () => {
    const text = told([named("one"), tagged, { ...named("theirs"), from: "old/prod" }]);
    expect(text).toMatch(/tags\.team +\(none\) → ai/);
    expect(text).toContain("taken over from old/prod");
    expect(text.match(/tags\.tocsin-stack/g)).toHaveLength(2);
  });

  test("are told in full to who asks for everything", () => {
    expect(told([named("one"), named("two")], true).match(/tags\.tocsin-stack/g)).toHaveLength(2);
  });
});
