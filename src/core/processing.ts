import type { Path } from "./json.ts";

/** What a resource does to the alerts of others, after they have fired and before their groups are told. */
export interface Processing {
  /** `silences`: no group is told. `adds`: its groups are told besides. Silencing wins. */
  readonly effect: "silences" | "adds";
  /** ARM ids of the groups it adds. */
  readonly groups: readonly string[];
  /** ARM ids of subscriptions, resource groups and resources: alerts that fire on something below one of them are meant. */
  readonly scopes: readonly string[];
  /** All have to be met. */
  readonly conditions: readonly ProcessingCondition[];
  readonly timing: Timing;
}

/** One condition on an alert: one of the values is enough, of those unwanted none may be met. */
export interface ProcessingCondition {
  readonly field: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** The way to the values in the settings, for complaints. */
  readonly at: Path;
}

/** When it works, as seen from one instant: always from now on, at times (told in words, and whether now), or never again. */
export type Timing =
  | { readonly is: "always" }
  | { readonly is: "at times"; readonly said: string; readonly open: boolean }
  | { readonly is: "over"; readonly said: string };

/** What is known of alerts before they fire. What is absent is not known. */
export interface AlertFacts {
  /** ARM ids of what the alerts can fire on; of a subscription or resource group, of something in it. */
  readonly targets?: readonly string[];
  readonly targetType?: string;
  readonly severity?: number;
  readonly signalType?: "Metric" | "Log";
  /** The monitor service, in the spelling that conditions have. */
  readonly monitorService?: "Prometheus" | "Smart Detector";
  /** The alerts carry the resource's own id, and its name or, of several in a resource, each its own. */
  readonly named?: true;
  /** The alerts carry the resource's own description. */
  readonly described?: true;
  /** No rule processes these alerts, whatever it says. */
  readonly unprocessed?: true;
}
