import { escapeTemplate } from "../settings/secrets.ts";
import type { Tags } from "../resource.ts";

/**
 * Who owns a resource is written on the resource, as tags; there is no state file. Without `tocsin-stack` a resource is
 * somebody else's: never changed, never deleted. `tocsin-source` names the repository, so that two teams who copied one
 * template do not delete each other's rules. `tocsin-protect` outlives the definition. `tocsin-tags` remembers which tags
 * we declared, so that a tag taken out of git goes away, and all others are kept.
 */
export interface Owner {
  readonly stack: string;
  readonly environment: string;
  readonly source?: string;
}

const stackTag = "tocsin-stack";
const sourceTag = "tocsin-source";
const protectTag = "tocsin-protect";
/** The tag that remembers which tags we declared. */
export const declaredTag = "tocsin-tags";
const ours = [stackTag, sourceTag, protectTag, declaredTag];

/** `STACK/ENVIRONMENT`, as in the tag and in `adopt`. */
export function printOwner(owner: Owner): string {
  return `${owner.stack}/${owner.environment}`;
}

/** Whose a resource is by its tags, or nobody's. */
export function ownerOf(tags: Tags): Owner | undefined {
  const value = tagOf(tags, stackTag);
  const slash = value?.indexOf("/") ?? -1;
  if (value === undefined || slash < 1 || slash === value.length - 1) return undefined;
  const source = tagOf(tags, sourceTag);
  return {
    stack: value.slice(0, slash),
    environment: value.slice(slash + 1),
    ...(source === undefined ? {} : { source }),
  };
}

/** True when a resource is protected from being deleted, also after its definition is gone. */
export function isProtected(tags: Tags): boolean {
  return tagOf(tags, protectTag)?.toLowerCase() === "true";
}

function tagOf(tags: Tags, name: string): string | undefined {
  const key = Object.keys(tags).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : tags[key];
}

/** What the tags of a resource are to be; texts are templates, as settings are. */
export interface WantedTags {
  readonly declared: Tags;
  readonly owner: Owner;
  readonly protect: boolean;
}

/** All tags of the next body: the declared ones over those that are there, without those declared last time and no more. */
export function composeTags(wanted: WantedTags, live: Tags): Tags {
  const gone = new Set([
    ...ours,
    ...declaredLastTime(live),
    ...Object.keys(wanted.declared).map((name) => name.toLowerCase()),
  ]);
  const kept = Object.entries(live).filter(([name]) => !gone.has(name.toLowerCase()));
  const { owner, protect, declared } = wanted;
  const names = Object.keys(declared)
    .map((name) => encodeURIComponent(name.toLowerCase()))
    .toSorted();
  return {
    ...Object.fromEntries(kept),
    ...declared,
    [stackTag]: printOwner(owner),
    ...(owner.source === undefined ? {} : { [sourceTag]: escapeTemplate(owner.source) }),
    ...(protect ? { [protectTag]: "true" } : {}),
    ...(names.length === 0 ? {} : { [declaredTag]: names.join(",") }),
  };
}

/** The tags of a resource that is let go: all but ours. */
export function releasedTags(live: Tags): Tags {
  return Object.fromEntries(Object.entries(live).filter(([name]) => !ours.includes(name.toLowerCase())));
}

function declaredLastTime(tags: Tags): readonly string[] {
  const names = (tagOf(tags, declaredTag) ?? "").split(",").filter((name) => name !== "");
  return names.map((name) => (/^(?:[^%]|%[0-9a-f]{2})*$/i.test(name) ? decodeURIComponent(name) : name));
}

/** A tag that differs, absent where it is not there. */
export interface TagDifference {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** Tags that differ between what is live and what is to be. `tocsin-source` alone is no reason for a write. */
export function compareTags(live: Tags, next: Tags): readonly TagDifference[] {
  const before = new Map(Object.entries(live).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const after = new Map(Object.entries(next).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const left = before.get(key);
    const right = after.get(key);
    if (key === sourceTag || left?.value === right?.value) return [];
    return [
      {
        name: right?.name ?? left?.name ?? key,
        ...(left === undefined ? {} : { before: left.value }),
        ...(right === undefined ? {} : { after: right.value }),
      },
    ];
  });
}
