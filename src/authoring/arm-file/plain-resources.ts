import { isList, isNothing, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import { parseArmId } from "../../core/resource.ts";
import { fromToolShape, isShaped } from "./az-shape.ts";
import { printPath, type Findings } from "./findings.ts";
import { memberOf, textIn } from "./members.ts";

/** A resource as Azure or a tool shows it, and where it stands. */
export interface PlainResource {
  readonly armId: string;
  readonly apiVersion?: string;
  readonly body: JsonObject;
}

/** The types that are wanted. */
export interface PlainReading {
  readonly findings: Findings;
  wanted(type: string): string | undefined;
  take(resource: PlainResource, path: Path): void;
}

/** The resources of a list, such as `az … list` prints. */
export function readResources(list: readonly Json[], path: Path, reading: PlainReading): void {
  if (list.length > 0 && list.every((item) => textIn(item, "id") === undefined)) {
    reading.findings.tell("not-arm-json", path, "nothing in this list is a resource: a resource has an `id`");
    return;
  }
  if (list.length > 1 && list.every(isOnlyNamed)) {
    const message = `this list has the names of ${list.length} resources and nothing else of them; \`az resource show\` and \`az rest\` print them whole`;
    reading.findings.tell("not-a-resource", path, message);
    return;
  }
  for (const [index, item] of list.entries()) readPlainResource(item, [...path, index], reading);
}

/** True for what `az resource list` and the lists of Resource Manager print: that there is something, and no more. */
function isOnlyNamed(item: Json): boolean {
  return isObject(item) && isNothing(fromToolShape(item)["properties"]);
}

/** One resource in the words of the portal's JSON view, of `az … show` or of the Resource Graph. */
export function readPlainResource(resource: Json, path: Path, { findings, wanted, take }: PlainReading): void {
  const armId = textIn(resource, "id");
  if (!isObject(resource) || armId === undefined) {
    findings.tell("not-a-resource", path, "this is no resource: it has no `id`, which begins with `/subscriptions/`");
    return;
  }
  const parsed = parseArmId(armId);
  const stated = textIn(resource, "type") ?? parsed?.type ?? "";
  const type = wanted(stated.toLowerCase());
  if (type === undefined) {
    findings.other(stated === "" ? "an unknown type" : stated);
    return;
  }
  const name = textIn(resource, "name") ?? parsed?.name;
  const rounded = inexactIn(resource);
  const refuse = (why: string): void =>
    findings.tell("not-a-resource", path, `\`${name ?? armId}\` is left out: ${why}`);
  if (parsed === undefined) refuse(`its \`id\` is none of a resource in a resource group`);
  else if (parsed.type.toLowerCase() !== type.toLowerCase())
    refuse(`its \`id\` is that of a ${parsed.type}, and its \`type\` is ${stated}`);
  else if (!isShaped(resource)) refuse("its `properties` have to be an object");
  else if (rounded !== undefined) refuse(`the number at \`${printPath(rounded)}\` has more digits than can be kept`);
  else {
    const version = textIn(resource, "apiversion");
    const body = fromToolShape({ ...resource, name: name ?? parsed.name, type: stated });
    if (isNothing(body["properties"]))
      refuse("nothing of it but its name is shown; `az resource show` and `az rest` print it whole");
    else take({ armId, body, ...(version === undefined ? {} : { apiVersion: version }) }, path);
  }
}

/** The way to a number that was rounded when it was read. */
function inexactIn(value: Json, path: Path = []): Path | undefined {
  if (typeof value === "number")
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? undefined : path;
  const entries: readonly (readonly [string | number, Json])[] = isList(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [key, item] of entries) {
    const found = inexactIn(item, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The rows of a Resource Graph answer in its table form, as objects. */
export function rowsOf(data: Json): readonly Json[] | undefined {
  const columns = memberOf(data, "columns")?.value;
  const rows = memberOf(data, "rows")?.value;
  if (!isList(columns) || !isList(rows)) return undefined;
  const names = columns.map((column) => textIn(column, "name") ?? "");
  return rows.map((row) =>
    isList(row) ? Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])) : row,
  );
}
