import { openAccess, openVaults } from "../azure/azure.ts";
import { doctor } from "../commands/doctor/doctor.ts";
import type { Practice } from "../commands/doctor/inputs.ts";
import { load } from "../commands/load.ts";
import type { Environment } from "../core/language/workspace.ts";
import { repositoryOf } from "../git/repository.ts";
import { kinds } from "../kinds/kinds.ts";
import { azureOptions } from "./azure.ts";
import { chooseEnvironments, openWorkspace } from "./opened.ts";
import { secretsOf } from "./secrets-at-hand.ts";
import { showWaiting } from "./progress.ts";
import { dayOf, type Session } from "./session.ts";
import { tell } from "./tell.ts";

/** `tocsin doctor` */
export async function runDoctor(session: Session): Promise<number> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const { options, terminal, now } = session;
  const environments = chooseEnvironments(workspace, options);
  const loaded = load({ ...opened, workspace, environments, kinds, today: dayOf(session) });
  const source = await repositoryOf(opened.folder, terminal.env);
  const report = await showWaiting("looking at Azure …", session, () =>
    doctor({
      workspace,
      loaded,
      files: opened.files.length,
      kinds,
      isSet: (variable) => (terminal.env[variable] ?? "") !== "",
      open: (environment) => openPractice(environment, session),
      now,
      signal: new AbortController().signal,
      ...(source === undefined ? {} : { source }),
    }),
  );
  return tell(report, session, sources);
}

async function openPractice(environment: Environment, session: Session): Promise<Practice> {
  const azure = azureOptions(environment, secretsOf(environment, session.terminal.env), session);
  const { access, reader } = await openAccess(azure);
  // Only who keeps a secret in a vault opens one.
  let vaults: ReturnType<typeof openVaults> | undefined;
  return {
    access,
    reader,
    readVault: (secret, signal) => {
      vaults ??= openVaults(azure);
      return vaults.read(secret, signal);
    },
  };
}
