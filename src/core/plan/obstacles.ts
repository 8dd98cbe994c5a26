import type { Obstacle, PlannedDifference } from "./change.ts";
import { printPath } from "../settings/compare.ts";
import type { LiveResource } from "./live.ts";
import { printOwner, type Owner } from "./ownership.ts";
import type { DesiredResource } from "../stack.ts";
import type { Environment } from "../language/workspace.ts";

/** Why what is there may not be touched for this definition: nothing where it is ours, or may be adopted. */
export function obstaclesOf(
  desired: DesiredResource,
  live: LiveResource,
  { owner }: { owner: Owner },
): readonly Obstacle[] {
  const { adopt } = desired.moves;
  const theirs = live.owner;
  if (theirs === undefined) {
    if (adopt === true) return live.kind === undefined ? [unknownKind(live)] : [];
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
  return [...anotherRepository(live, owner), ...(live.kind === undefined ? [unknownKind(live)] : [])];
}

/** Why what no definition wants any more is not deleted. */
export function obstacleToDeleting(
  live: LiveResource,
  { owner, environment: { name, retired } }: { readonly owner: Owner; readonly environment: Environment },
): readonly Obstacle[] {
  const foreign = anotherRepository(live, owner);
  if (foreign.length > 0) return foreign;
  if (live.kind === undefined) return [unknownKind(live)];
  if (!live.protect) return [];
  if (retired) {
    return [
      {
        code: "protected",
        message: `it is protected; take \`retired\` out of ${name}, apply \`protect: false\`, and then retire it, or let it go with \`release: true\``,
      },
    ];
  }
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
  if (theirs === undefined || theirs === owner.source) return [];
  if (owner.source === undefined) {
    return [
      {
        code: "another-repository",
        message: `it was written by the repository ${theirs}, and this run does not know its own; run it in a clone with a remote, or set GITHUB_SERVER_URL and GITHUB_REPOSITORY`,
      },
    ];
  }
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

/** Something in Azure that our next body would have no place for. */
export function wouldBeLost(path: string, desired: DesiredResource): Obstacle {
  return {
    code: "would-be-lost",
    message: `Azure has \`${path}\`, which Tocsin has no word for and this change leaves no place for; say it under \`arm\` of ${desired.name}, or \`null\` there to let it go`,
  };
}

/** The text around a secret that only Azure has cannot be changed. */
export function unwritable(template: string): Obstacle {
  return {
    code: "secret-needed",
    message: `the text around a secret changes in \`${template}\`, and the secret itself is only in Azure; give its value with \`env\` once`,
  };
}

/** A `{ live: true }` secret stands where Azure has nothing to take it from. */
export function liveSecretNeeded(names: readonly string[]): Obstacle {
  const told = names.map((name) => `\`${name}\``).join(", ");
  return {
    code: "secret-needed",
    message: `${told} is \`{ live: true }\`, and Azure has nothing yet that it could be taken from; give its value with \`env\` once`,
  };
}

/** An adoption never deletes: it was somebody else's until now. */
export function wouldReplace(differences: readonly PlannedDifference[]): Obstacle {
  const names = differences
    .filter((difference) => difference.immutable)
    .map((difference) => `\`${printPath(difference.path)}\``);
  return {
    code: "adoption-would-replace",
    message: `adopting it would delete and create it, because ${names.join(", ")} cannot be changed; write what Azure has, adopt, and change it afterwards`,
  };
}

/** A rename deletes the old one, and whoever protected it has not said that it may go. */
export function renameOfProtected(desired: DesiredResource, old: LiveResource): readonly Obstacle[] {
  if (!old.protect || desired.protect) return [];
  return [
    {
      code: "protected",
      message: `${old.name}, which it was formerly, is protected and would be deleted; write \`protect: true\` here as well, or apply \`protect: false\` under the old name first`,
    },
  ];
}

/** A rename deletes the old one, and what was somebody else's until now is never deleted. */
export function formerNotOurs(old: LiveResource): Obstacle {
  return {
    code: "former-not-ours",
    message: `${old.name}, which it was formerly, is not this stack's and would be deleted; adopt it under its own name first, and rename it afterwards`,
  };
}
