import { respell } from "./durations.ts";
import { isList, isObject, type Json, type JsonObject } from "./json.ts";
import type { Shape } from "./property-table.ts";

/**
 * The same resource as another server might spell it: lists without order turned round, ids in another case, durations
 * in their other spelling, names of properties untouched. Only what the table says of a place decides, never a guess.
 */
export function shuffle(shape: Shape, value: Json): Json {
  switch (shape.is) {
    case "anything":
    case "text":
    case "word":
    case "number":
    case "boolean":
    case "map":
      return value;
    case "armId":
      return typeof value === "string" ? inAnotherCase(value) : value;
    case "duration":
      return typeof value === "string" ? respell(value) : value;
    case "location":
      return typeof value === "string" && value !== "" ? value.slice(0, 1).toUpperCase() + value.slice(1) : value;
    case "list": {
      if (!isList(value)) return value;
      const items = value.map((item) => shuffle(shape.of, item));
      return shape.ordered ? items : items.toReversed();
    }
    case "object":
      return isObject(value)
        ? mapMembers(value, (name, item) => shuffleMember(shape.properties[name]?.shape, item))
        : value;
    case "union": {
      const tag = isObject(value) ? value[shape.tag] : undefined;
      const member = typeof tag === "string" ? shape.members[tag] : undefined;
      return member === undefined ? value : shuffle(member.shape, value);
    }
  }
}

function shuffleMember(shape: Shape | undefined, value: Json): Json {
  return shape === undefined ? value : shuffle(shape, value);
}

function mapMembers(object: JsonObject, change: (name: string, value: Json) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? undefined : change(name, value)]),
  );
}

// All four spellings of `microsoft.insights/actionGroups` are met in the wild, with `resourcegroups` and upper-case GUIDs.
function inAnotherCase(id: string): string {
  return id
    .replace(/^(\/?subscriptions\/)([^/]+)/i, (_, start: string, guid: string) => start + guid.toUpperCase())
    .replace(/\/resourceGroups\/([^/]+)/, (_, group: string) => `/resourcegroups/${group.toUpperCase()}`)
    .replace(/\/providers\/([^/]+)\/([^/]+)/, (found) => found.toLowerCase());
}
