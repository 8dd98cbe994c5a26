import { plainName, resourceGroupName, tagsSchema } from "./envelope.ts";
import { isObject } from "../json.ts";
import type { ShortForm } from "../kind.ts";
import type { Schema } from "../settings/schema.ts";

const text = { type: "string", minLength: 1 } as const satisfies Schema;

const url = {
  type: "string",
  pattern: "^https?://[^\\s]+$",
  wants: "an address such as `https://…`",
} as const satisfies Schema;

const cloudSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    name: { type: "string", enum: ["public", "usgovernment", "china"], derived: true },
    resourceManager: { ...url, description: "The address of Azure Resource Manager." },
    audience: { ...text, description: "Whom tokens are for. Otherwise the address of Azure Resource Manager." },
    authorityHost: { ...url, description: "Who gives out tokens." },
  },
  description: "Which Azure: `public`, `usgovernment`, `china`, or another Azure Resource Manager by its address.",
  wants: "`public`, `usgovernment`, `china`, or `{ resourceManager: URL }`",
  examples: ["public", "usgovernment"],
} as const satisfies Schema;

const variablesSchema = {
  type: "object",
  additionalProperties: {},
  description:
    "Values that rules name as `${name}`: texts, numbers, truth values, lists and maps. They may name each other.",
  examples: [{ cluster: "/subscriptions/${subscription}/…/managedClusters/my-aks", maxErrorRate: 5 }],
} as const satisfies Schema;

/** Where a secret can come from, in words. */
export const secretSources =
  "`{ env: NAME }`, `{ keyVault: https://VAULT.vault.azure.net/secrets/NAME }` or `{ live: true }`";

const secretsSchema = {
  type: "object",
  additionalProperties: {
    type: "object",
    additionalProperties: false,
    properties: {
      env: {
        type: "string",
        pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
        wants: "the name of an environment variable",
        description: "The environment variable of the run that holds it.",
      },
      live: {
        type: "boolean",
        description: "Nobody has it any more: it is never compared, and what Azure has is written back.",
      },
      keyVault: {
        type: "string",
        minLength: 1,
        description:
          "The address of a secret in a key vault: the newest version, unless it ends in one. Read only when a definition of the environment uses it.",
        examples: ["https://kv-alerts.vault.azure.net/secrets/slack"],
      },
    },
    wants: secretSources,
  },
  description: "Where the values of `${secret:name}` come from.",
  examples: [
    {
      slackWebhook: { env: "SLACK_WEBHOOK_URL" },
      pagerKey: { keyVault: "https://kv-alerts.vault.azure.net/secrets/pager" },
    },
  ],
} as const satisfies Schema;

const environmentSchema = {
  type: "object",
  additionalProperties: false,
  required: ["subscription", "resourceGroup"],
  properties: {
    subscription: {
      type: "string",
      pattern: "^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$",
      wants: "the subscription's id, such as `00000000-0000-0000-0000-000000000000`",
      description: "The id of the subscription.",
    },
    resourceGroup: { ...resourceGroupName, description: "Where definitions live that name no other group." },
    resourceGroups: {
      type: "array",
      items: resourceGroupName,
      description: "Others that definitions may name. Plan and apply see no more than these.",
      examples: [["rg-alerts-web"]],
    },
    location: { ...text, description: "The Azure region, for the kinds that live in one.", examples: ["koreacentral"] },
    cloud: cloudSchema,
    retired: {
      type: "boolean",
      description:
        "True: the environment is given up. The next apply deletes what the stack owns there, whatever `guard.maximumDeletes` says; then take the environment out.",
    },
    tags: {
      ...tagsSchema,
      description: "Tags of every resource of the environment.",
      examples: [{ costCenter: "4711" }],
    },
    variables: variablesSchema,
    secrets: secretsSchema,
  },
} as const satisfies Schema;

/** The long form of `tocsin.yaml`. */
export const workspaceSchema = {
  type: "object",
  title: "Workspace",
  additionalProperties: false,
  required: ["stack", "rules", "environments"],
  properties: {
    stack: {
      ...plainName,
      description: "Who owns the resources: unique in the tenant, written as a tag on each.",
      examples: ["ai-platform"],
    },
    rules: {
      type: "array",
      minItems: 1,
      items: text,
      description: "The files with definitions: paths or patterns from this file's folder.",
      examples: [["rules/**/*.yaml"]],
    },
    variables: variablesSchema,
    environments: {
      type: "object",
      additionalProperties: environmentSchema,
      description: "Where the rules are applied: one subscription each.",
    },
    secrets: secretsSchema,
    guard: {
      type: "object",
      additionalProperties: false,
      properties: {
        maximumDeletes: {
          type: "object",
          additionalProperties: false,
          properties: { percent: { type: "number", minimum: 0, maximum: 100 }, count: { type: "integer", minimum: 0 } },
          description:
            "How much one apply may take away: a share of what the stack owns, or a number. Two always pass.",
          wants: "a share such as `30%`, or a number",
          examples: ["30%", 5],
        },
        unreviewed: {
          type: "string",
          enum: ["apply", "stop"],
          description: "What happens to changes that the pull request's comment did not show.",
        },
      },
      description: "What stops an apply that would take away too much.",
    },
    lint: {
      type: "object",
      additionalProperties: { type: "string", enum: ["error", "warning", "off"] },
      description: "Severities of warnings, by code.",
      examples: [{ "missing-runbook": "off" }],
    },
  },
} as const satisfies Schema;

const cloudForm: ShortForm = {
  wants: cloudSchema.wants,
  schema: { type: "string", enum: cloudSchema.properties.name.enum, description: cloudSchema.description },
  parse(written) {
    if (typeof written !== "string") return undefined;
    const known: readonly string[] = cloudSchema.properties.name.enum;
    return known.includes(written)
      ? { value: { name: written } }
      : { complaint: `there is no cloud \`${written}\`; wanted: ${cloudSchema.wants}` };
  },
  print: (value) => (isObject(value) ? value["name"] : undefined),
};

const maximumForm: ShortForm = {
  wants: "a share such as `30%`, or a number",
  schema: { description: "A share such as `30%`, or a number.", examples: ["30%", 5] },
  parse(written) {
    if (typeof written === "number") return { value: { count: written } };
    if (typeof written !== "string") return undefined;
    const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(written)?.[1];
    return share === undefined || Number(share) > 100
      ? { complaint: `\`${written}\` is neither a share such as \`30%\` nor a number` }
      : { value: { percent: Number(share) } };
  },
  print(value) {
    if (!isObject(value)) return undefined;
    const { percent, count } = value;
    return typeof percent === "number" ? `${percent}%` : count;
  },
};

/** The short forms of the workspace, by place. */
export const workspaceForms: Readonly<Record<string, ShortForm>> = {
  "environments/*/cloud": cloudForm,
  "guard/maximumDeletes": maximumForm,
};
