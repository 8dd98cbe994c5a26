import type { Complaint } from "./diagnostic.ts";
import type { JsonObject, Path } from "./json.ts";
import type { Location } from "./location.ts";
import type { Place, ResourceId, Tags } from "./resource.ts";
import type { Environment } from "./language/workspace.ts";

/** A piece of ARM body: what the author lays over ours (`arm`), or what Azure has and we have no word for. */
export type Overlay = JsonObject;

/** Which layer of a definition says a value, and where. */
export interface Origin {
  /** `spec`, `environments.staging`, `default`, `workspace`. */
  readonly layer: string;
  readonly at: Location;
}

/** What the author says about a resource's past or future besides its settings. All are inert once done. */
export interface Moves {
  /** Take over what exists: nobody's (`true`), or that of `STACK/ENVIRONMENT`. */
  readonly adopt?: true | string;
  /** The name, and perhaps the group, it had before. */
  readonly formerly?: { readonly resourceGroup: string; readonly name: string };
  /** Let it go without deleting it. */
  readonly release?: true;
}

/** What the author asks for in one environment: the long form, defaults spelled out, secrets as templates, in his spelling and order. */
export interface DesiredResource {
  readonly id: ResourceId;
  /** The id in the author's spelling: for the URL of a create. */
  readonly armId: string;
  readonly name: string;
  /** The kind's name. */
  readonly kind: string;
  readonly place: Place;
  readonly settings: JsonObject;
  readonly arm?: Overlay;
  /** The declared tags: the environment's and the definition's, without Tocsin's own. */
  readonly tags: Tags;
  /** Resources of any stack that this one needs, such as its action groups. */
  readonly references: readonly ResourceId[];
  readonly moves: Moves;
  readonly protect: boolean;
  /** Where the definition begins. */
  readonly at: Location;
  /** Which layer says the value at a path of the settings; re-reads its file when asked. */
  origin(path: Path): Origin;
  /** The place of a complaint whose path is a path of the settings. */
  locate(complaint: Complaint): Location;
}

/** One environment as its definitions want it: what plan, lint, routes, cost and tests all take. */
export interface Stack {
  readonly environment: Environment;
  readonly resources: readonly DesiredResource[];
}
