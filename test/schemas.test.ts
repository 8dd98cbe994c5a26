import { Ajv } from "ajv";
import fc from "fast-check";
import type { FromSchema } from "json-schema-to-ts";
import { describe, expect, test } from "vitest";
import { apply } from "../src/commands/apply.ts";
import { drift } from "../src/commands/drift.ts";
import { plan } from "../src/commands/plan.ts";
import { definitionSchema, workspaceEditorSchema } from "../src/core/settings/editor-schemas.ts";
import { isList, isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { outputSchemas } from "../src/core/output/output-schemas.ts";
import type { Report } from "../src/core/plan/report.ts";
import { kinds } from "../src/kinds/kinds.ts";
import { renderJson } from "../src/report/json.ts";
import { compiled, definitionsOf } from "./support/definitions.ts";
import { bodyOf, importFrom } from "./support/importing.ts";
import { imports } from "./report/imports.ts";
import { assignRole } from "../src/emulator/access/role-assignments.ts";
import { doctors } from "./report/doctors.ts";
import { aWorld, examined, identity, own } from "./support/doctoring.ts";
import { seed } from "../src/emulator/arm/seed.ts";
import { emulatedAzure } from "./support/emulated-azure.ts";
import { runs } from "./support/runs.ts";
import { inputsFor, resources, stackOf, takenByAzure } from "./support/stacks.ts";

/** `npx vitest run test/schemas.test.ts -u` writes the files. */
function fileOf(schema: object): string {
  return `${JSON.stringify(schema, undefined, 1)}\n`;
}

describe("the files in schemas/ are what the code says", () => {
  test("definition.json", async () => {
    await expect(fileOf(definitionSchema(kinds))).toMatchFileSnapshot("../schemas/definition.json");
  });

  test("workspace.json", async () => {
    await expect(fileOf(workspaceEditorSchema())).toMatchFileSnapshot("../schemas/workspace.json");
  });

  test.each(Object.entries(outputSchemas))("output/%s.json", async (name, schema) => {
    const comment = "Written from src/core/output/output-schemas.ts by test/schemas.test.ts; do not edit.";
    const file = { $schema: "http://json-schema.org/draft-07/schema#", $comment: comment, ...schema };
    await expect(fileOf(file)).toMatchFileSnapshot(`../schemas/output/${name}.json`);
  });
});

const ajv = new Ajv({ strict: false, allErrors: true });
const accepts = ajv.compile(definitionSchema(kinds));
const acceptsWorkspace = ajv.compile(workspaceEditorSchema());

function refusals(definition: Json): readonly string[] {
  return accepts(definition)
    ? []
    : (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("what the tool accepts the editor accepts", () => {
  test.each(kinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
    fc.assert(
      fc.property(definitionsOf(kind), (written) => {
        fc.pre(compiled(written).legal);
        expect(refusals(written.definition)).toEqual([]);
      }),
      runs(60),
    );
  });
});

describe("the editor underlines", () => {
  const rule = {
    kind: "MetricAlert",
    name: "cpu",
    spec: { severity: 2, scopes: "${vm}", windowSize: "5m", evaluationFrequency: "1m", criteria: ["avg cpu > 80"] },
  };
  const withSpec = (spec: JsonObject): JsonObject => ({ ...rule, spec: { ...rule.spec, ...spec } });

  test.each<[string, JsonObject]>([
    ["an unknown property", withSpec({ serverity: 2 })],
    ["an unknown property around the spec", { ...rule, specs: {} }],
    ["an unknown kind", { ...rule, kind: "Metricalert" }],
    ["a missing property", { ...rule, spec: { severity: 2 } }],
    ["a missing spec", { kind: "MetricAlert", name: "cpu" }],
    ["a number that is too large", withSpec({ severity: 5 })],
    ["a text where a number is wanted", withSpec({ severity: "critical" })],
    ["a duration without unit", withSpec({ windowSize: "5" })],
    ["a month for a minute", withSpec({ windowSize: "P1M" })],
    ["an unknown property of a criterion", withSpec({ criteria: [{ metricName: "cpu", treshold: 80 }] })],
    ["a property nobody writes", withSpec({ criteriaType: "multiple" })],
    ["the location in the spec", withSpec({ location: "global" })],
    ["an unknown property in an override", { ...rule, environments: { staging: { spec: { serverity: 3 } } } }],
    ["another kind in an override", { ...rule, environments: { staging: { kind: "LogAlert" } } }],
    ["a code that cannot be switched off", { ...rule, lint: { "unknown-property": { because: "x" } } }],
  ])("%s", (_mistake, definition) => {
    expect(refusals(rule)).toEqual([]);
    expect(refusals(definition)).not.toEqual([]);
  });

  test("nothing in an override of every shape", () => {
    const spec = {
      severity: null,
      criteria: { Metric1: { threshold: "${high}" }, other: null, third: "avg cpu > 1" },
      actionGroups: { oncall: null },
    };
    expect(
      refusals({ ...rule, environments: { staging: { tags: { a: null }, spec }, test: false, dev: null } }),
    ).toEqual([]);
  });
});

test("a workspace as the product describes it is accepted, and a misspelt one is not", () => {
  const environment = {
    subscription: "00000000-0000-0000-0000-000000000000",
    resourceGroup: "rg-alerts",
    cloud: "public",
    tags: { costCenter: "4711" },
  };
  const workspace = {
    stack: "ai-platform",
    rules: "rules/**/*.yaml",
    variables: { cluster: "/subscriptions/${subscription}/x", maxErrorRate: 5, list: ["a"] },
    environments: {
      production: environment,
      staging: {
        ...environment,
        cloud: { resourceManager: "https://arm.example.com" },
        secrets: { slack: { env: "SLACK" } },
      },
    },
    secrets: { slack: { live: true } },
    guard: { maximumDeletes: "30%", unreviewed: "stop" },
    lint: { "dead-end": "off" },
  };
  acceptsWorkspace(workspace);
  expect(acceptsWorkspace.errors).toBe(null);
  expect(acceptsWorkspace({ ...workspace, guard: { maxDeletes: 3 } })).toBe(false);
  expect(acceptsWorkspace({ ...workspace, lint: { "no-such-code": "off" } })).toBe(true);
  expect(acceptsWorkspace({ ...workspace, lint: { "no-such-code": "of" } })).toBe(false);
  expect(acceptsWorkspace({ ...workspace, lint: { "unknown-property": "off" } })).toBe(false);
});

describe("what is written with --format json", () => {
  const validators = new Map(
    Object.entries(outputSchemas).map(([name, schema]) => [name, ajv.compile(closed(schema))]),
  );

  const check = (report: Report): void => {
    const validator = validators.get(report.command);
    validator?.(JSON.parse(renderJson(report)));
    expect(validator?.errors).toBe(null);
  };

  test("is as its schema says, and has nothing the schema does not know", async () => {
    await fc.assert(
      fc.asyncProperty(resources, resources, fc.boolean(), async (first, second, error) => {
        const azure = await emulatedAzure();
        const [before, after] = [
          inputsFor(azure, stackOf(await takenByAzure(first))),
          inputsFor(azure, stackOf(second)),
        ];
        check(await apply(before));
        const at = { file: "rules/x.yaml", line: 1, column: 1 };
        const diagnostics = error ? [{ code: "yaml-syntax", severity: "error", message: "x", at } as const] : [];
        check(await plan({ ...after, diagnostics }));
        check(await drift({ ...after, diagnostics }));
        check(await apply({ ...after, stopped: () => error }));
      }),
      runs(15),
    );
  });

  test("of an import too", async () => {
    Object.values(imports).forEach(check);
    await fc.assert(
      fc.asyncProperty(resources, async (random) => {
        const azure = await emulatedAzure();
        seed(
          azure.world,
          (await takenByAzure(random)).map((one) => bodyOf(one)),
        );
        check((await importFrom(azure)).report);
      }),
      runs(5),
    );
  });

  test("of a doctor too", async () => {
    Object.values(doctors).forEach(check);
    const world = aWorld();
    check(await examined({ world }));
    assignRole(world, { principalId: identity, scope: own, role: "Monitoring Reader" });
    check(await examined({ world, env: {} }));
  });

  test("is of the type that is published", () => {
    // The compiler is the test: every report is a value of its schema's type.
    const typed: Published = (report) => report;
    expect(typeof typed).toBe("function");
  });
});

type Mutable<T> = Json extends T
  ? unknown
  : JsonObject extends T
    ? Record<string, unknown>
    : T extends readonly (infer Item)[]
      ? Mutable<Item>[]
      : T extends object
        ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
        : T;
type Says<Command extends Report["command"]> = Mutable<Extract<Report, { command: Command }>> & { formatVersion: 1 };
type Published = (
  report:
    | Says<"validate">
    | Says<"plan">
    | Says<"drift">
    | Says<"apply">
    | Says<"import">
    | Says<"import-update">
    | Says<"show-list">
    | Says<"show">
    | Says<"doctor">
    | Says<"workspace">,
) => FromSchema<(typeof outputSchemas)[Report["command"]]>;

/** The schema with every object closed that names its properties. */
function closed(schema: unknown): JsonObject {
  const close = (value: Json): Json => {
    if (isList(value)) return value.map(close);
    if (!isObject(value)) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, close(item)]));
    return isObject(value["properties"]) && value["type"] === "object"
      ? { ...inner, additionalProperties: false }
      : inner;
  };
  // Sound because a schema is a JSON object.
  return close(schema as JsonObject) as JsonObject;
}
