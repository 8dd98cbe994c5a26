import type { ShowReport } from "../core/plan/report.ts";
import type { Paging, PagingChange } from "../core/plan/routes.ts";
import { as, prose, type Line, type Span } from "./print.ts";
import { andMore, groupText, leavesOf, together, toldPaging, type OneSided, type ToldPaging } from "./told-paging.ts";

/** Who is paged before and after, down to the receiver; resources with the same change are told together. */
export function pagingLines(changes: readonly PagingChange[], words: OneSided): readonly Line[] {
  const told = toldPaging(changes, words);
  if (told.length === 0) return [];
  return [prose(0, 2, as("strong", "Who is paged")), ...told.flatMap((one) => [headOf(one), ...transition(one)])];
}

function headOf({ kind, names, more, facts }: ToldPaging): Line {
  const title: readonly Span[] =
    names.length === 1 ? [`${kind} `, as("strong", names[0] ?? "")] : [as("strong", names.join(", ")), andMore(more)];
  return prose(2, 4, ...title, ...(facts.length === 0 ? [] : [as("faint", "  "), facts.join(", ")]));
}

function transition({ gone, come, stay }: ToldPaging): readonly Line[] {
  return [
    ...gone.map(({ text }) => prose(4, 4, as("before", `- ${text}`))),
    ...come.map(({ text, dead }) => prose(4, 4, as(dead ? "bad" : "after", `+ ${text}`))),
    ...stay.map(({ text }) => prose(4, 4, `  ${text}`)),
  ];
}

type Processes = NonNullable<ShowReport["shown"][number]["processes"]>;

/** What a rule over the alerts of others does, one line for each of its actions. */
export function processLines(processes: Processes): readonly Line[] {
  if (processes.length === 0) return [prose(2, 4, "nothing: it is disabled, or its time is over")];
  return processes.map(({ effect, when, groups, surely, perhaps }) => {
    const whom = [
      ...(surely.length > 0 ? [surely.join(", ")] : []),
      ...(perhaps.length > 0 ? [`perhaps ${perhaps.join(", ")}`] : []),
    ];
    const alerts = whom.length === 0 ? "no alert of the stack" : whom.join("; ");
    const timed = when === undefined ? "at all times" : when;
    if (effect === "silences") return prose(2, 4, as("caution", timed), ` silences: ${alerts}`);
    return prose(2, 4, `${timed} tells ${groups.map((group) => groupText(group)).join("; ")} of: ${alerts}`);
  });
}

/** Whom a resource pages, one line for each group. */
export function pagingOf(paging: Paging, self: string): readonly Line[] {
  return together(leavesOf(paging, self)).map(({ text, dead }) => prose(2, 4, dead ? as("bad", text) : text));
}
