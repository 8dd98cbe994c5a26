import { canonical, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { secondsOf } from "../../core/duration.ts";
import { defineKind } from "../../core/kind.ts";
import type { AlertFacts } from "../../core/processing.ts";
import { factsOf } from "../alert-facts.ts";
import { actionGroupForm } from "../action-groups.ts";
import { fromArm, toArm } from "./arm.ts";
import { checkSmartDetectorAlert, payloadOf } from "./check.ts";
import { detectorForm, detectors, knownId } from "./detectors.ts";
import { schema, type SmartDetectorAlert } from "./schema.ts";

/** The kind `SmartDetectorAlert`: detectors that Azure itself has, on Application Insights. */
export const smartDetectorAlert = defineKind<SmartDetectorAlert>({
  name: "SmartDetectorAlert",
  armType: "Microsoft.AlertsManagement/smartDetectorAlertRules",
  // 2019-03-01 has no tags, and without them nobody owns a rule.
  apiVersions: ["2021-04-01", "2019-06-01"],
  schema,
  shortForms: { detector: detectorForm, "actionGroups/*": actionGroupForm },
  derive,
  check: checkSmartDetectorAlert,
  align,
  toArm,
  fromArm,
  alertFacts,
  // What Azure knows of a detector; answered to `expandDetector` and, as its examples have it, to a write.
  owned: [
    "name",
    "description",
    "supportedResourceTypes",
    "imagePaths",
    "parameterDefinitions",
    "supportedCadences",
  ].map((word) => ["properties", "detector", word]),
});

/** A detector works as often as it does; only of others the author has to say it. */
function derive(spec: JsonObject): JsonObject {
  const { detector, frequency } = spec;
  if (frequency !== undefined) return spec;
  const usual = detectors.get(knownId(isObject(detector) ? detector["id"] : undefined) ?? "")?.frequency;
  return usual === undefined ? spec : { ...spec, frequency: usual };
}

/** The same wish in the words of the live rule, for what can be said in two ways. */
function align(desired: SmartDetectorAlert, live: SmartDetectorAlert): SmartDetectorAlert {
  const { throttling: wanted, customWebhookPayload: payload, ...rest } = desired;
  const throttling = isNoThrottling(wanted) && isNoThrottling(live.throttling) ? live.throttling : wanted;
  const { customWebhookPayload: there } = live;
  const customWebhookPayload =
    payload !== undefined && there !== undefined && sameJson(payload, there) ? there : payload;
  return {
    ...rest,
    ...(throttling === undefined ? {} : { throttling }),
    ...(customWebhookPayload === undefined ? {} : { customWebhookPayload }),
  };
}

/** Azure takes a length of zero, which says the same as nothing. */
function isNoThrottling(throttling: SmartDetectorAlert["throttling"]): boolean {
  return throttling === undefined || secondsOf(throttling.duration) === 0;
}

function sameJson(one: string, other: string): boolean {
  const [a, b] = [payloadOf(one), payloadOf(other)];
  // Sound because what was parsed from JSON is JSON.
  return a !== undefined && b !== undefined && canonical(a as Json) === canonical(b as Json);
}

/** The signal of such an alert is nowhere written, and its description is the detector's. */
function alertFacts(alert: SmartDetectorAlert): AlertFacts {
  const { described: _, ...facts } = factsOf(alert);
  return { ...facts, monitorService: "Smart Detector" };
}
