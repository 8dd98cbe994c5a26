import { diagnose, hasErrors, tellOnce } from "../core/diagnostic.ts";
import { mapTexts, type Json, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { suggest } from "../core/nearest.ts";
import { lay } from "../core/settings/overlay.ts";
import { composeTags, type Owner } from "../core/plan/ownership.ts";
import type { ShowListReport, ShowReport } from "../core/plan/report.ts";
import { metBy } from "../core/plan/processed.ts";
import { groupPaging, lookAround, pagingOf, type Node, type Surveyed } from "../core/plan/routes.ts";
import { isSecret } from "../core/settings/secrets.ts";
import type { DesiredResource, Stack } from "../core/stack.ts";
import type { Workspace } from "../core/language/workspace.ts";
import { wordedSettings, type Names } from "../core/settings/wording.ts";
import { templateBody } from "./body.ts";
import type { Loaded } from "./load.ts";

/** What `show` is given. */
export interface ShowInputs {
  readonly workspace: Workspace;
  readonly loaded: Loaded;
  readonly kinds: readonly Kind[];
  /** The repository, for the owner's tag. */
  readonly source?: string;
  /** The instant of the run, ISO 8601 in UTC: which windows of processing rules are over. */
  readonly now: string;
}

/** Every resource of the definitions, with the environments it is in. */
export function showList({ loaded }: ShowInputs): ShowListReport {
  const rows = new Map<string, ShowListReport["resources"][number]>();
  for (const { stack } of loaded.stacks) {
    for (const { kind, name, at } of stack.resources) {
      const key = JSON.stringify([kind, name.toLowerCase()]);
      const before = rows.get(key);
      const environments = [...(before?.environments ?? []), stack.environment.name];
      rows.set(key, {
        kind,
        name: before?.name ?? name,
        environments: [...new Set(environments)],
        at: before?.at ?? at,
      });
    }
  }
  const resources = [...rows.values()].toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name));
  const retired = retiredIn(loaded);
  return { command: "show-list", resources, retired, diagnostics: loaded.diagnostics };
}

function retiredIn({ stacks }: Loaded): readonly string[] {
  return stacks.flatMap(({ stack: { environment } }) => (environment.retired ? [environment.name] : []));
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The resources of a name (in any case) in each environment: who says what, whom they page, the ARM body they become. */
export function show(name: string, inputs: ShowInputs): ShowReport {
  const { loaded, workspace } = inputs;
  const shown = loaded.stacks.flatMap(({ stack }) =>
    stack.resources
      .filter((resource) => resource.name.toLowerCase() === name.toLowerCase())
      .map((resource) => tell(resource, stack, inputs)),
  );
  if (shown.length > 0) return { command: "show", shown, diagnostics: loaded.diagnostics };
  const known = [...new Set(loaded.stacks.flatMap(({ stack }) => stack.resources.map((resource) => resource.name)))];
  const retired = retiredIn(loaded);
  const gone = retired.length === 0 ? "" : `; ${retired.join(", ")} ${retired.length === 1 ? "is" : "are"} retired`;
  // A definition with a mistake makes no resource, and its name may be the one that is asked for.
  const missing = hasErrors(loaded.diagnostics)
    ? `\`${name}\` cannot be shown: nothing here is called so, or one of these errors is in its way`
    : `nothing here is called \`${name}\``;
  const message = `${missing}${suggest(name, known, 8)}${gone}`;
  const unknown = diagnose({ code: "unknown-name", path: [], message }, { file: workspace.file, line: 1, column: 1 });
  return { command: "show", shown, diagnostics: tellOnce([...loaded.diagnostics, unknown]) };
}

function tell(
  resource: DesiredResource,
  stack: Stack,
  { kinds, source, now }: ShowInputs,
): ShowReport["shown"][number] {
  const kind = kinds.find((candidate) => candidate.name === resource.kind);
  if (kind === undefined) throw new Error(`no kind is called ${resource.kind}`);
  const { environment } = stack;
  const owner: Owner = {
    stack: environment.stack,
    environment: environment.name,
    ...(source === undefined ? {} : { source }),
  };
  const tags = composeTags({ declared: resource.tags, owner, protect: resource.protect }, {});
  const byName = new Map(kinds.map((one) => [one.name, one]));
  const around = aroundIn(stack, byName, now);
  const names: Names = new Map(stack.resources.map((one) => [one.id, one.name]));
  return {
    subject: { stack: environment.stack, environment: environment.name, subscription: environment.subscription },
    kind: resource.kind,
    name: resource.name,
    id: resource.armId,
    at: resource.at,
    settings: wordedSettings(kind, resource.settings, names).map(({ said, path, value }) => {
      const { layer, at } = resource.origin(path);
      return { path: said, value, layer, at };
    }),
    tags,
    paging: pagingOf(nodeOf(resource), around, byName),
    ...(kind.processes === undefined ? {} : { processes: processesOf(resource, around, byName) }),
    body: armBody(kind, resource, tags),
  };
}

function armBody(kind: Kind, { settings, arm }: DesiredResource, tags: Readonly<Record<string, string>>): JsonObject {
  const body = templateBody(kind, { settings, tags });
  // Sound because laying an object over an object, and mapping its texts, leaves an object.
  return mapTexts(arm === undefined ? body : lay(body, arm), readable) as JsonObject;
}

/** A text as it goes over the wire, but for secrets, which stay templates. */
function readable(text: string): Json {
  return isSecret(text) ? text : text.replaceAll("$${", () => "${");
}

function nodeOf({ id, kind, name, settings }: DesiredResource): Node {
  return { id, kind, name, settings };
}

/** Nobody looks into Azure here, so what is not in the stack is somebody else's, and not missing. */
function aroundIn({ resources }: Stack, kinds: ReadonlyMap<string, Kind>, now: string): Surveyed {
  const nodes = new Map(resources.map((resource) => [resource.id, nodeOf(resource)]));
  return lookAround(nodes, new Set(), { kinds, now });
}

/** What a rule over the alerts of others does to those of the stack. */
function processesOf(
  { id }: DesiredResource,
  around: Surveyed,
  kinds: ReadonlyMap<string, Kind>,
): NonNullable<ShowReport["shown"][number]["processes"]> {
  const own = around.processing.filter(({ node }) => node.id === id);
  return own.map((placed) => {
    const { effect, groups, timing } = placed.processing;
    return {
      effect,
      ...(timing.is === "always" ? {} : { when: timing.said }),
      groups: groups.map((armId) => groupPaging(armId, around, kinds)),
      ...metBy(placed, around.nodes, kinds),
    };
  });
}
