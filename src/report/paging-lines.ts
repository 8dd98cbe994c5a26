import type { Receiver } from "../core/kind.ts";
import type { GroupPaging, Paging, PagingChange } from "../core/plan/routes.ts";
import { as, prose, type Line, type Span } from "./print.ts";
import { count } from "./words.ts";

/** One thing that is paged, or the word for nobody. */
interface Leaf {
  readonly text: string;
  readonly dead: boolean;
}

/** What a resource is called that is on one side only: a plan looks at what was and will be, drift at Azure and git. */
export interface OneSided {
  readonly onlyBefore: string;
  readonly onlyAfter: string;
}

/** Who is paged before and after, down to the receiver; resources with the same change are told together. */
export function pagingLines(changes: readonly PagingChange[], words: OneSided): readonly Line[] {
  const grouped = Map.groupBy(changes, (change) => JSON.stringify([change.before, change.after, change.usedBy ?? 0]));
  if (grouped.size === 0) return [];
  const blocks = [...grouped.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [...headOf(same, first, words), ...transition(first)];
  });
  return [prose(0, 2, as("strong", "Who is paged")), ...blocks];
}

// More names than these are counted.
const mostNames = 12;

function headOf(
  same: readonly PagingChange[],
  { kind, before, after, usedBy }: PagingChange,
  { onlyBefore, onlyAfter }: OneSided,
): readonly Line[] {
  const names = same.map((change) => change.name);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  const title: readonly Span[] =
    names.length === 1
      ? [`${kind} `, as("strong", names[0] ?? "")]
      : [as("strong", names.slice(0, mostNames).join(", ")), more];
  const state = before === undefined ? onlyAfter : after === undefined ? onlyBefore : "";
  const used = usedBy === undefined ? "" : `used by ${count(usedBy, "rule")}`;
  const facts = [state, severityChange(before, after), used].filter((fact) => fact !== "");
  return [prose(2, 4, ...title, ...(facts.length === 0 ? [] : [as("faint", "  "), facts.join(", ")]))];
}

function severityChange(before: Paging | undefined, after: Paging | undefined): string {
  const [left, right] = [before?.severity, after?.severity];
  if (left === undefined && right === undefined) return "";
  if (left === undefined || right === undefined || left === right) return `severity ${right ?? left}`;
  return `severity ${left} → ${right}`;
}

function transition({ name, before, after }: PagingChange): readonly Line[] {
  const [left, right] = [sideOf(before, after, name), sideOf(after, before, name)];
  const gone = left.filter((leaf) => !right.some((other) => other.text === leaf.text));
  const come = right.filter((leaf) => !left.some((other) => other.text === leaf.text));
  const stay = right.filter((leaf) => left.some((other) => other.text === leaf.text));
  return [
    ...gone.map((leaf) => prose(4, 4, as("before", `- ${leaf.text}`))),
    ...come.map((leaf) => prose(4, 4, as(leaf.dead ? "bad" : "after", `+ ${leaf.text}`))),
    ...stay.map((leaf) => prose(4, 4, `  ${leaf.text}`)),
  ];
}

/** One side of a change; a group that is on both with other receivers is told receiver by receiver. */
function sideOf(side: Paging | undefined, other: Paging | undefined, self: string): readonly Leaf[] {
  if (side === undefined) return [];
  const leaves = leavesOf(side, self);
  if (!side.enabled || other?.enabled !== true) return leaves;
  return leaves.flatMap((leaf, index) => {
    const group = side.groups[index];
    const twin = other.groups.find((candidate) => candidate.name === group?.name);
    if (group?.state !== "reached" || twin?.state !== "reached" || groupText(twin) === groupText(group)) return [leaf];
    const prefix = group.name === self ? "" : `${group.name}: `;
    return group.receivers.map((receiver) => ({ text: prefix + receiverText(receiver), dead: false }));
  });
}

/** Whom a resource pages, one line for each group. */
export function pagingOf(paging: Paging, self: string): readonly Line[] {
  return leavesOf(paging, self).map(({ text, dead }) => prose(2, 4, dead ? as("bad", text) : text));
}

/** `self`: the resource whose own receivers need no name before them. */
function leavesOf({ enabled, groups }: Paging, self?: string): readonly Leaf[] {
  if (!enabled) return [{ text: "nobody: it is disabled", dead: true }];
  if (groups.length === 0) return [{ text: "nobody: it has no action group", dead: true }];
  return groups.map((group) => ({
    text: groupText(group, self),
    dead: group.state !== "reached" && group.state !== "elsewhere",
  }));
}

function groupText({ name, state, receivers }: GroupPaging, self?: string): string {
  switch (state) {
    case "reached":
      return `${name === self ? "" : `${name}: `}${receivers.map(receiverText).join(", ")}`;
    case "elsewhere":
      return `${name}: receivers not known, it is not of this stack`;
    case "disabled":
      return `${name}: nobody, the group is disabled`;
    case "empty":
      return `${name}: nobody, the group has no receiver`;
    case "missing":
      return `${name}: nobody, there is no such group`;
  }
}

/** `e-mail admin@company.com (admin)`. */
function receiverText({ by, name, to }: Receiver): string {
  return to === undefined ? `${by} ${name}` : `${by} ${to} (${name})`;
}
