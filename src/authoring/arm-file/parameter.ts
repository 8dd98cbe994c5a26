import { canonical, isList, isObject, type Json, type Path } from "../../core/json.ts";
import { evaluateValue, type Evaluation } from "./evaluate-value.ts";
import { nameOfType } from "./functions/signature.ts";
import { memberOf, textIn } from "./members.ts";
import { Unevaluated } from "./unevaluated.ts";

/** What a parameter is given: a value, or a secret in a vault that nobody reads here. */
export type GivenParameter = { value(): Json } | "in a vault";

interface Parameter {
  readonly name: string;
  /** Its declaration: `{ type, defaultValue, … }`. */
  readonly declared: Json;
  readonly path: Path;
  readonly given: GivenParameter | undefined;
}

/** The value of a parameter; throws `Unevaluated` where it has none. */
export function readParameter(parameter: Parameter, evaluation: Evaluation): Json {
  const { name, declared, path, given } = parameter;
  const { session } = evaluation.frame;
  const type = textIn(declared, "type")?.toLowerCase() ?? "";
  const isNullable = isObject(declared) && declared["nullable"] === true;
  const said = given === "in a vault" ? undefined : given?.value();
  const usual = memberOf(declared, "defaultvalue");
  // The parameter file of an exported template says null for whatever has its default.
  if (said === null && isNullable) return null;
  if (said === undefined || said === null) {
    const isOpen = given !== "in a vault" && usual !== undefined;
    if (!isOpen && type === "securestring") return session.standIn(name, path);
    if (given === "in a vault")
      return refuse(
        parameter,
        "missing-parameter",
        "is in a Key Vault, which is not read; give it with `--parameters FILE`",
      );
    if (usual === undefined && isNullable) return null;
    if (usual === undefined)
      return refuse(
        parameter,
        "missing-parameter",
        "has neither a value nor a default; give it with `--parameters FILE`",
      );
  }
  const value = said ?? evaluateValue(usual?.value ?? null, [...path, usual?.key ?? ""], evaluation);
  if (type.startsWith("secure")) session.keepSecret(name, value);
  const wanted = types.get(type);
  if (wanted !== undefined && !wanted.holds(value) && !(value === null && isNullable))
    return refuse(parameter, "illegal-parameter", `has to be ${wanted.what}, and it is ${nameOfType(value)}`);
  const allowed = memberOf(declared, "allowedvalues")?.value;
  if (isList(allowed) && value !== null && !type.startsWith("secure") && !isAllowed(value, allowed))
    return refuse(
      parameter,
      "illegal-parameter",
      `has a value that is not one of its \`allowedValues\`${listed(allowed)}`,
    );
  return value;
}

function refuse({ name, path }: Parameter, code: "missing-parameter" | "illegal-parameter", why: string): never {
  const message = `the parameter \`${name}\` ${why}`;
  throw new Unevaluated(message, { reason: { code, message, path, character: 0 } });
}

const types: ReadonlyMap<string, { readonly what: string; holds(value: Json): boolean }> = new Map(
  Object.entries({
    string: { what: "a text", holds: (value) => typeof value === "string" },
    securestring: { what: "a text", holds: (value) => typeof value === "string" },
    int: { what: "a whole number", holds: (value) => typeof value === "number" && Number.isInteger(value) },
    bool: { what: "a truth value", holds: (value) => typeof value === "boolean" },
    array: { what: "a list", holds: isList },
    object: { what: "an object", holds: isObject },
    secureobject: { what: "an object", holds: isObject },
  }),
);

/** A list may be made of the values that are allowed, where the list itself is not. */
function isAllowed(value: Json, allowed: readonly Json[]): boolean {
  const folded = new Set(allowed.map(fold));
  return folded.has(fold(value)) || (isList(value) && value.every((item) => folded.has(fold(item))));
}

const mostListed = 12;

/** The values that are allowed, where they can be told in a line. */
function listed(allowed: readonly Json[]): string {
  const isShort = allowed.length <= mostListed && allowed.every((value) => typeof value !== "object");
  return isShort ? `: ${allowed.map((value) => `\`${String(value)}\``).join(", ")}` : "";
}

function fold(value: Json): string {
  return canonical(value).toLowerCase();
}
