import { canonical, isList, isObject, type Json, type JsonObject } from "../../core/json.ts";
import type { Parsed, ShortForm } from "../../core/kind.ts";

/*
 * `condition` as a map from fields to what they have to be. A field that is asked for twice, or an `anyOf` over several
 * fields, has no place in a map; such conditions stay in Azure's own form.
 */

const wants = "a text, a list of texts, or `{ containsAny: […] }`";

/** `{ category: ServiceHealth, properties.incidentType: [Incident, Security] }`. */
export const conditionForm: ShortForm = {
  wants: "a map from fields to what they have to be, such as `{ category: ServiceHealth }`",
  schema: {
    type: "object",
    required: ["category"],
    additionalProperties: {
      oneOf: [
        { type: "string" },
        { type: "array", items: { type: "string" }, minItems: 1 },
        {
          type: "object",
          additionalProperties: false,
          required: ["containsAny"],
          properties: { containsAny: { type: "array", items: { type: "string" }, minItems: 1 } },
        },
      ],
    },
  },
  parse(written) {
    if (!isObject(written) || Object.hasOwn(written, "allOf")) return undefined;
    return parseMap(written);
  },
  print(value) {
    const printed = printMap(value);
    if (printed === undefined) return undefined;
    const parsed = parseMap(printed);
    return "value" in parsed && canonical(parsed.value) === canonical(value) ? printed : undefined;
  },
};

function parseMap(written: JsonObject): Parsed {
  const allOf: JsonObject[] = [];
  for (const [field, wanted] of Object.entries(written)) {
    if (isList(wanted)) allOf.push({ anyOf: wanted.map((equals) => ({ field, equals })) });
    else if (!isObject(wanted)) allOf.push({ field, equals: wanted });
    else {
      const { containsAny, ...others } = wanted;
      const unknown = Object.keys(others)[0];
      if (unknown !== undefined) return { complaint: `\`${field}\` wants ${wants}; \`${unknown}\` is not known there` };
      if (containsAny === undefined) return { complaint: `\`${field}\` wants ${wants}; here stands an empty map` };
      allOf.push({ field, containsAny: isList(containsAny) ? containsAny : [containsAny] });
    }
  }
  return { value: { allOf } };
}

/** The map of a condition where every element has a field of its own; whether it is lossless is seen by parsing it. */
function printMap(value: Json): JsonObject | undefined {
  const allOf = isObject(value) ? value["allOf"] : undefined;
  if (!isList(allOf)) return undefined;
  const map: Record<string, Json> = {};
  for (const part of allOf) {
    if (!isObject(part)) return undefined;
    const { anyOf, equals, containsAny } = part;
    const alternatives = isList(anyOf) ? anyOf.filter(isObject) : [];
    const field = part["field"] ?? alternatives[0]?.["field"];
    if (typeof field !== "string" || Object.hasOwn(map, field)) return undefined;
    const wanted =
      alternatives.length > 0
        ? alternatives.map((alternative) => alternative["equals"] ?? null)
        : (equals ?? (containsAny === undefined ? undefined : { containsAny }));
    if (wanted === undefined) return undefined;
    map[field] = wanted;
  }
  return map;
}
