import type { Json, JsonObject } from "../core/json.ts";
import type { ResourceId, Tags } from "../core/resource.ts";
import type { Overlay } from "../core/stack.ts";

/**
 * A definition that is about to be written for something that exists: plain data, in the words of the YAML. Whatever
 * makes several drafts out of one, or one out of several (`forEach`), takes drafts and gives drafts; it stands between
 * drafting (`draft-resource.ts`, `ids.ts`) and printing (`rule-files.ts`), and keeps `ids` true.
 */
export interface Draft {
  /** The kind's name. */
  readonly kind: string;
  /** As Azure has it; with `forEach` it holds placeholders, which `nameIsTemplate` says. */
  readonly name: string;
  readonly nameIsTemplate?: true;
  /** The only environments it is for; all of them where it is absent. */
  readonly only?: readonly string[];
  /** Absent where it is the environment's. */
  readonly resourceGroup?: string;
  /** Absent where it follows from the rest or is the environment's. */
  readonly location?: string;
  readonly tags: Tags;
  /** Absent where what is there is ours already, or would not stay as it is. */
  readonly adopt?: true | string;
  /** It is protected in Azure, by whoever has it now. */
  readonly protect?: true;
  readonly forEach?: Json;
  /** In the author's words: short forms, without defaults; every text a template. */
  readonly spec: JsonObject;
  /** What Azure has and the language has no words for. */
  readonly arm?: Overlay;
  /** Lines above the definition, without `#`. */
  readonly comments: readonly string[];
  /** The resources in Azure that it stands for. */
  readonly ids: readonly ResourceId[];
  /** What is watched, as files are named after it: `managed-clusters`. */
  readonly watched?: string;
}

/** The document of a draft, in the order in which people write it. */
export function documentOf(draft: Draft): JsonObject {
  const { kind, only = [], resourceGroup, location, tags, adopt, protect, forEach, spec, arm } = draft;
  const [first, second] = only;
  return {
    kind,
    name: draft.nameIsTemplate ? draft.name : plain(draft.name),
    ...(first === undefined ? {} : { only: second === undefined ? first : only }),
    ...(forEach === undefined ? {} : { forEach }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(location === undefined ? {} : { location }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(protect === undefined ? {} : { protect }),
    spec,
    ...(arm === undefined ? {} : { arm }),
  };
}

/** A text of the envelope, where `${` begins a placeholder as everywhere. */
function plain(text: string): string {
  return text.replaceAll("${", () => "$${");
}
