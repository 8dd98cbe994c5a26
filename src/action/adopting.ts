import { realpath } from "node:fs/promises";
import { othersWork, settleAdoption, type AdoptionOutcome, type OthersWork } from "../commands/adoption.ts";
import { importUpdate, type UpdatedTexts } from "../commands/import/update.ts";
import type { IssueOutcome } from "../commands/drift-issue.ts";
import { markerOf } from "../core/plan/comment.ts";
import type { DriftReport, ToldChange } from "../core/plan/report.ts";
import type { UpdateReport } from "../core/plan/update-report.ts";
import { resourceId } from "../core/resource.ts";
import type { AzureReader } from "../ports/azure.ts";
import type { Proposal } from "../ports/pull-request-host.ts";
import { changedFiles } from "../cli/changed-files.ts";
import { pathInCheckout, workspaceName } from "../files.ts";
import { adoptionMarkdown, adoptionTitle } from "../report/markdown/adoption-markdown.ts";
import { paragraph } from "../report/markdown/blocks.ts";
import { link, strong } from "../report/markdown/phrase.ts";
import { digestOfFiles } from "../core/plan/digest.ts";
import { withHost, type HostWork } from "./host-work.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import type { Opening } from "./opening.ts";
import type { ActionRun } from "./run.ts";
import { scrubbed } from "../cli/scrubbed.ts";
import { footerOf, logReport } from "./telling.ts";

/** What is to be adopted, and on which branch it is to be merged. */
export interface Adopting {
  readonly seen: DriftReport;
  readonly reader: AzureReader;
  readonly issue: IssueOutcome | undefined;
  readonly into: string;
}

/** What the issue says before anything is asked: that the branch is somebody else's by now. */
export async function lookForOthers(opening: Opening, run: ActionRun): Promise<HostWork<OthersWork | undefined>> {
  return withHost(async () => othersWork(placeOf(opening, run), await run.host()), {
    run,
    what: notAsked,
    failure: "error",
  });
}

const notAsked = "the pull request that adopts was not written";

/** Drift may still be there, such as of a file that holds a secret by now; the issue and the run say which. */
function overWord({ planned }: DriftReport): string {
  const isThere = (planned?.changes.length ?? 0) > 0;
  return isThere ? "What differs now cannot be adopted in a pull request" : "There is nothing to adopt any more";
}

/** Asks in a pull request for what Azure has. No file of the checkout is changed. */
export async function adoptOpened(
  opening: Opening,
  run: ActionRun,
  adopting: Adopting,
): Promise<HostWork<AdoptionOutcome>> {
  const { place, runner } = run;
  const { report, files } = await proposedFiles(opening, run, adopting);
  const issue = adopting.issue === undefined || adopting.issue.outcome === "none" ? undefined : adopting.issue.issue;
  const look = { linkTo: () => undefined, limit: commentLimit, ...(issue === undefined ? {} : { issue }) };
  const settled = await withHost(
    async () =>
      settleAdoption(
        {
          ...placeOf(opening, run),
          into: adopting.into,
          changes: keptOf(report, adopting.seen),
          title: runner.scrub(adoptionTitle(report.subject)),
          message: runner.scrub(adoptionTitle(report.subject)),
          text: runner.scrub(adoptionMarkdown(report, look)),
          footer: footerOf(place.commit, run),
          run: place.run,
          files,
          over: paragraph(strong(overWord(adopting.seen)), ", as seen in ", ...link(place.run.url, "this run"), "."),
        },
        await run.host(),
      ),
    { run, what: notAsked, failure: "error" },
  );
  if ((report.updated?.resources.length ?? 0) > 0)
    await runner.summarize(adoptionMarkdown(report, { ...look, limit: summaryLimit }));
  if (settled.done) tellAdoption(settled.value, run);
  return settled;
}

function tellAdoption(adoption: AdoptionOutcome, { runner }: ActionRun): void {
  if (adoption.outcome === "none") return;
  if (adoption.outcome === "theirs") {
    const { branch, commit, pullRequest } = adoption.theirs;
    if (pullRequest !== undefined) runner.output("pull-request-url", pullRequest.url);
    const message = `the branch \`${branch}\` has a commit of somebody else's (${commit.slice(0, 7)}) and is left alone until ${pullRequest === undefined ? "it is deleted" : "its pull request is merged or closed"}`;
    runner.annotate({ level: "notice", title: "tocsin drift", message });
    return;
  }
  const { url, outcome } = adoption;
  runner.output("pull-request-url", url);
  runner.log(`${words[outcome]}: ${url}\n`);
}

/** Where it is asked: what it is known by, its branch, and the commit whose files were read. */
function placeOf({ opened, environment }: Opening, { place, session }: ActionRun) {
  const { file } = opened.workspace;
  return {
    marker: markerOf("adopt", file, environment.name),
    branch: adoptionBranch(pathInCheckout(file, session.terminal.folder), environment.name),
    base: place.commit,
  };
}

/** The drift that is kept by what is written. */
function keptOf({ updated }: UpdateReport, { planned }: DriftReport): readonly ToldChange[] {
  const kept = new Set(
    updated?.resources.filter(({ outcome }) => outcome === "updated").map(({ id }) => resourceId(id)),
  );
  return planned?.changes.filter(({ id }) => kept.has(resourceId(id))) ?? [];
}

const words = {
  created: "asked for in a pull request",
  updated: "the pull request asks for what Azure says now",
  unchanged: "the pull request asks for it already",
  declined: "not asked for again, since somebody closed the pull request",
  closed: "the pull request is closed, since nothing of it can be adopted any more",
} as const;

async function proposedFiles(
  opening: Opening,
  run: ActionRun,
  { seen, reader }: Adopting,
): Promise<{ readonly report: UpdateReport; readonly files: Proposal["files"] }> {
  const { opened, inputs, sources } = opening;
  const { workspace, files: rules } = opened;
  const nothing: UpdateReport = { command: "import-update", subject: seen.subject, diagnostics: [] };
  if (seen.planned === undefined || seen.planned.changes.length === 0) return { report: nothing, files: [] };
  const texts = { workspace: { path: workspace.file, text: sources.get(workspace.file) ?? "" }, rules };
  const { report, texts: edited } = await importUpdate({ ...inputs, reader, texts, dryRun: true });
  const told = withAuthors(scrubbed(report, run.runner.scrub), seen);
  logReport(told, run, sources);
  const files = await inRepository(edited, { sources, run });
  // A text that holds a secret would be one without it after scrubbing, and is nobody's definition.
  const open = files.filter(({ text }) => run.runner.scrub(text) !== text);
  if (open.length === 0) return { report: told, files };
  for (const { path } of open) {
    const message = `nothing is adopted: \`${path}\` would hold the value of a secret; say it as \`\${secret:NAME}\` first`;
    run.runner.annotate({ level: "warning", title: "tocsin drift", message });
  }
  return { report: nothing, files: [] };
}

/** Files whose text is to be another one, by where they really are in the repository: a link is none of its files. */
async function inRepository(
  { workspace, rules }: UpdatedTexts["texts"],
  { sources, run }: { readonly sources: Opening["sources"]; readonly run: ActionRun },
): Promise<Proposal["files"]> {
  const { folder } = run.session.terminal;
  const checkout = await realpath(folder);
  const now = new Map([workspace, ...rules].map(({ path, text }) => [path, text]));
  const files = changedFiles(sources, now, folder);
  return Promise.all(
    files.map(async ({ path, text }) => ({ path: pathInCheckout(await realpath(path), checkout), text })),
  );
}

/** Who changed what, as drift found it out and the issue says: Azure's resources do not all say so, and not for ever. */
function withAuthors(report: UpdateReport, { planned }: DriftReport): UpdateReport {
  const authors = new Map(planned?.changes.map(({ id, changed }) => [resourceId(id), changed]));
  const { updated } = report;
  if (updated === undefined) return report;
  const resources = updated.resources.map((one) => {
    const changed = authors.get(resourceId(one.id)) ?? one.changed;
    return changed === undefined ? one : { ...one, changed };
  });
  return { ...report, updated: { ...updated, resources } };
}

/** A branch for each workspace and environment; git allows less in its name than GitHub does in a path. */
function adoptionBranch(workspace: string, environment: string): string {
  const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const name = `tocsin/adopt-${plain(environment)}`;
  if (workspace === workspaceName && plain(environment) === environment) return name;
  const place = plain(workspace.replace(/\/?tocsin\.yaml$/, ""));
  const digest = digestOfFiles([{ path: workspace, text: environment }]).slice(0, 8);
  return [name, ...(place === "" ? [] : [place]), digest].join("-");
}
