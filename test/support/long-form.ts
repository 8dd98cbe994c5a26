import { formPlaces } from "../../src/core/language/form-places.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { settle } from "../../src/core/settings/settings.ts";
import { expand } from "../../src/core/language/short-forms.ts";
import { surroundings } from "./valid-settings.ts";

/** The settings that a spec as an author writes it becomes, and what its short forms are complained about. */
export function longForm(
  kind: Kind,
  written: JsonObject,
): { readonly settings: JsonObject; readonly said: readonly string[] } {
  const said: string[] = [];
  const shape = { schemas: [kind.schema], forms: formPlaces(kind.shortForms) };
  const long = expand(written, shape, {
    held: [],
    complain: (_code, path, message) => said.push(`${path.join(".")}: ${message}`),
    whole: new Set(),
  });
  // Sound because expanding leaves an object an object.
  return { settings: settle(kind.schema, kind.derive(long as JsonObject, surroundings)), said };
}
