import { secretsOf } from "../cli/secrets-at-hand.ts";
import type { Workspace } from "../core/language/workspace.ts";
import type { ActionRun } from "./run.ts";

/**
 * Masks the secrets at hand, those of the other environments as well: a job may have been given them all, and any may
 * stand where it does not belong.
 */
export function maskSecrets(
  { environments }: Workspace,
  { runner, session }: Pick<ActionRun, "runner" | "session">,
): void {
  for (const environment of environments)
    for (const secret of secretsOf(environment, session.terminal.env).values()) runner.mask(secret);
}
