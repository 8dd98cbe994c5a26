import { isObject, type Json } from "../../core/json.ts";
import { diagnose, type Checked, type Diagnostic } from "../../core/diagnostic.ts";
import { createLocator, textOf, type SourceFile } from "../../core/language/source-file.ts";
import type { Location } from "../../core/location.ts";
import { suggest } from "../../core/nearest.ts";
import { readJson } from "./json-text.ts";
import { memberOf, textIn } from "./members.ts";
import type { GivenParameter } from "./parameter.ts";

/** The values of a parameter file, by lower-case name. */
export type GivenParameters = ReadonlyMap<
  string,
  { readonly name: string; readonly given: GivenParameter; readonly at: Location }
>;

/**
 * Reads `{ parameters: { NAME: { value } } }`, also without the envelope, as the Azure CLI takes it
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files). What is in it is no expression.
 */
export function readParameterFile(file: SourceFile): Checked<GivenParameters> {
  const text = textOf(file);
  const placeOf = createLocator(file.path, text);
  const json = readJson(text);
  const refuse = (message: string, offset: number): Checked<GivenParameters> => ({
    value: new Map(),
    diagnostics: [diagnose({ code: "no-parameter-file", message, path: [] }, placeOf(offset))],
  });
  if (!("values" in json))
    return refuse(`this is no parameter file, since it is no JSON: ${json.message}`, json.offset);
  const [root] = json.values;
  const wrapped = memberOf(root, "parameters");
  const section: Json | undefined = wrapped === undefined ? root : wrapped.value;
  if (!isObject(section) || json.values.length > 1 || memberOf(root, "resources") !== undefined)
    return refuse('this is no parameter file; write `{ "parameters": { "NAME": { "value": … } } }`', 0);
  const path = wrapped === undefined ? [0] : [0, wrapped.key];
  const diagnostics: Diagnostic[] = [];
  const values = new Map<string, { name: string; given: GivenParameter; at: Location }>();
  for (const [name, entry] of Object.entries(section)) {
    if (wrapped === undefined && name.startsWith("$")) continue;
    const at = placeOf(json.offsetOf([...path, name]));
    const given = givenIn(entry);
    if (given !== undefined) values.set(name.toLowerCase(), { name, given, at });
    else
      diagnostics.push(
        diagnose(
          {
            code: "no-parameter-file",
            message: `the parameter \`${name}\` has no \`value\`; write \`{ "value": … }\``,
            path: [],
          },
          at,
        ),
      );
  }
  return { value: values, diagnostics };
}

function givenIn(entry: Json): GivenParameter | undefined {
  if (!isObject(entry)) return undefined;
  if (textIn(memberOf(entry, "reference")?.value, "secretname") !== undefined) return "in a vault";
  if (!Object.hasOwn(entry, "value")) return undefined;
  const { value = null } = entry;
  return { value: () => value };
}

/** Warns of values for parameters that the template does not have: a misspelled name leaves its default in force. */
export function unusedParameters(given: GivenParameters, declared: readonly string[]): readonly Diagnostic[] {
  const known = new Set(declared.map((name) => name.toLowerCase()));
  return [...given].flatMap(([lower, { name, at }]) =>
    known.has(lower)
      ? []
      : [
          diagnose(
            {
              code: "unknown-parameter",
              message: `the template has no parameter \`${name}\`${suggest(name, declared, 5)}`,
              path: [],
            },
            at,
          ),
        ],
  );
}
