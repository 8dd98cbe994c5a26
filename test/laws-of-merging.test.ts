import fc from "fast-check";
import { test } from "vitest";
import { runs } from "./support/runs.ts";
import { days } from "./support/workshop-days.ts";
import { live } from "./support/workshop-lived.ts";

/** What must never happen between a pull request and Azure, in whatever order people and machines do what they do. */

test.each(["apply", "stop"] as const)(
  "whatever happens, Azure is what main says at last (unreviewed: %s)",
  async (guard) => {
    await fc.assert(
      fc.asyncProperty(days, (some) => live(some, guard)),
      runs(10),
    );
  },
);
