import { settleIssue, type IssueOutcome, type Sighting } from "../../src/commands/drift-issue.ts";
import { markerOf, unframeText, type ShownChange } from "../../src/core/plan/comment.ts";
import type { HostInMemory } from "../support/host-in-memory.ts";

/** What our issue begins with. */
export const marker = markerOf("drift", "tocsin.yaml", "production");
/** Its label. */
export const label = { name: "tocsin-drift", color: "d93f0b", description: "Azure differs from git" };
/** Two drifts. */
export const a = "cpu-high differs";
export const b = "cpu-high differs, oncall is missing";

let run = 0;

/** What a run says that saw just this; nothing where it saw no drift. */
export function sighting(text?: string): Sighting {
  run += 1;
  return {
    marker,
    label,
    footer: `run ${run}`,
    run: { id: run, attempt: 1 },
    head: `c${run}`,
    ...(text === undefined
      ? {}
      : {
          drift: { title: `Drift: ${text}`, text, digest: `digest of ${text}`, changes: changesOf(text), authors: [] },
        }),
    notes: {
      gone: (told) => `gone: ${told.map(({ name }) => name).join(", ")}`,
      back: "back",
      stillThere: "still there",
      another: "another",
      doubled: ({ number }) => `see #${number}`,
    },
  };
}

function changesOf(text: string): readonly ShownChange[] {
  const action = "update" as const;
  return text.split(", ").map((one) => ({
    action,
    kind: "MetricAlert",
    name: one.split(" ", 1)[0]!,
    resourceGroup: "rg",
    digest: "",
  }));
}

/** What the issues that are open say. */
export const openIn = ({ issues }: HostInMemory): readonly string[] =>
  issues.filter(({ state }) => state === "open").map(({ body }) => unframeText(body).text);

/** A run that saw just this. */
export const look = (kept: HostInMemory, text?: string): Promise<IssueOutcome> =>
  settleIssue(sighting(text), kept.host);
