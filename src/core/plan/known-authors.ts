import { createHash } from "node:crypto";
import type { ToldChange } from "./report.ts";

/** Who somebody is told to have changed, and when. */
export interface Author {
  readonly by: string;
  readonly at: string;
}

/** Who made one thing in Azure differ, as an issue told it. */
export interface KnownAuthor {
  /** The thing and what Azure says there: the first signs of a digest, which tells neither. */
  readonly value: string;
  /** Absent where the log was read as far as it reaches, and names nobody. */
  readonly changed?: Author;
}

const signs = 16;

/**
 * What stands in Azure where a change differs. As long as one of them is what it was, somebody's change is still the same
 * one, whatever git says by then; the same place with another value is another change.
 */
export function standingIn({ id, action, differences }: ToldChange): readonly string[] {
  const places = differences.map(({ path, before, order }) => [path, before ?? null, order ?? false]);
  // What is missing, unexpected or blocked differs as a whole.
  return (places.length === 0 ? [[action]] : places).map((place) =>
    createHash("sha256")
      .update(JSON.stringify([id.toLowerCase(), ...place]))
      .digest("hex")
      .slice(0, signs),
  );
}

/** What is to be remembered of changes; of those that are not `settled` an unknown author is looked for again. */
export function authorsIn(
  changes: readonly ToldChange[],
  isSettled: (change: ToldChange) => boolean,
): readonly KnownAuthor[] {
  return changes.flatMap((change) => {
    const { changed } = change;
    if (changed !== undefined) return standingIn(change).map((value) => ({ value, changed }));
    return isSettled(change) ? standingIn(change).map((value) => ({ value })) : [];
  });
}
