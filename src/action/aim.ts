import { historyOf } from "../cli/history.ts";
import { workspaceMeant } from "../cli/opened.ts";
import { subjectOf } from "../commands/plan.ts";
import { markerOf } from "../core/plan/comment.ts";
import type { History } from "../ports/history.ts";
import type { RunSubject } from "../report/markdown/failure-markdown.ts";
import type { Opening } from "./opening.ts";
import type { ActionRun } from "./run.ts";

/** What a run is about, whether or not the workspace could be read: a comment of its kind is to be found again. */
export interface Aim {
  readonly subject: RunSubject;
  /** What our comment begins with; nothing where nobody can say which environment it would be about. */
  readonly marker?: string;
  /** The history of the workspace file, and of its rules as far as they are known. */
  readonly history: () => History;
}

/** The aim of a run that opened its workspace. */
export function aimOf({ opened, environment }: Opening, { session }: Pick<ActionRun, "session">): Aim {
  const { stack, environment: name, subscription, retired } = subjectOf(environment);
  const { scrub } = session;
  const subject = { stack: scrub(stack), environment: scrub(name), subscription: scrub(subscription) };
  return {
    subject: { ...subject, ...(retired === undefined ? {} : { retired }) },
    marker: markerOf("plan", opened.workspace.file, environment.name),
    history: () => historyOf(opened, session),
  };
}

/** The aim of one that could not, from what its step was told. */
export function aimMeant({ inputs, session }: Pick<ActionRun, "inputs" | "session">): Aim {
  const { environment } = inputs;
  const file = workspaceMeant(session.options, session.terminal);
  return {
    subject: environment === undefined ? {} : { environment: session.scrub(environment) },
    ...(environment === undefined ? {} : { marker: markerOf("plan", file, environment) }),
    history: () => historyOf({ workspace: { file, rules: [] }, sources: new Map() }, session),
  };
}
