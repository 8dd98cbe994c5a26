import { isList, isObject, type Json } from "../core/json.ts";
import { isSecretName } from "../core/settings/secrets.ts";

// A shorter text is in everything; whole, it is hidden by whoever knows it.
const shortest = 12;

/**
 * Texts of a body that are secrets by their looks: addresses that lead further than to a host, and what stands under a
 * secret's name. Azure quotes in its refusals what it was sent, and much of a body was only read from Azure, so nobody
 * has told the door which of it is secret. To hide too much of an error is the smaller harm.
 */
export function secretsInBody(body: Json): readonly string[] {
  const found = new Set<string>();
  collect(body, false, found);
  return [...found];
}

function collect(value: Json, isNamedSecret: boolean, found: Set<string>): void {
  if (typeof value === "string") {
    if (value.length >= shortest && (isNamedSecret || leadsFurther(value))) found.add(value);
  } else if (isList(value)) {
    for (const item of value) collect(item, isNamedSecret, found);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) collect(item, isNamedSecret || isSecretName(name), found);
  }
}

function leadsFurther(text: string): boolean {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, username, password } = new URL(text);
  return pathname.length > 1 || search !== "" || username !== "" || password !== "";
}
