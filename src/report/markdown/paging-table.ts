import type { PagingChange } from "../../core/plan/routes.ts";
import { andMore, toldPaging, type Leaf, type OneSided, type ToldPaging } from "../told-paging.ts";
import { blocks, heading, row, tableHead, type Cell } from "./blocks.ts";
import type { Section } from "./fit.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { code, joined, strong, type Phrase } from "./phrase.ts";

/** Who is notified before and after, down to the receiver; what is not on both sides is strong. */
export function pagingSection(
  changes: readonly PagingChange[],
  look: MarkdownLook & { readonly words: OneSided; readonly titles: readonly [before: string, after: string] },
): Section {
  const told = toldPaging(changes, look.words);
  return {
    ...(told.length === 0
      ? {}
      : { head: blocks(heading(4, ["Who is notified"]), tableHead("of what", ...look.titles)) }),
    items: told.map((one) => ({ text: rowOf(one) })),
    glue: "\n",
    cut: (left) => leftOut(left, "line of this table", look),
    share: 0.25,
  };
}

function rowOf({ kind, names, more, facts, gone, come, stay }: ToldPaging): string {
  const title: Phrase =
    names.length === 1
      ? [`${kind} `, code(names[0] ?? "")]
      : [
          ...joined(
            names.map((name) => [code(name)]),
            ", ",
          ),
          andMore(more),
        ];
  return row([[title, ...(facts.length === 0 ? [] : [[facts.join(", ")]])], side(gone, stay), side(come, stay)]);
}

function side(own: readonly Leaf[], both: readonly Leaf[]): Cell {
  const lines: readonly Phrase[] = [...own.map(({ text }) => [strong(text)]), ...both.map(({ text }) => [text])];
  return lines.length === 0 ? [["(nothing)"]] : lines;
}
