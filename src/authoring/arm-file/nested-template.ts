import { isList, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import { evaluateValue } from "./evaluate-value.ts";
import { isExpression, printExpression, type Expression } from "./expression.ts";
import type { Frame, Target } from "./frame.ts";
import type { Evaluate } from "./functions/special.ts";
import { memberOf, sectionOf, textIn, within } from "./members.ts";
import type { GivenParameter } from "./parameter.ts";
import { Unevaluated } from "./unevaluated.ts";

/** A template, alone or inside another one. */
export interface InnerTemplate {
  readonly template: JsonObject;
  readonly path: Path;
  readonly target: Target;
  readonly deployment?: string;
  given(parameter: string): GivenParameter | undefined;
}

/** A template inside another one, whose expressions may speak of itself or of the one around it. */
export interface NestedTemplate extends InnerTemplate {
  readonly isOwnScope: boolean;
}

/** True for the type of resource that deploys a template. */
export function isDeployment(type: string): boolean {
  return type.toLowerCase() === "microsoft.resources/deployments";
}

/** Where a nested template is found, and with what. */
interface Around {
  readonly frame: Frame;
  readonly target: Target;
  readonly evaluate: Evaluate;
}

/** The template in a deployment, or in words what is there instead; throws `Unevaluated` where it deploys to is not known. */
export function deploymentIn(resource: JsonObject, path: Path, around: Around): NestedTemplate | string {
  const properties = memberOf(resource, "properties");
  const found = within(resource, path, ["properties", "template"]);
  if (memberOf(properties?.value, "templatelink") !== undefined)
    return "this deploys a template from elsewhere (`templateLink`)";
  if (properties === undefined || found === undefined || !isObject(found.value))
    return "this deploys a template that does not stand here";
  const name = nameOf(resource, path, around);
  return {
    template: found.value,
    path: found.path,
    target: targetOf(resource, path, around),
    ...(name === undefined ? {} : { deployment: name }),
    isOwnScope: scopeWord(properties.value) === "inner",
    given: parametersIn(resource, path, around),
  };
}

function scopeWord(properties: Json): string | undefined {
  return textIn(memberOf(properties, "expressionevaluationoptions")?.value, "scope")?.toLowerCase();
}

/** The name of a deployment, where it has one that is known. */
function nameOf(resource: JsonObject, path: Path, around: Around): string | undefined {
  const name = memberOf(resource, "name");
  try {
    const value = name === undefined ? null : evaluateValue(name.value, [...path, name.key], around);
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    if (error instanceof Unevaluated) return undefined;
    throw error;
  }
}

function targetOf(resource: JsonObject, path: Path, around: Around): Target {
  const textUnder = (name: string): string | undefined => {
    const member = memberOf(resource, name);
    const value = member === undefined ? null : evaluateValue(member.value, [...path, member.key], around);
    return typeof value === "string" ? value : undefined;
  };
  const { target } = around;
  const scope = /^\/?subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/?$/i.exec(textUnder("scope") ?? "");
  const subscription = textUnder("subscriptionid") ?? scope?.[1] ?? target.subscription;
  const named = textUnder("resourcegroup") ?? scope?.[2];
  const isSame = (a: string, b = ""): boolean => a.toLowerCase() === b.toLowerCase();
  const isHere = isSame(subscription, target.subscription);
  if (named === undefined) return isHere && scope === null ? target : { subscription };
  return isHere && isSame(named, target.resourceGroup) ? target : { subscription, resourceGroup: named };
}

function parametersIn(resource: JsonObject, path: Path, around: Around): (name: string) => GivenParameter | undefined {
  const section = within(resource, path, ["properties", "parameters"]);
  if (section === undefined) return () => undefined;
  return (name) => {
    const given = memberOf(section.value, name);
    if (given === undefined) return undefined;
    if (memberOf(given.value, "reference") !== undefined) return "in a vault";
    const value = memberOf(given.value, "value");
    if (value === undefined) return undefined;
    return { value: () => evaluateValue(value.value, [...section.path, given.key, value.key], around) };
  };
}

/** A template whose deployments are looked through for outputs. */
interface Outputs {
  readonly inner: InnerTemplate;
  frameOf(inner: InnerTemplate): Frame;
  readonly evaluate: Evaluate;
}

/** An output of a deployment that stands in a template; throws `Unevaluated` where there is none or it has no value. */
export function outputOf({ inner, frameOf, evaluate }: Outputs, wanted: Expression, name: string): Json {
  const frame = frameOf(inner);
  const around: Around = { frame, target: inner.target, evaluate };
  const found = deploymentCalled(inner, wanted, around);
  const nested = found === undefined ? undefined : deploymentIn(found.resource, found.path, around);
  if (nested === undefined || typeof nested === "string")
    throw new Unevaluated("what `reference` gives is known only to Azure; write the value in its place");
  const outputs = sectionOf(nested.template, "outputs");
  const output = memberOf(outputs.members, name.toLowerCase());
  const value = memberOf(output?.value, "value");
  if (output === undefined || value === undefined)
    throw new Unevaluated(`the deployment has no output \`${name}\` with a value of its own`);
  const speaksOf = nested.isOwnScope ? frameOf(nested) : frame;
  return frame.session.deeper(() =>
    evaluateValue(value.value, [...nested.path, outputs.key, output.key, value.key], { frame: speaksOf, evaluate }),
  );
}

/** The deployment that a `reference` means: by its symbolic name, by its name, or by the expression of its name. */
function deploymentCalled(
  inner: InnerTemplate,
  wanted: Expression,
  around: Around,
): { readonly resource: JsonObject; readonly path: Path } | undefined {
  const section = memberOf(inner.template, "resources");
  if (section === undefined) return undefined;
  const path = [...inner.path, section.key];
  const entries: readonly (readonly [string | number, Json])[] = isList(section.value)
    ? [...section.value.entries()]
    : Object.entries(isObject(section.value) ? section.value : {});
  const named = wanted.is === "call" && wanted.name.toLowerCase() === "resourceid" ? wanted.args.at(-1) : wanted;
  if (named === undefined) return undefined;
  const printed = printExpression(named);
  const value = valueOf(named, around)?.split("/").at(-1)?.toLowerCase();
  for (const [key, resource] of entries) {
    if (
      !isObject(resource) ||
      !isDeployment(textIn(resource, "type") ?? "") ||
      memberOf(resource, "copy") !== undefined
    )
      continue;
    const here = [...path, key];
    const name = textIn(resource, "name") ?? "";
    const isMeant =
      (value !== undefined &&
        (String(key).toLowerCase() === value || nameOf(resource, here, around)?.toLowerCase() === value)) ||
      (isExpression(name) && printedAs(name, around) === printed);
    if (isMeant) return { resource, path: here };
  }
  return undefined;
}

function valueOf(expression: Expression, { frame, evaluate }: Around): string | undefined {
  try {
    const value = evaluate(expression, frame);
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    if (error instanceof Unevaluated) return undefined;
    throw error;
  }
}

function printedAs(text: string, { frame }: Around): string | undefined {
  try {
    return printExpression(frame.session.parsed(text));
  } catch (error) {
    if (error instanceof Unevaluated) return undefined;
    throw error;
  }
}
