import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import { leftover } from "../settings/overlay.ts";
import { isProtected, ownerOf, type Owner } from "./ownership.ts";
import { parseArmId, resourceId, type Place, type ResourceId, type Tags } from "../resource.ts";
import { escapeTemplate, type Sealer } from "../settings/secrets.ts";
import { readSettings } from "../settings/settings.ts";
import type { Overlay } from "../stack.ts";

/** What Azure has, read by the same schema as what the author wants, leniently. Every text in it is a template. */
export interface LiveResource {
  readonly id: ResourceId;
  /** The id as Azure spells it: for every request but a create's. */
  readonly armId: string;
  readonly apiVersion: string;
  readonly name: string;
  /** The kind whose the body is, or nothing where no kind of its type claims it. */
  readonly kind: string | undefined;
  readonly place: Place;
  readonly owner?: Owner;
  readonly protect: boolean;
  readonly tags: Tags;
  readonly settings: JsonObject;
  /** What we have no word for; elements of lists by name. */
  readonly beside?: Overlay;
  /** Who wrote it last, where the type tells. */
  readonly changed?: { readonly by: string; readonly at: string };
}

/** Reads a body by the kind that claims it. */
export function readLive(
  resource: { readonly armId: string; readonly apiVersion: string; readonly body: JsonObject },
  kinds: readonly Kind[],
  sealer: Sealer,
): LiveResource {
  const { armId, apiVersion, body } = resource;
  const parsed = parseArmId(armId);
  if (parsed === undefined)
    throw new Error(`Azure listed a resource with the id ${armId}, which is none of a resource group`);
  const tags = readTags(body["tags"]);
  const owner = ownerOf(tags);
  const changed = readChange(body["systemData"]);
  const kind = kinds.find(
    (candidate) => candidate.armType.toLowerCase() === parsed.type.toLowerCase() && candidate.claims(body),
  );
  const known = kind === undefined ? undefined : readByKind(kind, body, sealer);
  const stated = body["name"];
  return {
    id: resourceId(armId),
    armId,
    apiVersion,
    name: typeof stated === "string" && stated !== "" ? stated : parsed.name,
    kind: kind?.name,
    place: { subscription: parsed.subscription, resourceGroup: parsed.resourceGroup },
    protect: isProtected(tags),
    tags,
    settings: known?.settings ?? {},
    ...(owner === undefined ? {} : { owner }),
    ...(known?.beside === undefined ? {} : { beside: known.beside }),
    ...(changed === undefined ? {} : { changed }),
  };
}

/** The settings in a body and what is beside them, sealed. */
function readByKind(
  kind: Kind,
  body: JsonObject,
  sealer: Sealer,
): { readonly settings: JsonObject; readonly beside: Overlay | undefined } {
  const settings = readSettings(kind.schema, kind.fromArm(body));
  const sealed = sealer.seal(kind.schema, settings);
  const known = kind.toArm(settings);
  const beside = leftover(body, known, kind.owned, sealed === settings ? known : kind.toArm(sealed));
  return {
    settings: sealed,
    // Sound because sealing an object leaves an object.
    beside: beside === undefined ? undefined : (sealer.sealUnknown(beside) as Overlay),
  };
}

function readTags(tags: Json | undefined): Tags {
  if (!isObject(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) => (typeof value === "string" ? [[name, escapeTemplate(value)]] : [])),
  );
}

/** `systemData`, which scheduled query rules have, and newer api-versions of the other types. */
function readChange(systemData: Json | undefined): { by: string; at: string } | undefined {
  if (!isObject(systemData)) return undefined;
  const { lastModifiedBy: by, lastModifiedAt: at } = systemData;
  return typeof by === "string" && typeof at === "string" ? { by, at } : undefined;
}
