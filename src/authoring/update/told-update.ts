import { valueAt } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { readDocuments } from "../../core/language/document.ts";
import type { Location } from "../../core/location.ts";
import type { PlannedDifference } from "../../core/plan/change.ts";
import type { ToldDifference } from "../../core/plan/report.ts";
import type { ToldUpdate } from "../../core/plan/update-report.ts";
import { printPath } from "../../core/settings/compare.ts";
import { leaves, without } from "../../core/settings/overlay.ts";
import type { DesiredResource } from "../../core/stack.ts";
import { indexedPath } from "./target.ts";
import type { TextEdit, Texts } from "./texts.ts";
import type { UpdatedResource } from "./update.ts";

/** What became of a resource, as a report has it. */
export function tellUpdate(
  { change, written, desired, sources, left }: UpdatedResource,
  { texts, kind }: { readonly texts: Texts; readonly kind: Kind | undefined },
): ToldUpdate {
  const { live } = change;
  const now = desired ?? change.desired;
  const carried = leaves(without(change.wish.carried ?? {}, change.desired.arm ?? {})).filter((path) => path !== "");
  return {
    outcome: written.length > 0 ? "updated" : "left",
    kind: now.kind,
    name: now.name,
    resourceGroup: now.place.resourceGroup,
    id: now.armId,
    at: now.at,
    differences: written.map((difference) => tellWritten(difference, now, kind)),
    sources: sources.flatMap((edit) => placeOf(edit, texts)),
    left,
    ...(carried.length === 0 ? {} : { carried }),
    ...(live.changed === undefined ? {} : { changed: live.changed }),
  };
}

/** A difference the other way round: what the definition said is before, what Azure has is what it says now. */
function tellWritten(
  { path, before, after, secret }: PlannedDifference,
  now: DesiredResource,
  kind: Kind | undefined,
): ToldDifference {
  const inSettings = path[0] !== "tags" && path[0] !== "arm" && kind !== undefined;
  const plain = path.filter((step) => typeof step !== "object");
  const origin = now.origin(inSettings ? indexedPath(kind.schema, now.settings, path) : plain);
  const isSaid = origin.layer !== "default";
  return {
    path: printPath(path),
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
    ...(secret === undefined ? {} : { secret }),
    ...(isSaid ? { layer: origin.layer, at: origin.at } : {}),
  };
}

/** Where an edit stands in the edited texts. */
function placeOf({ file, document, path }: TextEdit, texts: Texts): readonly { path: string; at: Location }[] {
  const text = [texts.workspace, ...texts.rules].find((one) => one.path === file);
  const found = text === undefined ? undefined : readDocuments(text).value.find(({ index }) => index === document);
  if (found === undefined || valueAt(found.value, path) === undefined) return [];
  return [{ path: printPath(path), at: found.locate(path, "key") }];
}
