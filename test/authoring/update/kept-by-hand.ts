import { compileTexts, type CompiledTexts, type Texts } from "../../../src/authoring/update/texts.ts";
import { updateDefinitions, type Updated } from "../../../src/authoring/update/update.ts";
import type { Change } from "../../../src/core/plan/change.ts";
import { composeTags } from "../../../src/core/plan/ownership.ts";
import { printPath } from "../../../src/core/settings/compare.ts";
import { createSealer } from "../../../src/core/settings/secrets.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { mapTexts, type JsonObject } from "../../../src/core/json.ts";
import { lay } from "../../../src/core/settings/overlay.ts";
import { planner } from "../../../src/commands/import/update.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import type { ArmResource } from "../../../src/ports/azure.ts";

export const workspaceText = `# the workspace
stack: ai
rules: [rules/*.yaml]
variables:
  cluster: /subscriptions/\${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks
  other: /subscriptions/\${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/other
  logs: /subscriptions/\${subscription}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log
  runbooks: https://wiki.company.com
  maxErrorRate: 5 # percent
environments:
  production:
    subscription: 11111111-1111-1111-1111-111111111111
    resourceGroup: rg-alerts
    location: koreacentral
    tags: { costCenter: "4711" }
  staging:
    subscription: 22222222-2222-2222-2222-222222222222
    resourceGroup: rg-alerts
    location: koreacentral
    variables: { maxErrorRate: 20 }
secrets:
  hook: { env: HOOK }
`;

export const secrets: ReadonlyMap<string, string> = new Map([["hook", "https://hooks.example/one-secret-value"]]);

/** The same texts as files. */
export function textsOf(rules: string, workspace: string = workspaceText): Texts {
  return { workspace: { path: "tocsin.yaml", text: workspace }, rules: [{ path: "rules/a.yaml", text: rules }] };
}

/** Texts that are known to be right. */
export function rightly(texts: Texts): CompiledTexts {
  const compiled = compileTexts(texts, kinds);
  const errors = compiled?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
  if (compiled === undefined || errors.length > 0)
    throw new Error(JSON.stringify(errors, undefined, 1) + "\n" + texts.rules[0]?.text);
  return compiled;
}

/** Azure as it would be had these definitions been applied in an environment. */
export function azureOf(
  compiled: CompiledTexts,
  environment: string,
  owned: "ours" | "nobody's" = "ours",
  known: ReadonlyMap<string, string> = secrets,
): readonly ArmResource[] {
  const stack = compiled.stacks.get(environment);
  const sealer = createSealer(known);
  return (stack?.resources ?? []).map((resource: DesiredResource) => {
    const kind = kinds.find(({ name }) => name === resource.kind);
    if (kind === undefined) throw new Error(resource.kind);
    const whole = lay(kind.toArm(resource.settings), resource.arm ?? {});
    const tags =
      owned === "ours"
        ? composeTags({ declared: resource.tags, owner: { stack: "ai", environment }, protect: resource.protect }, {})
        : resource.tags;
    const body = mapTexts(whole, (text) => sealer.open(text)) as JsonObject;
    return {
      armId: resource.armId,
      apiVersion: kind.apiVersions[0],
      body: { id: resource.armId, name: resource.name, type: kind.armType, ...body, tags: { ...tags } },
    } as ArmResource;
  });
}

/** What a run made of the definitions, and what a plan says afterwards. */
export interface Kept {
  readonly updated: Updated;
  readonly rules: string;
  readonly workspace: string;
  /** `production severity`, each difference that is left, and each change that is no update. */
  readonly rest: readonly string[];
  readonly left: readonly string[];
}

/** Somebody made Azure as `byHand` says; this is what the definitions are after keeping that. */
export function keep(
  rules: string,
  byHand: string,
  options: {
    readonly workspace?: string;
    readonly environment?: string;
    readonly byHandWorkspace?: string;
    readonly change?: (resource: ArmResource) => ArmResource;
  } = {},
): Kept {
  const {
    workspace = workspaceText,
    environment = "production",
    byHandWorkspace = workspace,
    change = (one: ArmResource): ArmResource => one,
  } = options;
  const texts = textsOf(rules, workspace);
  const compiled = rightly(texts);
  const resources = azureOf(rightly(textsOf(byHand, byHandWorkspace)), environment).map(change);
  const plan = planner({ kinds, secrets }, resources);
  const updated = updateDefinitions({
    texts,
    compiled,
    environment,
    kinds,
    plan,
    isMeant: () => true,
    mayAddVariables: false,
  });
  const after = rightly(updated.texts);
  const stack = after.stacks.get(environment);
  return {
    updated,
    rules: updated.texts.rules[0]?.text ?? "",
    workspace: updated.texts.workspace.text,
    rest: stack === undefined ? [] : plan(stack).changes.flatMap(rest),
    left: updated.resources.flatMap(({ left }) => left.map(({ path, because }) => `${path ?? "-"}: ${because}`)),
  };
}

export function rest(change: Change): readonly string[] {
  if (change.action === "keep") return [];
  const paths = "differences" in change ? change.differences.map(({ path }) => printPath(path)) : [];
  return [`${change.action} ${paths.join(" ")}`.trim()];
}

/** A text with parts of it exchanged; each has to be there. */
export function swap(text: string, ...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`there is no \`${from}\``);
    return now.replace(from, () => to);
  }, text);
}
