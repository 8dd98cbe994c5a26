import type { JsonObject } from "../../src/core/json.ts";
import { diagnosticCodes } from "../../src/core/codes/diagnostic-codes.ts";
import type { Kind, Surroundings } from "../../src/core/kind.ts";
import { leftover } from "../../src/core/settings/overlay.ts";
import { readSettings, settle } from "../../src/core/settings/settings.ts";
import { validate } from "../../src/core/settings/validate.ts";

/** Where the definitions of these tests live. */
export const surroundings: Surroundings = {
  subscription: "11111111-1111-1111-1111-111111111111",
  resourceGroup: "rg-alerts",
  name: "a-rule",
  location: "koreacentral",
};

/** The settings that a spec in long form becomes. */
export function settingsOf(kind: Kind, spec: JsonObject): JsonObject {
  return settle(kind.schema, kind.derive(spec, surroundings));
}

/** Everything a kind has to say about a spec in long form: schema first, its own checks where the schema agrees. */
export function saidOf(kind: Kind, spec: JsonObject): readonly string[] {
  const settings = settingsOf(kind, spec);
  const found = validate(kind.schema, settings, () => undefined);
  const said = found.map(({ code, path, message }) => `${path.join(".")}: ${code}: ${message}`);
  if (!found.some(({ code }) => diagnosticCodes[code].severity === "error")) {
    kind.check(settings, (code, path, message) => said.push(`${path.join(".")}: ${code}: ${message}`));
  }
  return said;
}

/** A live body as settings, and what the kind has no word for. */
export function readBody(kind: Kind, body: JsonObject): { settings: JsonObject; beside: JsonObject | undefined } {
  const settings = readSettings(kind.schema, kind.fromArm(body));
  return { settings, beside: leftover(body, kind.toArm(settings), kind.owned) };
}
