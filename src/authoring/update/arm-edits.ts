import { isObject, valueAt, type Json, type JsonObject, type Path } from "../../core/json.ts";
import { topmost } from "../../core/language/origin.ts";
import type { Difference } from "../../core/settings/compare.ts";
import type { DesiredResource } from "../../core/stack.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import { isSecret } from "../../core/settings/secrets.ts";
import type { SourcePlace } from "./sources.ts";
import type { TextEdit } from "./texts.ts";

/** What a definition's `arm` says, and what Azure has in these places. */
export interface ArmSides {
  readonly desired: DesiredResource;
  readonly live: LiveResource;
}

/** The edit of `arm` that makes it say what Azure has at a setting which `arm` lays its own value over. */
export function armEditOf(
  { path, before }: Difference,
  { desired }: ArmSides,
  place: SourcePlace,
): TextEdit | undefined {
  const names = path.slice(1);
  const plain = names.filter((step) => typeof step === "string");
  if (path[0] !== "spec" || plain.length < names.length || desired.arm === undefined) return undefined;
  const inArm = ["properties", ...plain];
  return valueAt(desired.arm, inArm) === undefined ? undefined : leafEdit(inArm, before, place);
}

/** The edits of `arm` for what no schema has words for: where Azure has another value than `arm` wants. */
export function armEditsOf({ desired, live }: ArmSides, place: SourcePlace): readonly TextEdit[] {
  const { arm } = desired;
  if (arm === undefined) return [];
  return leavesOf(arm).flatMap(([path, wanted]): readonly TextEdit[] => {
    const has = reach(live.beside, path);
    if (has === wanted || typeof has === "object" || (typeof has === "string" && isSecret(has))) return [];
    // What is known to the schema is a setting, and compared as one.
    if (has === undefined && (wanted === null || reach(live.settings, path.slice(1)) !== undefined)) return [];
    const edit = leafEdit(path, has, place);
    return edit === undefined ? [] : [edit];
  });
}

function leafEdit(
  path: Path,
  value: Json | undefined,
  { definition, instance, alone }: SourcePlace,
): TextEdit | undefined {
  const { document } = definition;
  const held = topmost(instance, ["arm", ...path]);
  const own = held?.layer !== undefined && held.layer !== instance.layers[0];
  if (held === undefined || !held.complete) return undefined;
  const edit = { file: document.file, document: document.index };
  if (own || alone) return { ...edit, path: held.path, value: own ? (value ?? null) : value };
  return { ...edit, path: ["environments", instance.environment.name, "arm", ...path], value: value ?? null };
}

function leavesOf(value: JsonObject, path: readonly string[] = []): readonly (readonly [readonly string[], Json])[] {
  return Object.entries(value).flatMap(([key, item]) =>
    isObject(item) ? leavesOf(item, [...path, key]) : [[[...path, key], item] as const],
  );
}

/** A value at a path of names, whose case Azure does not count. */
function reach(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((here, name) => {
    if (!isObject(here)) return undefined;
    const key = Object.keys(here).find((one) => one.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : here[key];
  }, value);
}
