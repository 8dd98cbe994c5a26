import type { Location } from "../core/location.ts";
import { pathInCheckout } from "../files.ts";
import type { ActionRun, Place } from "./run.ts";

/** Makes the address of a line as it is at a commit; a path from a report may be anybody's, and stays a path. */
export function linksTo(
  { server, repository }: Pick<Place, "server" | "repository">,
  commit: string,
): (path: string, line: number) => string {
  return (path, line) => {
    const pieces = path.toWellFormed().split("/").map(encodeURIComponent);
    return `${server}/${repository}/blob/${commit}/${pieces.join("/")}#L${line}`;
  };
}

/** Makes the address of a place in a report: the page of its line, as it is at a commit; none for what is outside of the checkout. */
export function linkAt(commit: string, { place, session }: Pick<ActionRun, "place" | "session">) {
  const page = linksTo(place, commit);
  return ({ file, line }: Location): string | undefined => {
    const path = pathInCheckout(file, session.terminal.folder);
    return path.startsWith("../") ? undefined : page(path, line);
  };
}
