import type { Diagnostic } from "../../src/core/diagnostic.ts";
import type { Planned } from "../../src/core/plan/report.ts";
import type { Paging } from "../../src/core/plan/routes.ts";
import {
  adopt,
  at,
  blocked,
  create,
  createGroup,
  createLog,
  release,
  remove,
  rename,
  replace,
  update,
  updateGroup,
  updateQuery,
} from "./changes.ts";

/** The file that the diagnostics are about. */
export const source = `kind: MetricAlert
name: aks-node-cpu-high
spec:
  severity: 2
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  treshold: 80
  criteria:
    - avarage node_cpu_usage_percentage > 80
\tactionGroups: 한국어 oncal
`;

/** Complaints of every sort. */
export const diagnostics: readonly Diagnostic[] = [
  {
    code: "unknown-property",
    severity: "error",
    message: "`treshold` is not known here; did you mean `threshold`?",
    at: at("rules/aks.yaml", 8, 3),
    environments: ["production", "staging"],
  },
  {
    code: "illegal-form",
    severity: "error",
    message:
      "`avarage node_cpu_usage_percentage > 80` is no condition: it begins with `avg`, `min`, `max`, `total` or `count`",
    at: at("rules/aks.yaml", 10, 7),
    environments: ["staging"],
  },
  {
    code: "unknown-reference",
    severity: "error",
    message: "there is no action group `oncal` in this stack; did you mean `ai-oncall`?",
    at: at("rules/aks.yaml", 11, 20),
  },
  {
    code: "looks-like-credential",
    severity: "warning",
    message: "this looks like a Slack webhook; put it in a secret, and write `${secret:NAME}`",
    at: at("rules/groups.yaml", 4, 11),
  },
];

/** A group that reaches two receivers. */
export const oncall: Paging["groups"][number] = {
  name: "ai-oncall",
  state: "reached",
  receivers: [
    { by: "e-mail", name: "admin", to: "admin@company.com" },
    { by: "webhook", name: "slack", to: "https://hooks.slack.com" },
  ],
};

/** A plan with every sort of change. */
export const planned: Planned = {
  changes: [
    create,
    createGroup,
    createLog,
    update,
    updateQuery,
    updateGroup,
    replace,
    rename,
    remove,
    adopt,
    release,
    blocked,
  ],
  unchanged: 14,
  digest: "3f2a91c0d4e5b6a7988990a1b2c3d4e5f60718293a4b5c6d7e8f901234567890",
  refusals: [
    {
      code: "too-many-deletes",
      message:
        "9 would be deleted or replaced of 20 that the stack owns, and `guard.maximumDeletes` allows 6; if this is meant, raise it in the same pull request",
    },
  ],
  paging: [
    { kind: "MetricAlert", name: "aks-node-cpu-high", after: { enabled: true, severity: 2, groups: [oncall] } },
    { kind: "LogAlert", name: "http-5xx-rate", after: { enabled: true, severity: 2, groups: [oncall] } },
    {
      kind: "MetricAlert",
      name: "aks-node-memory-high",
      before: { enabled: true, severity: 2, groups: [oncall, { name: "platform", state: "elsewhere", receivers: [] }] },
      after: { enabled: true, severity: 1, groups: [oncall, { name: "gone", state: "missing", receivers: [] }] },
    },
    {
      kind: "ActionGroup",
      name: "ai-oncall",
      usedBy: 14,
      before: {
        enabled: true,
        groups: [{ ...oncall, receivers: [...oncall.receivers, { by: "e-mail", name: "bob", to: "bob@company.com" }] }],
      },
      after: {
        enabled: true,
        groups: [{ ...oncall, receivers: [...oncall.receivers, { by: "SMS", name: "alice", to: "82 ***5678" }] }],
      },
    },
    { kind: "MetricAlert", name: "old-cpu", before: { enabled: true, severity: 3, groups: [oncall] } },
    {
      kind: "LogAlert",
      name: "quiet",
      before: { enabled: true, severity: 3, groups: [oncall] },
      after: { enabled: false, severity: 3, groups: [oncall] },
    },
  ],
  notCompared: ["slackPath", "slackWebhook"],
  live: ["duty-hook"],
  notes: ["web-cpu is not changed by this plan and still refers to old-group, which goes away"],
};
