import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinds } from "../../src/kinds/kinds.ts";
import { runs } from "../support/runs.ts";
import { desiredOf, refusalOf } from "../support/stacks.ts";
import { validSettings } from "../support/valid-settings.ts";

/** What the emulator refuses and our kinds do not complain about, with the reason why that may be so. */
const tolerated: readonly (readonly [message: RegExp, reason: string])[] = [
  [/^The ticketConfiguration must contain/, "the text is a secret here, and a kind sees no values of secrets"],
  [/^You can't use dynamic thresholds in alert rules that monitor multiple/, "not known of queries in PromQL"],
  [/^A window of one minute needs a frequency of one minute/, "told by Azure's portal only"],
];

describe.each(kinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
  test("what a kind has nothing against is taken by Azure", async () => {
    await fc.assert(
      fc.asyncProperty(validSettings(kind, "warnings"), async (settings) => {
        const refusal = await refusalOf(desiredOf(kind, "cpu", settings));
        if (tolerated.some(([message]) => message.test(refusal ?? ""))) return;
        expect(refusal).toBe(undefined);
      }),
      runs(60),
    );
  });
});
