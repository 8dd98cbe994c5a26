import type { ToldChange } from "../../core/plan/report.ts";
import { adoptedTogether, whatAdoptionsShare } from "../adoption-lines.ts";
import { carriedOf, consequenceOf, lastChanged } from "../change-words.ts";
import { memberLines } from "../value-lines.ts";
import { blocks, bullet, fence, folded, foldEnd, foldStart, lines } from "./blocks.ts";
import { differenceBlocks } from "./difference-blocks.ts";
import type { Item, Section } from "./fit.ts";
import { leftOut, placeOf, type MarkdownLook } from "./look.ts";
import { code, strong, type Phrase } from "./phrase.ts";

/** What rendering changes depends on. */
export interface ChangeLook extends MarkdownLook {
  /** Set where the changes are in more than one resource group, so that each must say its own. */
  readonly severalGroups: boolean;
}

/** True where changes are in more than one resource group. */
export function areInSeveralGroups(changes: readonly ToldChange[]): boolean {
  return new Set(changes.map(({ resourceGroup }) => resourceGroup.toLowerCase())).size > 1;
}

/** Changes under a heading, one after the other; many adoptions that say the same are told together after them. */
export function changeSections(
  changes: readonly ToldChange[],
  look: ChangeLook & { readonly head: string; readonly share: number },
): readonly Section[] {
  if (changes.length === 0) return [];
  const together = adoptedTogether(changes, { verbose: false });
  const single = changes.filter((change) => !together.includes(change));
  const cut = (left: number): string => leftOut(left, "change", look);
  return [
    { head: look.head, items: single.map((change) => changeItem(change, look)), glue: "\n\n", cut, share: look.share },
    ...(together.length === 0
      ? []
      : [
          {
            // The fold ends its HTML with an empty line, behind which markdown is read again.
            head: `${foldStart([strong("adopt"), ` ${together.length} resources ${whatAdoptionsShare}`])}\n`,
            items: together.map((change) => ({ text: bullet(...titleOf(change, look)) })),
            glue: "\n" as const,
            tail: foldEnd,
            cut,
            share: look.share / 2,
          },
        ]),
  ];
}

/** Kind and name, and where it is written. */
export function titleOf(change: Pick<ToldChange, "kind" | "name" | "resourceGroup" | "at">, look: ChangeLook): Phrase {
  const { kind, name, resourceGroup, at } = change;
  return [
    `${kind} `,
    strong(code(name)),
    ...(look.severalGroups || at === undefined ? [" in ", code(resourceGroup)] : []),
    ...(at === undefined ? [] : [" · ", ...placeOf(at, look)]),
  ];
}

// More lines than these are unfolded by who wants to read them.
const mostLines = 30;

function changeItem(change: ToldChange, look: ChangeLook): Item {
  const title: Phrase = [strong(change.action), " ", ...titleOf(change, look)];
  const remarks = remarksOf(change);
  const details = blocks(...detailsOf(change, look));
  const isLong = change.settings !== undefined || details.split("\n").length > mostLines;
  return {
    text: isLong ? folded(title, blocks(lines(remarks), details)) : blocks(lines([title, ...remarks]), details),
    short: lines([title, ...remarks, ["too long to be shown here"]]),
  };
}

function detailsOf(change: ToldChange, look: ChangeLook): readonly string[] {
  if (change.settings !== undefined) return [fence(memberLines(change.settings, 90), "yaml")];
  return differenceBlocks(change.differences, { ...look, told: "plan", definition: change.at });
}

/** What no difference says: why, what is lost, whose it was, who was there last. */
function remarksOf(change: ToldChange): readonly Phrase[] {
  const consequence = consequenceOf(change);
  const carried = carriedOf(change);
  const author = lastChanged(change);
  return [
    ...(consequence === undefined ? [] : [[consequence]]),
    ...obstaclesOf(change),
    ...(carried === undefined ? [] : [[carried]]),
    ...(author === undefined ? [] : [[author]]),
  ];
}

/** Why a change is not made, and the way out. */
export function obstaclesOf({ because = [] }: Pick<ToldChange, "because">): readonly Phrase[] {
  return because.map((obstacle) => ["✗ ", obstacle.message, " (", code(obstacle.code), ")"]);
}
