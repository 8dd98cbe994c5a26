import { posix } from "node:path";
import { exitCode } from "../cli/exit-code.ts";
import { publishFindings } from "../commands/publish-findings.ts";
import { markerOf } from "../core/plan/comment.ts";
import { HostError } from "../ports/pull-request-host.ts";
import type { Location } from "../core/location.ts";
import { untrustedMarkdown } from "../report/markdown/validate-markdown.ts";
import type { Event } from "./event.ts";
import { visible } from "../report/visible.ts";
import { commentLimit } from "./limits.ts";
import { linksTo } from "./links.ts";
import type { ActionRun } from "./run.ts";
import { readUntrustedReport } from "./untrusted-report.ts";

type RunOver = Extract<Event, { readonly name: "workflow_run" }>;

/**
 * `command: validate` after a run for a fork, which may not comment itself. That run was anybody's, and so is the report
 * it left: what it says is shown as what it is, and which pull request it is about is asked of GitHub, never of it.
 */
export async function commentOnFork(run: ActionRun, over: RunOver): Promise<number> {
  const { runner, inputs, place } = run;
  // `checkEvent` has seen to it.
  if (inputs.report === undefined) throw new Error("a run after another one has no report");
  const read = await readUntrustedReport(inputs.report);
  if ("wrong" in read) {
    const message = visible(`\`report\`: \`${inputs.report}\` is not used: ${read.wrong}`);
    runner.log(`${message}\n`);
    runner.annotate({ level: "error", title: "tocsin validate", message });
    return exitCode.wrong;
  }
  const links = linksTo(place, over.head);
  const look = { linkTo: ({ file, line }: Location) => links(file, line), limit: commentLimit };
  const text = untrustedMarkdown(read.report, look);
  await runner.summarize(text);
  if (over.of !== "pull_request") return skip(`it was started by \`${over.of}\`, not for a pull request`, run);
  if (inputs.comment === "never") return skip("`comment` is `never`", run);
  try {
    return await publish({ text, complaints: read.report.diagnostics.length }, run, over);
  } catch (error) {
    if (!(error instanceof HostError) || error.reason !== "forbidden") throw error;
    const permission = error.permission ?? "pull-requests: write";
    const message = `the token may not comment: the job needs \`${permission}\`; what was found is in the summary`;
    runner.log(`${message}\n`);
    runner.annotate({ level: "notice", title: "tocsin validate", message });
    return exitCode.fine;
  }
}

async function publish(shown: Shown, run: ActionRun, { owner, branch, head }: RunOver): Promise<number> {
  const { runner, inputs, place } = run;
  const findings = {
    from: { owner, branch, commit: head },
    marker: markerOf("validate", workspacePath(inputs.workspace)),
    text: runner.scrub(shown.text),
    footer: `Tocsin, for ${head.slice(0, 7)}, in <a href="${place.run.url}">a run of this repository</a>`,
  };
  const onlyUpdate = inputs.comment === "changes" && shown.complaints === 0;
  const published = await publishFindings(findings, { host: await run.host(), onlyUpdate });
  if (published.outcome === "outdated") return skip(published.because, run);
  if (published.outcome === "silent") return skip("nothing is wrong, and `comment` is `changes`", run);
  runner.output("comment-url", published.url);
  runner.log(`${published.outcome === "unchanged" ? "the comment says so already" : "commented"}: ${published.url}\n`);
  return exitCode.fine;
}

/** What is to be shown, and how many complaints there are in it. */
interface Shown {
  readonly text: string;
  readonly complaints: number;
}

/** There is no checkout to look into, so the path is what the workflow says it is. */
function workspacePath(asked: string | undefined): string {
  const path = posix.normalize((asked ?? ".").replaceAll("\\", "/"));
  return /\.ya?ml$/.test(path) ? path : posix.join(path, "tocsin.yaml");
}

function skip(because: string, { runner }: ActionRun): number {
  runner.log(`the run gets no comment: ${because}\n`);
  runner.output("outcome", "skipped");
  return exitCode.fine;
}
