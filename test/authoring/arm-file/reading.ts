import { printLocation } from "../../../src/core/location.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { readArmFile } from "../../../src/authoring/arm-file/arm-file.ts";
import { kinds } from "../../../src/kinds/kinds.ts";

export const subscription = "11111111-1111-1111-1111-111111111111";
export const group = `/subscriptions/${subscription}/resourceGroups/rg-alerts`;
const scope = { subscription, resourceGroup: "rg-alerts", location: "westeurope" };

/** What is read of a text or a value, with what is said of it as `line:column code: message`. */
export function read(file: Json | { readonly text: string }, parameters?: Json) {
  const text = isText(file) ? file.text : JSON.stringify(file, undefined, 2);
  const given =
    parameters === undefined ? {} : { parameters: { path: "p.json", text: JSON.stringify({ parameters }) } };
  const { value, diagnostics } = readArmFile({ path: "f.json", text }, { kinds, scope, ...given });
  return {
    resources: value,
    said: diagnostics.map(({ at, code, message }) => `${printLocation(at)} ${code}: ${message}`),
    codes: diagnostics.map(({ code }) => code),
  };
}

function isText(file: unknown): file is { readonly text: string } {
  return typeof file === "object" && file !== null && Object.keys(file).join() === "text";
}

/** A template with these sections. */
export function template(sections: JsonObject): JsonObject {
  return {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    ...sections,
  };
}

/** An action group in a template, the smallest resource there is. */
export function actionGroup(name: string, properties: JsonObject = {}, besides: JsonObject = {}): JsonObject {
  return {
    type: "Microsoft.Insights/actionGroups",
    apiVersion: "2023-01-01",
    name,
    location: "Global",
    properties,
    ...besides,
  };
}

/** The value of one expression in a template, or what is said of it. */
export function valueOf(expression: Json, sections: JsonObject = {}, parameters?: Json): Json {
  const { resources, said } = read(
    template({ ...sections, resources: [actionGroup("ag", { value: [expression] })] }),
    parameters,
  );
  const [found] = resources;
  if (found === undefined) return said.join("\n");
  const properties = found.body["properties"] as JsonObject;
  return (properties["value"] as Json[])[0] ?? null;
}
