import { load } from "../commands/load.ts";
import type { PlanInputs } from "../commands/plan.ts";
import { repositoryOf } from "../git/repository.ts";
import { kinds } from "../kinds/kinds.ts";
import { azureOptions, secretsOf } from "./azure.ts";
import { chooseEnvironment, type OpenedWorkspace } from "./opened.ts";
import { dayOf, type Session } from "./session.ts";

/** What a command that looks at Azure is given, but for Azure itself. */
export async function planInputs(names: readonly string[], opened: OpenedWorkspace, session: Session) {
  const { workspace, folder } = opened;
  const environment = chooseEnvironment(workspace, session.options);
  const loaded = load({ ...opened, environments: [environment], kinds, today: dayOf(session) });
  const [compiled] = loaded.stacks;
  if (compiled === undefined) throw new Error(`nothing was compiled for ${environment.name}`);
  const secrets = secretsOf(environment, session.terminal.env);
  const source = await repositoryOf(folder, session.terminal.env);
  const inputs = {
    workspace,
    stack: compiled.stack,
    diagnostics: compiled.diagnostics,
    kinds,
    secrets,
    names,
    now: session.now,
    signal: new AbortController().signal,
    ...(source === undefined ? {} : { source }),
  } satisfies Omit<PlanInputs, "reader">;
  return { inputs, azure: azureOptions(environment, secrets, session), environment };
}
