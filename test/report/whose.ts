import type { PlanReport } from "../../src/core/plan/report.ts";
import { adopt, create, remove, subject, update, updateQuery } from "./changes.ts";
import { planned } from "./planned.ts";

const none = { refusals: [], paging: [], notCompared: [], live: [], notes: [], unchanged: 3 };
const owl = { by: "owl@company.com", at: "2026-11-19T02:14:00Z" };
const base = { id: "abc1234abc1234abc1234abc1234abc1234abc12", title: "raise the limit of the web servers (#41)" };

/** A plan in which somebody changed this and that in Azure. */
export const whoseChange: PlanReport = {
  command: "plan",
  subject,
  diagnostics: [],
  planned: {
    ...planned,
    ...none,
    changes: [
      create,
      {
        ...update,
        differences: update.differences.map((difference, index) =>
          index % 2 === 0 ? difference : { ...difference, elsewhere: true },
        ),
        changed: owl,
      },
      { ...updateQuery, elsewhere: true, changed: owl },
      { ...remove, elsewhere: true },
      ...["web", "api", "db", "cache"].map((name) => ({ ...adopt, name: `cpu-${name}` })),
      { ...adopt, name: "cpu-queue", elsewhere: true },
    ],
    notes: ["who changed it is not known: Azure refuses: the activity log may not be read"],
    base,
  },
};

/** A plan after a revert. */
export const restoring: PlanReport = {
  command: "plan",
  subject,
  diagnostics: [],
  planned: {
    ...planned,
    ...none,
    changes: [updateQuery],
    base,
    restores: { ...base, id: "f".repeat(40), title: "rules" },
  },
};
