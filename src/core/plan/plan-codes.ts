/** What is said about a code of a plan in `docs/diagnostics.md`. */
interface PlanCodePage {
  readonly means: string;
  readonly instead: string;
}

/** Why a change is blocked. */
export const obstacleCodes = {
  "not-ours": {
    means: "A resource of this name exists in Azure and belongs to no stack.",
    instead: "To take it over write `adopt: true`; otherwise choose another name.",
  },
  "another-stack": {
    means: "The resource belongs to another stack or environment.",
    instead: "To take it over write `adopt: STACK/ENVIRONMENT`, apply, and delete the definition there.",
  },
  "another-repository": {
    means: "The resource was written by another repository whose stack has the same name.",
    instead: "Give one of the two stacks another name, or run in a clone of the repository that wrote it.",
  },
  protected: {
    means: "The resource is protected, and would be deleted.",
    instead: "Apply `protect: false` first.",
  },
  "would-be-lost": {
    means: "Azure has something in the resource that Tocsin has no word for, and the change leaves no place for it.",
    instead: "Say it under `arm`, or `null` there to let it go.",
  },
  "secret-needed": {
    means: "A secret has no value where one is needed.",
    instead:
      "Set its environment variable, or do what the message says about its key vault; for a `{ live: true }` secret that Azure does not have yet, give it `env` once.",
  },
  "adoption-would-replace": {
    means: "Adopting the resource would delete and create it.",
    instead: "Write what Azure has, adopt, and change it afterwards.",
  },
  "unknown-kind": {
    means: "No kind has words for the resource in Azure.",
    instead: "Leave it to whoever made it, or delete it in the portal.",
  },
  "former-not-ours": {
    means: "What `formerly` names may not be touched.",
    instead: "Do what the message says about it, or take `formerly` out.",
  },
  "needs-blocked": {
    means: "The change needs a resource that does not exist and whose creation is blocked.",
    instead: "Mend what blocks that one.",
  },
  "still-referred": {
    means: "A group would go away while alerts of the stack still refer to it.",
    instead: "Give these alerts another group in the same apply, or before it.",
  },
} as const satisfies Record<string, PlanCodePage>;

/** Why a whole plan is not applied. */
export const refusalCodes = {
  "too-many-deletes": {
    means: "The plan deletes, replaces or silences more than `guard.maximumDeletes` allows.",
    instead: "If it is meant, raise the limit in the same pull request.",
  },
  "nothing-defined": {
    means: "No definition is left, and everything the stack owns would be deleted.",
    instead: "Look at `rules` in the workspace; if it is meant, write `retired: true` in the environment.",
  },
  "plan-is-stale": {
    means: "What would be done now is not what was reviewed.",
    instead: "Plan again, and have that reviewed.",
  },
  "unreviewed-changes": {
    means: "The plan has changes that no pull request showed, and `guard.unreviewed` is `stop`.",
    instead:
      "Show them in a pull request; or run the apply by hand with the plan's digest, which says that somebody has read it.",
  },
  "not-confirmed": {
    means: "Nobody said yes.",
    instead: "Answer `yes` on a terminal, or give `--yes` where there is none.",
  },
} as const satisfies Record<string, PlanCodePage>;

/** A code of an obstacle. */
export type ObstacleCode = keyof typeof obstacleCodes;

/** A code of a refusal; a protected resource and a missing secret also refuse a plan as a whole. */
export type RefusalCode = keyof typeof refusalCodes | "protected" | "secret-needed";
