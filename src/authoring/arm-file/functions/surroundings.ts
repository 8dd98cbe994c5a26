import type { Json } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";
import { argsOf, textArg, type Call, type Given, type SpecialFunction } from "./special.ts";

/** Functions of the deployment (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource), by lower-case name. */
export const surroundingFunctions: Readonly<Record<string, SpecialFunction>> = {
  parameters: (call, given) => {
    argsOf(call, 1);
    return given.frame.parameter(textArg(call, 0, given));
  },
  variables: (call, given) => {
    argsOf(call, 1);
    return given.frame.variable(textArg(call, 0, given));
  },
  copyindex: (call, given) => {
    argsOf(call, 0, 2);
    const values = call.args.map((arg) => given.evaluate(arg, given.frame));
    const name = values.find((value) => typeof value === "string");
    const offset = values.find((value) => typeof value === "number") ?? 0;
    const { rounds } = given.frame;
    const round =
      name === undefined ? rounds.at(-1) : rounds.findLast(({ loop }) => loop.toLowerCase() === name.toLowerCase());
    if (round === undefined)
      throw new Unevaluated(name === undefined ? "no `copy` is around this" : "no `copy` of this name is around this");
    return round.index + offset;
  },
  subscription: (call, { frame: { target } }) => {
    argsOf(call, 0);
    return { id: `/subscriptions/${target.subscription}`, subscriptionId: target.subscription };
  },
  resourcegroup: (call, { frame: { target } }) => {
    argsOf(call, 0);
    const { subscription, resourceGroup: name, location } = target;
    if (name === undefined)
      throw new Unevaluated("the template is none of a resource group, so `resourceGroup` is nothing");
    const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
    return { id, name, type: "Microsoft.Resources/resourceGroups", ...(location === undefined ? {} : { location }) };
  },
  deployment: (call, { frame }) => {
    argsOf(call, 0);
    if (frame.deployment === undefined)
      throw new Unevaluated("what `deployment` gives is known only while deploying; write the value in its place");
    return { name: frame.deployment };
  },
  resourceid: (call, given) => {
    const { before, path } = idParts(call, given, 2);
    const { subscription, resourceGroup } = given.frame.target;
    const group = before.at(-1) ?? resourceGroup;
    const owner = before.length === 2 ? (before[0] ?? subscription) : subscription;
    return `/subscriptions/${owner}${group === undefined ? "" : `/resourceGroups/${group}`}/providers/${path}`;
  },
  subscriptionresourceid: (call, given) => {
    const { before, path } = idParts(call, given, 1);
    return `/subscriptions/${before[0] ?? given.frame.target.subscription}/providers/${path}`;
  },
  tenantresourceid: (call, given) => `/providers/${idParts(call, given, 0).path}`,
  managementgroupresourceid: (call, given) => {
    const { before, path } = idParts(call, given, 1);
    if (before[0] === undefined) throw new Unevaluated("the management group is known only to Azure");
    return `/providers/Microsoft.Management/managementGroups/${before[0]}/providers/${path}`;
  },
  extensionresourceid: (call, given) => {
    argsOf(call, 3, Infinity);
    const [base = "", ...rest] = call.args.map((_arg, index) => textArg(call, index, given));
    return `${base.replace(/\/$/, "")}/providers/${pathOf(call, rest)}`;
  },
};

/** What is before the type of a resource, and type and names as they stand in an id. */
function idParts(
  call: Call,
  given: Given,
  most: number,
): { readonly before: readonly string[]; readonly path: string } {
  const texts = argsOf(call, 2, Infinity).map((_arg, index) => textArg(call, index, given));
  const type = texts.findIndex((text) => text.includes("/"));
  if (type === -1 || type > most)
    throw new Unevaluated(
      `\`${call.name}\` wants a type of resource, such as \`Microsoft.Insights/actionGroups\`, as one of its first values`,
    );
  return { before: texts.slice(0, type), path: pathOf(call, texts.slice(type)) };
}

function pathOf(call: Call, [type = "", ...names]: readonly string[]): Json & string {
  const [namespace, ...types] = type.split("/");
  if (types.length === 0 || types.length !== names.length)
    throw new Unevaluated(
      `\`${call.name}\` wants as many names as the type has parts behind its namespace: ${types.length}, and ${names.length} are given`,
    );
  return [namespace, ...types.flatMap((part, index) => [part, names[index] ?? ""])].join("/");
}
