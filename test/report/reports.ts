import { doctors } from "./doctors.ts";
import { imports } from "./imports.ts";
import type { Diagnostic } from "../../src/core/diagnostic.ts";
import type {
  ApplyReport,
  DriftReport,
  PlanReport,
  Report,
  ShowListReport,
  ShowReport,
  ToldChange,
  ValidateReport,
  WorkspaceReport,
} from "../../src/core/plan/report.ts";
import { updatedByHand } from "./updated.ts";
import { restoring, whoseChange } from "./whose.ts";
import {
  adopt,
  at,
  blocked,
  create,
  createGroup,
  createLog,
  id,
  query,
  remove,
  replace,
  subject,
  update,
  updateGroup,
  updateQuery,
} from "./changes.ts";
import { diagnostics, oncall, planned } from "./planned.ts";

/** Reports as the commands make them, by hand: every sort of change, so that what people read can be read here. */
const warnings = diagnostics.filter((diagnostic) => diagnostic.severity === "warning");
const unsound: readonly Diagnostic[] = diagnostics.map((diagnostic) => ({
  ...diagnostic,
  environments: ["production"],
}));

export const plan: PlanReport = { command: "plan", subject, diagnostics: warnings, planned };

const emptyPlan: PlanReport = {
  command: "plan",
  subject,
  diagnostics: [],
  planned: { ...planned, changes: [], refusals: [], paging: [], notCompared: [], live: [], notes: [], unchanged: 26 },
};

/** The plan after an import: nearly all of it the same. */
const adoptions: PlanReport = {
  command: "plan",
  subject,
  diagnostics: [],
  planned: {
    ...planned,
    changes: [
      ...["web", "api", "db", "cache"].map((name) => ({ ...adopt, name: `cpu-${name}` })),
      { ...adopt, carried: ["properties.newThing"] },
      { ...adopt, from: "web/production" },
    ],
    refusals: [],
    paging: [],
    notCompared: [],
    live: ["duty-hook", "oncall-slack"],
    notes: [],
    unchanged: 0,
  },
};

const onlyMissing: DriftReport = {
  command: "drift",
  subject,
  diagnostics: [],
  planned: {
    ...planned,
    changes: [{ ...create, name: "node cpu's" }, adopt],
    refusals: [],
    paging: [],
    notCompared: [],
    live: [],
    notes: [],
  },
};

const noPlan: PlanReport = { command: "plan", subject, diagnostics: unsound };

const drifted = [
  { ...update, differences: update.differences.slice(0, 2) },
  { ...updateQuery, changed: { by: "00000000-aaaa-bbbb-cccc-000000000000", at: "2026-11-19T23:01:00Z" } },
  { ...updateGroup },
  { ...create, changed: { by: "lee@company.com", at: "2026-11-18T11:00:00Z" } },
  remove,
  blocked,
];

// Missing in Azure, different, and not in git.
const pagedInDrift = new Set([create.name, update.name, remove.name]);

const drift: DriftReport = {
  command: "drift",
  subject,
  diagnostics: [],
  planned: {
    ...planned,
    changes: drifted,
    refusals: [],
    paging: planned.paging.filter(({ name }) => pagedInDrift.has(name)),
    notes: [],
  },
};

const noDrift: DriftReport = {
  ...drift,
  planned: { ...planned, changes: [], paging: [], notCompared: [], live: [], notes: [] },
};

const apply: ApplyReport = {
  command: "apply",
  subject,
  diagnostics: [],
  planned: { ...planned, refusals: [] },
  results: [
    { outcome: "applied", ...bare(createGroup) },
    { outcome: "applied", ...bare(create) },
    {
      outcome: "applied",
      ...bare(update),
      answer: [
        {
          path: "criteria[cpu].metricNamespace",
          before: "insights.container/nodes",
          after: "Insights.Container/nodes",
        },
      ],
    },
    {
      outcome: "failed",
      ...bare(createLog),
      because:
        "Azure refused the rule: The query 'AppRequest | …' could not be resolved: 'where' operator: Failed to resolve table or column expression named 'AppRequest'. Mend the query, and apply again",
      azure: { status: 400, code: "BadRequest", correlationId: "0b6e7f3a-1b2c-4d5e-8f90-123456789abc" },
    },
    { outcome: "skipped", ...bare(replace), because: "it depends on http-5xx-rate, which was not applied" },
    { outcome: "applied", ...bare(remove) },
  ],
  handwork: [
    { name: "ai-oncall", todo: "admin@company.com gets a mail from Azure: open it and confirm within 30 minutes" },
    { name: "http-5xx-rate", todo: "give its new identity the role Log Analytics Reader on the workspace" },
  ],
};

const refusedApply: ApplyReport = {
  ...apply,
  planned,
  refused: [
    {
      code: "plan-is-stale",
      message:
        "the reviewed plan is not what would be done now (new: delete old-cpu); nothing was written, plan and review again",
    },
    {
      code: "secret-needed",
      message:
        "secret `slackWebhook` has no value: set the environment variable SLACK_WEBHOOK_URL (in a workflow: `env` of the step, from `secrets`)",
    },
  ],
  results: [],
  handwork: [],
};

const stoppedApply: ApplyReport = {
  ...apply,
  planned: { ...planned, refusals: [] },
  results: [
    { outcome: "applied", ...bare(createGroup) },
    ...[create, update, createLog, replace].map((change) => ({
      outcome: "skipped" as const,
      ...bare(change),
      because: "it was stopped before this was begun",
    })),
    { outcome: "skipped", ...bare(remove), because: "it depends on http-5xx-rate, which was not applied" },
  ],
  handwork: [],
};

const nothingApplied: ApplyReport = {
  ...apply,
  planned: emptyPlan.planned ?? planned,
  results: [],
  handwork: [],
};

function bare({ action, kind, name, resourceGroup, id: armId, at: where }: ToldChange) {
  return { action, kind, name, resourceGroup, id: armId, ...(where === undefined ? {} : { at: where }) };
}

const invalid: ValidateReport = {
  command: "validate",
  files: 2,
  definitions: 9,
  environments: [
    { name: "production", resources: 9 },
    { name: "staging", resources: 8 },
  ],
  diagnostics,
};

const valid: ValidateReport = { ...invalid, files: 4, definitions: 32, diagnostics: [] };

const showList: ShowListReport = {
  command: "show-list",
  resources: [
    { kind: "ActionGroup", name: "ai-oncall", environments: ["production", "staging"], at: at("rules/groups.yaml", 1) },
    { kind: "LogAlert", name: "http-5xx-rate", environments: ["production"], at: at("rules/app.yaml", 3) },
    {
      kind: "MetricAlert",
      name: "aks-node-cpu-high",
      environments: ["production", "staging"],
      at: at("rules/aks.yaml", 11),
    },
  ],
  retired: [],
  diagnostics: [],
};

const show: ShowReport = {
  command: "show",
  diagnostics: [],
  shown: [
    {
      subject: { ...subject, environment: "staging" },
      kind: "LogAlert",
      name: "http-5xx-rate",
      id: id("scheduledQueryRules", "http-5xx-rate"),
      at: at("rules/app.yaml", 3),
      settings: [
        { path: "severity", value: 3, layer: "environments.staging", at: at("rules/app.yaml", 20, 5) },
        { path: "enabled", value: true, layer: "default", at: at("rules/app.yaml", 3) },
        { path: "query", value: query, layer: "spec", at: at("rules/app.yaml", 9) },
        { path: "criteria[Condition1]", value: "avg ErrorRate > 5", layer: "spec", at: at("rules/app.yaml", 14) },
        { path: "location", value: "koreacentral", layer: "workspace", at: at("tocsin.yaml", 16) },
        { path: "actionGroups", value: ["ai-oncall"], layer: "spec", at: at("rules/app.yaml", 15) },
        {
          path: "customProperties.slackUrl",
          value: "${secret:slackWebhook}",
          layer: "spec",
          at: at("rules/app.yaml", 16),
        },
      ],
      tags: { costCenter: "4711", "tocsin-stack": "ai-platform/staging" },
      paging: { enabled: true, severity: 3, groups: [oncall] },
      body: {
        location: "koreacentral",
        properties: { severity: 3, customProperties: { slackUrl: "${secret:slackWebhook}" } },
      },
    },
  ],
};

const unreadable: WorkspaceReport = {
  command: "workspace",
  diagnostics: [
    {
      code: "unreadable-file",
      severity: "error",
      message: "`tocsin.yaml` cannot be read: this user may not read it",
      at: at("tocsin.yaml", 1),
    },
  ],
};

/** All of them, by the name of their golden file. */
export const reports: Readonly<Record<string, Report>> = {
  ...imports,
  ...doctors,
  plan,
  "plan-whose": whoseChange,
  "plan-restoring": restoring,
  "plan-empty": emptyPlan,
  "plan-none": noPlan,
  "plan-adoptions": adoptions,
  drift,
  "drift-missing": onlyMissing,
  "drift-none": noDrift,
  apply,
  "apply-refused": refusedApply,
  "apply-stopped": stoppedApply,
  "apply-nothing": nothingApplied,
  "validate-invalid": invalid,
  "validate-valid": valid,
  "import-update": updatedByHand,
  workspace: unreadable,
  "show-list": showList,
  show,
};
