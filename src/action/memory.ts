import { rememberedBy } from "../commands/drift-issue.ts";
import { markerOf } from "../core/plan/comment.ts";
import type { KnownAuthor } from "../core/plan/known-authors.ts";
import { withHost, type HostWork } from "./host-work.ts";
import { issueNotWritten } from "./issue.ts";
import type { Opening } from "./opening.ts";
import type { ActionRun } from "./run.ts";

/** What the issue knows of earlier nights. */
export interface Memory {
  /** Asked of GitHub once in a run. */
  readonly recall: () => Promise<readonly KnownAuthor[]>;
  /** Why nobody knows it. The issue is not written then, since it would forget what it says. */
  readonly lost: () => Extract<HostWork<never>, { done: false }> | undefined;
}

/** Opens the memory of the issue of a workspace and environment; GitHub is asked where something differs. */
export function openMemory({ opened, environment }: Opening, run: ActionRun): Memory {
  const marker = markerOf("drift", opened.workspace.file, environment.name);
  let asked: Promise<HostWork<readonly KnownAuthor[]>> | undefined;
  let lost: Extract<HostWork<never>, { done: false }> | undefined;
  return {
    recall: async () => {
      asked ??= withHost(async () => rememberedBy(await (await run.host()).findIssues(marker, run.inputs.label)), {
        run,
        what: issueNotWritten,
        failure: "error",
      });
      const remembered = await asked;
      if (remembered.done) return remembered.value;
      lost = remembered;
      return [];
    },
    lost: () => lost,
  };
}
