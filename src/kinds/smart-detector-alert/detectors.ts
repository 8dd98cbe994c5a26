import { code } from "../../core/diagnostic.ts";
import { isObject, type Json } from "../../core/json.ts";
import type { ShortForm } from "../../core/kind.ts";
import { placeholderIndex } from "../../core/language/placeholder.ts";
import { nearest, suggest } from "../../core/nearest.ts";

/** What is known of a detector of Azure: what it looks for, and how often it works. */
interface Detector {
  readonly looksFor: string;
  /** In ISO 8601; Microsoft's templates name no other. */
  readonly frequency: string;
}

/**
 * The detectors of Application Insights, by the id that Azure gives them
 * (https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-smart-detections-migration).
 */
export const detectors: ReadonlyMap<string, Detector> = new Map([
  [
    "FailureAnomaliesDetector",
    { looksFor: "an unusual rise of failed requests or dependency calls", frequency: "PT1M" },
  ],
  ["RequestPerformanceDegradationDetector", { looksFor: "requests that have become slower", frequency: "P1D" }],
  ["DependencyPerformanceDegradationDetector", { looksFor: "dependencies that have become slower", frequency: "P1D" }],
  ["ExceptionVolumeChangedDetector", { looksFor: "an unusual rise of exceptions", frequency: "P1D" }],
  ["TraceSeverityDetector", { looksFor: "traces that have become more severe", frequency: "P1D" }],
  ["MemoryLeakDetector", { looksFor: "memory that only grows", frequency: "P1D" }],
]);

const detectorIds: readonly string[] = [...detectors.keys()];

/** The id of a detector in Azure's spelling, in whatever case it was written; nothing for one we do not know. */
export function knownId(id: Json | undefined): string | undefined {
  if (typeof id !== "string") return undefined;
  return detectorIds.find((known) => known.toLowerCase() === id.toLowerCase());
}

/** The end of a complaint about an unknown detector; people leave the last word out. */
export function suggestDetector(id: string): string {
  const whole = /detector$/i.test(id) ? id : `${id}Detector`;
  return suggest(nearest(id, detectorIds) === undefined ? whole : id, detectorIds);
}

/** `detector: MemoryLeakDetector`: one of those we know. Azure's form takes any id, for those it has besides. */
export const detectorForm: ShortForm = {
  wants: "the id of a detector, such as `FailureAnomaliesDetector`, or `{ id: …, parameters: … }`",
  schema: { type: "string", enum: detectorIds },
  parse(written) {
    if (typeof written !== "string") return undefined;
    if (detectorIds.includes(written) || placeholderIndex(written) !== undefined) return { value: { id: written } };
    const known = knownId(written);
    if (known !== undefined) return { complaint: `${code(written)} is spelled ${code(known)}` };
    return {
      complaint: `${code(written)} is no detector known here (another of Azure's is written \`{ id: ${written} }\`)${suggestDetector(written)}`,
    };
  },
  print(value) {
    if (!isObject(value)) return undefined;
    const { id, ...rest } = value;
    return typeof id === "string" && detectorIds.includes(id) && Object.keys(rest).length === 0 ? id : undefined;
  },
};
