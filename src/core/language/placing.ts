import { diagnose, type Checked, type Complaint, type Diagnostic } from "../diagnostic.ts";
import { diagnosticCodes } from "../codes/diagnostic-codes.ts";
import { tagsOf } from "./environments.ts";
import { faultsOf, isFaulty } from "./faults.ts";
import type { Instance } from "./instance.ts";
import { isObject, type JsonObject, type Path } from "../json.ts";
import { printLocation } from "../location.ts";
import { contestedNames, movesOf } from "./moves.ts";
import { suggest } from "../nearest.ts";
import { definitionPath, isToldBefore, locateIn, originOf } from "./origin.ts";
import { directoryOf, resolveReferences, type Named } from "./references.ts";
import { armIdOf, resourceId, type Tags } from "../resource.ts";
import type { DesiredResource } from "../stack.ts";
import type { Environment } from "./workspace.ts";

/** An instance whose settings are complete, and what was said about it. */
export interface Settled {
  readonly instance: Instance;
  /** The definition's envelope. */
  readonly envelope: JsonObject;
  readonly name: string;
  readonly group: string;
  readonly settings: JsonObject;
  readonly complaints: readonly Complaint[];
}

/** Step 7: gives every resource its id and follows references; tells duplicates, dangling references and foreign groups. */
export function placeResources(
  settled: readonly Settled[],
  environment: Environment,
  incomplete: boolean,
): Checked<readonly DesiredResource[]> {
  const diagnostics: Diagnostic[] = [];
  const named = settled.map((item) => nameOf(item, environment));
  const directory = directoryOf(named, incomplete);
  const first = new Map<string, Named>();
  const contested = contestedNames(
    settled.flatMap(({ envelope }, index) => {
      const self = named[index];
      return self === undefined ? [] : [{ self, envelope }];
    }),
  );
  const resources = named.flatMap((self, index): DesiredResource[] => {
    const item = settled[index];
    if (item === undefined) return [];
    const complaints: Complaint[] = [];
    const complain = (complaint: Complaint): void => {
      const told = isToldBefore(item.instance, complaint) || isFaulty(faultsOf(item.complaints), complaint.path);
      if (!told) complaints.push(complaint);
    };
    checkGroup(item, environment, complain);
    const before = first.get(self.id);
    if (before === undefined) first.set(self.id, self);
    else complain(duplicate(self, before));
    const { settings, references } = resolveReferences(self, item.settings, { directory, complain });
    const contest = contested.get(self);
    if (contest !== undefined) complain(contest);
    const resource = resourceOf({ item, self, settings, references }, complain);
    for (const complaint of complaints) diagnostics.push(diagnose(complaint, locateIn(item.instance, complaint)));
    return hasFaults(item, complaints) ? [] : [resource];
  });
  return { value: resources, diagnostics };
}

function hasFaults({ instance, complaints }: Settled, more: readonly Complaint[]): boolean {
  return (
    instance.definition.faults.length > 0 ||
    [...instance.complaints, ...complaints, ...more].some(({ code }) => diagnosticCodes[code].severity === "error")
  );
}

function nameOf({ instance, name, group }: Settled, environment: Environment): Named {
  const { kind } = instance.definition;
  const armId = armIdOf({ subscription: environment.subscription, resourceGroup: group }, kind.armType, name);
  return { id: resourceId(armId), armId, name, group, type: kind.armType.toLowerCase(), kind, instance };
}

function checkGroup(
  { group, instance }: Settled,
  environment: Environment,
  complain: (complaint: Complaint) => void,
): void {
  const { resourceGroups } = environment;
  const { maxLengthWithGroup } = instance.definition.kind.names;
  if (!resourceGroups.some((known) => known.toLowerCase() === group.toLowerCase())) {
    const message = `\`${group}\` is not among the \`resourceGroups\` of \`${environment.name}\`, so no plan would look there${suggest(group, resourceGroups)}`;
    complain({ code: "unknown-resource-group", path: ["resourceGroup"], message });
  }
  const { name } = instance.merged;
  if (typeof name === "string" && maxLengthWithGroup !== undefined && name.length + group.length > maxLengthWithGroup) {
    complain({
      code: "illegal-name",
      path: ["name"],
      message: `the name and its resource group \`${group}\` are longer than ${maxLengthWithGroup} characters together`,
    });
  }
}

function duplicate(self: Named, before: Named): Complaint {
  const { definition, each } = self.instance;
  if (definition === before.instance.definition && each !== undefined) {
    const message = `\`forEach\` makes \`${self.name}\` twice, for \`${before.instance.each?.key}\` and \`${each.key}\`; put \`\${each.key}\` into the name`;
    return { code: "duplicate-resource", path: ["name"], message };
  }
  const there = printLocation(locateIn(before.instance, { code: "duplicate-resource", message: "", path: ["name"] }));
  const message = `\`${self.name}\` is defined a second time in resource group \`${self.group}\`; the first is at ${there}`;
  return { code: "duplicate-resource", path: ["name"], message };
}

interface Placed {
  readonly item: Settled;
  readonly self: Named;
  readonly settings: JsonObject;
  readonly references: DesiredResource["references"];
}

function resourceOf(
  { item, self, settings, references }: Placed,
  complain: (complaint: Complaint) => void,
): DesiredResource {
  const { instance, envelope } = item;
  const { definition, environment } = instance;
  const resource = {
    id: self.id,
    armId: self.armId,
    name: self.name,
    kind: definition.kind.name,
    place: { subscription: environment.subscription, resourceGroup: self.group },
    settings,
    tags: mergedTags(environment.tags, envelope, complain),
    references,
    moves: movesOf(envelope, self, complain),
    protect: envelope["protect"] === true,
    at: definition.document.at,
    origin: (path) =>
      isRegionOfEnvironment(path, settings, item)
        ? { layer: "workspace", at: environment.at }
        : originOf(instance, definitionPath(path)),
    locate: (complaint) => locateIn(instance, { ...complaint, path: definitionPath(complaint.path) }),
  } satisfies DesiredResource;
  // What an overlay says about null is for ARM: the envelope as merged has it, the settled one has not.
  const arm = instance.merged["arm"];
  return isObject(arm) && Object.keys(arm).length > 0 ? { ...resource, arm } : resource;
}

function isRegionOfEnvironment(path: Path, settings: JsonObject, { envelope, instance }: Settled): boolean {
  const { location } = instance.environment;
  return (
    path.length === 1 &&
    path[0] === "location" &&
    envelope["location"] === undefined &&
    location !== undefined &&
    settings["location"] === location
  );
}

function mergedTags(environment: Tags, envelope: JsonObject, complain: (complaint: Complaint) => void): Tags {
  const own = tagsOf(envelope["tags"], ["tags"], (code, path, message, on) => {
    const complaint = { code, path, message };
    complain(on === undefined ? complaint : { ...complaint, on });
  });
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const others = Object.entries(environment).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(others), ...own };
}
