import type { AzureOptions } from "../azure/azure.ts";
import { originOfEndpoint } from "../azure/cloud.ts";
import type { AzureEvent } from "../azure/event.ts";
import type { Environment } from "../core/language/workspace.ts";
import { AzureError } from "../ports/azure.ts";
import { as, fixed, print } from "../report/print.ts";
import type { CommonOptions } from "./invocation.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** How Azure is reached in a run. */
export function azureOptions(
  environment: Environment,
  secrets: ReadonlyMap<string, string>,
  session: Session,
): AzureOptions {
  const { options, terminal, version, onSecret } = session;
  return {
    cloud: environment.cloud,
    endpoint: endpointOf(options),
    env: terminal.env,
    version,
    secrets: [...secrets.values()],
    onEvent: eventTeller(session),
    onSecret,
  };
}

/** What was typed for `--endpoint` is the caller's mistake where it will not do, not a failure of Azure's. */
function endpointOf({ endpoint: typed, inputs }: CommonOptions): string | undefined {
  try {
    return typed === undefined ? undefined : originOfEndpoint(typed);
  } catch (error) {
    const flag = inputs === true ? "`endpoint`" : "--endpoint";
    throw error instanceof AzureError ? new UsageError(`${flag}: ${error.message}`) : error;
  }
}

// Whoever waits longer than this wants to know for what; eight requests that wait for the same are told once.
const longWait = 3000;

function eventTeller({ options, terminal }: Session): (event: AzureEvent) => void {
  const look = { paint: terminal.notePaint, columns: terminal.columns };
  let last = { told: "", at: 0 };
  return (event) => {
    const told = options.verbose === true ? everyEvent(event) : longEvent(event);
    const now = Date.now();
    if (told === undefined || (options.verbose !== true && told === last.told && now - last.at < longWait)) return;
    last = { told, at: now };
    terminal.note(print([fixed(0, as("faint", told))], look));
  };
}

function longEvent(event: AzureEvent): string | undefined {
  switch (event.event) {
    case "request":
    case "answer":
    case "broken":
      return undefined;
    case "retry":
      // Where Azure asks to wait, the wait is told.
      return event.milliseconds < longWait || event.because.startsWith("429") ? undefined : near(everyEvent(event));
    case "wait":
      return event.milliseconds < longWait ? undefined : near(everyEvent(event));
    case "older-version":
      return everyEvent(event);
  }
}

/** The same with the path as short as it can be told: `GET metricAlerts/cpu in rg-alerts`. */
function near(told: string | undefined): string | undefined {
  return told?.replace(/\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/[^/]+\/([^)]+)/i, "$2 in $1");
}

function everyEvent(event: AzureEvent): string | undefined {
  switch (event.event) {
    case "request":
      return undefined;
    case "answer":
      return `${event.status} ${event.tried} (${Math.round(event.milliseconds)} ms)`;
    case "broken":
      return `broken ${event.tried}: ${event.because}`;
    case "retry":
      return `trying again in ${seconds(event.milliseconds)}: ${event.because} (${event.tried})`;
    case "wait":
      return `waiting ${seconds(event.milliseconds)}, as Azure's limits ask (${event.tried})`;
    case "older-version":
      return `this Azure does not know api-version ${event.refused} of ${event.type}; ${event.using} is used`;
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}
