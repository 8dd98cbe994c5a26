import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostInMemory, type HostInMemory } from "../support/host-in-memory.ts";
import { runs } from "../support/runs.ts";
import { a, b, look, openIn } from "./sightings.ts";

type Event = "A" | "B" | "none" | "failed" | "edit" | "retitle" | "close" | "decline" | "reopen" | "comment";
const events = fc.array(
  fc.constantFrom<Event>("A", "B", "none", "failed", "edit", "retitle", "close", "decline", "reopen", "comment"),
  { maxLength: 14 },
);

/** What people do to the issue, as far as there is one. */
function byHand(event: Event, { issues }: HostInMemory): void {
  const issue = issues[0];
  if (issue === undefined) return;
  if (event === "edit") issues[0] = { ...issue, body: `${issue.body.split("\n", 1)[0]}\nI have looked into it` };
  if (event === "retitle") issues[0] = { ...issue, title: "Whose is this?" };
  const { declined: _, ...rest } = issue;
  if (event === "close") issues[0] = { ...rest, state: "closed" };
  if (event === "decline") issues[0] = { ...rest, state: "closed", declined: true };
  if (event === "reopen") issues[0] = { ...rest, state: "open" };
  if (event === "comment") issues[0] = { ...issue, comments: [...issue.comments, "me too"] };
}

const texts: Partial<Record<Event, string>> = { A: a, B: b };
const isLook = (event: Event): boolean => event === "A" || event === "B" || event === "none";

describe("whatever is seen, and whatever people do to it", () => {
  test("there is at most one open issue, which after a look says what was seen, and a second look writes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(events, async (all) => {
        const kept = hostInMemory();
        let told: string | undefined;
        for (const event of all) {
          // A look that failed has nothing to settle.
          if (event === "failed") continue;
          if (!isLook(event)) {
            byHand(event, kept);
            continue;
          }
          const seen = texts[event];
          const { outcome } = await look(kept, seen);
          expect(openIn(kept)).toEqual(seen === undefined || outcome === "declined" ? [] : [seen]);
          // Peace is only for what was there when somebody asked for it.
          if (outcome === "declined") expect([kept.issues[0]?.declined, told]).toEqual([true, seen]);
          told = seen;
          expect(kept.issues.length).toBeLessThanOrEqual(1);
          const written = kept.writes.length;
          await look(kept, seen);
          expect(kept.writes.length).toBe(written);
        }
      }),
      runs(300),
    );
  });

  test("runs at the same moment leave at most one open issue, and the next look says the truth", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom<Event>("A", "B", "none"), { maxLength: 2 }),
        fc.array(fc.constantFrom<Event>("A", "B"), { minLength: 2, maxLength: 3 }),
        async (scheduler, before, together) => {
          const kept = hostInMemory({ turn: () => scheduler.schedule(Promise.resolve()) });
          const settled = async (): Promise<void> => {
            for (const event of before) await look(kept, texts[event]);
            await Promise.all(together.map((event) => look(kept, texts[event])));
          };
          const done = settled();
          await scheduler.waitFor(done);
          expect(openIn(kept).length).toBe(1);
          await scheduler.waitFor(look(kept, a));
          expect(openIn(kept)).toEqual([a]);
          await scheduler.waitFor(look(kept));
          expect(openIn(kept)).toEqual([]);
        },
      ),
      runs(200),
    );
  });
});
