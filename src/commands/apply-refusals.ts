import { goneFrom, unseenIn, type ShownChange } from "../core/plan/comment.ts";
import type { Workspace } from "../core/language/workspace.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { ApplyReport, Planned } from "../core/plan/report.ts";
import { secretsUsedBy } from "./plan-notes.ts";
import type { PlanInputs } from "./plan.ts";
import { someOf } from "./some-of.ts";

/** What was shown of a plan before it was made. */
export interface Shown {
  readonly changes: readonly ShownChange[];
  /** Digests of whole plans that were shown, where their changes may have been too many to keep. */
  readonly digests: readonly string[];
}

/** Why a plan is not applied as it is. */
export type Refused = { readonly code: string; readonly message: string };

/** What is new, gone or different against the plan that was reviewed. */
export function staleness(planned: Planned, reviewed: Planned | undefined): readonly Refused[] {
  if (reviewed === undefined || reviewed.digest === planned.digest) return [];
  const before = new Map(reviewed.changes.map((change) => [change.id.toLowerCase(), change]));
  const now = new Map(planned.changes.map((change) => [change.id.toLowerCase(), change]));
  const news = planned.changes.filter((change) => !before.has(change.id.toLowerCase()));
  const gone = reviewed.changes.filter((change) => !now.has(change.id.toLowerCase()));
  const different = planned.changes.filter((change) => {
    const was = before.get(change.id.toLowerCase());
    return was !== undefined && was.digest !== change.digest;
  });
  const list = (word: string, changes: readonly { action: string; name: string }[]): readonly string[] =>
    changes.length === 0 ? [] : [`${word}: ${changes.map(({ action, name }) => `${action} ${name}`).join(", ")}`];
  const told = [...list("new", news), ...list("no longer", gone), ...list("different", different)].join("; ");
  const why = told === "" ? "it was made for another environment" : told;
  return [
    {
      code: "plan-is-stale",
      message: `the reviewed plan is not what would be done now (${why}); nothing was written, plan and review again`,
    },
  ];
}

/** A person who read a plan names it by the first signs of its digest, as they were shown. */
export function otherDigest(planned: Planned, digest: string | undefined): readonly Refused[] {
  if (digest === undefined || planned.digest.startsWith(digest.toLowerCase())) return [];
  return [
    {
      code: "plan-is-stale",
      message: `the plan is now \`${planned.digest.slice(0, 12)}\`, and \`${digest}\` was asked for; nothing was written, read the plan of now`,
    },
  ];
}

/** What of a plan nobody was shown, and what was shown and is not in it any more. */
export function compareWithShown(planned: Planned, shown: Shown | undefined): Pick<ApplyReport, "unseen" | "gone"> {
  if (shown === undefined) return {};
  if (shown.digests.includes(planned.digest)) return { unseen: [], gone: [] };
  return {
    unseen: unseenIn(planned.changes, shown.changes).map(({ id }) => id),
    gone: goneFrom(planned.changes, shown.changes).map(({ action, kind, name, resourceGroup }) => ({
      action,
      kind,
      name,
      resourceGroup,
    })),
  };
}

/** What nobody was shown is not done where the workspace says so. */
export function unreviewed(
  planned: Planned,
  unseen: readonly string[],
  { workspace, digest }: { readonly workspace: Workspace; readonly digest?: string },
): readonly Refused[] {
  // Whoever names the plan by its digest has read it.
  if (workspace.guard.unreviewed !== "stop" || unseen.length === 0 || digest !== undefined) return [];
  const names = planned.changes.flatMap(({ id, action, name }) => (unseen.includes(id) ? [`${action} ${name}`] : []));
  return [
    {
      code: "unreviewed-changes",
      message: `no pull request showed ${someOf(names)}, and \`guard.unreviewed\` is \`stop\`: show it in one, or run apply by hand with the digest \`${planned.digest.slice(0, 12)}\``,
    },
  ];
}

/** A secret that nobody set must not look like nothing to do. */
export function missingSecrets({ stack, secrets, unread }: PlanInputs, plan: Plan): readonly Refused[] {
  return secretsUsedBy(plan).flatMap((name) => {
    const source = stack.environment.secrets[name];
    if (secrets.has(name) || source === undefined || "live" in source) return [];
    const because =
      "env" in source
        ? `set the environment variable ${source.env} (in a workflow: \`env\` of the step, from \`secrets\`)`
        : (unread?.get(name) ?? `nobody read it from ${source.keyVault.host}`);
    return [{ code: "secret-needed", message: `secret \`${name}\` has no value: ${because}` }];
  });
}
