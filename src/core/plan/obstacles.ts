import type { Obstacle } from "./change.ts";
import type { LiveResource } from "./live.ts";
import { printOwner, type Owner } from "./ownership.ts";
import type { DesiredResource } from "../stack.ts";

/** Why what is there may not be touched for this definition: nothing where it is ours, or may be adopted. */
export function obstaclesOf(
  desired: DesiredResource,
  live: LiveResource,
  { owner }: { owner: Owner },
): readonly Obstacle[] {
  const { adopt } = desired.moves;
  const theirs = live.owner;
  if (theirs === undefined) {
    if (adopt === true || desired.moves.release) return live.kind === undefined ? [unknownKind(live)] : [];
    const hint = adopt === undefined ? "" : `; it is not \`${adopt}\`'s either`;
    return [
      {
        code: "not-ours",
        message: `it exists in Azure and belongs to no stack${hint}; to take it over write \`adopt: true\``,
      },
    ];
  }
  if (printOwner(theirs) !== printOwner(owner)) {
    if (adopt === printOwner(theirs)) return live.kind === undefined ? [unknownKind(live)] : [];
    return [
      {
        code: "another-stack",
        message: `it belongs to \`${printOwner(theirs)}\`; to take it over write \`adopt: ${printOwner(theirs)}\``,
      },
    ];
  }
  return anotherRepository(live, owner);
}

/** Why what no definition wants any more is not deleted. */
export function obstacleToDeleting(live: LiveResource, owner: Owner): readonly Obstacle[] {
  const foreign = anotherRepository(live, owner);
  if (foreign.length > 0) return foreign;
  if (!live.protect) return [];
  return [
    {
      code: "protected",
      message:
        "it is protected, and its definition is gone; write the definition again with `protect: false`, apply, and then delete it, or let it go with `release: true`",
    },
  ];
}

function anotherRepository(live: LiveResource, owner: Owner): readonly Obstacle[] {
  const theirs = live.owner?.source;
  if (theirs === undefined || owner.source === undefined || theirs === owner.source) return [];
  return [
    {
      code: "another-repository",
      message: `it was written by another repository, ${theirs}, whose stack has the same name; give one of the two another \`stack\``,
    },
  ];
}

function unknownKind(live: LiveResource): Obstacle {
  return { code: "unknown-kind", message: `no kind here has words for ${live.name}; leave it to whoever made it` };
}

/** The same of the resource that a definition's one was formerly. */
export function asFormer(obstacle: Obstacle): Obstacle {
  return { code: "former-not-ours", message: `the resource it was formerly: ${obstacle.message}` };
}
