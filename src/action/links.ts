import type { Location } from "../core/location.ts";
import { pathInCheckout } from "../files.ts";
import type { ActionRun, Place } from "./run.ts";

/**
 * Makes the address of a line as it is at a commit. A path from a report may be anybody's: none leads out of the commit,
 * to what somebody else has on the same server.
 */
export function linksTo(
  { server, repository }: Pick<Place, "server" | "repository">,
  commit: string,
): (path: string, line: number) => string | undefined {
  return (path, line) => {
    const pieces = path.toWellFormed().split("/").map(encodeURIComponent);
    if (pieces.some((piece) => ["", ".", ".."].includes(piece))) return undefined;
    return `${server}/${repository}/blob/${commit}/${pieces.join("/")}#L${line}`;
  };
}

/** Makes the address of a place in a report: the page of its line, as it is at a commit; none for what is outside of the checkout. */
export function linkAt(commit: string, { place, session }: Pick<ActionRun, "place" | "session">) {
  const page = linksTo(place, commit);
  return ({ file, line }: Location): string | undefined => page(pathInCheckout(file, session.terminal.folder), line);
}
