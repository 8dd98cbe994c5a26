import { isList, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import { suggest } from "../../core/nearest.ts";
import { evaluate } from "./evaluate.ts";
import { evaluateLoop, evaluateValue, isLoop } from "./evaluate-value.ts";
import type { DeclaredFunction, Frame, Target } from "./frame.ts";
import { memberOf, sectionOf, textIn } from "./members.ts";
import { readParameter, type GivenParameter } from "./parameter.ts";
import type { Session } from "./session.ts";
import { Unevaluated } from "./unevaluated.ts";

/** A template, where it is in the file, and what it is deployed with. */
export interface TemplateSetting {
  readonly template: JsonObject;
  readonly path: Path;
  readonly session: Session;
  readonly target: Target;
  readonly deployment?: string;
  /** The value a parameter is given; its name is in lower case. */
  given(parameter: string): GivenParameter | undefined;
  output: Frame["output"];
}

/** What the expressions of a template can speak of. */
export function createFrame(setting: TemplateSetting): Frame {
  const { template, path, session, target, deployment, output } = setting;
  const variables = sectionOf(template, "variables");
  const parameters = sectionOf(template, "parameters");
  const functions = declaredFunctions(template, path);
  const frame: Frame = {
    session,
    target,
    output,
    ...(deployment === undefined ? {} : { deployment }),
    rounds: [],
    lambdas: new Map(),
    declared: (name) => functions.get(name),
    parameter: createLookup("parameter", Object.keys(parameters.members), (name) =>
      readParameter(
        {
          name,
          declared: parameters.members[name] ?? null,
          path: [...path, parameters.key, name],
          given: setting.given(name.toLowerCase()),
        },
        { frame, evaluate },
      ),
    ),
    variable: (name) => variable(name),
  };
  const copies = variables.members["copy"];
  const loops = new Map(
    (isList(copies) ? copies : []).flatMap((loop, index) =>
      isLoop(loop) ? [[loop.name, { loop, index }] as const] : [],
    ),
  );
  const names = [
    ...Object.keys(variables.members).filter((name) => name !== "copy" || loops.size === 0),
    ...loops.keys(),
  ];
  const variable = createLookup("variable", names, (name) => {
    const here = [...path, variables.key];
    const copied = loops.get(name);
    if (copied !== undefined) return evaluateLoop(copied.loop, [...here, "copy", copied.index], { frame, evaluate })[1];
    return evaluateValue(variables.members[name] ?? null, [...here, name], { frame, evaluate });
  });
  return frame;
}

/** Values by name in any case, each made once, when it is first asked for; a failure is kept, too. */
function createLookup(what: string, names: readonly string[], make: (name: string) => Json): (name: string) => Json {
  const spelled = new Map(names.map((name) => [name.toLowerCase(), name]));
  const made = new Map<string, { readonly value: Json } | { readonly error: Unevaluated } | "begun">();
  return (wanted) => {
    const name = spelled.get(wanted.toLowerCase());
    if (name === undefined)
      throw new Unevaluated(`the template has no ${what} \`${wanted}\`${suggest(wanted, names, 5)}`);
    const before = made.get(name);
    if (before === "begun") throw new Unevaluated(`the ${what} \`${name}\` is made of itself`);
    made.set(name, "begun");
    const outcome = before ?? settled(() => make(name));
    made.set(name, outcome);
    if ("value" in outcome) return outcome.value;
    throw outcome.error;
  };
}

function settled(make: () => Json): { readonly value: Json } | { readonly error: Unevaluated } {
  try {
    return { value: make() };
  } catch (error) {
    if (error instanceof Unevaluated) return { error };
    throw error;
  }
}

/** Functions of the template's own, by `namespace.name` in lower case. */
function declaredFunctions(template: JsonObject, path: Path): ReadonlyMap<string, DeclaredFunction> {
  const section = memberOf(template, "functions");
  const spaces = isList(section?.value) ? section.value : [];
  return new Map(
    spaces.flatMap((space, index) => {
      const members = memberOf(space, "members");
      if (section === undefined || !isObject(members?.value)) return [];
      return Object.entries(members.value).flatMap(([name, declared]) => {
        const output = memberOf(declared, "output");
        const value = memberOf(output?.value, "value");
        const listed = memberOf(declared, "parameters")?.value;
        if (output === undefined || value === undefined) return [];
        const parameters = (isList(listed) ? listed : []).map((parameter) => textIn(parameter, "name") ?? "");
        const at = [...path, section.key, index, members.key, name, output.key, value.key];
        return [
          [
            `${textIn(space, "namespace") ?? ""}.${name}`.toLowerCase(),
            { parameters, output: value.value, path: at },
          ] as const,
        ];
      });
    }),
  );
}
