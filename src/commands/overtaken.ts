import type { PullRequestHost } from "../ports/pull-request-host.ts";

/** What telling whether a run was overtaken needs besides its commit. */
interface Overtaking {
  readonly host: Pick<PullRequestHost, "tipOf" | "changedFiles">;
  /** True for the path of a workspace or rule file, from the root of the repository. */
  readonly isDefinition: (path: string) => boolean;
  /** Lets some seconds pass. */
  readonly wait: () => Promise<void>;
}

// A host that has not noticed a push some seconds after it is asked so often again.
const mostWaits = 3;

/**
 * The commit of a branch that has other definitions by now, if there is one. A run that was started again, or waited for
 * long, must not take back what was merged since; and where newer commits leave the definitions alone, no run of theirs
 * need exist that would apply them. Throws HostError.
 */
export async function overtakenBy(
  { commit, branch }: { readonly commit: string; readonly branch: string },
  { host, isDefinition, wait }: Overtaking,
): Promise<string | undefined> {
  for (let waits = 0; ; waits += 1) {
    const tip = await host.tipOf(branch);
    if (tip === commit) return undefined;
    const changed = await host.changedFiles(commit, tip);
    if (changed !== undefined) return changed.some(isDefinition) ? tip : undefined;
    // Of a branch that is behind the commit nothing is told that way round: either somebody took it back, or the host
    // is behind, and to leave it to the run of the tip would leave the commit to nobody.
    const own = await host.changedFiles(tip, commit);
    if (own === undefined) return tip;
    if (!own.some(isDefinition)) return undefined;
    if (waits === mostWaits) return tip;
    await wait();
  }
}
