import type { Subject, ToldChange } from "../core/plan/report.ts";
import type { Style } from "./print.ts";
import { instant, listed } from "./words.ts";

/** What drift calls a change, and what each side says where the differences do not say it. */
export interface Saying {
  readonly symbol: string;
  readonly word: string;
  readonly style: Style;
  readonly says?: string;
}

/** A change told as drift. */
export function sayingOf({ action, from }: ToldChange, { retired }: Subject): Saying {
  switch (action) {
    case "create":
      return {
        symbol: "-",
        word: "missing",
        style: "delete",
        says: "git says that it exists; Azure does not have it",
      };
    case "delete":
      return retired
        ? {
            symbol: "+",
            word: "still there",
            style: "create",
            says: "Azure has it as this stack's; git has retired the environment",
          }
        : {
            symbol: "+",
            word: "unexpected",
            style: "create",
            says: "Azure has it as this stack's; git does not define it",
          };
    case "rename":
      return { symbol: "→", word: "old name", style: "replace", says: `Azure has it as ${from ?? "something else"}` };
    case "adopt":
      return {
        symbol: "~",
        word: "not ours",
        style: "update",
        says: from === undefined ? "in Azure it is nobody's" : `in Azure it is ${from}'s`,
      };
    case "release":
      return {
        symbol: "~",
        word: "still ours",
        style: "update",
        says: "git lets it go; in Azure it is this stack's",
      };
    case "blocked":
      return { symbol: "×", word: "blocked", style: "bad" };
    case "update":
    case "replace":
    case "keep":
      return { symbol: "~", word: "differs", style: "update" };
  }
}

/** Who changed it, and when. */
export function changedBy({ by, at }: { readonly by: string; readonly at: string }): string {
  return `changed by ${by}, ${instant(at)}`;
}

/** Who made Azure differ, and when, where that is known; what is missing was deleted. */
export function authorOf({ action, changed }: Pick<ToldChange, "action" | "changed">): string | undefined {
  if (changed === undefined) return undefined;
  return action === "create" ? `deleted by ${changed.by}, ${instant(changed.at)}` : changedBy(changed);
}

/** `1 resource differs`. */
export function howManyDiffer(number: number): string {
  return number === 1 ? "1 resource differs" : `${number} resources differ`;
}

/** Both ways out of drift, as commands to be copied and what is to be written by hand. */
export interface WaysOut {
  /** Azure becomes again what git says. */
  readonly undo: string;
  /** Git becomes what Azure says; what they write is to be merged. */
  readonly keep: readonly string[];
  /** What is to be edited for it, where no command does it. */
  readonly edit?: string;
}

/** How to undo what is open, and how to keep it; nothing where all of it is blocked. */
export function waysOut(changes: readonly ToldChange[], { environment, retired }: Subject): WaysOut | undefined {
  const open = changes.filter(({ action }) => action !== "blocked");
  if (open.length === 0) return undefined;
  const undo = `tocsin apply -e ${environment}${some(open)}`;
  if (retired) return { undo, keep: [], edit: `take \`retired\` out of ${environment}, and merge that` };
  const differing = open.filter(isKept);
  const undefinedHere = open.filter(({ action }) => action === "delete");
  const missing = open.filter(({ action }) => action === "create");
  return {
    undo,
    keep: [
      ...(differing.length === 0 ? [] : [`tocsin import -e ${environment} --update${some(differing)}`]),
      ...(undefinedHere.length === 0
        ? []
        : [`tocsin import -e ${environment} --name${some(undefinedHere) || " NAME…"}`]),
    ],
    ...(missing.length === 0
      ? {}
      : {
          edit:
            missing.length > most
              ? "delete the definitions of what is missing"
              : `delete the definition of ${listed(missing.map(({ name }) => `\`${name}\``))}`,
        }),
  };
}

/** What `import --update` can write: of what is not ours, only what differs besides. */
function isKept({ action, differences }: ToldChange): boolean {
  if (action === "adopt") return differences.some(({ path }) => !path.startsWith("tags.tocsin-"));
  return action === "update" || action === "replace";
}

/** With more names than these a command is for all. */
const most = 4;

function some(changes: readonly ToldChange[]): string {
  return changes.length > most ? "" : changes.map(({ name }) => ` ${quoted(name)}`).join("");
}

/** A name as a shell takes it. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
