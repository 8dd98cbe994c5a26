import type { Place } from "./run.ts";

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
