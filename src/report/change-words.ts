import type { ToldChange } from "../core/plan/report.ts";
import { instant, listed } from "./words.ts";

/** What an action means beyond its name: what is lost, whose it was. */
export function consequenceOf({ action, from, differences }: ToldChange): string | undefined {
  switch (action) {
    case "replace": {
      const immutable = differences.filter((difference) => difference.immutable).map((difference) => difference.path);
      const why = immutable.length === 0 ? "" : `, because ${listed(immutable)} cannot be changed in place`;
      return `deleted and created${why}: fired state is lost`;
    }
    case "rename":
      return `was ${from ?? "called something else"}; created, references moved, the old one deleted: fired state is lost`;
    case "adopt":
      return from === undefined ? "exists in Azure and is nobody's; becomes this stack's" : `taken over from ${from}`;
    case "release":
      return "stays in Azure as it is, and is nobody's from then on";
    case "create":
    case "update":
    case "delete":
    case "keep":
    case "blocked":
      return undefined;
  }
}

/** What goes back to Azure as it came, because we have no word for it. */
export function carriedOf({ carried = [] }: ToldChange): string | undefined {
  return carried.length === 0
    ? undefined
    : `sent back as Azure has it, Tocsin has no word for it: ${carried.join(", ")}`;
}

/** Who wrote it last in Azure, and when; nothing where it is just what git said. */
export function lastChanged({
  action,
  changed,
  expected,
}: Pick<ToldChange, "action" | "changed" | "expected">): string | undefined {
  if (changed === undefined || expected) return undefined;
  const what = action === "create" ? "deleted" : "last changed";
  return `${what} in Azure by ${changed.by}, ${instant(changed.at)}`;
}
