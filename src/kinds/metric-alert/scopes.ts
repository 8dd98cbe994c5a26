/** What a metric alert can be pointed at. */
export type ScopeKind = "subscription" | "resourceGroup" | "resource" | "other";

/** What sort of thing an ARM id names. */
export function scopeKind(armId: string): ScopeKind {
  if (/^\/?subscriptions\/[^/]+\/?$/i.test(armId)) return "subscription";
  if (/^\/?subscriptions\/[^/]+\/resourceGroups\/[^/]+\/?$/i.test(armId)) return "resourceGroup";
  return resourceType(armId) === undefined ? "other" : "resource";
}

/**
 * The type of the resource that an ARM id names, parts of resources included:
 * `…/storageAccounts/sa1/fileServices/default` is a `Microsoft.Storage/storageAccounts/fileServices`.
 */
export function resourceType(armId: string): string | undefined {
  const at = armId.toLowerCase().lastIndexOf("/providers/");
  if (at < 0) return undefined;
  const [namespace, ...rest] = armId
    .slice(at + "/providers/".length)
    .replace(/\/+$/, "")
    .split("/");
  const types = rest.filter((_, index) => index % 2 === 0);
  return types.length === 0 || rest.length % 2 === 1 ? undefined : [namespace, ...types].join("/");
}

/** The type that all of several ids have, without case. */
export function commonType(armIds: readonly string[]): string | undefined {
  const types = armIds.map(resourceType);
  const [first] = types;
  return types.every((type) => type?.toLowerCase() === first?.toLowerCase()) ? first : undefined;
}

/** True when a rule watches more than one resource, or things that are not there yet. */
export function isMultiResource(scopes: readonly string[]): boolean {
  return (
    scopes.length > 1 ||
    scopes.some((scope) => scopeKind(scope) === "resourceGroup" || scopeKind(scope) === "subscription")
  );
}
