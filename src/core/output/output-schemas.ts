import { paging, processes } from "./paging-schemas.ts";

/**
 * The JSON that `--format json` writes, as JSON Schemas (draft-07): a contract with other programs. Properties may be
 * added under the same `formatVersion`, so a reader must bear unknown ones; nothing is renamed or taken away.
 */

import { doctorOutput } from "./doctor-output.ts";
import { importOutput } from "./import-output.ts";
import {
  anything,
  at,
  changed,
  commit,
  count,
  diagnostics,
  difference,
  formatVersion,
  resource,
  retired,
  subject,
  text,
} from "./output-parts.ts";
import { updateOutput } from "./update-output.ts";

const action = {
  enum: ["create", "update", "adopt", "replace", "rename", "delete", "release", "keep", "blocked"],
} as const;

const coded = { type: "object", required: ["code", "message"], properties: { code: text, message: text } } as const;

const change = {
  type: "object",
  required: ["action", "kind", "name", "resourceGroup", "id", "differences"],
  properties: {
    action,
    ...resource,
    differences: { type: "array", items: difference },
    settings: { type: "object", description: "What a create begins with, secrets as `${secret:…}`." },
    because: { type: "array", items: coded, description: "Why it is blocked, and the way out." },
    carried: { type: "array", items: text, description: "What Azure has and Tocsin has no word for: it is sent back." },
    from: { type: "string", description: "The former name of a rename, or the former owner of an adoption." },
    digest: { type: "string", description: "SHA-256 of what is written and replaced." },
    elsewhere: { const: true, description: "The definitions at `base` would make the same change." },
    expected: { const: true, description: "Azure has it as the definitions at `base` say." },
    changed,
  },
} as const;

const planned = {
  type: "object",
  description: "The plan. Absent where an error prevented one.",
  required: ["changes", "unchanged", "digest", "refusals", "paging", "notCompared", "live", "notes"],
  properties: {
    changes: { type: "array", items: change },
    unchanged: count,
    digest: { type: "string", description: "SHA-256 of all changes: what was reviewed." },
    refusals: { type: "array", items: coded, description: "Why this plan as a whole is not applied." },
    paging: {
      type: "array",
      description: "Whose paging changes: before and after, down to the receiver.",
      items: {
        type: "object",
        required: ["kind", "name"],
        properties: { kind: text, name: text, before: paging, after: paging, usedBy: count },
      },
    },
    notCompared: { type: "array", items: text, description: "Secrets this run has no value for." },
    live: { type: "array", items: text, description: "Secrets that only Azure has (`live: true`): never compared." },
    notes: { type: "array", items: text, description: "Sentences a reader should know before applying." },
    base: { ...commit, description: "The commit with whose definitions it was compared, to tell whose change it is." },
    restores: { ...commit, description: "The earlier commit whose definitions these are again." },
  },
} as const;

const workspace = {
  type: "object",
  title: "tocsin … --format json, where the workspace cannot be read",
  required: ["formatVersion", "command", "diagnostics"],
  properties: { formatVersion, command: { const: "workspace" }, diagnostics },
} as const;

const validate = {
  type: "object",
  title: "tocsin validate --format json",
  required: ["formatVersion", "command", "files", "definitions", "environments", "diagnostics"],
  properties: {
    formatVersion,
    command: { const: "validate" },
    files: count,
    definitions: count,
    environments: {
      type: "array",
      items: { type: "object", required: ["name", "resources"], properties: { name: text, resources: count, retired } },
    },
    diagnostics,
  },
} as const;

const plan = {
  type: "object",
  title: "tocsin plan --format json, and the file of --out",
  required: ["formatVersion", "command", "subject", "diagnostics"],
  properties: { formatVersion, command: { const: "plan" }, subject, diagnostics, planned },
} as const;

const drift = {
  type: "object",
  title: "tocsin drift --format json",
  description: "A plan: before is what Azure says, after is what git says.",
  required: plan.required,
  properties: { ...plan.properties, command: { const: "drift" } },
} as const;

const apply = {
  type: "object",
  title: "tocsin apply --format json",
  required: ["formatVersion", "command", "subject", "diagnostics", "results", "handwork"],
  properties: {
    formatVersion,
    command: { const: "apply" },
    subject,
    diagnostics,
    planned,
    refused: { type: "array", items: coded, description: "Why nothing was written." },
    unseen: { type: "array", items: text, description: "Ids of changes that no pull request showed just so." },
    gone: {
      type: "array",
      description: "What a pull request showed and the plan has not got any more.",
      items: {
        type: "object",
        required: ["action", "kind", "name", "resourceGroup"],
        properties: { action, kind: text, name: text, resourceGroup: text },
      },
    },
    results: {
      type: "array",
      items: {
        type: "object",
        required: ["outcome", "action", "kind", "name", "resourceGroup", "id"],
        properties: {
          outcome: { enum: ["applied", "failed", "skipped"] },
          action,
          ...resource,
          because: { type: "string", description: "Why it failed or was skipped, and what to do." },
          azure: {
            type: "object",
            description: "Azure's own words, where Azure refused.",
            properties: { code: text, status: { type: "integer" }, correlationId: text },
          },
          answer: {
            type: "array",
            items: difference,
            description: "What Azure made of it, where that is not what was sent.",
          },
        },
      },
    },
    handwork: {
      type: "array",
      description: "What a person must do now.",
      items: { type: "object", required: ["name", "todo"], properties: { name: text, todo: text } },
    },
  },
} as const;

const showList = {
  type: "object",
  title: "tocsin show --format json",
  required: ["formatVersion", "command", "resources", "retired", "diagnostics"],
  properties: {
    formatVersion,
    command: { const: "show-list" },
    resources: {
      type: "array",
      items: {
        type: "object",
        required: ["kind", "name", "environments", "at"],
        properties: { kind: text, name: text, environments: { type: "array", items: text }, at },
      },
    },
    retired: { type: "array", items: text, description: "Environments that are given up." },
    diagnostics,
  },
} as const;

const show = {
  type: "object",
  title: "tocsin show NAME --format json",
  required: ["formatVersion", "command", "diagnostics", "shown"],
  properties: {
    formatVersion,
    command: { const: "show" },
    diagnostics,
    shown: {
      type: "array",
      items: {
        type: "object",
        required: ["subject", "kind", "name", "id", "at", "settings", "tags", "paging", "body"],
        properties: {
          subject,
          kind: text,
          name: text,
          id: { type: "string", description: "The ARM id." },
          at,
          settings: {
            type: "array",
            description: "Each value with the layer that says it.",
            items: {
              type: "object",
              required: ["path", "value", "layer", "at"],
              properties: { path: text, value: anything, layer: text, at },
            },
          },
          tags: { type: "object", additionalProperties: text },
          paging,
          processes,
          body: { type: "object", description: "The ARM body it becomes, secrets as `${secret:…}`." },
        },
      },
    },
  },
} as const;

/** The schema of each report, by its `command`. */
export const outputSchemas = {
  workspace,
  validate,
  plan,
  drift,
  apply,
  "show-list": showList,
  show,
  import: importOutput,
  "import-update": updateOutput,
  doctor: doctorOutput,
} as const;
