import { overridesFor, type OverriddenFor } from "../../authoring/update/overrides-for.ts";
import { compileTexts, type Texts } from "../../authoring/update/texts.ts";
import { hasErrors } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import type { ToldUpdate } from "../../core/plan/update-report.ts";
import { resourceId } from "../../core/resource.ts";
import type { DesiredResource } from "../../core/stack.ts";
import type { ArmResource } from "../../ports/azure.ts";
import { planner, tellAll } from "./update.ts";

/** What making overrides for an environment is given: Azure as it was read there, and the texts. */
export interface OverrideInputs {
  readonly texts: Texts;
  readonly environment: string;
  readonly kinds: readonly Kind[];
  /** Everything Azure has of our types in the environment's resource groups. */
  readonly resources: readonly ArmResource[];
  /** Values of the secrets at hand, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The repository, for the owner's tag. */
  readonly source?: string;
}

/** The texts with the environment's overrides, and what there is to say of each definition. */
export interface Overridden {
  readonly texts: Texts;
  readonly told: readonly ToldUpdate[];
  /** Secrets that are `{ live: true }` in the environment now. */
  readonly liveSecrets: readonly string[];
}

/**
 * What an environment has of the resources that definitions made for another one describe, as overrides in the files
 * that exist. What has no definition at all is for an ordinary import, which is to be given the texts that come out here.
 */
export function importOverrides(inputs: OverrideInputs): Overridden {
  const { texts, environment, kinds, resources } = inputs;
  const compiled = compileTexts(texts, kinds);
  if (compiled === undefined || hasErrors(compiled.diagnostics)) return { texts, told: [], liveSecrets: [] };
  const done = overridesFor({ texts, compiled, environment, kinds, plan: planner(inputs, resources) });
  const differing = tellAll(done, kinds);
  const told = [...differing, ...adoptions(done, { environment, differing }), ...done.notThere.map(tellMissing)];
  return { texts: done.texts, told, liveSecrets: done.liveSecrets };
}

/** What is adopted without a difference is told too: its definition is this environment's now, or says `adopt` in it. */
function adoptions(
  { adopting }: OverriddenFor,
  { environment, differing }: { readonly environment: string; readonly differing: readonly ToldUpdate[] },
): readonly ToldUpdate[] {
  const ids = new Set(differing.map(({ id }) => resourceId(id)));
  return adopting
    .filter(({ id }) => !ids.has(id))
    .map((desired) => ({
      ...titled(desired),
      outcome: "updated",
      differences: [{ path: "adopt", after: true, layer: `environments.${environment}`, at: desired.at }],
      sources: [],
      left: [],
    }));
}

function tellMissing({ desired, off, because }: OverriddenFor["notThere"][number]): ToldUpdate {
  const said = { ...titled(desired), differences: [], sources: [] };
  return { ...said, outcome: off ? "off" : "missing", left: off ? [] : [{ because }] };
}

function titled({ kind, name, place, armId, at }: DesiredResource) {
  return { kind, name, resourceGroup: place.resourceGroup, id: armId, at };
}
