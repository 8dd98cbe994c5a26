import { load } from "../commands/load.ts";
import type { PlanInputs } from "../commands/plan.ts";
import { repositoryOf } from "../git/repository.ts";
import { kinds } from "../kinds/kinds.ts";
import { azureOptions } from "./azure.ts";
import { secretsOf } from "./secrets-at-hand.ts";
import { gatherSecrets, type GatheredSecrets, vaultSecretsIn } from "./secrets.ts";
import { showWaiting } from "./progress.ts";
import { chooseEnvironment, type OpenedWorkspace } from "./opened.ts";
import { dayOf, type Session } from "./session.ts";

/** What a command that looks at Azure is given, but for Azure itself. */
export async function planInputs(names: readonly string[], opened: OpenedWorkspace, session: Session) {
  const { workspace, folder } = opened;
  const environment = chooseEnvironment(workspace, session.options);
  const loaded = load({ ...opened, environments: [environment], kinds, today: dayOf(session) });
  const [compiled] = loaded.stacks;
  if (compiled === undefined) throw new Error(`nothing was compiled for ${environment.name}`);
  const atHand = secretsOf(environment, session.terminal.env);
  const azure = azureOptions(environment, atHand, session);
  const gathering = (): Promise<GatheredSecrets> => gatherSecrets(compiled, atHand, azure);
  const { secrets, unread } =
    vaultSecretsIn(compiled.stack).length === 0
      ? await gathering()
      : await showWaiting("reading secrets from key vaults …", session, gathering);
  for (const secret of secrets.values()) session.onSecret(secret);
  const source = await repositoryOf(folder, session.terminal.env);
  const inputs = {
    workspace,
    stack: compiled.stack,
    diagnostics: compiled.diagnostics,
    lint: loaded.lint,
    kinds,
    secrets,
    unread,
    names,
    now: session.now,
    signal: new AbortController().signal,
    ...(source === undefined ? {} : { source }),
  } satisfies Omit<PlanInputs, "reader">;
  return { inputs, azure: { ...azure, secrets: [...secrets.values()] }, environment };
}
