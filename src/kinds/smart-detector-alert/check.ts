import { code, type Complain } from "../../core/diagnostic.ts";
import { parseLength, printLength, secondsOf } from "../../core/duration.ts";
import type { Path } from "../../core/json.ts";
import { resourceType } from "../metric-alert/scopes.ts";
import { detectors, knownId, suggestDetector } from "./detectors.ts";
import type { SmartDetectorAlert } from "./schema.ts";

/** What Azure refuses of a smart detector alert rule, and what is known to be no good. */
export function checkSmartDetectorAlert(alert: SmartDetectorAlert, complain: Complain): void {
  checkGroups(alert, complain);
  checkMinutes(alert.frequency, ["frequency"], { least: 1, complain });
  checkMinutes(alert.throttling?.duration, ["throttling", "duration"], { least: 0, complain });
  checkDetector(alert, complain);
  checkScopes(alert, complain);
  checkPayload(alert, complain);
  if (alert.location.toLowerCase().replaceAll(/\s/g, "") !== "global") {
    const message = `smart detection lives in \`global\` only, not in ${code(alert.location)}; leave \`location\` out`;
    complain("unlisted-region", ["location"], message);
  }
}

function checkGroups({ actionGroups = [] }: SmartDetectorAlert, complain: Complain): void {
  if (actionGroups.length > 0) return;
  const message =
    "`actionGroups` is missing: Azure makes no smart detector rule without an action group; name the one that is to be told";
  complain("smart-detector-without-group", [], message, "key");
}

/** "The time granularity must be in minutes": SmartDetectorAlertRulesApi in Azure/azure-rest-api-specs. */
function checkMinutes(
  text: string | undefined,
  path: Path,
  { least, complain }: { readonly least: number; readonly complain: Complain },
): void {
  const length = text === undefined ? undefined : parseLength(text);
  if (text === undefined || length === undefined) return;
  if ("complaint" in length) complain("illegal-value", path, length.complaint);
  else if (length.seconds % 60 !== 0 || length.seconds < least * 60) {
    const wanted = least === 0 ? "whole minutes" : "whole minutes, at least one";
    complain("not-whole-minutes", path, `${code(printLength(text))} is not taken here; Azure wants ${wanted}`);
  }
}

function checkDetector({ detector, frequency }: SmartDetectorAlert, complain: Complain): void {
  const id = knownId(detector.id);
  const usual = detectors.get(id ?? "")?.frequency;
  if (id === undefined || usual === undefined) {
    const message = `${code(detector.id)} is no detector known here${suggestDetector(detector.id)}`;
    complain("unlisted-detector", ["detector", "id"], message);
    // Of those we know it follows, so it is not the schema that misses it.
    if (frequency === undefined)
      complain(
        "missing-property",
        [],
        `\`frequency\` is missing: how often ${code(detector.id)} works, such as \`1d\``,
        "key",
      );
  } else if (frequency !== undefined && secondsOf(frequency) !== secondsOf(usual)) {
    const message = `${code(id)} works every ${code(printLength(usual))}, not every ${code(printLength(frequency))}; leave \`frequency\` out and it follows`;
    complain("frequency-of-another-detector", ["frequency"], message);
  }
}

const component = "Microsoft.Insights/components";

function checkScopes({ detector, scopes }: SmartDetectorAlert, complain: Complain): void {
  const id = knownId(detector.id);
  if (id === undefined) return;
  for (const [index, scope] of scopes.entries()) {
    const type = resourceType(scope);
    if (type?.toLowerCase() === component.toLowerCase()) continue;
    const is = type === undefined ? "no resource" : `a ${code(type)}`;
    const message = `${code(id)} looks at Application Insights (${code(component)}), and this is ${is}`;
    complain("detector-looks-elsewhere", ["scopes", index], message);
  }
}

function checkPayload({ customWebhookPayload: payload }: SmartDetectorAlert, complain: Complain): void {
  if (payload === undefined || payloadOf(payload) !== undefined) return;
  const message = "`customWebhookPayload` is no JSON; webhooks are sent it as it stands";
  complain("payload-is-no-json", ["customWebhookPayload"], message);
}

/** What a payload says, whatever its blanks and the order of its keys; nothing where it is no JSON. */
export function payloadOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
