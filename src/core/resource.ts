declare const brand: unique symbol;

/** An ARM id folded for comparing. Never sent to Azure: requests use the id as Azure or the author spelled it. */
export type ResourceId = string & { readonly [brand]: "ResourceId" };

/** Where a resource lives; every id and every budget of calls hangs on it, not on the environment. */
export interface Place {
  readonly subscription: string;
  readonly resourceGroup: string;
}

/** A resource's tags: texts by name. Azure compares the names without case. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Folds an ARM id. Azure compares ids without case (the subscription's GUID too, which action groups answer in
 * upper case), some services answer them without the leading slash, and some as they stand in an address.
 */
export function resourceId(armId: string): ResourceId {
  const lower = plainId(armId).toLowerCase();
  // Nearly every id is well-formed, and this is asked for each of them many times.
  const usual = lower.startsWith("/") && !lower.startsWith("//") && !lower.endsWith("/");
  const folded = usual ? lower : lower.replace(/^\/*/, "/").replace(/\/+$/, "");
  // Sound because this is the one constructor of the brand.
  return folded as ResourceId;
}

/**
 * An id as people write it. Metric alerts and action groups answer names in their ids as in an address,
 * `…/metricAlerts/CPU%20high`; what is no escaped text, or would be another path, stays as it is.
 */
export function plainId(armId: string): string {
  return armId.includes("%") ? armId.split("/").map(unescaped).join("/") : armId;
}

function unescaped(segment: string): string {
  try {
    const text = decodeURIComponent(segment);
    return text.includes("/") ? segment : text;
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

/** The id a resource has or will have, in the author's spelling. */
export function armIdOf(place: Place, armType: string, name: string): string {
  const [namespace, ...types] = armType.split("/");
  const scope = `/subscriptions/${place.subscription}/resourceGroups/${place.resourceGroup}`;
  return `${scope}/providers/${namespace}/${types.join("/")}/${name}`;
}

const inGroup = /^\/?subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/(.+)\/([^/]+?)\/*$/i;

/** The parts of an ARM id of a resource in a resource group, or nothing where it is another sort of id. */
export function parseArmId(
  armId: string,
): { subscription: string; resourceGroup: string; type: string; name: string } | undefined {
  const match = inGroup.exec(plainId(armId));
  const [, subscription, resourceGroup, type, name] = match ?? [];
  if (subscription === undefined || resourceGroup === undefined || type === undefined || name === undefined)
    return undefined;
  return { subscription, resourceGroup, type, name };
}
