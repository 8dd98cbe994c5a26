import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diagnosticCodes } from "../src/core/diagnostic-codes.ts";
import { kinds } from "../src/kinds/kinds.ts";
import { kindPage } from "./support/kind-page.ts";

/** Pages that code writes: `npx vitest run test/docs.test.ts -u`. */
describe("the pages in docs/ are what the code says", () => {
  test.each(kinds.map((kind) => ({ name: kind.name, kind })))("the page of $name", async ({ kind }) => {
    await expect(kindPage(kind, exampleOf(kind.name))).toMatchFileSnapshot(`../docs/kinds/${kind.name}.md`);
  });

  test("diagnostics.md", async () => {
    const paragraphs = Object.entries(diagnosticCodes)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { severity, means, instead }]) => `## ${code}\n\n*${severity}.* ${means} ${instead}`);
    const page = [
      "# What Tocsin complains about",
      "Every complaint has a code. Errors stop a plan; warnings are told and can be made errors or switched off by code, for all definitions in the workspace's `lint`, for one in its own `lint`, with a reason.",
      ...paragraphs,
      "Written from `src/core/diagnostic-codes.ts` by `test/docs.test.ts`; do not edit.",
    ];
    await expect(`${page.join("\n\n")}\n`).toMatchFileSnapshot("../docs/diagnostics.md");
  });
});

/** The first definition of a kind among our own rules, which a test compiles. */
function exampleOf(kind: string): { readonly file: string; readonly text: string } | undefined {
  for (const file of globSync("rules/*.yaml").toSorted()) {
    const documents = readFileSync(file, "utf8").split(/^---$/m);
    const text = documents.find(
      (document) => document.includes(`\nkind: ${kind}\n`) || document.startsWith(`kind: ${kind}\n`),
    );
    if (text !== undefined) return { file, text: text.replace(/^# yaml-language-server.*\n/, "") };
  }
  return undefined;
}

test("every code has sentences that a reader can act on", () => {
  for (const [code, { means, instead }] of Object.entries(diagnosticCodes)) {
    expect({ code, means: means.endsWith("."), instead: instead.endsWith(".") }).toEqual({
      code,
      means: true,
      instead: true,
    });
  }
});
