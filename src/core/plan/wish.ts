import type { Obstacle, Wish } from "./change.ts";
import type { JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { Environment } from "../language/workspace.ts";
import { inherit, secretsOf } from "../settings/inherit.ts";
import { carry, fit, lay, leftover, without } from "../settings/overlay.ts";
import type { Sealer } from "../settings/secrets.ts";
import { readSettings } from "../settings/settings.ts";
import { veil } from "../settings/veil.ts";
import type { DesiredResource, Overlay } from "../stack.ts";
import type { LiveResource } from "./live.ts";
import { liveSecretNeeded, unwritable, wouldBeLost } from "./obstacles.ts";
import { composeTags, type Owner } from "./ownership.ts";

/** A definition met with what is there: what would be written, and what stands against writing it. */
export interface Met {
  readonly wish: Wish;
  /** What is live as the comparison has to see it: hidden where the definition holds a secret. */
  readonly before: JsonObject;
  /** Secrets that cannot be written. */
  readonly unwritable: readonly Obstacle[];
  /** What Azure has, and the next body would have no place for. */
  readonly lost: readonly Obstacle[];
}

/** Makes wishes for one environment, and remembers which secrets could not be compared on the way. */
export interface Wishes {
  meet(desired: DesiredResource, kind: Kind, live: LiveResource | undefined): Met;
  notCompared(): readonly string[];
}

/** How definitions meet Azure in an environment: by its secrets, and under its owner. */
export function createWishes(environment: Environment, owner: Owner, sealer: Sealer): Wishes {
  const declared = Object.entries(environment.secrets);
  const onlyLive = new Set(declared.flatMap(([name, source]) => ("live" in source ? [name] : [])));
  const inheriting = { sealer, live: onlyLive };
  const veiling = { sealer, wary: declared.length > 0 };
  const skipped = new Set<string>();
  const skip = (names: readonly string[]): void => {
    for (const name of names) skipped.add(name);
  };

  /** What the author's `arm` makes of a body: what is compared is what the body with it says, also of what we have words for. */
  const withArm = (body: JsonObject, arm: Overlay, { kind, before, live }: Laying): Omit<Wish, "tags"> => {
    // Sound because laying an object over an object leaves an object.
    const laid = lay(body, arm) as JsonObject;
    const read = readSettings(kind.schema, kind.fromArm(laid));
    const rest = leftover(laid, kind.toArm(read), kind.owned) ?? {};
    if (live === undefined) return { settings: read, ...carriedOf(rest) };
    const again = inherit(kind.schema, read, before, inheriting);
    const beyond = inherit({}, rest, live.beside ?? {}, inheriting);
    skip([...again.notCompared, ...beyond.notCompared]);
    return { settings: again.desired, ...carriedOf(beyond.desired) };
  };

  return {
    meet(desired, kind, there) {
      const live = there?.kind === kind.name ? there : undefined;
      const resealed = sealer.reseal(kind.schema, desired.settings);
      const met = inherit(kind.schema, resealed, live?.settings ?? {}, inheriting);
      skip(met.notCompared);
      const settings = live === undefined ? met.desired : kind.align(met.desired, met.live);
      const ours = kind.toArm(settings);
      const beside = live?.beside === undefined ? undefined : without(live.beside, desired.arm ?? {});
      const nothing = { placed: {}, lost: [] };
      const { placed, lost } =
        live === undefined || beside === undefined ? nothing : fit(beside, ours, kind.toArm(live.settings));
      const said =
        desired.arm === undefined
          ? { settings, ...carriedOf(placed) }
          : withArm(carry(ours, placed), desired.arm, { kind, before: met.live, live });
      const tags = composeTags({ declared: desired.tags, owner, protect: desired.protect }, there?.tags ?? {});
      const lacking = secretsOf([said.settings, said.carried ?? {}]).filter((name) => onlyLive.has(name));
      return {
        wish: { ...said, tags },
        // Sound because veiling an object leaves an object.
        before: veil(kind.schema, met.live, said.settings, veiling) as JsonObject,
        // A secret whose surroundings changed is one mistake, not two.
        unwritable:
          met.unwritable.length > 0 || lacking.length === 0
            ? met.unwritable.map(unwritable)
            : [liveSecretNeeded(lacking)],
        lost: lost.map((path) => wouldBeLost(path, desired)),
      };
    },
    notCompared: () => [...skipped].toSorted(),
  };
}

interface Laying {
  readonly kind: Kind;
  readonly before: JsonObject;
  readonly live: LiveResource | undefined;
}

function carriedOf(beside: Overlay): { readonly carried?: Overlay } {
  return Object.keys(beside).length === 0 ? {} : { carried: beside };
}
