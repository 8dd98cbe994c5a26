import { credentialSpans } from "../language/credentials.ts";
import { pairElements } from "./elements.ts";
import { fold } from "./fold.ts";
import { canonical, isList, isObject, mapItems, mapMembers, type Json } from "../json.ts";
import { branchOf, type Schema } from "./schema.ts";
import { isSecret, type Sealer } from "./secrets.ts";

/** What veiling goes by. */
export interface Veiling {
  readonly sealer: Sealer;
  /** True where the environment declares secrets: then any text may be one that was a secret's value yesterday. */
  readonly wary: boolean;
}

/**
 * Live settings fit to be shown beside a wish. A text of a free map (custom properties, webhook properties) that is not
 * what is wished at the same place may have been a secret's value, rotated or taken out of git since, and nothing tells
 * any more that it was one. So it is hidden: all such texts where the environment declares secrets, else those that look
 * like one.
 */
export function veil(schema: Schema, live: Json, wish: Json | undefined, veiling: Veiling): Json {
  if (isList(live)) {
    const items = schema.items ?? {};
    const wished = isList(wish) ? wish : [];
    // Pairs begin with one for each element that is live, in order.
    const pairs = pairElements(schema, live, wished);
    return mapItems(live, (element, index) => veil(items, element, wished[pairs[index]?.after ?? -1], veiling));
  }
  if (typeof live === "string") return veilText(live, wish, { ...veiling, schema });
  if (!isObject(live)) return live;
  const branch = branchOf(schema, live) ?? {};
  const wished = isObject(wish) ? wish : {};
  return mapMembers(live, (item, key) => {
    const below = branch.properties?.[key];
    return below === undefined ? veilFree(item, wished[key], veiling) : veil(below, item, wished[key], veiling);
  });
}

/** A text such as a query or a payload is there to be read; but not what looks like a credential in it. */
function veilText(
  live: string,
  wish: Json | undefined,
  { schema, sealer }: Veiling & { readonly schema: Schema },
): Json {
  // Nearly every text is what is wished, and looking into one costs.
  if (live === wish || isSecret(live) || credentialSpans(live).length === 0) return live;
  const isSame = wish !== undefined && canonical(fold(schema, live)) === canonical(fold(schema, wish));
  return isSame ? live : sealer.hide(live);
}

function veilFree(item: Json, wish: Json | undefined, veiling: Veiling): Json {
  if (typeof item !== "string") return veil({}, item, wish, veiling);
  if (item === wish || isSecret(item) || !(veiling.wary || looksSecret(item))) return item;
  return veiling.sealer.hide(item);
}

/** Long, in one piece, and of letters and digits mixed: a token rather than a word. */
function looksSecret(text: string): boolean {
  return /^\S{12,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text) && !text.startsWith("/");
}
