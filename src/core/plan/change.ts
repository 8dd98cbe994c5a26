import type { ObstacleCode } from "./plan-codes.ts";
import type { Step } from "../settings/compare.ts";
import type { Json, JsonObject } from "../json.ts";
import type { LiveResource } from "./live.ts";
import type { ResourceId, Tags } from "../resource.ts";
import type { DesiredResource, Origin, Overlay } from "../stack.ts";

/** One thing that differs, as a reader of the YAML understands it. */
export interface PlannedDifference {
  /** Where, in the words of the YAML: settings, or `tags`, or `arm`. */
  readonly path: readonly Step[];
  /** Templates; absent where there is nothing. A secret text has neither side, but names. */
  readonly before?: Json;
  readonly after?: Json;
  /** What differs is the order of a list; the sides are what its elements are called. */
  readonly order?: true;
  /** Set where the texts may not be shown: the secrets' names, as far as they have any. */
  readonly secret?: readonly string[];
  /** Why this cannot be changed in place. */
  readonly immutable?: true;
  /** Which layer says it, and where; absent where only Azure says something. */
  readonly origin?: Origin;
}

/** What a write makes of a resource: all of it was compared, and all of it is sent. */
export interface Wish {
  /** Settings after inheriting and aligning: the same value is compared and put. */
  readonly settings: JsonObject;
  readonly tags: Tags;
  /** What we have no word for and send back. */
  readonly carried?: Overlay;
}

/** Why a change is not made, and the way out. */
export interface Obstacle {
  readonly code: ObstacleCode;
  readonly message: string;
}

/** What is to be done to one resource. */
export type Change =
  | { readonly action: "create"; readonly desired: DesiredResource; readonly wish: Wish }
  | {
      readonly action: "update" | "adopt" | "replace" | "rename";
      readonly desired: DesiredResource;
      readonly live: LiveResource;
      readonly wish: Wish;
      /** What is live as the comparison saw it: places that hold a secret of the definition are hidden. */
      readonly before: JsonObject;
      readonly differences: readonly PlannedDifference[];
    }
  | {
      readonly action: "delete";
      readonly live: LiveResource;
      /** What it is called now, where this is the rest of an interrupted rename. */
      readonly renamedTo?: string;
    }
  | { readonly action: "release"; readonly desired: DesiredResource; readonly live: LiveResource }
  | { readonly action: "keep"; readonly desired: DesiredResource; readonly live: LiveResource; readonly wish: Wish }
  | {
      readonly action: "blocked";
      readonly desired?: DesiredResource;
      readonly live?: LiveResource;
      readonly because: readonly Obstacle[];
    };

/** The kinds of change, in the order in which they are told. */
export type Action = Change["action"];

/** The resource a change is about; of a rename the new one. */
export function idOf(change: Change): ResourceId {
  switch (change.action) {
    case "create":
    case "update":
    case "adopt":
    case "replace":
    case "rename":
    case "keep":
    case "release":
      return change.desired.id;
    case "delete":
      return change.live.id;
    case "blocked":
      return (change.desired?.id ?? change.live?.id) as ResourceId; // Sound because a blocked change has one of the two.
  }
}

/** What a change is called by: the kind and name in the author's words. */
export function titleOf(change: Change): {
  readonly kind: string;
  readonly name: string;
  readonly resourceGroup: string;
} {
  const { desired, live } = sidesOf(change);
  return {
    kind: desired?.kind ?? live?.kind ?? "resource",
    name: desired?.name ?? live?.name ?? "",
    resourceGroup: (desired ?? live)?.place.resourceGroup ?? "",
  };
}

/** What is wanted and what is there, as far as the change has them. */
export function sidesOf(change: Change): { readonly desired?: DesiredResource; readonly live?: LiveResource } {
  switch (change.action) {
    case "create":
      return { desired: change.desired };
    case "delete":
      return { live: change.live };
    case "update":
    case "adopt":
    case "replace":
    case "rename":
    case "keep":
    case "release":
      return { desired: change.desired, live: change.live };
    case "blocked":
      return {
        ...(change.desired === undefined ? {} : { desired: change.desired }),
        ...(change.live === undefined ? {} : { live: change.live }),
      };
  }
}

/** True for a change that writes to Azure. */
export function writes(change: Change): boolean {
  return change.action !== "keep" && change.action !== "blocked";
}

/** The changes that bring what a definition says to Azure; an adoption of what is as it should be brings tags alone. */
export function bringing(changes: readonly Change[]): readonly Extract<Change, { readonly wish: Wish }>[] {
  return changes.flatMap((change) => {
    if (!writes(change) || !("wish" in change)) return [];
    const isAsItShouldBe = change.action === "adopt" && change.differences.every(({ path }) => path[0] === "tags");
    return isAsItShouldBe ? [] : [change];
  });
}
