import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { carry } from "../../src/core/settings/overlay.ts";
import { readBody } from "../support/read-body.ts";

/** Properties of the future: how many were planted in a body, and the places of those that the next body has not. */
export interface Planted {
  readonly count: number;
  readonly lost: readonly string[];
}

/** Puts an unknown property into every object of a body, and looks for them in the body that is made of what was read. */
export function plantedIn(kind: Kind, body: JsonObject): Planted {
  const places: string[] = [];
  const planted = plant(body, [], { kind, places });
  const { settings, beside } = readBody(kind, planted);
  const next = JSON.stringify(carry(kind.toArm(settings), beside ?? {}));
  return { count: places.length, lost: places.filter((_, index) => !next.includes(`"planted ${index}."`)) };
}

interface Planting {
  readonly kind: Kind;
  /** Where something was planted, in order. */
  readonly places: string[];
}

function plant<T extends Json>(value: T, path: readonly string[], planting: Planting): T;
function plant(value: Json, path: readonly string[], planting: Planting): Json {
  if (isList(value)) return value.map((item) => plant(item, [...path, "*"], planting));
  // Azure's own, and tags, which have laws of their own.
  if (!isObject(value) || isOwned(path, planting.kind)) return value;
  const number = planting.places.push(path.join(".")) - 1;
  const below = Object.entries(value).map(([name, item]) => [
    name,
    item === undefined ? undefined : plant(item, [...path, name], planting),
  ]);
  return { ...Object.fromEntries(below), inventedLater: `planted ${number}.` };
}

function isOwned(path: readonly string[], { owned }: Kind): boolean {
  if (path[0] === "systemData" || path[0] === "tags") return true;
  return owned.some((place) => place.length === path.length && place.every((step, index) => step === path[index]));
}
