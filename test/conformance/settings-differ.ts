import type { JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { compare, printPath } from "../../src/core/settings/compare.ts";
import { inherit } from "../../src/core/settings/inherit.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import type { Mismatch } from "./same-body.ts";

/** What differs between what was wanted and what is there, where Azure fills in what nobody said. */
export function settingsDiffer(law: string, kind: Kind, wanted: JsonObject, there: JsonObject): readonly Mismatch[] {
  const filled = inherit(kind.schema, wanted, there, { sealer: createSealer(new Map()) });
  return compare(kind.schema, filled.live, filled.desired).map(({ path, before, after }) => ({
    place: `${law}: ${printPath(path)}`,
    recorded: before,
    answered: after,
  }));
}
