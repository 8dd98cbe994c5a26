import type { PagingChange } from "../../core/plan/routes.ts";
import { andMore, toldPaging, type Leaf, type OneSided, type ToldPaging } from "../told-paging.ts";
import { blocks, heading, row, tableHead, type Cell } from "./blocks.ts";
import type { Section } from "./fit.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { code, joined, strong, type Phrase, type Piece } from "./phrase.ts";

/** Who is notified before and after, down to the receiver; what is not on both sides is strong. */
export function pagingSection(
  changes: readonly PagingChange[],
  look: MarkdownLook & { readonly words: OneSided; readonly titles: readonly [before: string, after: string] },
): Section {
  const told = toldPaging(changes, look.words);
  return {
    ...(told.length === 0
      ? {}
      : { head: blocks(heading(4, ["Who is notified"]), tableHead("resource", ...look.titles)) }),
    items: told.map((one) => ({ text: rowOf(one) })),
    glue: "\n",
    cut: (left) => leftOut(left, "row", look),
    share: 0.25,
  };
}

function rowOf({ kind, names, more, facts, gone, come, stay }: ToldPaging): string {
  const title: Phrase = [
    ...joined(
      names.map((name) => [code(name)]),
      ", ",
    ),
    andMore(more),
  ];
  const about = [...(names.length === 1 ? [kind] : []), ...facts].join(", ");
  // Where a side is empty all of the other is new or gone, and nothing of it stands out.
  const told = gone.length + stay.length > 0 && come.length + stay.length > 0 ? strong : plain;
  // Only the severity is another, or who is reached in which case: nobody reads the same twice.
  const after: Cell = gone.length + come.length === 0 && stay.length > 0 ? [["the same"]] : side(come, stay, told);
  return row([[title, ...(about === "" ? [] : [[about]])], side(gone, stay, told), after]);
}

function plain(text: string): Piece {
  return text;
}

function side(own: readonly Leaf[], both: readonly Leaf[], told: (text: string) => Piece): Cell {
  const lines: readonly Phrase[] = [...own.map(({ text }) => [told(text)]), ...both.map(({ text }) => [text])];
  return lines.length === 0 ? [["—"]] : lines;
}
