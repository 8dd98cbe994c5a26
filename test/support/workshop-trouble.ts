import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { HostError, type PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { badGateway } from "../github/faults.ts";
import type { Trouble } from "./workshop-days.ts";
import type { Workshop } from "./workshop.ts";

/* What goes wrong in a run of the action: Azure or GitHub fail it, somebody cancels it, or the machine goes away. */

class Death extends Error {}

/** Makes Azure and GitHub fail. */
export function begin(trouble: Trouble | undefined, { world, github }: Workshop): void {
  if (trouble?.with === "azure")
    addFault(world, `${trouble.method} actionGroups/${trouble.name} 400 code=No message=no`);
  if (trouble?.with === "azure unread")
    addFault(world, `GET * 403 code=AuthorizationFailed after=${trouble.after} times=${trouble.times}`);
  if (trouble?.with !== "github") return;
  const { cut, after, times } = trouble;
  const on = trouble.at === "any" ? /./ : /^(POST|PATCH) .*comments/;
  // So many are answered before.
  if (after > 0) github.faults.push({ on, times: after });
  github.faults.push({ on, times, ...(cut === "no" ? { reply: { ...badGateway, status: 501 } } : { cut }) });
}

/** True where GitHub did all that it was asked, and the run came to its end. */
export function isHeard(trouble: Trouble | undefined): boolean {
  return trouble === undefined || trouble.with === "azure" || trouble.with === "azure unread";
}

/** What a run came to, nothing where it did not come to its end; all is well again after it. */
export async function endOf<T>(run: Promise<T>, { world, github }: Workshop): Promise<T | undefined> {
  try {
    return await run;
  } catch (error) {
    // A GitHub that fails ends a run that cannot know whether it is the newest.
    if (!(error instanceof Death || error instanceof HostError)) throw error;
    return undefined;
  } finally {
    clearFaults(world);
    github.faults.clear();
  }
}

/** Lets a run die at one of the things that it asks of GitHub. */
export function troubled(trouble: Trouble | undefined): (host: PullRequestHost) => PullRequestHost {
  let calls = 0;
  return (host) =>
    watching(host, (name) => {
      if (trouble?.with !== "death at github") return;
      if ((trouble.at === "any" || /^(create|update)/.test(name)) && calls++ === trouble.after) throw new Death();
    });
}

/** A host of which every call is told before it is made. */
function watching(host: PullRequestHost, before: (name: string) => void): PullRequestHost {
  const watched =
    (name: keyof PullRequestHost) =>
    async (...given: readonly unknown[]): Promise<unknown> => {
      before(name);
      // Sound because what it was called with is what it wants.
      return (host[name] as (...all: readonly unknown[]) => Promise<unknown>)(...given);
    };
  // Sound because it has the same names, and each does what it did.
  return Object.fromEntries(
    Object.keys(host).map((name) => [name, watched(name as keyof PullRequestHost)]),
  ) as unknown as PullRequestHost;
}

/** What tells a run that it is cancelled, or kills it, when it has asked so often. */
export function stoppedBy(trouble: Trouble | undefined): () => boolean {
  let asked = 0;
  return () => {
    const isNow = (trouble?.with === "cancel" || trouble?.with === "death") && asked++ >= trouble.after;
    if (isNow && trouble.with === "death") throw new Death();
    return isNow;
  };
}
