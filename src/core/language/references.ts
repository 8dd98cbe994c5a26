import type { Complaint } from "../diagnostic.ts";
import type { Instance } from "./instance.ts";
import { isList, isObject, valueAt, type Json, type JsonObject, type Path } from "../json.ts";
import type { Kind } from "../kind.ts";
import { suggest } from "../nearest.ts";
import { definitionPath } from "./origin.ts";
import { parseArmId, resourceId, type ResourceId } from "../resource.ts";
import { keyNames } from "../settings/elements.ts";
import { branchOf, type Schema } from "../settings/schema.ts";

/** A resource of the stack by what others may call it. */
export interface Named {
  readonly id: ResourceId;
  readonly armId: string;
  readonly name: string;
  readonly group: string;
  /** The ARM type in lower case. */
  readonly type: string;
  readonly kind: Kind;
  readonly instance: Instance;
}

/** The resources of a stack, by what references look for. */
export interface Directory {
  /** By ARM type in lower case and name in lower case. */
  readonly byName: ReadonlyMap<string, readonly Named[]>;
  ofType(type: string): readonly Named[];
  readonly ids: ReadonlySet<ResourceId>;
  /** A name nobody has may stand in a file that could not be read. */
  readonly incomplete: boolean;
}

/** The directory of a stack's resources. */
export function directoryOf(resources: readonly Named[], incomplete: boolean): Directory {
  return {
    byName: Map.groupBy(resources, ({ type, name }) => nameKey(type, name)),
    ofType: (type) => resources.filter((resource) => resource.type === type.toLowerCase()),
    ids: new Set(resources.map(({ id }) => id)),
    incomplete,
  };
}

function nameKey(type: string, name: string): string {
  return `${type.toLowerCase()} ${name.toLowerCase()}`;
}

/** Settings with ids in the places of names, and everything the resource depends on. */
export interface Resolved {
  readonly settings: JsonObject;
  readonly references: readonly ResourceId[];
}

/**
 * Names of resources of this stack become ids wherever the schema says that something is referred to (`refersTo`). Any
 * other id (`same: "armId"`) that is one of the stack's resources is a dependency too.
 */
export function resolveReferences(
  self: Named,
  settings: JsonObject,
  { directory, complain }: { readonly directory: Directory; complain(complaint: Complaint): void },
): Resolved {
  const references = new Set<ResourceId>();
  const resolveText = (schema: Schema, text: string, path: Path): string => {
    if (schema.refersTo !== undefined) {
      const armId = text.startsWith("/")
        ? idOf(schema.refersTo, { text, path, complain })
        : lookUp({ self, type: schema.refersTo, name: text, path }, { directory, complain });
      if (armId !== undefined) references.add(resourceId(armId));
      return armId ?? text;
    }
    if (schema.same === "armId" && directory.ids.has(resourceId(text))) references.add(resourceId(text));
    return text;
  };
  const resolve = (schema: Schema, value: Json, path: (string | number)[]): Json => {
    if (typeof value === "string") return resolveText(schema, value, path);
    const step = (below: Schema, item: Json, by: string | number): Json => {
      path.push(by);
      const resolved = resolve(below, item, path);
      path.pop();
      return resolved;
    };
    if (isList(value)) {
      const { items } = schema;
      if (items === undefined || !mayRefer(items)) return value;
      const resolved = value.map((item, index) => step(items, item, index));
      complainOfTwins(schema, { written: value, resolved, path, complain });
      return resolved;
    }
    const branch = isObject(value) ? branchOf(schema, value) : undefined;
    if (branch === undefined || !isObject(value)) return value;
    let resolved: Record<string, Json> | undefined;
    for (const [key, below] of referringProperties(branch, value)) {
      const item = value[key];
      if (item === undefined) continue;
      resolved ??= { ...value };
      resolved[key] = step(below, item, key);
    }
    return resolved ?? value;
  };
  // Sound because resolving leaves an object an object.
  const resolved = resolve(self.kind.schema, settings, []) as JsonObject;
  references.delete(self.id);
  return { settings: resolved, references: [...references] };
}

interface Written {
  readonly text: string;
  readonly path: Path;
  complain(complaint: Complaint): void;
}

/** What is wrong with an id that has to be one of a type; nothing where it is. */
export function noIdOf(type: string, text: string): string | undefined {
  if (parseArmId(text)?.type.toLowerCase() === type.toLowerCase()) return undefined;
  return `\`${text}\` is no id of a \`${type}\`; such a one ends in \`/providers/${type}/NAME\``;
}

/** An id as written, unless it is that of something else. */
function idOf(type: string, { text, path, complain }: Written): string | undefined {
  const message = noIdOf(type, text);
  if (message === undefined) return text;
  complain({ code: "wrong-reference", path: definitionPath([...path]), message });
  return undefined;
}

interface Twins {
  readonly written: readonly Json[];
  readonly resolved: readonly Json[];
  readonly path: Path;
  complain(complaint: Complaint): void;
}

/** A list of references holds each once: Azure keeps one of two, and the other would be wanted for ever. */
function complainOfTwins(schema: Schema, { written, resolved, path, complain }: Twins): void {
  const by = keyNames(schema).find((key) => schema.items?.properties?.[key]?.refersTo !== undefined);
  if (by === undefined) return;
  const first = new Map<ResourceId, number>();
  const nameAt = (list: readonly Json[], index: number): string => {
    const name = valueAt(list, [index, by]);
    return typeof name === "string" ? name : "";
  };
  for (const index of resolved.keys()) {
    const name = nameAt(resolved, index);
    // What is no id was complained about.
    if (!name.startsWith("/")) continue;
    const id = resourceId(name);
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, index);
      continue;
    }
    const message = `\`${nameAt(written, index)}\` is the same as \`${nameAt(written, before)}\`, which stands in this list already; leave it out`;
    complain({ code: "illegal-value", path: definitionPath([...path, index]), message });
  }
}

const referring = new WeakMap<Schema, boolean>();

/** True where an id may stand in a value of the schema. */
function mayRefer(schema: Schema): boolean {
  const before = referring.get(schema);
  if (before !== undefined) return before;
  const { refersTo, same, items, properties = {}, additionalProperties, oneOf = [] } = schema;
  const below = [
    ...Object.values(properties),
    ...oneOf,
    ...(items ? [items] : []),
    ...(additionalProperties ? [additionalProperties] : []),
  ];
  const may = refersTo !== undefined || same === "armId" || below.some(mayRefer);
  referring.set(schema, may);
  return may;
}

const properties = new WeakMap<Schema, readonly (readonly [string, Schema])[]>();

/** The properties of an object that ids may stand in; of a map with free keys all that are there. */
function referringProperties(schema: Schema, value: JsonObject): readonly (readonly [string, Schema])[] {
  const { additionalProperties: free } = schema;
  if (free && mayRefer(free)) return Object.keys(value).map((key) => [key, schema.properties?.[key] ?? free] as const);
  const before = properties.get(schema);
  if (before !== undefined) return before;
  const found = Object.entries(schema.properties ?? {}).filter(([, below]) => mayRefer(below));
  properties.set(schema, found);
  return found;
}

interface Sought {
  readonly self: Named;
  readonly type: string;
  readonly name: string;
  readonly path: Path;
}

/** The id of the resource that has a name: of several the one in the same resource group. */
function lookUp(
  { self, type, name, path }: Sought,
  { directory, complain }: { readonly directory: Directory; complain(complaint: Complaint): void },
): string | undefined {
  const found = directory.byName.get(nameKey(type, name)) ?? [];
  const near = found.filter(({ group }) => group.toLowerCase() === self.group.toLowerCase());
  const [only, other] = near.length > 0 ? near : found;
  if (only !== undefined && (other === undefined || other.id === only.id)) return only.armId;
  const at = [...definitionPath(path)];
  if (only !== undefined) {
    const groups = found.map(({ group }) => `\`${group}\``).join(" and ");
    complain({
      code: "ambiguous-reference",
      path: at,
      message: `\`${name}\` stands in the resource groups ${groups}; write the ARM id of the one that is meant`,
    });
  } else if (!directory.incomplete) {
    const names = directory.ofType(type).map((named) => named.name);
    const hint = names.length === 0 ? "; it has none of this type" : suggest(name, [...new Set(names)]);
    complain({ code: "unknown-reference", path: at, message: `\`${name}\` is not in this stack${hint}` });
  }
  return undefined;
}
