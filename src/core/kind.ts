import type { Complain } from "./diagnostic.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "./json.ts";
import type { AlertFacts, Processing } from "./processing.ts";
import { inOwnNames } from "./settings/wire-names.ts";
import type { Schema } from "./settings/schema.ts";

/** What a short form became: the long form, or why the text is none (with the offset in the text, from 0). */
export type Parsed = { readonly value: Json } | { readonly complaint: string; readonly at?: number };

/** Another, shorter way to write a value. */
export interface ShortForm {
  /** What may be written here besides the long form, in words with an example: for hovers and complaints. */
  readonly wants: string;
  /** A JSON Schema of what may be written here besides the long form, for editors. */
  readonly schema: Schema;
  /**
   * The long form of what the author wrote, or nothing where it is the long form already. A `${…}` stands in it as an
   * opaque word (`placeholder.ts`) and is to be passed on wherever a word, number or text may be.
   */
  parse(written: Json): Parsed | undefined;
  /** The short form that parses to exactly this value, where there is one: for plans and import. */
  print(value: Json): Json | undefined;
}

/** What `derive` may know besides the definition: the place it will live in. */
export interface Surroundings {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** The environment's region, where it has one. */
  readonly location: string | undefined;
}

/** What a resource of a kind may be called. The name is no setting, so no schema says it; the front end checks it. */
interface NameRule {
  /** A regular expression (with `u`) that a name has to match from end to end. */
  readonly pattern: string;
  /** The same in words, for complaints. */
  readonly wants: string;
  readonly maxLength: number;
  /** How long name and resource group may be together. */
  readonly maxLengthWithGroup?: number;
}

/**
 * A kind of resource: its schema and the few functions that are not data. `Settings` is the long form: the properties of
 * `spec` in the words of the YAML, with `location` beside them.
 */
export interface KindDefinition<Settings extends object> {
  /** The author's word: `MetricAlert`. */
  readonly name: string;
  /** ARM's: `Microsoft.Insights/metricAlerts`. Several kinds may share a type, then `claims` says whose a body is. */
  readonly armType: string;
  claims?(body: JsonObject): boolean;
  /** Why a body that no kind of the type claims is nobody's to write, in words; nothing where that is not known. */
  unclaimed?(body: JsonObject): string | undefined;
  /** Newest first; reads and writes use the same one. */
  readonly apiVersions: readonly [string, ...string[]];
  /** What a resource may be called; by default what ARM takes for most types. */
  readonly names?: NameRule;
  /** What a name holds that Azure may refuse, though resources with such names exist. */
  readonly doubtfulNames?: { readonly pattern: string; readonly because: string };
  /** The strict long form of one environment, `location` included. */
  readonly schema: Schema;
  /** By place, steps joined by `/`, `*` for every element: `criteria/*`. */
  readonly shortForms?: Readonly<Record<string, ShortForm>>;
  /** What follows from what the author wrote: tags of unions, the location, types of resources. Before defaults and schema. */
  derive?(spec: JsonObject, surroundings: Surroundings): JsonObject;
  /** What Azure is known to refuse and a schema cannot say. Paths are paths in the settings. */
  check?(settings: Settings, complain: Complain): void;
  /** The same wish in the live resource's dialect, where it has one. */
  align?(desired: Settings, live: Settings): Settings;
  /** The ARM body without tags. Default: `location`, `identity` and `kind` on top, the rest under `properties`. Drops and sorts nothing. */
  toArm?(settings: Settings): JsonObject;
  /** The reverse: moves and renames, drops and sorts nothing. Must bear bodies of any api-version. */
  fromArm?(body: JsonObject): JsonObject;
  /** Paths in the body that Azure writes and nobody else may, besides id, name, type, etag and systemData. A `*` step is any element. */
  readonly owned?: readonly (readonly string[])[];
  /** Whom a resource of this kind notifies, where other resources refer to it for that; disabled is nobody. */
  receivers?(settings: Settings): readonly Receiver[];
  /** The alerts of a resource that is several in one, recording rules left out; nothing for a resource that is one alert or none. */
  alerts?(settings: Settings): readonly Alert[] | undefined;
  /** What is known of a resource's alerts before they fire, of several what all have in common; by default that they fire on its `scopes`. */
  alertFacts?(settings: Settings): AlertFacts;
  /** What an enabled resource of this kind does to the alerts of others, as of an instant (ISO 8601), where the kind is made for that. */
  processes?(settings: Settings, now: string): readonly Processing[];
  /** What is wrong with a resource in its place and on a day (ISO 8601, UTC), which its settings alone do not show. */
  checkInPlace?(
    settings: Settings,
    where: { readonly subscription: string; readonly today: string },
    complain: Complain,
  ): void;
  /** What a person must do after this was written, one sentence each; `live` is what was there before. */
  handwork?(settings: Settings, live: Settings | undefined): readonly string[];
  /** What a reader should know before a resource of this kind that somebody else made is written by us, one sentence each. */
  cautions?(settings: Settings): readonly string[];
  /** How many enabled ones Azure takes in a subscription; absent where there is no such limit. */
  readonly mostPerSubscription?: number;
  /** A read right after a create can say 404: `apply` reads until it is there. */
  readonly appearsLate?: boolean;
  /** The operation of the activity log by which Azure itself switches such a resource off; absent where it never does. */
  readonly switchedOffBy?: string;
  /** Actions that whoever writes such a resource needs on what it watches besides reading it, by the ARM type of that in lower case. */
  readonly needsOn?: Readonly<Record<string, readonly string[]>>;
}

/** Somebody or something that is told of an alert. `to` is what may be shown; a secret address is not in it. */
export interface Receiver {
  /** In words: `e-mail`, `SMS`, `webhook`. */
  readonly by: string;
  readonly name: string;
  readonly to?: string;
}

/** One alert of a resource that holds several: each has its own severity and tells its own groups. */
export interface Alert {
  readonly name: string;
  /** Where it stands in the settings. */
  readonly path: Path;
  readonly enabled: boolean;
  readonly severity?: number;
  /** ARM ids of the action groups it tells. */
  readonly groups: readonly string[];
}

/** A kind as the rest of the program sees it: over plain JSON. */
export type Kind = Required<Omit<KindDefinition<JsonObject>, Absent>> & Pick<KindDefinition<JsonObject>, Absent>;

/** What a kind may not have, and no default stands for: most do nothing to the alerts of others, and have no such limit. */
type Absent = "mostPerSubscription" | "processes" | "switchedOffBy" | "doubtfulNames" | "needsOn";

/** Seals a kind's own type of settings behind the one plain interface. */
export function defineKind<Settings extends object>(definition: KindDefinition<Settings>): Kind {
  const plain = {
    claims: () => true,
    unclaimed: () => undefined,
    names: usualNames,
    shortForms: {},
    derive: (spec: JsonObject) => spec,
    check: () => {},
    align: (desired: Settings) => desired,
    toArm: envelopeOut,
    fromArm: envelopeIn,
    owned: [],
    receivers: () => [],
    alerts: () => undefined,
    alertFacts: (settings: Settings) => scopesOf(settings),
    checkInPlace: () => {},
    handwork: () => [],
    cautions: () => [],
    appearsLate: false,
    ...definition,
  };
  const named = inOwnNames(plain.schema);
  const { fromArm } = plain;
  // Sound because settings reach a kind's functions only after its own schema (or the lenient reading by it) let them pass.
  return { ...plain, fromArm: (body: JsonObject) => fromArm(named(body)) } as unknown as Kind;
}

function scopesOf(settings: object): AlertFacts {
  // Sound because settings are JSON by construction.
  const { scopes } = settings as JsonObject;
  return isList(scopes) ? { targets: scopes.filter((scope) => typeof scope === "string") } : {};
}

const usualNames: NameRule = {
  pattern: String.raw`^[^<>%&:\\?/#*{}+\u0000-\u001f]*[^<>%&:\\?/#*{}+\u0000-\u001f .]$`,
  wants: "no control characters, none of `< > % & : \\ ? / # * { } +`, and no blank or period at the end",
  maxLength: 260,
};

const envelopeWords = new Set(["location", "identity", "kind"]);

/** Azure's envelope from settings: the default `toArm`. */
export function envelopeOut(settings: object): JsonObject {
  const top: Record<string, Json> = {};
  const properties: Record<string, Json> = {};
  // Sound because settings are JSON by construction.
  for (const [key, value] of Object.entries(settings as JsonObject)) {
    (envelopeWords.has(key) ? top : properties)[key] = value;
  }
  return { ...top, properties };
}

/** Settings from Azure's envelope: the default `fromArm`. */
export function envelopeIn(body: JsonObject): JsonObject {
  const top = Object.fromEntries(Object.entries(body).filter(([key]) => envelopeWords.has(key)));
  const properties = body["properties"];
  return { ...top, ...(isObject(properties) ? properties : {}) };
}
