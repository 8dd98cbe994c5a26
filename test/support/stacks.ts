import fc from "fast-check";
import { isList, isObject, type Json, type JsonObject, mapTexts } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { referencesIn } from "../../src/core/plan/edges.ts";
import { armIdOf, resourceId } from "../../src/core/resource.ts";
import { branchOf, type Schema } from "../../src/core/settings/schema.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import { settle } from "../../src/core/settings/settings.ts";
import type { DesiredResource, Stack } from "../../src/core/stack.ts";
import type { Environment, Workspace } from "../../src/core/language/workspace.ts";
import type { ApplyInputs } from "../../src/commands/apply.ts";
import { arm } from "../../src/emulator/arm/arm.ts";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { type EmulatedAzure, now } from "./emulated-azure.ts";
import { surroundings, validSettings } from "./valid-settings.ts";

const at = { file: "rules/rules.yaml", line: 1, column: 1 };

/** The environment of all stacks made here. */
export const environment: Environment = {
  name: "production",
  stack: "laws",
  subscription: surroundings.subscription,
  resourceGroup: surroundings.resourceGroup,
  resourceGroups: [surroundings.resourceGroup],
  location: "koreacentral",
  cloud: "public",
  tags: {},
  variables: {},
  secrets: { one: { env: "ONE" }, two: { env: "TWO" }, three: { env: "THREE" } },
  at,
};

/** A workspace whose guard lets everything pass. */
export const workspace: Workspace = {
  file: "tocsin.yaml",
  stack: "laws",
  rules: ["rules/**/*.yaml"],
  environments: [environment],
  guard: { maximumDeletes: { percent: 100 }, unreviewed: "apply" },
  lint: {},
};

/** A resource as `compile` would make it, without a file behind it. */
export function desiredOf(kind: Kind, name: string, settings: JsonObject): DesiredResource {
  const place = { subscription: environment.subscription, resourceGroup: environment.resourceGroup };
  const armId = armIdOf(place, kind.armType, name);
  // Sound because an object with other texts is an object.
  const referring = withIds(kind.schema, settings) as JsonObject;
  return {
    id: resourceId(armId),
    armId,
    name,
    kind: kind.name,
    place,
    settings: referring,
    tags: {},
    references: referencesIn(kind.schema, referring).map(resourceId),
    moves: {},
    protect: false,
    at,
    origin: () => ({ layer: "spec", at }),
    locate: () => at,
  };
}

/** Names of this stack's resources as the ids they stand for. */
function withIds(schema: Schema, value: Json): Json {
  if (typeof value === "string") {
    const { subscription, resourceGroup } = environment;
    return schema.refersTo === undefined || value.startsWith("/")
      ? value
      : armIdOf({ subscription, resourceGroup }, schema.refersTo, value);
  }
  if (isList(value)) return value.map((item) => withIds(schema.items ?? {}, item));
  if (!isObject(value)) return value;
  const branch = branchOf(schema, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withIds(branch?.properties?.[name] ?? {}, item)]),
  );
}

export function stackOf(resources: readonly DesiredResource[]): Stack {
  return { environment, resources };
}

const names = ["cpu", "Memory", "5xx rate", "지연", "x"];

/** Random resources of all kinds, each with a name of its own. */
export const resources: fc.Arbitrary<readonly DesiredResource[]> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...kinds)), {
    minLength: 1,
    maxLength: 4,
    selector: ([name, kind]) => `${kind.armType}/${name}`.toLowerCase(),
  })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map(([name, kind]) =>
        validSettings(kind, "warnings").map((settings) => desiredOf(kind, name, settings)),
      ),
    ),
  );

/** What Azure has against a resource when it is made, in its own words; nothing where it takes it. */
export async function refusalOf(resource: DesiredResource): Promise<string | undefined> {
  const kind = kindNamed(resource.kind);
  const sealer = createSealer(secrets);
  const outcome = await arm(
    {
      method: "PUT",
      url: `https://management.azure.com${encodeURI(resource.armId)}?api-version=${kind.apiVersions[0]}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(mapTexts(kind.toArm(resource.settings), (text) => sealer.open(text))),
    },
    createWorld({ rateLimits: "off" }),
  );
  if (outcome.outcome !== "answered" || outcome.answer.status < 300) return undefined;
  // Sound because the emulator's errors are objects with a message in one of two places.
  const said = JSON.parse(outcome.answer.body) as { message?: string; error?: { message?: string } };
  return said.message ?? said.error?.message ?? outcome.answer.body;
}

/** The resources that Azure takes; what it refuses is a matter of the kind's own checks. */
export async function takenByAzure(wanted: readonly DesiredResource[]): Promise<readonly DesiredResource[]> {
  const refusals = await Promise.all(wanted.map(refusalOf));
  return wanted.filter((_, index) => refusals[index] === undefined);
}

/** The same resource with another setting or two, where a kind has them. */
export function edited(resource: DesiredResource): fc.Arbitrary<DesiredResource> {
  const kind = kindNamed(resource.kind);
  return validSettings(kind).map((other) => {
    const { enabled = true, description = "x" } = other;
    return {
      ...resource,
      settings: settle(kind.schema, {
        ...resource.settings,
        enabled,
        ...("description" in (kind.schema.properties ?? {}) ? { description } : {}),
      }),
    };
  });
}

export function kindNamed(name: string): Kind {
  const kind = kinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`no kind is called ${name}`);
  return kind;
}

/** Values for the secrets that random settings ask for. */
export const secrets: ReadonlyMap<string, string> = new Map(
  ["one", "two", "three", "slackWebhook", "slackPath", "functionKey", "logicAppCallback", "runbookUri"].map((name) => [
    name,
    `canary-of-${name}`,
  ]),
);

/** What `apply` is given for a stack, on which nobody says no. */
export function inputsFor(azure: EmulatedAzure, stack: Stack): ApplyInputs {
  return {
    workspace,
    stack,
    diagnostics: [],
    kinds,
    reader: azure.reader,
    writer: azure.writer,
    secrets,
    source: "example/rules",
    names: [],
    now,
    signal: new AbortController().signal,
    sleep: () => Promise.resolve(),
    confirm: () => Promise.resolve(true),
    stopped: () => false,
    onProgress: () => {},
  };
}
