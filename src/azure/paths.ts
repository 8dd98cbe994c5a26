import { plainId } from "../core/resource.ts";
import type { Question, Scope } from "../ports/azure.ts";

/** What may be asked for, as segments not yet encoded; `tried` and URLs are made of it in one place. */
export interface Target {
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** All resources of a type in a scope. */
export function listTarget(type: string, scope: Scope, apiVersion: string): Target {
  const group = scope.resourceGroup === undefined ? [] : ["resourceGroups", scope.resourceGroup];
  const segments = ["subscriptions", scope.subscription, ...group, "providers", ...type.split("/")];
  return { segments, query: { "api-version": apiVersion } };
}

/** One resource; its id goes out as Azure or the author spelled it, escaped once, also where Azure did so already. */
export function resourceTarget(armId: string, apiVersion: string): Target {
  const segments = plainId(armId)
    .replace(/^\/+|\/+$/g, "")
    .split("/");
  return { segments, query: { "api-version": apiVersion } };
}

/**
 * The activity log between two instants. Azure takes these patterns of filter and no others; without `$select`,
 * because `caller` is not on its list. https://learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export function activityLogTarget(question: Question): Target {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const { from, to, resourceGroup: group, resource } = question;
  // Azure takes one of the two, and no more.
  const about =
    resource === undefined
      ? group === undefined
        ? []
        : [`resourceGroupName eq ${quoted(group)}`]
      : [`resourceUri eq ${quoted(resource)}`];
  const filter = [`eventTimestamp ge ${quoted(from)}`, `eventTimestamp le ${quoted(to)}`, ...about].join(" and ");
  const log = ["providers", "Microsoft.Insights", "eventtypes", "management", "values"];
  return {
    segments: ["subscriptions", question.subscription, ...log],
    query: { "api-version": "2015-04-01", $filter: filter },
  };
}

/** A subscription, one of its resource groups, or one of its resource providers; or what is asked about one. */
export function placeTarget(segments: readonly string[], apiVersion: string): Target {
  return { segments: ["subscriptions", ...segments], query: { "api-version": apiVersion } };
}

/** The address of a target at an endpoint; throws on a segment that would lead elsewhere (`..`, nothing). */
export function urlOf(origin: string, target: Target): URL {
  const odd = target.segments.find((segment) => segment === "" || segment === "." || segment === "..");
  if (odd !== undefined) throw new Error(`\`/${target.segments.join("/")}\` is no ARM id: a part of it is \`${odd}\``);
  const url = new URL(`${origin}/${target.segments.map(encodeURIComponent).join("/")}`);
  url.search = Object.entries(target.query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return url;
}

/** The path of a URL as people read it, for `tried`. */
export function pathOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch (error) {
    if (error instanceof URIError) return url.pathname;
    throw error;
  }
}

const segment = String.raw`/[^/\\]+`;
const inSubscription = String.raw`^/subscriptions${segment}(/resourceGroups${segment})?/providers${segment}`;
const readable = new RegExp(`${inSubscription}(${segment})+$`, "i");
const writable = new RegExp(
  String.raw`^/subscriptions${segment}/resourceGroups${segment}/providers${segment}(${segment}${segment})+$`,
  "i",
);

/** True for paths that reading needs: lists and resources of a provider in a subscription or one of its groups. */
export function isReadable(url: URL): boolean {
  return readable.test(url.pathname);
}

const asked = new RegExp(
  String.raw`^/subscriptions${segment}(?:/resourceGroups${segment}(?:/providers/Microsoft\.Authorization/permissions)?|/providers${segment})?$`,
  "i",
);

/** True for paths that tell what is there and what one may do: no resource is among them. */
export function isAboutAccess(url: URL): boolean {
  return asked.test(url.pathname);
}

/** True for the path of one secret of a key vault, of its newest version or of one. */
export function isVaultSecret(url: URL): boolean {
  return /^\/secrets\/[\dA-Za-z-]{1,127}(?:\/[\dA-Za-z]{1,64})?$/.test(url.pathname);
}

/**
 * True for paths that may be written or deleted: one resource of a provider in a resource group. A group or a whole
 * subscription has such a path never, so no mistake of ours can delete one.
 */
export function isWritable(url: URL): boolean {
  return writable.test(url.pathname);
}
