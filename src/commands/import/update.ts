import { tellUpdate } from "../../authoring/update/told-update.ts";
import { compileTexts, type Texts } from "../../authoring/update/texts.ts";
import { updateDefinitions, type Updated } from "../../authoring/update/update.ts";
import { hasErrors, type Diagnostic } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import { sidesOf, titleOf, type Change, type PlannedDifference } from "../../core/plan/change.ts";
import { makePlan, type Plan } from "../../core/plan/plan.ts";
import type { ToldUpdate, UpdateReport } from "../../core/plan/update-report.ts";
import { createSealer } from "../../core/settings/secrets.ts";
import type { Stack } from "../../core/stack.ts";
import type { ArmResource } from "../../ports/azure.ts";
import { subjectOf, type PlanInputs } from "../plan.ts";
import { selectResources } from "../select.ts";
import { readAzure, surveyOf } from "../survey.ts";

/** What `import --update` is given: what `plan` is, and the texts of the workspace and its rules. */
export interface UpdateInputs extends PlanInputs {
  readonly texts: Texts;
  /** True where nothing will be written. */
  readonly dryRun: boolean;
}

/** What was said, and the texts as they are to be written: those that changed are other objects than before. */
export interface UpdatedTexts {
  readonly report: UpdateReport;
  readonly texts: Texts;
}

/** Writes what Azure has into the definitions that exist: into all that differ, or into those named. */
export async function importUpdate(inputs: UpdateInputs): Promise<UpdatedTexts> {
  const { stack, kinds, texts, names } = inputs;
  const subject = subjectOf(stack.environment);
  const say = (diagnostics: readonly Diagnostic[]): UpdatedTexts => ({
    report: { command: "import-update", subject, diagnostics },
    texts,
  });
  if (hasErrors(inputs.diagnostics)) return say(inputs.diagnostics);
  const compiled = compileTexts(texts, kinds);
  const mine = compiled?.stacks.get(stack.environment.name);
  if (compiled === undefined || mine === undefined) throw new Error("the texts are not those that were compiled");
  const resources = await readAzure({ ...inputs, stack: mine });
  const live = surveyOf(resources, { stack: mine, kinds, sealer: createSealer(inputs.secrets) }).live;
  const { unknown } = selectResources(names, inputs, live);
  if (unknown.length > 0) return say([...inputs.diagnostics, ...unknown]);
  const isNamed = (change: Change): boolean => names.length === 0 || isOneOf(names, change);
  const plan = planner(inputs, resources);
  const updated = updateDefinitions({
    texts,
    compiled,
    environment: stack.environment.name,
    kinds,
    plan,
    isMeant: isNamed,
    mayAddVariables: false,
  });
  const changes = plan(mine).changes.filter(isNamed);
  return {
    texts: updated.texts,
    report: {
      command: "import-update",
      subject,
      diagnostics: inputs.diagnostics,
      updated: {
        resources: [
          ...tellAll(updated, kinds),
          ...changes.flatMap((change) => tellOther(change, stack.environment.name)),
        ],
        unchanged: changes.filter(isAsWanted).length,
        files: changedFiles(texts, updated.texts),
        dryRun: inputs.dryRun,
        notes: [],
      },
    },
  };
}

/** Makes plans of a stack against what was read; a sealer knows the secrets of one stack's definitions. */
export function planner(
  { kinds, secrets, source }: Pick<UpdateInputs, "kinds" | "secrets" | "source">,
  resources: readonly ArmResource[],
): (stack: Stack, as?: "ours") => Plan {
  return (stack, as) => {
    // What only Azure has is not compared, whatever this run happens to know.
    const known = [...secrets].filter(([name]) => !("live" in (stack.environment.secrets[name] ?? {})));
    const sealer = createSealer(new Map(known));
    const { stack: name, name: environment } = stack.environment;
    const owner = { stack: name, environment, ...(source === undefined ? {} : { source }) };
    const { live: found } = surveyOf(resources, { stack, kinds, sealer });
    const live = as === undefined ? found : found.map((one) => (one.owner === undefined ? { ...one, owner } : one));
    return makePlan({ stack, live, kinds, sealer, ...(source === undefined ? {} : { source }) });
  };
}

/** What became of each resource that differed, for the report. */
export function tellAll({ texts, resources }: Updated, kinds: readonly Kind[]): readonly ToldUpdate[] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const something = resources.filter(({ written, left }) => written.length > 0 || left.length > 0);
  return something.map((resource) => tellUpdate(resource, { texts, kind: byName.get(resource.change.desired.kind) }));
}

/** The files whose text is another one now. */
function changedFiles(before: Texts, after: Texts): readonly string[] {
  const old = new Map([before.workspace, ...before.rules].map(({ path, text }) => [path, text]));
  return [after.workspace, ...after.rules].flatMap(({ path, text }) => (old.get(path) === text ? [] : [path]));
}

function isOneOf(names: readonly string[], change: Change): boolean {
  const { desired, live } = sidesOf(change);
  return names.some((name) => [desired?.name, live?.name].some((other) => other?.toLowerCase() === name.toLowerCase()));
}

/** Whose it is in Azure is no matter of the definition's text. */
function isAsWanted(change: Change): boolean {
  if (change.action === "adopt") return change.differences.every(({ path }) => isOwnersTag(path));
  return change.action === "keep";
}

function isOwnersTag([first, name]: PlannedDifference["path"]): boolean {
  return first === "tags" && typeof name === "string" && name.startsWith("tocsin-");
}

/** A change that no text can make go away, with the way out. */
function tellOther(change: Change, environment: string): readonly ToldUpdate[] {
  const because = whyLeft(change, environment);
  if (because === undefined) return [];
  const { desired, live } = sidesOf(change);
  return [
    {
      outcome: change.action === "create" ? "missing" : "left",
      ...titleOf(change),
      id: desired?.armId ?? live?.armId ?? "",
      ...(desired === undefined ? {} : { at: desired.at }),
      differences: [],
      sources: [],
      left: [{ because }],
    },
  ];
}

function whyLeft(change: Change, environment: string): string | undefined {
  switch (change.action) {
    case "create":
      return `it is not in Azure; where it is to stay away, delete the definition, or write \`${environment}: false\` under its \`environments\``;
    case "delete":
      return `no definition wants it; \`import --name ${change.live.name}\` writes one`;
    case "blocked":
      return `it was not compared: ${change.because.map(({ message }) => message).join("; ")}`;
    case "rename":
      return `it is still called ${change.live.name} in Azure; apply the rename first`;
    case "release":
      return "it is let go by the next `apply`";
    case "update":
    case "adopt":
    case "replace":
    case "keep":
      return undefined;
  }
}
