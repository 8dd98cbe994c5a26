import { publishNoPlan } from "../commands/publish.ts";
import { noPlanMarkdown } from "../report/markdown/failure-markdown.ts";
import type { Aim } from "./aim.ts";
import { tellFailure } from "./failure.ts";
import { withHost } from "./host-work.ts";
import { linkAt } from "./links.ts";
import { commentLimit, summaryLimit } from "./limits.ts";
import type { ActionRun } from "./run.ts";
import { footerOf, tellPublished } from "./telling.ts";

/**
 * Says why there is no plan: in the log, beside the run, in the summary, and on a pull request in its one comment, where
 * the plan of an older commit must not stand as if it were this one's.
 */
export async function tellNoPlan(error: unknown, run: ActionRun, { subject, marker }: Aim): Promise<number> {
  const { event, place, runner, inputs } = run;
  const { code, told } = tellFailure(error, runner);
  const head = event.name === "pull_request" ? event.head : place.commit;
  const look = { linkTo: linkAt(head, run), subject, commit: head };
  await runner.summarize(noPlanMarkdown(told, { ...look, limit: summaryLimit }));
  if (event.name !== "pull_request" || marker === undefined || inputs.comment === "never") return code;
  const { number: pullRequest } = event;
  const more = { text: "summary of the run", url: place.run.url };
  const publication = {
    pullRequest,
    marker,
    footer: footerOf(head, run),
    data: { head, run: place.run },
    textFor: (shownAt: string | undefined) =>
      noPlanMarkdown(told, { ...look, limit: commentLimit, more, ...(shownAt === undefined ? {} : { shownAt }) }),
  };
  const what = `that there is no plan stands in the summary, and not on #${pullRequest}`;
  const published = await withHost(async () => publishNoPlan(publication, { host: await run.host() }), {
    run,
    what,
    failure: "warning",
  });
  if (published.done) tellPublished(published.value, run);
  return code;
}
