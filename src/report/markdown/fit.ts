/** One thing that is told whole or not at all. */
export interface Item {
  readonly text: string;
  /** What stands in its place where it alone would take too much. */
  readonly short?: string;
}

/** A stretch of a document that can be cut between its items. */
export interface Section {
  readonly head?: string;
  readonly items: readonly Item[];
  /** Between the items, and between the head and the first: an empty line, or of tables and lists none. */
  readonly glue: "\n" | "\n\n";
  readonly tail?: string;
  /** What is said of the items that are left out. */
  readonly cut: (left: number) => string;
  /** How much of the document it may take before the others have had theirs. */
  readonly share: number;
}

/** Something that is always told. */
export function always(text: string): Section {
  if (text === "") return { items: [], glue: "\n\n", cut: () => "", share: 0 };
  return { head: text, items: [], glue: "\n\n", cut: () => "", share: 1 };
}

const between = "\n\n";

/**
 * Sections as one text of no more bytes (UTF-8) than the limit, cut between items: first each section has its share, in
 * their order, then who wants more has what is left. Heads and tails are always there.
 */
export function fit(sections: readonly Section[], limit: number): string {
  const filled = sections.filter(
    ({ head, items, tail }) => head !== undefined || items.length > 0 || tail !== undefined,
  );
  const all = together(filled.map((section) => ({ section, items: section.items.map(({ text }) => text) })));
  if (sizeOf(all) <= limit) return all;
  const taken = filled.map((section): { readonly section: Section; readonly items: string[] } => ({
    section,
    items: [],
  }));
  let room = limit - sizeOf(together(taken));
  for (const shares of [true, false]) {
    for (const { section, items } of taken) {
      const most = shares ? Math.floor(section.share * limit) : limit;
      let used = items.reduce((sum, text) => sum + sizeOf(text) + section.glue.length, 0);
      while (items.length < section.items.length) {
        const next = choose(section.items[items.length], limit);
        const size = sizeOf(next) + section.glue.length;
        if (size > room || used + size > most) break;
        items.push(next);
        used += size;
        room -= size;
      }
    }
  }
  return together(taken);
}

/** An item that takes a quarter of all by itself would push away what else there is to tell. */
function choose(item: Item | undefined, limit: number): string {
  if (item === undefined) return "";
  return item.short !== undefined && sizeOf(item.text) > limit / 4 ? item.short : item.text;
}

function together(filled: readonly { readonly section: Section; readonly items: readonly string[] }[]): string {
  return filled
    .map(({ section: { head, tail, glue, cut, items: all }, items }) => {
      const inner = [...(head === undefined ? [] : [head]), ...items].join(glue);
      const left = all.length - items.length;
      return [inner, ...(left === 0 ? [] : [cut(left)]), ...(tail === undefined ? [] : [tail])]
        .filter((part) => part !== "")
        .join(between);
    })
    .join(between);
}

/** How many bytes (UTF-8) a text has, as limits count. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

const encoder = new TextEncoder();
