import { credentialSpans } from "../core/language/credentials.ts";
import { isList, isObject, type Json, type JsonObject } from "../core/json.ts";
import { isSecret } from "../core/settings/secrets.ts";
import { secretWord } from "./readable-names.ts";

/** Gives names to what may not be written into a file, so that a definition says which secret stands where. */
export interface SecretNaming {
  /**
   * Settings or an overlay of a resource with every hidden text as `${secret:NAME}`; credentials inside of other texts
   * too. Equal values get one name.
   */
  name(value: JsonObject, whose: string): JsonObject;
  /** The names that were made, in the order in which they were met. */
  made(): readonly string[];
}

/** Names for one import; `taken` are the secrets that the workspace has already. */
export function createSecretNaming(taken: Iterable<string>): SecretNaming {
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  /** By what is hidden: `hidden:3`, or a credential's own text, which nothing but this run ever sees. */
  const names = new Map<string, string>();

  const nameFor = (what: string, { whose, key, hint }: Where): string => {
    const before = names.get(what);
    if (before !== undefined) return before;
    // A name without a letter in it says nothing; the property does.
    const words = [secretWord(whose), secretWord(hint) === "" ? secretWord(key) : secretWord(hint)].filter(
      (word) => word !== "",
    );
    const wanted = words.length === 0 ? "secret" : words.join("-");
    // A secret's name begins with a letter.
    const legal = /^[A-Za-z_]/.test(wanted) ? wanted : `secret-${wanted}`;
    let name = legal;
    for (let again = 2; used.has(name.toLowerCase()); again++) name = `${legal}-${again}`;
    used.add(name.toLowerCase());
    names.set(what, name);
    return name;
  };

  const nameText = (text: string, where: Where): string => {
    if (isSecret(text))
      return text.replaceAll(hidden, (_, number: string) => `\${secret:${nameFor(`hidden:${number}`, where)}}`);
    const before = `${where.key}: `;
    return credentialSpans(before + text).reduceRight((left, { from, to }) => {
      const [start, end] = [from - before.length, to - before.length];
      if (start < 0) return left;
      const name = nameFor(`text:${left.slice(start, end)}`, where);
      return `${left.slice(0, start)}\${secret:${name}}${left.slice(end)}`;
    }, text);
  };

  const walk = (value: Json, where: Where): Json => {
    if (typeof value === "string") return nameText(value, where);
    if (isList(value)) return value.map((item) => walk(item, where));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, { ...where, key, hint: hintFor(key, value) })]),
    );
  };

  return {
    name(value, whose) {
      const named = Object.entries(value).map(([key, item]) => [key, walk(item, { whose, key, hint: key })] as const);
      return Object.fromEntries(named);
    },
    made: () => [...names.values()],
  };
}

const hidden = /\$\{hidden:(\d+)\}/g;

interface Where {
  /** The resource's name. */
  readonly whose: string;
  /** The property the text stands in. */
  readonly key: string;
  /** What tells it from others of the resource: the receiver's name, else the property. */
  readonly hint: string;
}

/** In a thing with a name the name says which; a reference's name is an id, and says nothing of what stands beside it. */
function hintFor(key: string, { name }: JsonObject): string {
  return typeof name === "string" && name !== "" && !name.includes("/") && !isSecret(name) ? name : key;
}
