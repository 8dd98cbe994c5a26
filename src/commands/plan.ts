import { hasErrors, tellOnce, type Diagnostic } from "../core/diagnostic.ts";
import { guard, type Refusal } from "../core/plan/guard.ts";
import type { Kind } from "../core/kind.ts";
import { foundElsewhere, type Elsewhere } from "../core/plan/elsewhere.ts";
import { makePlan, ownedBy, type Plan } from "../core/plan/plan.ts";
import type { PastCommit, PlanReport, Planned, Subject } from "../core/plan/report.ts";
import type { ResourceId } from "../core/resource.ts";
import { lookAround, nodesAfter, nodesOf, pagingChanges, type Surveyed } from "../core/plan/routes.ts";
import { createSealer, type Sealer } from "../core/settings/secrets.ts";
import type { Stack } from "../core/stack.ts";
import { tellChange } from "../core/plan/told.ts";
import type { Environment, Workspace } from "../core/language/workspace.ts";
import type { AzureReader } from "../ports/azure.ts";
import { findAbsentScopes } from "./absent-scopes.ts";
import { activeMutes } from "./active-mutes.ts";
import { deadEnds } from "./dead-ends.ts";
import { readGroupsElsewhere } from "./groups-elsewhere.ts";
import type { Base } from "./look-back.ts";
import { planNotes, retirementNotes, unreadNotes } from "./plan-notes.ts";
import { selectResources } from "./select.ts";
import { readAzure, surveyOf, type Survey } from "./survey.ts";
import { findSwitchedOff, type SwitchedOff } from "./switched-off.ts";
import { tellWhose } from "./whose-change.ts";

/** What every command that looks at Azure is given. */
export interface PlanInputs {
  readonly workspace: Workspace;
  readonly stack: Stack;
  /** All that was said about the definitions: with an error in it there is no plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is found in Azure besides, as the author's switches want it; as it is where they are absent. */
  readonly lint?: (found: readonly Diagnostic[]) => readonly Diagnostic[];
  readonly kinds: readonly Kind[];
  readonly reader: AzureReader;
  /** Values of the secrets at hand, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Why secrets of key vaults that the definitions use have no value, by name. */
  readonly unread?: ReadonlyMap<string, string>;
  /** The repository, for the owner's tag. */
  readonly source?: string;
  /** Names of resources to plan, with what they need; all where it is empty. */
  readonly names: readonly string[];
  /** What the definitions of an earlier commit would change as well is told as not from these; nothing is where it is absent. */
  readonly base?: Base;
  /** The earlier commit whose definitions these are again; asked when there is something to be done. */
  readonly restores?: () => Promise<PastCommit | undefined>;
  /** The instant of the run (ISO 8601, UTC). */
  readonly now: string;
  readonly signal: AbortSignal;
}

/** A plan with all that applying it needs; a report is made of it. */
export interface MadePlan {
  readonly plan: Plan;
  readonly survey: Survey;
  readonly sealer: Sealer;
  readonly refusals: readonly Refusal[];
  readonly planned: Planned;
}

/** Which environment a report is about. */
export function subjectOf(environment: Environment): Subject {
  const { stack, name, subscription, retired } = environment;
  return { stack, environment: name, subscription, ...(retired ? { retired } : {}) };
}

/** What came of planning: nothing made where the definitions have errors or Azure was asked for something unknown. */
export interface Planning {
  readonly diagnostics: readonly Diagnostic[];
  readonly made?: MadePlan;
}

/** Reads Azure and says what is to be done; an error in the definitions means that nothing is even read. */
export async function plan(inputs: PlanInputs): Promise<PlanReport> {
  const { diagnostics, made } = await makePlanFor(inputs);
  return {
    command: "plan",
    subject: subjectOf(inputs.stack.environment),
    diagnostics,
    ...(made === undefined ? {} : { planned: made.planned }),
  };
}

/** The plan with all that applying it needs. */
export async function makePlanFor(inputs: PlanInputs): Promise<Planning> {
  if (hasErrors(inputs.diagnostics)) return { diagnostics: inputs.diagnostics };
  const { stack, kinds } = inputs;
  const resources = await readAzure(inputs);
  const sealer = createSealer(inputs.secrets);
  const survey = surveyOf(resources, { stack, kinds, sealer });
  const selection = selectResources(inputs.names, inputs, survey.live);
  if (selection.unknown.length > 0) return { diagnostics: [...inputs.diagnostics, ...selection.unknown] };
  const off = await findSwitchedOff({ ...inputs, live: survey.live, only: selection.only });
  const { made, after } = judge(inputs, { survey, sealer, switchedOff: off }, selection.only);
  const [elsewhere, scopes] = await Promise.all([
    readGroupsElsewhere(made.plan, after, inputs),
    findAbsentScopes(made.plan, after, inputs),
  ]);
  const { lint = (all) => all } = inputs;
  const found = lint([...off.diagnostics, ...deadEnds(inputs, elsewhere.around), ...scopes.diagnostics]);
  const diagnostics = tellOnce([...inputs.diagnostics, ...found]);
  if (hasErrors(diagnostics)) return { diagnostics };
  const notes = [...made.planned.notes, ...elsewhere.notes, ...scopes.notes];
  const planned = await tellWhose({ ...made.planned, notes }, { ...inputs, environment: stack.environment });
  return { diagnostics, made: { ...made, planned } };
}

function judge(
  { workspace, stack, kinds, source, unread, now, base }: PlanInputs,
  { survey, sealer, switchedOff }: { survey: Survey; sealer: Sealer; switchedOff: SwitchedOff },
  only: ReadonlySet<ResourceId> | undefined,
): { readonly made: MadePlan; readonly after: Surveyed } {
  const { live } = survey;
  const input = {
    stack,
    live,
    kinds,
    sealer,
    switchedOff: switchedOff.ids,
    ...(source === undefined ? {} : { source }),
    ...(only === undefined ? {} : { only }),
  };
  const planned = makePlan(input);
  const elsewhere: Elsewhere =
    base === undefined || "because" in base ? new Map() : foundElsewhere(planned, input, base.stack);
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const around = { kinds: byName, now };
  const before = lookAround(nodesOf(live), survey.groups, around);
  const after = lookAround(nodesAfter(planned.changes, live), survey.groups, around);
  const { environment } = stack;
  const isLive = (name: string): boolean => "live" in (environment.secrets[name] ?? {});
  const refusals = guard({
    changes: planned.changes,
    ours: [
      ...ownedBy({ stack: environment.stack, environment: environment.name }, live),
      ...planned.changes.flatMap((change) => (change.action === "adopt" ? [change.live] : [])),
    ].map((resource) => resource.id),
    desired: stack.resources.length,
    retired: environment.retired,
    limits: workspace.guard,
    before,
    after,
    kinds: byName,
  });
  const made: MadePlan = {
    plan: planned,
    survey,
    sealer,
    refusals,
    planned: {
      changes: planned.changes
        .filter((change) => change.action !== "keep")
        .map((change) => tellChange(change, planned, { kinds: byName, stack, elsewhere })),
      unchanged: planned.changes.filter((change) => change.action === "keep").length,
      digest: planned.digest,
      refusals,
      paging: pagingChanges(planned.changes, before, after, byName),
      notCompared: planned.notCompared.filter((name) => !isLive(name)),
      live: planned.notCompared.filter(isLive),
      notes: [
        ...unreadNotes(planned, unread),
        ...retirementNotes(environment, planned, live),
        ...planNotes(planned, { live, after, kinds: byName }),
        ...(switchedOff.note === undefined ? [] : [switchedOff.note]),
        ...activeMutes(before, live, { kinds: byName, environment }),
      ],
    },
  };
  return { made, after };
}
