import { isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { credentialSpans } from "../core/language/credentials.ts";
import type { Environment } from "../core/language/workspace.ts";
import type { LiveResource } from "../core/plan/live.ts";
import { printOwner } from "../core/plan/ownership.ts";
import type { Tags } from "../core/resource.ts";
import { authored } from "../core/settings/authored.ts";
import { fingerprint } from "../core/settings/compare.ts";
import { keyNames } from "../core/settings/elements.ts";
import { branchOf, type Schema } from "../core/settings/schema.ts";
import { isSecret, isSecretName } from "../core/settings/secrets.ts";
import { settle } from "../core/settings/settings.ts";
import type { Overlay } from "../core/stack.ts";
import { commonType, resourceType, scopeKind } from "../kinds/metric-alert/scopes.ts";
import type { Draft } from "./draft.ts";
import type { SecretNaming } from "./live-secrets.ts";
import { watchedBy } from "./readable-names.ts";

/** What drafting goes by besides the resource. */
export interface Drafting {
  readonly environment: Environment;
  /** The environment's name where the workspace has others, for which the definition is not. */
  readonly only: readonly string[];
  readonly secrets: SecretNaming;
}

/** The definition somebody would have written for a resource; ids stand in it as they are (`ids.ts` finds words for them). */
export function draftOf(live: LiveResource, kind: Kind, { environment, only, secrets }: Drafting): Draft {
  const { subscription, resourceGroup } = live.place;
  const surroundings = { subscription, resourceGroup, name: live.name, location: environment.location };
  // What was left out may follow from the rest, and then the rest is all there is to say.
  const settings = settle(kind.schema, kind.derive(withoutEchoes(kind.schema, live), surroundings));
  const said = authored(secrets.name(settings, live.name), { kind, surroundings, names: new Map() });
  const { location, ...spec } = inOrder(kind.schema, said);
  const arm = armToSay(live, secrets);
  const watched = watchedBy(scopesOf(live.settings), targetOf(live.settings));
  const near = environment.resourceGroup.toLowerCase() === resourceGroup.toLowerCase();
  const usual = usualLocation(kind, live, environment);
  const regional = typeof location === "string" && !isSameRegion(kind, location, usual) ? { location } : {};
  const ours = live.owner?.stack === environment.stack && live.owner.environment === environment.name;
  return {
    kind: kind.name,
    name: live.name,
    ...(only.length === 0 ? {} : { only }),
    ...(near ? {} : { resourceGroup: groupAsKnown(resourceGroup, environment) }),
    ...regional,
    tags: tagsToSay(live.tags, environment.tags),
    ...(ours ? {} : { adopt: live.owner === undefined ? true : printOwner(live.owner) }),
    ...(live.protect ? { protect: true } : {}),
    spec,
    ...(arm === undefined ? {} : { arm }),
    comments: [],
    ids: [live.id],
    ...(watched === undefined ? {} : { watched }),
  };
}

function groupAsKnown(group: string, { resourceGroups }: Environment): string {
  return resourceGroups.find((known) => known.toLowerCase() === group.toLowerCase()) ?? group;
}

/** Where a resource lives whose definition does not say it. */
function usualLocation(
  kind: Kind,
  { settings, place, name }: LiveResource,
  { location }: Environment,
): Json | undefined {
  const { location: _, ...rest } = settings;
  const derived = kind.derive(rest, { ...place, name, location })["location"];
  const needed = kind.schema.required?.includes("location") === true;
  return derived ?? kind.schema.properties?.["location"]?.default ?? (needed ? location : undefined);
}

function isSameRegion({ schema }: Kind, location: string, usual: Json | undefined): boolean {
  const below = schema.properties?.["location"] ?? {};
  return usual !== undefined && fingerprint(below, location) === fingerprint(below, usual);
}

/** Azure keeps these for itself, or hides what it says in them; and Tocsin's own. */
const notToSay = /^(?:hidden-|tocsin-|microsoft|azure|windows)|[<>%&\\?/]/i;

/**
 * The tags that a definition says: those that people made, but for what they are called like a secret or look like one.
 * Of all others apply changes none, so nothing is lost; what the environment says of every resource is not said again.
 */
function tagsToSay(tags: Tags, usual: Tags): Tags {
  const known = new Map(Object.entries(usual).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([name, value]) =>
        !notToSay.test(name) &&
        !isSecretName(name) &&
        known.get(name.toLowerCase()) !== value &&
        credentialSpans(`${name}: ${value}`).length === 0,
    ),
  );
}

function scopesOf({ scopes }: JsonObject): readonly string[] {
  return isList(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
}

function targetOf({ targetResourceType, targetResourceTypes }: JsonObject): string | undefined {
  if (typeof targetResourceType === "string") return targetResourceType;
  const [first] = isList(targetResourceTypes) ? targetResourceTypes : [];
  return typeof first === "string" ? first : undefined;
}

/**
 * Settings without what Azure, the portal and other clients fill in and what only repeats the rest: the type of what is
 * watched as `metricNamespace`, the name as `displayName`. What nobody declares (`ifDeclared`) stays as it is in Azure.
 */
function withoutEchoes(schema: Schema, { settings, name }: LiveResource): JsonObject {
  const scopes = scopesOf(settings);
  const type = scopes.every((scope) => scopeKind(scope) === "resource") ? commonType(scopes) : undefined;
  // Of a web test's two scopes only the first is what is watched; no metric has a namespace there.
  const own = type ?? (scopes.length === 1 ? resourceType(scopes[0] ?? "") : undefined);
  const outer = new Set([own, name].flatMap((text) => (text === undefined ? [] : [text.toLowerCase()])));
  const inner = new Set([...outer, ...[targetOf(settings) ?? ""].map((text) => text.toLowerCase())]);
  const strip = (here: Schema, value: Json, echoes: ReadonlySet<string>): Json => {
    if (isList(value)) return value.map((item) => strip(here.items ?? {}, item, inner));
    if (!isObject(value)) return value;
    const branch = branchOf(here, value);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]): [string, Json][] => {
        const below = branch?.properties?.[key] ?? {};
        const echo = below.ifDeclared === true && typeof item === "string" && echoes.has(item.toLowerCase());
        // The portal ends the lines of a query as Windows does, and leaves empty ones at its end.
        const lines = below.same === "lines" && typeof item === "string";
        return echo ? [] : [[key, lines ? item.replaceAll("\r\n", "\n").trimEnd() : strip(below, item, inner)]];
      }),
    );
  };
  // Sound because an object with fewer members is an object.
  return strip(schema, settings, outer) as JsonObject;
}

/**
 * What we have no words for, as a piece of body. An element without a name is called by all it says; where a part of that
 * is secret, it has another name in each run, and what is beside it is better left to go along by itself.
 */
function armToSay({ beside, name }: LiveResource, secrets: SecretNaming): Overlay | undefined {
  return beside === undefined || hasSecretKey(beside) ? undefined : withoutNulls(secrets.name(beside, name));
}

function hasSecretKey(value: Json): boolean {
  if (isList(value)) return value.some(hasSecretKey);
  return isObject(value) && Object.entries(value).some(([key, item]) => isSecret(key) || hasSecretKey(item));
}

/** Null says nothing in Azure, and in `arm` it would take something away. */
function withoutNulls(value: JsonObject): Overlay {
  const strip = (item: Json): Json => {
    if (isList(item)) return item.map(strip);
    return isObject(item) ? withoutNulls(item) : item;
  };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, strip(item)]])),
  );
}

/** What readers look for first. */
const first = ["name", "description", "severity", "enabled"] as const;

/** Members in the order of the schema, which is the order of the documentation; those without a place come last. */
function inOrder(schema: Schema, value: JsonObject, knownBy: readonly string[] = []): JsonObject {
  const schemas = schema.oneOf ?? [schema];
  const names = [
    ...new Set([...knownBy, ...first, ...schemas.flatMap(({ properties }) => Object.keys(properties ?? {}))]),
  ];
  const place = (key: string): number => (names.includes(key) ? names.indexOf(key) : names.length);
  const below = (key: string): Schema =>
    schemas.map(({ properties }) => properties?.[key]).find((one) => one !== undefined) ?? {};
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => place(a) - place(b))
      .map(([key, item]) => [key, ordered(below(key), item)]),
  );
}

function ordered(schema: Schema, value: Json): Json {
  if (isList(value)) {
    const [items, knownBy] = [schema.items ?? {}, keyNames(schema)];
    return value.map((item) => (isObject(item) ? inOrder(items, item, knownBy) : ordered(items, item)));
  }
  if (isObject(value)) return inOrder(schema, value);
  // One needs no list, but a sentence reads best as an item of one.
  return schema.type === "array" && typeof value === "string" && value.includes(" ") ? [value] : value;
}
