import fc from "fast-check";
import { expect, test } from "vitest";
import { cutSummary } from "../../src/action/cut-summary.ts";
import { runs } from "../support/runs.ts";

const left = "*The rest does not fit into a job summary; the log has it.*\n\n";

test("what fits stays as it is", () => {
  expect(cutSummary("# é\n\ntext\n", 100)).toBe("# é\n\ntext\n");
});

test.each<[string, string]>([
  ["one\n\ntwo\n\n", "one\n\ntwo\n\n"],
  ["one\n\n```text\na\n\nb\n```\n\n", "one\n\n"],
  ["one\n\n<details>\n\nb\n\n</details>\n\n", "one\n\n"],
  ["`<details>`\n\none\n\n", "`<details>`\n\none\n\n"],
  ["```a``b```\n\none\n\n", "```a``b```\n\none\n\n"],
  ["oneoneoneoneoneoneoneone\n\n", ""],
])("%j is cut between blocks", (text, kept) => {
  expect(cutSummary(`${text}${"x".repeat(100)}\n`, left.length + 20)).toBe(kept + left);
});

test("where there is no room even for a word there is none", () => {
  expect(cutSummary("x".repeat(200), 20)).toBe("");
});

test("it is never longer than it may be, and what is kept is a beginning", () => {
  const line = fc.constantFrom("", "text é", "```", "~~~~", "<details>", "</details>", "한글 한글");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.nat(400), (lines, most) => {
      const text = lines.join("\n");
      const cut = cutSummary(text, most);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
      expect(text.startsWith(cut.endsWith(left) ? cut.slice(0, -left.length) : cut)).toBe(true);
    }),
    runs(300),
  );
});
