import type { Complain, Complaint } from "../diagnostic.ts";
import type { Definition } from "./definition.ts";
import { notInOverrides, shapeOf } from "./envelope.ts";
import { faultsOf, isFaulty } from "./faults.ts";
import { entriesOf, type Each } from "./for-each.ts";
import { interpolate, type Held, type Traces } from "./interpolate.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import { mergeLayers, mergePlain } from "./layers.ts";
import type { Scope } from "./scope.ts";
import { expand } from "./short-forms.ts";
import { scopeOf } from "./variables.ts";
import type { Environment } from "./workspace.ts";

/** One layer of a definition in one environment, with what is needed to find its values in the file again. */
export interface Layer {
  /** `spec` for the definition itself, or `environments.staging`. */
  readonly name: string;
  /** Where it stands in the document. */
  readonly at: Path;
  /** In the long form, `${…}` filled in. */
  readonly value: JsonObject;
  readonly spliced: Traces["spliced"];
}

/** A definition in one environment, for one entry of its `forEach`: layers merged, the kind's schema not yet asked. */
export interface Instance {
  readonly definition: Definition;
  readonly environment: Environment;
  readonly each?: Each;
  /** From the bottom up. */
  readonly layers: readonly Layer[];
  /** The whole definition, in the long form. */
  readonly merged: JsonObject;
  /** Complaints; paths are paths in the document. */
  readonly complaints: readonly Complaint[];
}

/** The instances of a definition, and complaints about how many there are to be; paths are paths in the document. */
export interface Instances {
  readonly instances: readonly Instance[];
  readonly complaints: readonly Complaint[];
}

/** What a definition becomes in an environment: nothing, one, or one for each entry of its `forEach`. */
export function instantiate(definition: Definition, environment: Environment): Instances {
  const { written, only } = definition;
  const override = overrideOf(written, environment.name);
  if (override === undefined || (only !== undefined && !only.includes(environment.name)))
    return { instances: [], complaints: [] };
  const at = ["environments", environment.name];
  const base: Source = { name: "spec", at: [], value: written };
  const sources = Object.keys(override).length === 0 ? [base] : [base, { name: at.join("."), at, value: override }];
  const making = { definition, environment, sources };
  const scope = scopeOf(environment);
  if (written["forEach"] === undefined && override["forEach"] === undefined) {
    return { instances: [instanceOf(making, scope)], complaints: [] };
  }
  if (isFaulty(definition.faults, ["forEach"])) return { instances: [], complaints: [] };
  const complaints: Complaint[] = [];
  const entries = entriesOf(
    scope,
    { value: written["forEach"], complain: complainAt(complaints, []) },
    { value: override["forEach"], complain: complainAt(complaints, at) },
  );
  return { instances: entries.map((each) => instanceOf(making, { ...scope, each })), complaints };
}

function overrideOf(written: JsonObject, environment: string): JsonObject | undefined {
  const overrides = written["environments"];
  const override = isObject(overrides) && Object.hasOwn(overrides, environment) ? overrides[environment] : {};
  if (override === false) return undefined;
  return isObject(override) ? override : {};
}

/** A layer as written. */
interface Source {
  readonly name: string;
  readonly at: Path;
  readonly value: JsonObject;
}

interface Making {
  readonly definition: Definition;
  readonly environment: Environment;
  readonly sources: readonly Source[];
}

function instanceOf({ definition, environment, sources }: Making, scope: Scope): Instance {
  const shape = shapeOf(definition.kind);
  const complaints: Complaint[] = [];
  const held: Held[] = [];
  const whole = new Set<object>();
  const layers: Layer[] = [];
  let merged: JsonObject = {};
  let under: JsonObject | undefined;
  for (const source of sources) {
    const complain = complainAt(complaints, source.at);
    const traces: Traces = { held, spliced: new Map() };
    const filled = fillIn(source, { definition, scope, traces, complain });
    const expansion = { held, whole, complain, merge: mergePlain };
    const long = expand(filled, shape, under === undefined ? expansion : { ...expansion, under });
    // Sound because expanding leaves an object an object.
    const value = long as JsonObject;
    merged =
      under === undefined
        ? value
        : mergeLayers(merged, value, { schemas: shape.schemas, complain, whole, keepsNull: isInArm });
    under = filled;
    layers.push({ name: source.name, at: source.at, value, spliced: traces.spliced });
  }
  const instance = { definition, environment, layers, merged: withoutNothing(merged), complaints };
  return scope.each === undefined ? instance : { ...instance, each: scope.each };
}

/** Null says nothing, as it does in an override: what is derived and judged is what is said. */
function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const said = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(said.map(([key, item]) => [key, withoutNulls(item)]));
}

/** Nearly no definition says null anywhere, and those are not copied. */
function holdsNull(value: Json): boolean {
  if (typeof value !== "object") return false;
  if (value === null) return true;
  if (isList(value)) return value.some(holdsNull);
  for (const key in value) if (holdsNull(value[key] ?? null)) return true;
  return false;
}

/** A merged definition without nulls, but for those of `arm`. */
function withoutNothing({ arm, ...around }: JsonObject): JsonObject {
  // Sound because an object without nulls is an object.
  const said = holdsNull(around) ? (withoutNulls(around) as JsonObject) : around;
  return arm === undefined || arm === null ? said : { ...said, arm };
}

/** In a piece of ARM body null is a value: what stands there in Azure is to go. */
function isInArm(path: Path): boolean {
  return path[0] === "arm" && path.length > 1;
}

interface LayerFilling {
  readonly definition: Definition;
  readonly scope: Scope;
  readonly traces: Traces;
  complain: Complain;
}

/** What is no part of any layer: it says where and how often the definition is there. */
const aboutLayers: ReadonlySet<string> = new Set(["environments", "only", "forEach", "lint"]);

/** What goes to Azure as templates; everything else is read here, as the text itself. */
const templates: ReadonlySet<string> = new Set(["spec", "arm", "tags"]);

/** Where secrets and what Azure fills in may stand; everything else is known here, and everybody may see it. */
const opened: ReadonlySet<string> = new Set(["spec", "arm"]);

function fillIn({ at, value }: Source, { definition, scope, traces, complain }: LayerFilling): JsonObject {
  const filled: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (at.length > 0 && notInOverrides.has(key)) {
      complain("unknown-property", [key], `\`${key}\` cannot be different in an environment`, "key");
      continue;
    }
    if (aboutLayers.has(key) || isFaulty(definition.faults, [...at, key])) continue;
    if (typeof item === "string" ? !item.includes("${") : item === null || typeof item !== "object") {
      filled[key] = item;
      continue;
    }
    const forms = shapeOf(definition.kind).forms.below.get(key);
    const filling = {
      scope: opened.has(key) ? scope : { ...scope, shown: true as const },
      traces,
      complain,
      ...(templates.has(key) ? {} : { plain: true as const }),
      ...(forms === undefined ? {} : { forms }),
    };
    filled[key] = interpolate(item, filling, [key]);
  }
  return filled;
}

/** Complains with paths of the document about a layer that stands at a path in it; about each place once. */
function complainAt(complaints: Complaint[], at: Path): Complain {
  return (code, path, message, on) => {
    const complaint = { code, path: [...at, ...path], message };
    if (isFaulty(faultsOf(complaints), complaint.path)) return;
    complaints.push(on === undefined ? complaint : { ...complaint, on });
  };
}
