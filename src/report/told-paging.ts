import type { Receiver } from "../core/kind.ts";
import type { ProcessedBy } from "../core/plan/processed.ts";
import type { AlertPaging, GroupPaging, Paging, PagingChange } from "../core/plan/routes.ts";
import { count } from "./words.ts";

/** One thing that is paged, or the word for nobody. */
export interface Leaf {
  readonly text: string;
  readonly dead: boolean;
  /** Whose it is, of a resource that holds several alerts. */
  readonly alert?: string;
  /** The group it is about, where it is about one. */
  readonly group?: GroupPaging;
}

/** What a resource is called that is on one side only: a plan looks at what was and will be, drift at Azure and git. */
export interface OneSided {
  readonly onlyBefore: string;
  readonly onlyAfter: string;
}

/** Who is paged before and after, of one resource or of several with the same change. */
export interface ToldPaging {
  readonly kind: string;
  /** As many as are told; `more` are not. */
  readonly names: readonly string[];
  readonly more: number;
  /** `new`, `severity 2 → 1`, `used by 3 rules`. */
  readonly facts: readonly string[];
  readonly gone: readonly Leaf[];
  readonly come: readonly Leaf[];
  readonly stay: readonly Leaf[];
}

/** Changes of paging as they are told, down to the receiver; resources with the same change together. */
export function toldPaging(changes: readonly PagingChange[], words: OneSided): readonly ToldPaging[] {
  const grouped = Map.groupBy(changes, (change) => JSON.stringify([change.before, change.after, change.usedBy ?? 0]));
  return [...grouped.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const names = same.map((change) => change.name);
    const more = Math.max(0, names.length - mostNames);
    return [
      {
        kind: first.kind,
        names: names.slice(0, mostNames),
        more,
        facts: factsOf(first, words),
        ...transition(first),
      },
    ];
  });
}

// More names than these are counted.
const mostNames = 12;

function factsOf({ before, after, usedBy }: PagingChange, { onlyBefore, onlyAfter }: OneSided): readonly string[] {
  const state = before === undefined ? onlyAfter : after === undefined ? onlyBefore : "";
  const used = usedBy === undefined ? "" : `used by ${count(usedBy, "rule")}`;
  return [state, severityChange(before, after), used].filter((fact) => fact !== "");
}

/** ` and 3 more`, or nothing. */
export function andMore(more: number): string {
  return more > 0 ? ` and ${more} more` : "";
}

function someOf(names: readonly string[]): string {
  return `${names.slice(0, mostNames).join(", ")}${andMore(names.length - mostNames)}`;
}

function severityChange(before: Paging | undefined, after: Paging | undefined): string {
  const [left, right] = [before?.severity, after?.severity];
  if (left === undefined && right === undefined) return "";
  if (left === undefined || right === undefined || left === right) return `severity ${right ?? left}`;
  return `severity ${left} → ${right}`;
}

function transition({ name, before, after }: PagingChange): Pick<ToldPaging, "gone" | "come" | "stay"> {
  const [left, right] = [sideOf(before, after, name), sideOf(after, before, name)];
  const isIn = (leaves: readonly Leaf[], { text, alert }: Leaf): boolean =>
    leaves.some((other) => other.text === text && other.alert === alert);
  return {
    gone: together(left.filter((leaf) => !isIn(right, leaf))),
    come: together(right.filter((leaf) => !isIn(left, leaf))),
    stay: together(right.filter((leaf) => isIn(left, leaf))),
  };
}

/** Alerts of one resource that page the same, on one line. */
export function together(leaves: readonly Leaf[]): readonly Leaf[] {
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
  return leaves.flatMap((leaf) => {
    const { group } = leaf;
    const twin = other.groups.find((candidate) => candidate.name === group?.name);
    if (group?.state !== "reached" || twin?.state !== "reached" || groupText(twin) === groupText(group)) return [leaf];
    const prefix = group.name === self ? "" : `${group.name}: `;
    return group.receivers.map((receiver) => ({ text: prefix + receiverText(receiver), dead: false }));
  });
}

/** Whom a resource pages, a leaf for each group. `self`: the resource whose own receivers need no name before them. */
export function leavesOf(paging: Paging | AlertPaging, self?: string): readonly Leaf[] {
  const { enabled, groups, processedBy = [] } = paging;
  if (!enabled) return [{ text: "nobody: it is disabled", dead: true }];
  if ("alerts" in paging && paging.alerts !== undefined)
    return paging.alerts.length === 0 ? [recordsOnly] : paging.alerts.flatMap(leavesOfAlert);
  const muting = processedBy.filter(
    ({ effect, when, perhaps }) => effect === "silences" && when === undefined && perhaps === undefined,
  );
  // Silencing wins: what is silenced for good is told to nobody whom a rule adds.
  const isTold = ({ effect }: ProcessedBy): boolean => effect === "silences" || muting.length === 0;
  const besides = processedBy.filter((rule) => !muting.includes(rule) && isTold(rule)).map(processedText);
  if (muting.length > 0) {
    const names = muting.map(({ name }) => name);
    const verb = names.length === 1 ? "silences" : "silence";
    return [{ text: `nobody: ${names.join(" and ")} ${verb} it`, dead: true }, ...besides];
  }
  if (groups.length === 0 && !processedBy.some(({ effect }) => effect === "adds"))
    return [{ text: "nobody: it has no action group", dead: true }, ...besides];
  const own = groups.map((group) => ({ text: groupText(group, self), dead: isDead(group), group }));
  return [...own, ...besides];
}

function isDead({ state }: GroupPaging): boolean {
  return state !== "reached" && state !== "elsewhere";
}

/** What a processing rule does to an alert, and when: `silenced by maintenance, every Saturday 22:00–04:00 (UTC)`. */
function processedText({ name, effect, when, perhaps, groups = [] }: ProcessedBy): Leaf {
  const facts = [...(perhaps === undefined ? [] : [perhaps.join(" and ")]), ...(when === undefined ? [] : [when])];
  const limits = facts.length === 0 ? "" : `, ${facts.join(", ")}`;
  const sure = perhaps === undefined ? "" : "perhaps ";
  if (effect === "silences") return { text: `${sure}silenced by ${name}${limits}`, dead: true };
  const added = groups.map((group) => groupText(group)).join("; ");
  return { text: `${sure}${added} (added by ${name}${limits})`, dead: groups.some(isDead) };
}

const recordsOnly: Leaf = { text: "nobody: it holds no alert", dead: false };

function leavesOfAlert({ name, severity, ...paging }: AlertPaging): readonly Leaf[] {
  return leavesOf(paging).map(({ text, dead }) => ({
    text: severity === undefined ? `: ${text}` : ` (severity ${severity}): ${text}`,
    dead,
    alert: name,
  }));
}

/** A group and its receivers, or why there are none. */
export function groupText({ name, state, receivers }: GroupPaging, self?: string): string {
  switch (state) {
    case "reached":
      return `${name === self ? "" : `${name}: `}${receivers.map(receiverText).join(", ")}`;
    case "elsewhere":
      return `${name}: receivers not known, it is not of this stack`;
    case "disabled":
      return `${name}: nobody, the group is disabled`;
    case "empty":
      return name === self ? "nobody: it has no receiver" : `${name}: nobody, the group has no receiver`;
    case "missing":
      return `${name}: nobody, there is no such group`;
  }
}

/** `e-mail admin@company.com (admin)`. */
function receiverText({ by, name, to }: Receiver): string {
  return to === undefined ? `${by} ${name}` : `${by} ${to} (${name})`;
}
