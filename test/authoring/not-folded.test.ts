import { expect, test } from "vitest";
import type { Draft } from "../../src/authoring/draft.ts";
import { fold } from "../../src/authoring/fold/fold.ts";
import { draft, threshold, vms } from "../support/drafts.ts";

test.each<[string, readonly Draft[]]>([
  ["two of a sort", [draft("web"), draft("api")]],
  [
    "rules that differ in too much",
    ["web", "api", "db", "x"].map((name, at) =>
      draft(name, {
        severity: at,
        windowSize: `${at}m`,
        description: `d${"x".repeat(at)}`,
        evaluationFrequency: `${at}h`,
        ...threshold(at),
      }),
    ),
  ],
  [
    "rules that look at something else each",
    ["cpu", "memory", "disk"].map((what) =>
      draft(what, {
        scopes: vms,
        criteria: [`avg ${what} used > 80 where Node includes *`.replace("disk used", "disk")],
      }),
    ),
  ],
  [
    "what has nothing in common but its shape",
    ["web", "api", "db"].map((name, at) =>
      draft(name, {}, { kind: "ActionGroup", spec: { groupShortName: `g${at}` } }),
    ),
  ],
  [
    "queries that are several words apart",
    ["a | count", "b | where x > 1 | count", "c | take 5"].map((query, at) => draft(`q${at}`, { query })),
  ],
  ["rules with a comment", ["web", "api", "db"].map((name) => draft(name, {}, { comments: ["why"] }))],
  ["rules in several groups", ["web", "api", "db"].map((name) => draft(name, {}, { resourceGroup: `rg-${name}` }))],
  ["rules of which one has more", [draft("web"), draft("api"), draft("db", { description: "x" })]],
  ["names that are the same but for case", [draft("web"), draft("WEB"), draft("Web")]],
])("%s are left as they are", (_, drafts) => {
  expect(fold(drafts)).toEqual(drafts);
});
