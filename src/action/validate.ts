import { exitCodeOf } from "../cli/exit-code.ts";
import { chooseEnvironments, openWorkspace, type Opened, type Sources } from "../cli/opened.ts";
import { dayOf } from "../cli/session.ts";
import { textOf } from "../cli/tell.ts";
import { load } from "../commands/load.ts";
import { validate } from "../commands/validate.ts";
import type { ValidateReport, WorkspaceReport } from "../core/plan/report.ts";
import { pathInCheckout } from "../files.ts";
import { kinds } from "../kinds/kinds.ts";
import { annotationsOf } from "../report/annotations.ts";
import { diagnosticCount } from "../report/diagnostic-lines.ts";
import { renderJson } from "../report/json.ts";
import { validateMarkdown } from "../report/markdown/validate-markdown.ts";
import { renderSarif } from "../report/sarif.ts";
import { count } from "../report/words.ts";
import { leaveFile } from "./leave-file.ts";
import { summaryLimit } from "./limits.ts";
import { linkAt } from "./links.ts";
import type { ActionRun } from "./run.ts";
import { scrubbed, scrubbedSources } from "../cli/scrubbed.ts";

/** `command: validate`: what is wrong, on its lines, in the log, the summary, and two files; or a comment about a fork's. */
export async function runValidate(run: ActionRun): Promise<number> {
  const { event } = run;
  if (event.name === "workflow_run") return (await import("./fork-comment.ts")).commentOnFork(run, event);
  const opened = await openWorkspace(run.session);
  const report = scrubbed(reportOf(opened, run), run.runner.scrub);
  const { diagnostics } = report;
  const sources = scrubbedSources(opened.sources, { diagnostics, scrub: run.runner.scrub });
  const code = exitCodeOf(report);
  run.runner.log(textOf(report, run.session, sources));
  annotate(report, run);
  await leaveFiles(report, sources, run);
  const linkTo = linkAt(event.name === "pull_request" ? event.head : run.place.commit, run);
  const sourceOf = (file: string): string | undefined => sources.get(file);
  await run.runner.summarize(validateMarkdown(report, { linkTo, limit: summaryLimit, sourceOf }));
  return code;
}

function reportOf(opened: Opened, { session }: ActionRun): ValidateReport | WorkspaceReport {
  const { workspace, diagnostics } = opened;
  if (workspace === undefined) return { command: "workspace", diagnostics };
  const environments = chooseEnvironments(workspace, session.options);
  const loaded = load({ ...opened, workspace, environments, kinds, today: dayOf(session) });
  return validate({ loaded, files: opened.files.length, only: new Set() });
}

function annotate(report: ValidateReport | WorkspaceReport, { runner, session }: ActionRun): void {
  const { diagnostics } = report;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    // First, so that it is among the few that GitHub shows.
    const files = count(new Set(errors.map(({ at }) => at.file)).size, "file");
    const message = `${diagnosticCount(errors)} in ${files}; the summary of the run has them all`;
    runner.annotate({ level: "error", title: "tocsin validate", message });
  }
  const environments = report.command === "validate" ? report.environments.map(({ name }) => name) : [];
  for (const annotation of annotationsOf(diagnostics, { environments })) {
    const { at } = annotation;
    const file = at === undefined ? undefined : pathInCheckout(at.file, session.terminal.folder);
    runner.annotate(at === undefined || file === undefined ? annotation : { ...annotation, at: { ...at, file } });
  }
}

async function leaveFiles(report: ValidateReport | WorkspaceReport, sources: Sources, run: ActionRun): Promise<void> {
  const { session } = run;
  const sarif = renderSarif(report, {
    version: session.version,
    pathOf: (file) => pathInCheckout(file, session.terminal.folder),
    sourceOf: (file) => sources.get(file),
    page: pageOfCodes(session.terminal.env),
  });
  await leaveFile(run, { output: "sarif-file", name: "tocsin.sarif", text: sarif });
  await leaveFile(run, { output: "report-file", name: "tocsin-validate.json", text: renderJson(report) });
}

/** The page about the codes where the action came from; one used from the checkout (`uses: ./`) does not say. */
function pageOfCodes(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { GITHUB_SERVER_URL: server = "", GITHUB_ACTION_REPOSITORY: name = "", GITHUB_ACTION_REF: ref = "" } = env;
  return [server, name, ref].includes("") ? undefined : `${server}/${name}/blob/${ref}/docs/diagnostics.md`;
}
