import type { Asked } from "../arm/request.ts";

/** What a request is to Azure's access control: an action on a scope, which is the path it is about. */
export interface Deed {
  readonly action: string;
  readonly scope: string;
}

const verbs: Readonly<Record<string, string>> = { GET: "read", HEAD: "read", PUT: "write", PATCH: "write" };

/**
 * The action that a request needs, by the names in Microsoft's list of permissions; undefined where everybody may ask:
 * whoever has a role anywhere in a subscription sees that it is there.
 */
export function deedOf({ method, segments }: Pick<Asked, "method" | "segments">): Deed | undefined {
  const [, subscription, branch, ...rest] = segments;
  if (subscription === undefined || branch === undefined) return undefined;
  const verb = method === "DELETE" ? "delete" : (verbs[method] ?? "action");
  const inSubscription = `/subscriptions/${subscription}`;
  const inGroup = `${inSubscription}/resourceGroups/${rest[0] ?? ""}`;
  switch (branch.toLowerCase()) {
    case "resourcegroups":
      if (rest.length < 2) {
        const scope = rest.length === 0 ? inSubscription : inGroup;
        return { action: `Microsoft.Resources/subscriptions/resourceGroups/${verb}`, scope };
      }
      if (rest[1]?.toLowerCase() === "resources")
        return { action: "Microsoft.Resources/subscriptions/resourceGroups/resources/read", scope: inGroup };
      return ofProvider(rest.slice(2), { verb, scope: inGroup });
    case "providers":
      if (rest.length < 2) return { action: "Microsoft.Resources/subscriptions/providers/read", scope: inSubscription };
      return ofProvider(rest, { verb, scope: inSubscription });
    default:
      return { action: `Microsoft.Resources/subscriptions/${branch}/read`, scope: inSubscription };
  }
}

function ofProvider(path: readonly string[], { verb, scope }: { readonly verb: string; readonly scope: string }): Deed {
  const [namespace = "", ...below] = path;
  if (/^eventtypes\/management\/values$/i.test(below.join("/"))) {
    return { action: "Microsoft.Insights/eventtypes/values/read", scope };
  }
  if (verb === "action" && below.length === 1) return { action: `${namespace}/${below[0]}/action`, scope };
  // Types and names take turns; what stands behind the last name of a POST is the action itself.
  const own = below.findIndex((segment) => segment.toLowerCase() === "providers");
  if (own !== -1) {
    return ofProvider(below.slice(own + 1), { verb, scope: `${scope}/providers/${path.slice(0, own + 1).join("/")}` });
  }
  const types = below.filter((_, index) => index % 2 === 0);
  const isActed = verb === "action" && below.length % 2 === 1;
  const named = below.length < 2 ? scope : `${scope}/providers/${path.slice(0, isActed ? -1 : undefined).join("/")}`;
  return { action: `${namespace}/${types.join("/")}/${isActed ? "action" : verb}`, scope: named };
}
