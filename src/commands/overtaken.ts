import type { PullRequestHost } from "../ports/pull-request-host.ts";

/**
 * The newer commit of a branch that has other definitions, if there is one. A run that was started again, or waited for
 * long, must not take back what was merged since; and where newer commits leave the definitions alone, no run of theirs
 * need exist that would apply them. Throws HostError.
 */
export async function overtakenBy(
  { commit, branch }: { readonly commit: string; readonly branch: string },
  {
    host,
    isDefinition,
  }: {
    readonly host: PullRequestHost;
    /** True for the path of a workspace or rule file, from the root of the repository. */
    readonly isDefinition: (path: string) => boolean;
  },
): Promise<string | undefined> {
  const tip = await host.tipOf(branch);
  if (tip === commit) return undefined;
  const changed = await host.changedFiles(commit, tip);
  return changed === undefined || changed.some(isDefinition) ? tip : undefined;
}
