import type { Schema } from "../../core/settings/schema.ts";

/*
 * What the three kinds over Microsoft.Insights/scheduledQueryRules have in common, as of api-version 2026-03-01. Azure
 * tells them apart by the resource's `kind`, and its description says of each property for which of them it is relevant.
 */

/** Properties of every rule over logs. */
export const rule = {
  location: {
    type: "string",
    minLength: 1,
    // Rules over logs live in a region; `global` is no location of their type.
    pattern: "^(?![Gg][Ll][Oo][Bb][Aa][Ll]$)",
    same: "location",
    immutable: true,
    description: "The region the rule lives in: the environment's unless said otherwise.",
    examples: ["koreacentral"],
    wants: "a region; the environment has no `location` either",
  },
  description: {
    type: "string",
    maxLength: 4096,
    description: "Reaches everybody who is told: what is wrong, and what to do now. At most 4,096 characters.",
    examples: ["A step of a machine learning pipeline wrote an ERROR. Runbook: https://…"],
  },
  // Azure answers one that nobody sent: https://github.com/Azure/arm-template-whatif/issues/113.
  displayName: {
    type: "string",
    ifDeclared: true,
    description: "What the portal shows instead of the name.",
  },
  enabled: { type: "boolean", default: true, description: "False: the rule stays and is never evaluated." },
  // Exactly one (MicrosoftDocs/azure-dev-docs#1131), and "Scope can not be updated"
  // (https://github.com/hashicorp/terraform-provider-azurerm/issues/24304).
  scopes: {
    type: "array",
    minItems: 1,
    maxItems: 1,
    order: "set",
    immutable: true,
    description:
      "What the query runs on, by ARM id: a Log Analytics workspace, an Application Insights component, a resource, a resource group or a subscription. Exactly one, and Azure cannot change it: another one is a new rule.",
    examples: [
      "/subscriptions/…/resourceGroups/rg-ai/providers/Microsoft.OperationalInsights/workspaces/my-log-workspace",
    ],
    items: {
      type: "string",
      same: "armId",
      pattern: "^/?subscriptions/",
      wants: "an ARM id; it begins with `/subscriptions/`",
    },
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** The query, which stands above the criteria in the YAML and in each of them in Azure. */
export const query = {
  type: "string",
  minLength: 1,
  same: "lines",
  description:
    "KQL. It must not filter by time: the window does. For a criterion on a column, the query's result has that column.",
  examples: ["AppRequests\n| where toint(ResultCode) >= 500"],
} as const satisfies Schema;

/** How the rule's alerts end. */
export const resolution = {
  autoMitigate: {
    type: "boolean",
    description:
      "Resolve the alert by itself when the condition is no longer met. True, unless `muteActionsDuration` or `resolveConfiguration` stands here, which exclude it.",
  },
  resolveConfiguration: {
    type: "object",
    additionalProperties: false,
    required: ["autoResolved"],
    description: "When an alert resolves by itself, instead of after the time Azure chooses. Excludes `autoMitigate`.",
    properties: {
      autoResolved: { type: "boolean", default: true, description: "False: alerts are resolved by hand only." },
      timeToResolve: {
        type: "string",
        same: "duration",
        description: "How long the condition must not have been met.",
        examples: ["30m"],
      },
    },
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** What the alert carries. */
export const payload = {
  customProperties: {
    type: "object",
    additionalProperties: { type: "string" },
    description: "Added to the alert's payload. `${data.…}` takes from the alert itself.",
    examples: [{ Reason: "${data.alertContext.condition.allOf[0].metricValue} errors" }],
  },
  actionProperties: {
    type: "object",
    additionalProperties: { type: "string" },
    description: "How receivers show the alert: `Email.Subject` replaces the subject of mails.",
    examples: [{ "Email.Subject": "AML ${data.essentials.monitorCondition}" }],
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** Switches that few rules need. Their defaults are sent: Azure answers neither when they are left out. */
export const switches = {
  checkWorkspaceAlertsStorageConfigured: {
    type: "boolean",
    default: false,
    description: "Keep the rule in the workspace's own linked storage; refused where the workspace has none.",
  },
  skipQueryValidation: {
    type: "boolean",
    default: false,
    description: "Let the rule be written before its tables exist, or with a query Azure cannot check.",
  },
} as const satisfies Readonly<Record<string, Schema>>;

/** Which rows a criterion looks at, for the kinds that split. */
export const dimensions = {
  type: "array",
  order: { by: "name" },
  description:
    "Columns the result is split by: each combination of values is an alert of its own. At most six in a rule.",
  examples: [[{ name: "AppRoleName", operator: "Include", values: ["*"] }]],
  items: {
    type: "object",
    additionalProperties: false,
    required: ["name", "operator", "values"],
    properties: {
      name: { type: "string", minLength: 1, description: "The column; it holds text or numbers." },
      operator: { type: "string", enum: ["Include", "Exclude"], same: "caseless", description: "Which values count." },
      values: {
        type: "array",
        minItems: 1,
        order: "set",
        items: { type: "string" },
        description: "Values of the column. `*` is every value, present and future.",
        examples: [["*"], ["request", "dependency"]],
      },
    },
  },
} as const satisfies Schema;
