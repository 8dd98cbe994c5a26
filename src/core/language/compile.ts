import { diagnose, type Checked, type Complaint, type Diagnostic } from "../diagnostic.ts";
import { diagnosticCodes } from "../codes/diagnostic-codes.ts";
import type { Definition } from "./definition.ts";
import { envelopeSchema } from "./envelope.ts";
import { complaintKey, isFaulty } from "./faults.ts";
import { instantiate, type Instance } from "./instance.ts";
import { isObject, type Json, type JsonObject, type Path } from "../json.ts";
import type { Kind } from "../kind.ts";
import { definitionPath, isToldBefore, locateIn, sourceIn } from "./origin.ts";
import { placeResources, type Settled } from "./placing.ts";
import { settle } from "../settings/settings.ts";
import type { Stack } from "../stack.ts";
import { validate } from "../settings/validate.ts";
import type { Environment, Workspace } from "./workspace.ts";

/** What is compiled: the definitions of a workspace for one of its environments. */
export interface Compilation {
  readonly definitions: readonly Definition[];
  readonly environment: Environment;
  readonly workspace: Workspace;
  readonly kinds: readonly Kind[];
  /** True where files could not be read in full: a name that is missing may stand in one of them, so none is complained about. */
  readonly incomplete?: boolean;
}

/**
 * Definitions as one environment wants them. Everything wrong is told, each mistake once: what an earlier step complained
 * about no later one judges. Resources with an error are left out of the stack, and then there must be no plan.
 *
 * A retired environment is compiled as any other, since a mistake in a file means that nobody knows what is wanted; then
 * it wants nothing. Only what a definition lets go stays in the stack: it must not be deleted.
 */
export function compile({ definitions, environment, incomplete = false }: Compilation): Checked<Stack> {
  const diagnostics: Diagnostic[] = [];
  const settled = definitions.flatMap((definition) => {
    const { instances, complaints } = instantiate(definition, environment);
    const tell = (complaint: Complaint): void => {
      diagnostics.push(
        inEnvironment(diagnose(complaint, definition.document.locate(complaint.path, complaint.on)), environment),
      );
    };
    complaints.forEach(tell);
    return instances.flatMap((instance) => {
      instance.complaints.forEach(tell);
      const { value, complaints: found } = settleInstance(instance);
      for (const complaint of found)
        diagnostics.push(inEnvironment(diagnose(complaint, locateIn(instance, complaint)), environment));
      return value === undefined ? [] : [value];
    });
  });
  const placed = placeResources(settled, environment, incomplete);
  for (const diagnostic of placed.diagnostics) diagnostics.push(inEnvironment(diagnostic, environment));
  const resources = environment.retired ? placed.value.filter(({ moves }) => moves.release) : placed.value;
  return { value: { environment, resources }, diagnostics };
}

function inEnvironment(diagnostic: Diagnostic, environment: Environment): Diagnostic {
  return { ...diagnostic, environments: [environment.name] };
}

interface Settling {
  /** Nothing where there is not even a name. */
  readonly value: Settled | undefined;
  /** Paths are paths of the definition. */
  readonly complaints: readonly Complaint[];
}

/** Steps 6: derive, defaults, the strict schema, the kind's own check. */
function settleInstance(instance: Instance): Settling {
  const { definition, environment, merged } = instance;
  const complaints: Complaint[] = [];
  const told = (complaint: Complaint): void => {
    if (!isToldBefore(instance, complaint) && !definition.told.has(complaintKey(complaint))) complaints.push(complaint);
  };
  const { spec, ...around } = merged;
  const envelope = settle(envelopeSchema, around);
  const source = (path: Path): string | undefined => sourceIn(instance, path);
  const isFit = !isFaulty(definition.faults, ["spec"]);
  const isLost = isFit && (spec === undefined ? isObject(definition.written["spec"]) : !isObject(spec));
  if (isLost || isChanged(around, definition.written)) {
    // What the definition itself lacks was told when it was read.
    const lacking = definition.written["name"] === undefined ? { name: "-" } : {};
    const whole = { ...lacking, ...envelope, ...(isLost ? (spec === undefined ? {} : { spec }) : { spec: {} }) };
    for (const complaint of validate(envelopeSchema, whole, source)) told(complaint);
  }
  const { name } = envelope;
  if (typeof name !== "string") return { value: undefined, complaints };
  checkName(name, instance, told);
  checkOverlay(merged["arm"], told);
  const group = typeof envelope["resourceGroup"] === "string" ? envelope["resourceGroup"] : environment.resourceGroup;
  const written = isObject(spec) ? spec : {};
  const region = envelope["location"] ?? written["location"];
  const inPlace = withoutMisplaced(written, told);
  const located = region === undefined ? inPlace : { ...inPlace, location: region };
  const { subscription, location } = environment;
  const derived = definition.kind.derive(located, { subscription, resourceGroup: group, name, location });
  const settings = settle(definition.kind.schema, withLocation(definition.kind, derived, location));
  const inSettings = (complaint: Complaint): Complaint => ({ ...complaint, path: definitionPath(complaint.path) });
  const found = isObject(spec)
    ? validate(definition.kind.schema, settings, (path) => source(definitionPath(path)))
    : [];
  for (const complaint of found) told(inSettings(complaint));
  if (
    isObject(spec) &&
    !found.some(isError) &&
    !complaints.some(isError) &&
    instance.complaints.length === 0 &&
    definition.faults.length === 0
  ) {
    definition.kind.check(settings, (code, path, message, on) => {
      const complaint = { code, path, message };
      told(inSettings(on === undefined ? complaint : { ...complaint, on }));
    });
  }
  return { value: { instance, envelope, name, group, settings, complaints }, complaints };
}

function isError({ code }: Complaint): boolean {
  return diagnosticCodes[code].severity === "error";
}

/** Kinds that need a region and do not say which live in the environment's. */
function withLocation(kind: Kind, settings: JsonObject, location: string | undefined): JsonObject {
  const { required, properties } = kind.schema;
  if (location === undefined || settings["location"] !== undefined || !required?.includes("location")) return settings;
  return properties?.["location"]?.default === undefined ? { ...settings, location } : settings;
}

const besideSpec = Object.keys(envelopeSchema.properties);

/** `spec` without what belongs beside it, which is complained about. */
function withoutMisplaced(spec: JsonObject, told: (complaint: Complaint) => void): JsonObject {
  const misplaced = ["location", "tags", "resourceGroup", "adopt", "formerly", "protect", "arm"].filter(
    (key) => besideSpec.includes(key) && Object.hasOwn(spec, key),
  );
  if (misplaced.length === 0) return spec;
  for (const key of misplaced) {
    told({
      code: "misplaced-property",
      path: ["spec", key],
      message: `\`${key}\` belongs beside \`spec\`, not in it`,
      on: "key",
    });
  }
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !misplaced.includes(key)));
}

const besideArm: ReadonlySet<string> = new Set(["tags", "location", "name"]);
const azures: ReadonlySet<string> = new Set(["id", "type", "etag", "systemdata"]);

/** A piece of body does not say what the envelope says, nor what Azure alone writes. */
function checkOverlay(arm: Json | undefined, told: (complaint: Complaint) => void): void {
  for (const key of Object.keys(isObject(arm) ? arm : {})) {
    const word = key.toLowerCase();
    const hint = besideArm.has(word)
      ? `is written beside \`spec\`: \`${word}: …\``
      : azures.has(word)
        ? "is Azure's to write; leave it out"
        : undefined;
    if (hint === undefined) continue;
    told({ code: "misplaced-property", path: ["arm", key], message: `\`${key}\` of the body ${hint}`, on: "key" });
  }
}

/** True where an environment or `${…}` made something else of the envelope than what was checked when it was read. */
function isChanged(envelope: JsonObject, written: JsonObject): boolean {
  return Object.keys(envelope).some((key) => envelope[key] !== written[key]);
}

const patterns = new WeakMap<Kind, RegExp>();

function patternOf(kind: Kind, pattern: string): RegExp {
  const before = patterns.get(kind);
  if (before !== undefined) return before;
  const made = new RegExp(pattern, "u");
  patterns.set(kind, made);
  return made;
}

function checkName(name: string, { definition }: Instance, told: (complaint: Complaint) => void): void {
  const { pattern, wants, maxLength } = definition.kind.names;
  const complain = (message: string): void => told({ code: "illegal-name", path: ["name"], message });
  if (!patternOf(definition.kind, pattern).test(name)) complain(`Azure takes no name \`${name}\` here: ${wants}`);
  else if (name.length > maxLength) complain(`the name \`${name}\` is longer than ${maxLength} characters`);
  const { doubtfulNames } = definition.kind;
  const odd = doubtfulNames === undefined ? undefined : new RegExp(doubtfulNames.pattern, "u").exec(name)?.[0];
  if (odd === undefined || doubtfulNames === undefined) return;
  told({
    code: "doubtful-name",
    path: ["name"],
    message: `\`${odd}\` in the name \`${name}\`: ${doubtfulNames.because}`,
  });
}
