import type { PlannedDifference, Wish } from "./change.ts";
import { canonical } from "../json.ts";
import type { LiveResource } from "./live.ts";
import { compareTags, declaredTag } from "./ownership.ts";
import type { DesiredResource } from "../stack.ts";

/** What differs beside the settings: tags, and what the author's `arm` says of things we have no words for. */
export function differencesOfEnvelope(
  desired: DesiredResource,
  live: LiveResource,
  wish: Wish,
): readonly PlannedDifference[] {
  return [...differencesOfTags(desired, live, wish), ...differencesOfArm(desired, live, wish)];
}

function differencesOfTags(desired: DesiredResource, live: LiveResource, wish: Wish): readonly PlannedDifference[] {
  const found = compareTags(live.tags, wish.tags);
  // Our own bookkeeping changes along with what is declared, and is told only where it changes alone.
  const declared = found.filter(({ name }) => name !== declaredTag);
  return (declared.length === 0 ? found : declared).map(({ name, ...sides }) => {
    const origin = desired.origin(["tags", name]);
    return { path: ["tags", name], ...sides, ...(origin.layer === "default" ? {} : { origin }) };
  });
}

/** What the author's `arm` changes of what we have no words for. */
function differencesOfArm(desired: DesiredResource, live: LiveResource, wish: Wish): readonly PlannedDifference[] {
  if (desired.arm === undefined || canonical(wish.carried ?? {}) === canonical(live.beside ?? {})) return [];
  return [{ path: ["arm"], after: desired.arm, origin: desired.origin(["arm"]) }];
}
