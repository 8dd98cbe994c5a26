import { schemasBelow, type Schema } from "./schema.ts";

const steps = new WeakMap<readonly Schema[], Map<string, readonly Schema[]>>();

/**
 * The schemas that may hold one step below the given ones; of a union those of all its branches, since the tag that
 * tells them apart is not written by authors. The same list for the same list and step: a walk allocates nothing.
 */
export function schemasAt(schemas: readonly Schema[], step: string | number): readonly Schema[] {
  const key = typeof step === "number" ? "" : step;
  let known = steps.get(schemas);
  if (known === undefined) steps.set(schemas, (known = new Map()));
  let below = known.get(key);
  if (below === undefined) {
    below = schemas.flatMap((schema) => schemasBelow(schema, step));
    // The keys of free maps are the author's: as many as there are definitions.
    if (known.size < 200) known.set(key, below);
  }
  return below;
}
