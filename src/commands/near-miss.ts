import { code } from "../core/diagnostic.ts";
import { nearest } from "../core/nearest.ts";
import { watchedOf, type Watched } from "../core/plan/watched.ts";

/**
 * The end of a warning about a scope that is not there: what of the same type somebody may have meant, one of the same
 * name in another group before all. No more than one is named: a comment is read by more people than Azure is.
 */
export function nearMiss({ is, name, resourceGroup = "" }: Watched, armIds: readonly string[]): string {
  const others = armIds.flatMap((armId) => watchedOf(armId) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const namesake = others.find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (namesake !== undefined)
    return `; there is one of this name in resource group ${code(namesake.resourceGroup ?? "")}`;
  const near = nearest(name, [...new Set(others.map((other) => other.name))].toSorted());
  if (near === undefined) return "";
  const there = others.filter((other) => other.name === near).map((other) => other.resourceGroup ?? "");
  const isElsewhere = is === "resource" && !there.some((group) => group.toLowerCase() === resourceGroup.toLowerCase());
  return `; did you mean ${code(near)}${isElsewhere ? ` in ${code(there[0] ?? "")}` : ""}?`;
}
