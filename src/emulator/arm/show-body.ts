import { propertyOfTheFuture } from "./accept-body.ts";
import { isList, isObject, type Json, type JsonObject } from "./json.ts";
import { knows, type ObjectShape, type Shape } from "./property-table.ts";

/** How one body is shown: to which api-version, and whether the server is a year ahead of its tables. */
export interface Showing {
  readonly version: string;
  readonly future: boolean;
}

/** A stored body as one api-version sees it: newer properties hidden, names in the table's order. */
export function show(shape: Shape, value: Json, how: Showing): Json {
  switch (shape.is) {
    case "anything":
    case "text":
    case "armId":
    case "duration":
    case "location":
    case "word":
    case "number":
    case "boolean":
      return value;
    case "list":
      return isList(value) ? value.map((item) => show(shape.of, item, how)) : value;
    case "map":
      return isObject(value) ? mapValues(value, (item) => show(shape.of, item, how)) : value;
    case "object":
      return isObject(value) ? showObject(shape, value, how) : value;
    case "union": {
      const tag = isObject(value) ? value[shape.tag] : undefined;
      const member = typeof tag === "string" && Object.hasOwn(shape.members, tag) ? shape.members[tag] : undefined;
      if (member !== undefined && knows(how.version, member)) return show(member.shape, value, how);
      // What a version shows of criteria it has no word for was never recorded; the tag alone tells a client most.
      return tag === undefined ? value : { [shape.tag]: tag };
    }
  }
}

function showObject(shape: ObjectShape, value: JsonObject, how: Showing): JsonObject {
  const shown: [string, Json][] = [];
  for (const [name, property] of Object.entries(shape.properties)) {
    const item = value[name];
    if (item !== undefined && knows(how.version, property)) shown.push([name, show(property.shape, item, how)]);
  }
  if (shape.open) {
    for (const [name, item] of Object.entries(value)) {
      if (item !== undefined && !Object.hasOwn(shape.properties, name)) shown.push([name, item]);
    }
  }
  if (how.future) shown.push([propertyOfTheFuture, value[propertyOfTheFuture] ?? "invented by the server"]);
  return Object.fromEntries(shown);
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? undefined : change(value)]),
  );
}
