import { join, relative, resolve, sep } from "node:path";
import { folderOfRules, schemaNamedBy, type Layout } from "../authoring/rule-files.ts";
import { openReader } from "../azure/azure.ts";
import { importResources } from "../commands/import/import.ts";
import { load } from "../commands/load.ts";
import { readFromAzure, readFromFiles } from "../commands/import/source.ts";
import { hasErrors } from "../core/diagnostic.ts";
import { suggest } from "../core/nearest.ts";
import { rulePaths } from "../core/language/rule-paths.ts";
import type { Environment } from "../core/language/workspace.ts";
import { isThere, pathInRepository, readablePath, readSource } from "../files.ts";
import { repositoryOf } from "../git/repository.ts";
import { kinds } from "../kinds/kinds.ts";
import { azureOptions } from "./azure.ts";
import { secretsOf } from "./secrets-at-hand.ts";
import { overrideWorkspace } from "./import-overriding.ts";
import type { InvocationOf } from "./invocation.ts";
import { changedFiles } from "./changed-files.ts";
import { chooseEnvironment, openWorkspace, type OpenedWorkspace } from "./opened.ts";
import { showWaiting } from "./progress.ts";
import { dayOf, type Session } from "./session.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";
import { writeTogether, type FileToWrite } from "../write-together.ts";

/** `tocsin import`: definitions for what is in Azure. Everything is written or nothing. */
export async function runImport(invocation: InvocationOf<"import">, session: Session): Promise<number> {
  const found = await openWorkspace(session);
  if (found.workspace === undefined)
    return tell({ command: "workspace", diagnostics: found.diagnostics }, session, found.sources);
  const { terminal } = session;
  const { folder } = found;
  const chosen = chooseEnvironment(found.workspace, session.options);
  const secrets = secretsOf(chosen, terminal.env);
  const source = await repositoryOf(folder, terminal.env);
  const choice = { ...invocation, kinds: invocation.kinds.map(kindCalled) };
  const layout = layoutOf(invocation, chosen, found, session);
  const given = await filesGiven(invocation, session);
  const read = async () => {
    if (given.diagnostics.length > 0) return { resources: [], diagnostics: given.diagnostics };
    if (given.files.length > 0) return readFromFiles(given.files, { environment: chosen, kinds, ...given.parameters });
    const reader = await openReader(azureOptions(chosen, secrets, session));
    return showWaiting(`reading Azure for ${chosen.stack}/${chosen.name} …`, session, () =>
      readFromAzure({
        environment: chosen,
        kinds,
        reader,
        signal: new AbortController().signal,
        resourceGroups: choice.resourceGroups,
        reach: invocation.all ? "subscription" : "groups",
      }),
    );
  };
  // Whoever asks for some does not mean the definitions that exist.
  const some = [choice.resourceGroups, choice.kinds, choice.names, choice.actionGroups, invocation.from].some(
    (one) => one.length > 0,
  );
  const defined = { ...found, environments: [chosen], kinds, today: dayOf(session) };
  // A mistake in the definitions is told before Azure is asked.
  const from = some || found.files.length === 0 || hasErrors(load(defined).diagnostics) ? undefined : await read();
  const of = {
    environment: chosen,
    resources: from?.resources ?? [],
    secrets,
    ...(source === undefined ? {} : { source }),
  };
  const { opened, environment, told } =
    from === undefined ? { opened: found, environment: chosen, told: [] } : overrideWorkspace(found, of);
  const { workspace, files, diagnostics, sources } = opened;
  const imported = await importResources({
    workspace,
    workspaceFile: { path: workspace.file, text: sources.get(workspace.file) ?? "" },
    environment,
    files,
    diagnostics,
    kinds,
    secrets,
    ...(source === undefined ? {} : { source }),
    today: dayOf(session),
    medium: invocation.from.length > 0 ? "files" : "azure",
    from: () => (from === undefined ? read() : Promise.resolve(from)),
    choice,
    layout,
    shown: (path) => readablePath(join(folder, path), terminal.folder),
    dryRun: invocation.dryRun,
    fold: invocation.fold,
  });
  const { made } = imported;
  // A file can be wrong in one place, and the rest of it is imported all the same.
  const isRight = !hasErrors(imported.report.diagnostics) || made.length > 0;
  if (!invocation.dryRun && isRight) {
    const written: FileToWrite[] = made.map(({ path, text }) => ({ path: join(folder, path), text }));
    const texts = new Map(sources);
    if (imported.workspaceText !== undefined) texts.set(workspace.file, imported.workspaceText);
    // The workspace comes first: what it has more does no harm alone, and definitions without it would be mistakes.
    await writeTogether([...changedFiles(found.sources, texts, terminal.folder), ...written], { folder });
  }
  const overrides = isRight && told.length > 0 ? { overrides: told } : {};
  return tell({ ...imported.report, ...overrides }, session, sources);
}

/** The files to import from. What cannot be read at all is a slip of whoever named it, and nothing is imported. */
async function filesGiven({ from, parameters, all }: InvocationOf<"import">, { terminal }: Session) {
  if (from.length > 0 && all) throw new UsageError("--all asks Azure, and --from a file: one of the two has to go");
  if (from.length === 0 && parameters !== undefined)
    throw new UsageError("--parameters has values for a template; name the template with `--from FILE`");
  const read = async (path: string) => {
    const full = resolve(terminal.folder, path);
    return readSource(full, readablePath(full, terminal.folder));
  };
  const files = await Promise.all(from.map(read));
  const values = parameters === undefined ? undefined : await read(parameters);
  return {
    files: files.flatMap(({ value }) => value ?? []),
    parameters: values?.value === undefined ? {} : { parameters: values.value },
    diagnostics: [...files, ...(values === undefined ? [] : [values])].flatMap(({ diagnostics }) => diagnostics),
  };
}

function kindCalled(written: string): string {
  const names = kinds.map(({ name }) => name);
  const name = names.find((one) => one.toLowerCase() === written.toLowerCase());
  if (name === undefined) throw new UsageError(`--kind: there is no kind \`${written}\`${suggest(written, names, 20)}`);
  return name;
}

function layoutOf(
  { out }: InvocationOf<"import">,
  { name }: Environment,
  { workspace, folder, files }: OpenedWorkspace,
  { terminal }: Session,
): Layout {
  const inside = (path: string): string => relative(folder, path).replaceAll(sep, "/");
  const asked = out === undefined ? folderOfRules(workspace.rules) : inside(resolve(terminal.folder, out));
  if (asked === ".." || asked.startsWith("../") || resolve(asked) === asked)
    throw new UsageError(`--out: \`${out ?? asked}\` is outside of the workspace's folder, \`${folder}\``);
  const schema = files.map(({ path, text }) => schemaNamedBy(inside(resolve(terminal.folder, path)), text));
  const named = schema.find((one) => one !== undefined);
  const { isRule } = rulePaths(workspace.rules, pathInRepository(resolve(terminal.folder, workspace.file), folder));
  return {
    folder: asked,
    isRead: (path) => isRule(pathInRepository(path, folder)),
    isTaken: (path) => isThere(join(folder, path)),
    ...(named === undefined ? {} : { schema: named }),
    ...(workspace.environments.length > 1 ? { environment: name } : {}),
  };
}
