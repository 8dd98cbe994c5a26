import type { Draft } from "../../authoring/draft.ts";
import { draftOf } from "../../authoring/draft-resource.ts";
import type { NamedResource } from "../../authoring/ids.ts";
import { createSecretNaming } from "../../authoring/live-secrets.ts";
import { diagnose, hasErrors, type Diagnostic } from "../../core/diagnostic.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import type { ToldLeftOut } from "../../core/plan/report.ts";
import { armIdOf, parseArmId, resourceId, type ResourceId } from "../../core/resource.ts";
import { createSealer, type Sealer } from "../../core/settings/secrets.ts";
import type { Stack } from "../../core/stack.ts";
import { choose, toldLeftOut } from "./choice.ts";
import { compose, type Composition, type Surrounding } from "./compose.ts";
import type { Imported, ImportInputs } from "./inputs.ts";
import { judge } from "./judge.ts";
import { prove, type Obstructed, type Proof } from "./proof.ts";
import { reportOf } from "./report.ts";
import { load } from "../load.ts";
import { surveyOf } from "../survey.ts";

/**
 * Definitions for what exists: chosen, judged, drafted and printed; then compiled and planned against the same bodies,
 * before a word of it is written. What a plan would not take over as it is says so above itself, and is not adopted.
 */
export async function importResources(inputs: ImportInputs): Promise<Imported> {
  const { workspace, environment, kinds } = inputs;
  const loaded = load({ ...inputs, environments: [environment] });
  // Nothing is defined yet where somebody begins.
  const before = loaded.diagnostics.filter(({ code }) => code !== "no-rule-files");
  const [compiled] = loaded.stacks;
  if (compiled === undefined || hasErrors(before)) return nothing(inputs, before);
  const { stack } = compiled;
  const from = await inputs.from();
  const sealer = createSealer(inputs.secrets);
  const { raw, live } = surveyOf(from.resources, { stack, kinds, sealer });
  const defined = new Set(stack.resources.flatMap(idsOf));
  const choosing = { workspace, environment, kinds, raw, defined, choice: inputs.choice };
  const choice = choose(live, choosing);
  if (choice.unknown.length > 0) return nothing(inputs, [...from.diagnostics, ...choice.unknown]);
  const { drafts, leftOut } = draftAll(choice.chosen, inputs);
  return settle(drafts, {
    inputs,
    named: stack.resources.map(namedAs),
    sealer,
    live,
    defined: choice.defined,
    leftOut: [...choice.leftOut, ...leftOut],
    diagnostics: from.diagnostics,
  });
}

function nothing(inputs: ImportInputs, diagnostics: readonly Diagnostic[]): Imported {
  return {
    report: reportOf({ inputs, diagnostics, live: new Map(), leftOut: [], defined: 0, against: new Map() }),
    made: [],
  };
}

/** The resource of a definition, and the one it was formerly, which a plan renames. */
function idsOf({ id, armId, place, moves: { formerly } }: Stack["resources"][number]): readonly ResourceId[] {
  const type = parseArmId(armId)?.type;
  if (formerly === undefined || type === undefined) return [id];
  return [id, resourceId(armIdOf({ ...place, resourceGroup: formerly.resourceGroup }, type, formerly.name))];
}

function namedAs({ id, name, place, armId }: Stack["resources"][number]): NamedResource {
  return { id, name, resourceGroup: place.resourceGroup, type: parseArmId(armId)?.type ?? "" };
}

function draftAll(
  chosen: readonly LiveResource[],
  { workspace, environment, kinds }: ImportInputs,
): { readonly drafts: readonly Draft[]; readonly leftOut: readonly ToldLeftOut[] } {
  const drafting = {
    environment,
    only: workspace.environments.length > 1 ? [environment.name] : [],
    secrets: createSecretNaming(workspace.environments.flatMap(({ secrets }) => Object.keys(secrets))),
  };
  const drafts: Draft[] = [];
  const leftOut: ToldLeftOut[] = [];
  for (const resource of chosen) {
    const kind = kinds.find(({ name }) => name === resource.kind);
    if (kind === undefined) throw new Error(`${resource.armId} was chosen and is of no kind`);
    const fault = judge(kind, resource);
    if (fault === undefined) drafts.push(draftOf(resource, kind, drafting));
    else leftOut.push(toldLeftOut(resource, fault));
  }
  return { drafts, leftOut };
}

interface Settling {
  readonly inputs: ImportInputs;
  readonly named: readonly NamedResource[];
  readonly sealer: Sealer;
  readonly live: readonly LiveResource[];
  readonly defined: number;
  readonly leftOut: readonly ToldLeftOut[];
  /** What was said about the source. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Composes and proves until the proof stands. Each round that does not stand takes something away, a definition that is
 * none, a piece of ARM body that goes along by itself, or an `adopt`, so there is a last one.
 */
function settle(begun: readonly Draft[], settling: Settling): Imported {
  const { inputs, named, live, sealer, defined, diagnostics } = settling;
  const { workspaceFile, files, shown, environment, kinds } = inputs;
  const byId = new Map(live.map((resource) => [resource.id, resource]));
  const byKind = new Map(kinds.map((kind) => [kind.name, kind]));
  const surrounding: Surrounding = { ...inputs, named, kinds: byKind, folding: "one by one" };
  const leftOut = [...settling.leftOut];
  const against = new Map<ResourceId, readonly string[]>();
  let drafts = begun;
  const proofOf = ({ made, workspaceText }: Composition): Proof =>
    prove(
      { workspaceFile: { path: workspaceFile.path, text: workspaceText }, files, made, shown },
      { ...inputs, environment: environment.name, live, sealer },
    );
  for (;;) {
    const composed = compose(drafts, surrounding);
    if ("because" in composed) return nothing(inputs, [unwritable(inputs, composed.because)]);
    const proof = proofOf(composed);
    if (proof.outcome === "broken") return nothing(inputs, proof.diagnostics);
    if (proof.outcome === "faulty") {
      const faulty = new Map([...proof.faults].flatMap(([{ ids }, fault]) => ids.map((id) => [id, fault] as const)));
      for (const [id, fault] of faulty) {
        const resource = byId.get(id);
        if (resource !== undefined) leftOut.push(toldLeftOut(resource, cannotBeSaid(fault)));
      }
      drafts = drafts.filter(({ ids }) => !ids.some((id) => faulty.has(id)));
      continue;
    }
    const pending = new Map(
      [...proof.against].flatMap(
        ([
          {
            ids: [id],
          },
          why,
        ]) => (id === undefined || against.has(id) ? [] : [[id, why]]),
      ),
    );
    if (pending.size === 0) {
      // What several drafts are in one has to stand the same proof, or it is not offered.
      const folded = compose(drafts, { ...surrounding, folding: "folded" });
      const alike = "because" in folded || !isAsSound(proofOf(folded), proof) ? composed : folded;
      const telling = { inputs, live: byId, leftOut, defined, against, diagnostics };
      return finish(inputs.fold ? alike : composed, { ...telling, alike: definitionsIn(alike) });
    }
    drafts = drafts.map((draft) => {
      const [id] = draft.ids;
      const why = id === undefined ? undefined : pending.get(id);
      if (id === undefined || why === undefined) return draft;
      const weaker = weaken(draft, why);
      if (weaker.adopt !== draft.adopt || weaker.arm === draft.arm) against.set(id, why.lines);
      return weaker;
    });
  }
}

/** True where a plan takes over as much as with the other proof. */
function isAsSound(proof: Proof, other: Proof): boolean {
  return proof.outcome === "sound" && other.outcome === "sound" && proof.against.size === other.against.size;
}

function definitionsIn({ made }: Composition): number {
  return made.reduce((sum, { drafts }) => sum + drafts.length, 0);
}

/** What is left of a draft that no plan takes over as it is. */
function weaken(draft: Draft, { lines, onlyArm }: Obstructed): Draft {
  const { arm, adopt, ...rest } = draft;
  // What the language has no words for goes along by itself, and plans name it; better unsaid than said wrongly.
  if (onlyArm && arm !== undefined) return { ...rest, ...(adopt === undefined ? {} : { adopt }) };
  const first =
    adopt === undefined ? "This is not what Azure has:" : "Not adopted, because this is not what Azure has:";
  return { ...rest, ...(arm === undefined ? {} : { arm }), comments: [first, ...lines.map((line) => `  ${line}`)] };
}

function cannotBeSaid({ message }: Diagnostic): Parameters<typeof toldLeftOut>[1] {
  return { reason: "no-words", because: "it is not what a definition can say", at: message };
}

function unwritable({ workspace }: ImportInputs, because: string): Diagnostic {
  const message = `what the definitions need cannot be added to the workspace: ${because}`;
  return diagnose({ code: "not-editable", path: [], message }, { file: workspace.file, line: 1, column: 1 });
}

type Telling = Omit<Parameters<typeof reportOf>[0], "composed">;

function finish(composed: Composition, telling: Telling): Imported {
  const { workspaceFile } = telling.inputs;
  const same = composed.workspaceText === workspaceFile.text;
  return {
    report: reportOf({ ...telling, composed }),
    made: composed.made,
    ...(same || composed.made.length === 0 ? {} : { workspaceText: composed.workspaceText }),
  };
}
