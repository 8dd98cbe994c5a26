import type { ResourceId } from "../resource.ts";
import type { Alert, Kind } from "../kind.ts";
import type { Processing } from "../processing.ts";
import { alertingOf, coverageOf, rulingOf, type Alerting, type Coverage, type Ruling } from "./coverage.ts";
import { hasEdges } from "./edges.ts";
import type { GroupPaging, Node } from "./routes.ts";

/** A rule that changes whom the alerts of others tell, with what it does. */
export interface PlacedProcessing extends Ruling {
  readonly node: Node;
}

/** What a processing rule does to a resource's alerts. */
export interface ProcessedBy {
  readonly name: string;
  readonly effect: Processing["effect"];
  /** When, in words; always where it is absent. */
  readonly when?: string;
  /** On what it hangs that is known only when an alert fires, in words; certain where it is absent. */
  readonly perhaps?: readonly string[];
  /** The groups it adds. */
  readonly groups?: readonly GroupPaging[];
}

/** What the enabled rules among resources do, as of an instant (ISO 8601); windows that are over do nothing. */
export function processingsIn(
  nodes: ReadonlyMap<ResourceId, Node>,
  kinds: ReadonlyMap<string, Kind>,
  now: string,
): readonly PlacedProcessing[] {
  const placed = [...nodes.values()].flatMap((node) => {
    const kind = kinds.get(node.kind);
    if (kind?.processes === undefined || node.settings["enabled"] === false) return [];
    return kind.processes(node.settings, now).map((processing) => ({ node, ...rulingOf(processing) }));
  });
  return placed
    .filter(({ processing }) => processing.timing.is !== "over")
    .toSorted((a, b) => (a.node.id < b.node.id ? -1 : 1));
}

/** An alert: a resource that is one, or one of the several that a resource holds. */
export interface PlacedAlert {
  readonly node: Node;
  readonly kind: Kind;
  readonly alert?: Alert;
}

function lookAt({ node, kind, alert }: PlacedAlert): Alerting {
  const facts = kind.alertFacts(node.settings);
  if (alert === undefined) return alertingOf(node, facts);
  const { name, severity } = alert;
  return alertingOf({ ...node, name }, { ...facts, ...(severity === undefined ? {} : { severity }) });
}

/** What processing rules do to an alert, where they do something. `route` follows a group's id. */
export function processedBy(
  alert: PlacedAlert,
  processing: readonly PlacedProcessing[],
  route: (armId: string) => GroupPaging,
): { readonly processedBy?: readonly ProcessedBy[] } {
  if (processing.length === 0) return {};
  const alerting = lookAt(alert);
  const rules = processing.flatMap((placed): readonly ProcessedBy[] => {
    const coverage = coverageOf(placed, alerting);
    if (coverage.is === "no") return [];
    const { name } = placed.node;
    const { effect, groups, timing } = placed.processing;
    return [
      {
        name,
        effect,
        ...(timing.is === "always" ? {} : { when: timing.said }),
        ...(coverage.is === "may" ? { perhaps: coverage.because } : {}),
        ...(effect === "adds" ? { groups: groups.map(route) } : {}),
      },
    ];
  });
  return rules.length === 0 ? {} : { processedBy: rules };
}

/** True where a rule always does so, whatever the alert. */
export function isUnconditional({ when, perhaps }: ProcessedBy): boolean {
  return when === undefined && perhaps === undefined;
}

/**
 * The names of the alerts that a rule meets: surely, and perhaps. Of a resource that holds several it is the resource's
 * name where all that are enabled are met alike, and `ALERT of RESOURCE` where they are not.
 */
export function metBy(
  placed: PlacedProcessing,
  nodes: ReadonlyMap<ResourceId, Node>,
  kinds: ReadonlyMap<string, Kind>,
): { readonly surely: readonly string[]; readonly perhaps: readonly string[] } {
  const met = [...nodes.values()].flatMap((node) => {
    const kind = kinds.get(node.kind);
    return kind === undefined ? [] : metIn(placed, node, kind);
  });
  const named = (wanted: "yes" | "may"): readonly string[] =>
    met.flatMap(({ name, is }) => (is === wanted ? [name] : [])).toSorted();
  return { surely: named("yes"), perhaps: named("may") };
}

function metIn(
  placed: PlacedProcessing,
  node: Node,
  kind: Kind,
): readonly { readonly name: string; readonly is: Coverage["is"] }[] {
  if (!firesAlerts(kind) || node.settings["enabled"] === false) return [];
  const alerts = kind.alerts(node.settings)?.filter(({ enabled }) => enabled);
  if (alerts === undefined) return [{ name: node.name, is: coverageOf(placed, lookAt({ node, kind })).is }];
  const each = alerts.map((alert) => ({ alert, is: coverageOf(placed, lookAt({ node, kind, alert })).is }));
  const [first] = each;
  if (first !== undefined && each.every(({ is }) => is === first.is)) return [{ name: node.name, is: first.is }];
  return each.map(({ alert, is }) => ({ name: `${alert.name} of ${node.name}`, is }));
}

/** True for a kind whose resources fire alerts: it tells groups of them, and is no rule over the alerts of others. */
export function firesAlerts(kind: Kind): boolean {
  return kind.processes === undefined && hasEdges(kind.schema);
}

/** The names of the alerts of a resource, enabled or not: its own, or those of the several that it holds. */
export function alertNames(
  { kind, name, settings }: Omit<Node, "id">,
  kinds: ReadonlyMap<string, Kind>,
): readonly string[] {
  const its = kinds.get(kind);
  if (its === undefined || !firesAlerts(its)) return [];
  return its.alerts(settings)?.map((alert) => alert.name) ?? [name];
}
