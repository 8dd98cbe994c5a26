import type { ArmType } from "../ports/azure.ts";
import { saidBy } from "./answer.ts";
import type { AzureEvent } from "./event.ts";
import type { Answer } from "./exchange.ts";

/** Which api-version a type is spoken in here: the newest one until ARM refuses it. Reader and writer share it. */
export interface Versions {
  readonly of: (type: ArmType) => string;
  /** Takes the next older version that ARM says it has; false when there is none. */
  readonly stepDown: (type: ArmType, refused: string, supported: readonly string[]) => boolean;
}

/** Opens the memory for one endpoint; each step down is told. */
export function openVersions(onEvent: (event: AzureEvent) => void): Versions {
  const chosen = new Map<string, string>();
  const of = (type: ArmType): string => chosen.get(type.name.toLowerCase()) ?? type.apiVersions[0];
  return {
    of,
    stepDown: (type, refused, supported) => {
      // Several requests were under way with the refused version: the first has stepped down for all of them.
      if (of(type) !== refused) return true;
      const older = type.apiVersions.slice(type.apiVersions.indexOf(refused) + 1);
      const using = older.find((version) => supported.length === 0 || supported.includes(version.toLowerCase()));
      if (using === undefined) return false;
      chosen.set(type.name.toLowerCase(), using);
      onEvent({ event: "older-version", type: type.name, refused, using });
      return true;
    },
  };
}

const refusals = new Set([
  "noregisteredproviderfound",
  "invalidresourcetype",
  "invalidapiversionparameter",
  "invalidapiversion",
  "unsupportedapiversion",
  "apiversionnotsupported",
]);

/**
 * The versions that ARM names when it refuses ours (none where it names none); nothing where the answer is about
 * something else. `NoRegisteredProviderFound` is also said of a region: then our version is among those it supports.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
 */
export function supportedInstead(answer: Answer, version: string): readonly string[] | undefined {
  if (answer.status !== 400 && answer.status !== 404) return undefined;
  const { code, message } = saidBy(answer);
  if (code === undefined || !refusals.has(code.toLowerCase())) return undefined;
  const list = /supported (?:api-?)?versions? (?:are|is)\b([^.]*)/i.exec(message ?? "")?.[1] ?? "";
  const supported = list.match(/\d{4}-\d{2}-\d{2}(?:-[a-z0-9]+)*/gi)?.map((found) => found.toLowerCase()) ?? [];
  return supported.includes(version.toLowerCase()) ? undefined : supported;
}
