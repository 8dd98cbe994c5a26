import { isList, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import { armIdOf, parseArmId } from "../../core/resource.ts";
import { isShaped } from "./az-shape.ts";
import { evaluate } from "./evaluate.ts";
import { evaluateCount, evaluateValue } from "./evaluate-value.ts";
import { isExpression, quoteExpression } from "./expression.ts";
import { printPath, type Findings, type Need } from "./findings.ts";
import type { Frame, Target } from "./frame.ts";
import { memberOf, textIn } from "./members.ts";
import { deploymentIn, isDeployment, outputOf, type InnerTemplate } from "./nested-template.ts";
import type { GivenParameter } from "./parameter.ts";
import type { Session } from "./session.ts";
import { createFrame } from "./template-frame.ts";
import { Unevaluated } from "./unevaluated.ts";

/** What one template is read with. */
export interface TemplateReading {
  readonly session: Session;
  readonly findings: Findings;
  /** The type as ARM spells it, of those that are wanted; its lower case is given. */
  wanted(type: string): string | undefined;
  /** A resource that was evaluated: its name, and all that Azure would be sent beside it. */
  take(resource: TemplateResource): void;
}

/** A resource of a template, evaluated. */
interface TemplateResource {
  readonly type: string;
  readonly name: string;
  readonly target: Target;
  readonly apiVersion: string | undefined;
  readonly body: JsonObject;
  readonly path: Path;
}

/** Where the resources of a template are, what their expressions speak of, and where they are deployed to. */
interface Walk {
  readonly frame: Frame;
  /** Of the resources; the frame's own is that of the expressions. */
  readonly target: Target;
}

/** Takes all wanted resources out of a template, those of templates inside it included. */
export function readTemplate(
  template: JsonObject,
  reading: TemplateReading,
  given: { readonly path: Path; readonly target: Target; parameter(name: string): GivenParameter | undefined },
): void {
  const { path, target } = given;
  const inner: InnerTemplate = { template, path, target, given: given.parameter };
  walkTemplate(inner, { frame: frameOf(inner, reading), target }, reading);
}

/** The frame of a template with its own parameters and variables. */
function frameOf(inner: InnerTemplate, { session }: Pick<TemplateReading, "session">): Frame {
  return createFrame({
    ...inner,
    session,
    output: (deployment, name) =>
      outputOf({ inner, frameOf: (found) => frameOf(found, { session }), evaluate }, deployment, name),
  });
}

function walkTemplate({ template, path }: InnerTemplate, walk: Walk, reading: TemplateReading): void {
  const section = memberOf(template, "resources");
  if (section === undefined) return;
  const entries: readonly (readonly [string | number, Json])[] = isList(section.value)
    ? [...section.value.entries()]
    : isObject(section.value)
      ? Object.entries(section.value)
      : [];
  for (const [key, resource] of entries)
    walkResource(resource, [...path, section.key, key], { walk, reading, parents: "" });
}

interface Inside {
  readonly walk: Walk;
  readonly reading: TemplateReading;
  /** The types of the resources that this one stands inside. */
  readonly parents: string;
}

function walkResource(resource: Json, path: Path, inside: Inside): void {
  const { reading, parents } = inside;
  const own = textIn(resource, "type");
  if (!isObject(resource) || own === undefined) {
    reading.findings.tell("not-a-resource", path, "this is no resource: it has no `type`");
    return;
  }
  if (memberOf(resource, "existing")?.value === true) return;
  // A child's type continues that of its parent, unless it has a namespace of its own: `Microsoft.Insights/…`.
  const isWhole = parents === "" || /^[^/]+\.[^/]+\//.test(own);
  const type = isWhole ? own : `${parents}/${own}`;
  const wanted = reading.wanted(type.toLowerCase());
  if (wanted === undefined && !isDeployment(type)) reading.findings.other(type);
  else eachRound(resource, path, { ...inside, type: wanted ?? type });
  const children = memberOf(resource, "resources");
  if (children === undefined || !isList(children.value)) return;
  for (const [index, child] of children.value.entries())
    walkResource(child, [...path, children.key, index], { ...inside, parents: type });
}

interface Typed extends Inside {
  readonly type: string;
}

/** Reads a resource once, or as often as its `copy` says. */
function eachRound(resource: JsonObject, path: Path, inside: Typed): void {
  const { frame } = inside.walk;
  const copy = memberOf(resource, "copy");
  if (copy === undefined) {
    readResource(resource, path, inside);
    return;
  }
  const counted = attempt({ resource, path, inside }, () =>
    evaluateCount(memberOf(copy.value, "count")?.value ?? null, [...path, copy.key, "count"], { frame, evaluate }),
  );
  if (counted === undefined) return;
  const loop = textIn(copy.value, "name") ?? "";
  for (let index = 0; index < counted && !frame.session.isSpent(); index += 1) {
    const walk = { ...inside.walk, frame: { ...frame, rounds: [...frame.rounds, { loop, index }] } };
    readResource(resource, path, { ...inside, walk });
  }
}

function readResource(resource: JsonObject, path: Path, inside: Typed): void {
  const { walk, reading, type } = inside;
  const { frame, target } = walk;
  const place = { resource, path, inside };
  if (attempt(place, () => [frame.session.resource()]) === undefined || !isDeployed(place)) return;
  if (isDeployment(type)) {
    const inner = attempt(place, () => deploymentIn(resource, path, { ...walk, evaluate }));
    if (inner === undefined) return;
    if (typeof inner === "string") {
      reading.findings.tell("linked-template", path, `${inner}, which is not read; what it holds is left out`);
      return;
    }
    const spoken = inner.isOwnScope ? frameOf(inner, reading) : frame;
    walkTemplate(inner, { frame: spoken, target: inner.target }, reading);
    return;
  }
  const needs: Need[] = [];
  const onMissing = (place: Path, reason: Need["reason"]): void => {
    needs.push({ place: printPath(place.slice(path.length)), reason });
  };
  const members = Object.entries(resource).filter(([key]) => !templateWords.has(key.toLowerCase()));
  const body = Object.fromEntries(
    members.map(([key, value]) => [key, evaluateValue(value, [...path, key], { frame, evaluate, onMissing })] as const),
  );
  if (needs.length > 0) reading.findings.leftOut(subjectOf(resource, inside), needs);
  else takeResource({ resource, body, path, type, target }, reading);
}

/** Whether its condition lets a resource be; where it does not, or is not known, that is said. */
function isDeployed(place: Attempt): boolean {
  const { resource, path, inside } = place;
  const { frame } = inside.walk;
  const condition = memberOf(resource, "condition");
  if (condition === undefined) return true;
  const met = attempt(place, () => evaluateValue(condition.value, [...path, condition.key], { frame, evaluate }));
  if (met === undefined) return false;
  const truth = typeof met === "string" ? met.toLowerCase() : met;
  if (truth === true || truth === "true") return true;
  const subject = subjectOf(resource, inside);
  const { findings } = inside.reading;
  if (truth === false || truth === "false")
    findings.tell("not-deployed", path, `${subject} is left out: its \`condition\` is false, so it is not deployed`);
  else findings.tell("not-a-resource", path, `${subject} is left out: its \`condition\` is neither true nor false`);
  return false;
}

/** What only a template says of a resource, and Azure never answers. */
const templateWords = new Set([
  "type",
  "apiversion",
  "dependson",
  "condition",
  "copy",
  "comments",
  "metadata",
  "resources",
  "scope",
  "existing",
  "asserts",
]);

function takeResource(
  given: {
    readonly resource: JsonObject;
    readonly body: JsonObject;
    readonly path: Path;
    readonly type: string;
    readonly target: Target;
  },
  { findings, take }: TemplateReading,
): void {
  const { resource, body, path, type, target } = given;
  const name = textIn(body, "name");
  const refuse = (why: string): void =>
    findings.tell("not-a-resource", path, `\`${name ?? type}\` is left out: ${why}`);
  if (name === undefined || name === "" || name.includes("/")) refuse("its `name` has to be one text without `/`");
  else if (memberOf(resource, "scope") !== undefined)
    refuse("it has a `scope`, which a resource of this type cannot have");
  else if (target.resourceGroup === undefined) refuse("the template deploys it to no resource group");
  else if (!isShaped(body)) refuse("its `properties` have to be an object");
  else if (
    parseArmId(armIdOf({ subscription: target.subscription, resourceGroup: target.resourceGroup }, type, name))
      ?.name !== name
  )
    refuse("its id would not be one of a resource in a resource group");
  else take({ type, name, target, apiVersion: textIn(resource, "apiversion"), body, path });
}

/** The resource for which something is done. */
interface Attempt {
  readonly resource: JsonObject;
  readonly path: Path;
  readonly inside: Typed;
}

/** Does what may have no value; the resource is left out then, with all that stands in it. */
function attempt<T>({ resource, path, inside }: Attempt, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unevaluated)) throw error;
    const reason = error.reason ?? { code: error.code, message: error.message, path, character: 0 };
    inside.reading.findings.leftOut(subjectOf(resource, inside), [{ place: "", reason }]);
    return undefined;
  }
}

/** How a resource is named in a complaint: as it will be called, or by the expression of its name. */
function subjectOf(resource: JsonObject, { walk: { frame }, type }: Typed): string {
  const what = isDeployment(type) ? "everything in the deployment " : "";
  const written = textIn(resource, "name");
  if (written === undefined) return `${what}a ${type}`;
  try {
    const name = evaluateValue(written, [], { frame, evaluate });
    if (typeof name === "string") return `${what}\`${name}\``;
  } catch (error) {
    if (!(error instanceof Unevaluated)) throw error;
  }
  return `${what}${isExpression(written) ? quoted(written, frame) : `\`${written}\``}`;
}

function quoted(text: string, { session }: Frame): string {
  try {
    return quoteExpression(session.parsed(text));
  } catch (error) {
    if (error instanceof Unevaluated) return "a resource whose name is no expression";
    throw error;
  }
}
