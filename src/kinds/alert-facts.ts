import { isList, type JsonObject } from "../core/json.ts";
import type { AlertFacts } from "../core/processing.ts";
import { commonType } from "./metric-alert/scopes.ts";

/**
 * What the settings of an alert rule say of its alerts: severity, and on what they fire, where they fire on its scopes.
 * The settings may be anybody's, in whatever state Azure answers them.
 */
export function factsOf(settings: object, signalType?: AlertFacts["signalType"]): AlertFacts {
  // Sound because settings are JSON by construction.
  const { severity, scopes, targetResourceType } = settings as JsonObject;
  const targets = isList(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
  const type = typeof targetResourceType === "string" ? targetResourceType : commonType(targets);
  return {
    named: true,
    described: true,
    ...(signalType === undefined ? {} : { signalType }),
    targets,
    ...(typeof severity === "number" ? { severity } : {}),
    ...(type === undefined ? {} : { targetType: type }),
  };
}

/** The same where the alerts fire on something that only their data names. */
export function factsWithoutTarget(settings: object, signalType: NonNullable<AlertFacts["signalType"]>): AlertFacts {
  const { targets: _, targetType: __, ...rest } = factsOf(settings, signalType);
  return rest;
}
