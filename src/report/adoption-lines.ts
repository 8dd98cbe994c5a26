import type { ToldChange } from "../core/plan/report.ts";
import { elsewhereSpans, placeOf, titleSpans, type ChangeLook } from "./change-lines.ts";
import { as, fixed, prose, type Line } from "./print.ts";
import { marks } from "./words.ts";

/** From so many on they are told in a line each: an import is of hundreds, and says the same of every one. */
const fewest = 4;

/** The adoptions that are told together, because nothing but whose they are becomes another; none where all is told. */
export function adoptedTogether(
  changes: readonly ToldChange[],
  { verbose }: Pick<ChangeLook, "verbose">,
): readonly ToldChange[] {
  const alike = verbose ? [] : changes.filter(isMere);
  return alike.length < fewest ? [] : alike;
}

function isMere({ action, from, because = [], carried = [], differences }: ToldChange): boolean {
  return (
    action === "adopt" &&
    from === undefined &&
    because.length + carried.length === 0 &&
    differences.every(({ path }) => path.startsWith("tags.tocsin-"))
  );
}

/** What many adoptions have in common, after their number. */
export const whatAdoptionsShare = "that are nobody's and as the definitions say; only the owner's tag is new";

/** Many adoptions: what they have in common, then a line each. */
export function adoptionLines(adopted: readonly ToldChange[], { severalGroups }: ChangeLook): readonly Line[] {
  const mark = marks.adopt;
  return [
    prose(
      0,
      10,
      as(mark.style, `${mark.symbol} ${"adopt".padEnd(8)}`),
      as("strong", `${adopted.length} resources`),
      ` ${whatAdoptionsShare}`,
    ),
    ...adopted.map((change) =>
      fixed(
        4,
        ...titleSpans(change),
        ...(severalGroups ? [as("faint", `  in ${change.resourceGroup}`)] : []),
        ...placeOf(change),
        ...elsewhereSpans(change),
      ),
    ),
  ];
}
