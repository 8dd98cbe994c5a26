import fc from "fast-check";
import { test } from "vitest";
import { runs } from "./support/runs.ts";
import { days, type Step } from "./support/workshop-days.ts";
import { live } from "./support/workshop-lived.ts";

/** What must never happen between a pull request and Azure, in whatever order people and machines do what they do. */

/** Azure cannot be read when a plan is made, nor when what was merged is to be applied; later it can. */
const unread: readonly Step[] = [
  { do: "open", wishes: [["b", "one"]] },
  { do: "plan", pull: 0 },
  { do: "push", pull: 0, wishes: [["c", "two"]], force: "on top" },
  { do: "plan", pull: 0, trouble: { with: "azure unread", after: 3, times: 100 } },
  { do: "merge", pull: 0, how: "squash" },
  { do: "apply", back: 0, again: "first", trouble: { with: "azure unread", after: 0, times: 100 } },
];

/** GitHub does not say what `main` is by now when the run of an older push comes, which takes away what is wanted again. */
const blind: readonly Step[] = [
  { do: "open, plan and merge", wishes: [["a", null]], how: "merge" },
  { do: "open, plan and merge", wishes: [["a", "one"]], how: "merge" },
  { do: "apply", back: 1, again: "first", trouble: { with: "github", at: "any", cut: "no", after: 0, times: 1 } },
  { do: "apply", back: 0, again: "first" },
];

test.each(["apply", "stop"] as const)(
  "whatever happens, Azure is what main says at last (unreviewed: %s)",
  async (guard) => {
    await fc.assert(
      fc.asyncProperty(days, (some) => live(some, guard)),
      { ...runs(10), examples: [[unread], [blind]] },
    );
  },
);
