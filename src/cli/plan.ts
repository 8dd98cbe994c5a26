import { resolve } from "node:path";
import { lookBack, lookBackOnce } from "../commands/look-back.ts";
import { plan } from "../commands/plan.ts";
import { openReader } from "../azure/azure.ts";
import { writeWhole } from "../files.ts";
import { renderJson } from "../report/json.ts";
import { historyOf } from "./history.ts";
import type { InvocationOf } from "./invocation.ts";
import { openWorkspace } from "./opened.ts";
import { planInputs } from "./planning.ts";
import { showWaiting } from "./progress.ts";
import { scrubbed } from "./scrubbed.ts";
import type { Session } from "./session.ts";
import { tell } from "./tell.ts";

/** `tocsin plan [NAME…] [--out FILE] [--base COMMIT]` */
export async function runPlan({ names, out, base }: InvocationOf<"plan">, session: Session): Promise<number> {
  const opened = await openWorkspace(session);
  const { workspace, diagnostics, sources } = opened;
  if (workspace === undefined) return tell({ command: "workspace", diagnostics }, session, sources);
  const { inputs, azure, environment } = await planInputs(names, opened, session);
  const looking = { ...inputs, history: historyOf(opened, session) };
  const lookedBack = base === undefined ? lookBackOnce(looking) : await lookBack(base, looking);
  const reader = await openReader(azure);
  const report = await showWaiting(`reading Azure for ${environment.stack}/${environment.name} …`, session, () =>
    plan({ ...inputs, ...lookedBack, reader }),
  );
  // A plan that could not be made is no plan to review.
  if (out !== undefined && report.planned !== undefined)
    await writeWhole(resolve(session.terminal.folder, out), renderJson(scrubbed(report, session.scrub)));
  return tell(report, session, sources);
}
