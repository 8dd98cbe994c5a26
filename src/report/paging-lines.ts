import type { Receiver } from "../core/kind.ts";
import type { AlertPaging, GroupPaging, Paging, PagingChange } from "../core/plan/routes.ts";
import { as, prose, type Line, type Span } from "./print.ts";
import { count } from "./words.ts";

/** One thing that is paged, or the word for nobody. */
interface Leaf {
  readonly text: string;
  readonly dead: boolean;
  /** Whose it is, of a resource that holds several alerts. */
  readonly alert?: string;
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
  const title: readonly Span[] =
    names.length === 1
      ? [`${kind} `, as("strong", names[0] ?? "")]
      : [as("strong", names.slice(0, mostNames).join(", ")), moreThan(names)];
  const state = before === undefined ? onlyAfter : after === undefined ? onlyBefore : "";
  const used = usedBy === undefined ? "" : `used by ${count(usedBy, "rule")}`;
  const facts = [state, severityChange(before, after), used].filter((fact) => fact !== "");
  return [prose(2, 4, ...title, ...(facts.length === 0 ? [] : [as("faint", "  "), facts.join(", ")]))];
}

function moreThan(names: readonly string[]): string {
  return names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
}

function someOf(names: readonly string[]): string {
  return `${names.slice(0, mostNames).join(", ")}${moreThan(names)}`;
}

function severityChange(before: Paging | undefined, after: Paging | undefined): string {
  const [left, right] = [before?.severity, after?.severity];
  if (left === undefined && right === undefined) return "";
  if (left === undefined || right === undefined || left === right) return `severity ${right ?? left}`;
  return `severity ${left} → ${right}`;
}

function transition({ name, before, after }: PagingChange): readonly Line[] {
  const [left, right] = [sideOf(before, after, name), sideOf(after, before, name)];
  const isIn = (leaves: readonly Leaf[], { text, alert }: Leaf): boolean =>
    leaves.some((other) => other.text === text && other.alert === alert);
  const gone = left.filter((leaf) => !isIn(right, leaf));
  const come = right.filter((leaf) => !isIn(left, leaf));
  const stay = right.filter((leaf) => isIn(left, leaf));
  return [
    ...together(gone).map((leaf) => prose(4, 4, as("before", `- ${leaf.text}`))),
    ...together(come).map((leaf) => prose(4, 4, as(leaf.dead ? "bad" : "after", `+ ${leaf.text}`))),
    ...together(stay).map((leaf) => prose(4, 4, `  ${leaf.text}`)),
  ];
}

/** Alerts of one resource that page the same, on one line. */
function together(leaves: readonly Leaf[]): readonly Leaf[] {
  const alike = Map.groupBy(leaves, ({ text, alert }) => JSON.stringify([text, alert !== undefined]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const names = [...new Set(same.flatMap(({ alert = [] }) => alert))];
    if (first === undefined) return [];
    return [names.length === 0 ? first : { text: `${someOf(names)}${first.text}`, dead: first.dead }];
  });
}

/** One side of a change; a group that is on both with other receivers is told receiver by receiver. */
function sideOf(side: Paging | undefined, other: Paging | undefined, self: string): readonly Leaf[] {
  if (side === undefined) return [];
  const leaves = leavesOf(side, self);
  if (!side.enabled || other?.enabled !== true || side.alerts !== undefined) return leaves;
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
  return together(leavesOf(paging, self)).map(({ text, dead }) => prose(2, 4, dead ? as("bad", text) : text));
}

/** `self`: the resource whose own receivers need no name before them. */
function leavesOf({ enabled, groups, alerts }: Paging, self?: string): readonly Leaf[] {
  if (!enabled) return [{ text: "nobody: it is disabled", dead: true }];
  if (alerts !== undefined) return alerts.length === 0 ? [recordsOnly] : alerts.flatMap(leavesOfAlert);
  if (groups.length === 0) return [{ text: "nobody: it has no action group", dead: true }];
  return groups.map((group) => ({
    text: groupText(group, self),
    dead: group.state !== "reached" && group.state !== "elsewhere",
  }));
}

const recordsOnly: Leaf = { text: "nobody: it holds no alert", dead: false };

function leavesOfAlert({ name, severity, ...paging }: AlertPaging): readonly Leaf[] {
  return leavesOf(paging).map(({ text, dead }) => ({
    text: severity === undefined ? `: ${text}` : ` (severity ${severity}): ${text}`,
    dead,
    alert: name,
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
