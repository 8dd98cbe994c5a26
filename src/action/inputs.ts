import { nearest, suggest } from "../core/nearest.ts";
import { UsageError } from "../cli/usage-error.ts";

/** What a step of a workflow asks for, checked. */
export interface Inputs {
  readonly command: "validate" | "plan" | "apply" | "drift";
  readonly environment: string | undefined;
  /** The workspace file or its folder, from the root of the checkout. */
  readonly workspace: string | undefined;
  readonly token: string;
  /** Who signs in to Azure by OpenID Connect, and where; without them an `azure/login` session, or the environment's variables. */
  readonly clientId: string | undefined;
  readonly tenantId: string | undefined;
  /** Of `plan` and `apply`: whether the pull request gets a comment. `changes`: not where there never was anything to do. */
  readonly comment: "always" | "changes" | "never";
  /** Of `apply`: the digest of the only plan that may be applied; as many of its first signs as the reader was shown. */
  readonly digest: string | undefined;
  /** Of `drift`: apply what git says instead of telling. */
  readonly heal: boolean;
  /** Of `drift`: ask in a pull request for what Azure says. */
  readonly adopt: boolean;
  /** Of `drift`: the label of the issue. */
  readonly label: string;
  /** Of `validate` after a run for a fork: the report that run left. */
  readonly report: string | undefined;
  /** Another ARM endpoint. */
  readonly endpoint: string | undefined;
  readonly verbose: boolean;
}

type Command = Inputs["command"];

/** What is known of an input: `action.yml` and `docs/action.md` say the same. */
interface InputRule {
  /** What counts where nothing is given. */
  readonly default?: string;
  readonly allowed?: readonly string[];
  /** The commands that look at it; without, all of them. */
  readonly of?: readonly Command[];
}

const truth = ["true", "false"] as const;

/** Every input of the action, by its name in a workflow. */
export const inputRules = {
  command: { allowed: ["validate", "plan", "apply", "drift"] },
  environment: {},
  workspace: {},
  "github-token": { default: "${{ github.token }}" },
  "client-id": {},
  "tenant-id": {},
  comment: { default: "always", allowed: ["always", "changes", "never"] },
  digest: { of: ["apply"] },
  heal: { default: "false", allowed: truth, of: ["drift"] },
  adopt: { default: "false", allowed: truth, of: ["drift"] },
  label: { default: "tocsin-drift" },
  report: { of: ["validate"] },
  endpoint: {},
  verbose: { default: "false", allowed: truth },
} as const satisfies Record<string, InputRule>;

/** The name of an input. */
type InputName = keyof typeof inputRules;

// Sound because `inputRules` has exactly the names as keys.
const names = Object.keys(inputRules) as readonly InputName[];

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads what the runner put into the environment; throws UsageError with every mistake there is. */
export function readInputs(env: Variables): Inputs {
  const mistakes: string[] = [...unknownInputs(env)];
  const text = (name: InputName): string | undefined => given(name, env);
  const oneOf = <Value extends string>(name: InputName, allowed: readonly Value[]): Value | undefined => {
    const typed = text(name);
    const value = allowed.find((one) => one === (allowed.length === 2 ? typed?.toLowerCase() : typed));
    if (typed !== undefined && value === undefined) mistakes.push(notAllowed(name, typed, allowed));
    return value;
  };
  const isTrue = (name: InputName): boolean => oneOf(name, truth) === "true";
  const command = oneOf("command", inputRules.command.allowed);
  if (text("command") === undefined)
    mistakes.push(`\`command\` is missing; it is one of ${quoted(inputRules.command.allowed)}`);
  const read = {
    environment: text("environment"),
    workspace: text("workspace"),
    token: text("github-token") ?? "",
    clientId: text("client-id"),
    tenantId: text("tenant-id"),
    comment: oneOf("comment", inputRules.comment.allowed) ?? inputRules.comment.default,
    digest: text("digest")?.toLowerCase(),
    heal: isTrue("heal"),
    adopt: isTrue("adopt"),
    label: text("label") ?? inputRules.label.default,
    report: text("report"),
    endpoint: text("endpoint"),
    verbose: isTrue("verbose"),
  };
  mistakes.push(...contradictions(read, env), ...(command === undefined ? [] : notLookedAt(command, env)));
  if (command === undefined || mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
  return { command, ...read };
}

/** An input that is empty was not given: workflows pass what they have not got as an empty text. */
function given(name: string, env: Variables): string | undefined {
  const value = env[variableOf(name)]?.trim();
  return value === undefined || value === "" ? undefined : value;
}

/** The variable in which the runner hands an input over: dashes stay. */
function variableOf(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}

/** The runner warns of an input that there is not, and hands it over all the same; for us it is a mistake. */
function unknownInputs(env: Variables): readonly string[] {
  const known = new Set(names.map(variableOf));
  return Object.keys(env)
    .filter((variable) => variable.startsWith("INPUT_") && !known.has(variable))
    .toSorted()
    .map((variable) => {
      const name = variable.slice("INPUT_".length).toLowerCase();
      return `there is no input \`${name}\`${suggest(name, names, names.length)}`;
    });
}

function notAllowed(name: string, typed: string, allowed: readonly string[]): string {
  const near = nearest(typed, allowed);
  return `\`${name}\` is \`${typed}\` and not one of ${quoted(allowed)}${near === undefined ? "" : `; did you mean \`${near}\`?`}`;
}

function contradictions(
  { clientId, tenantId, heal, adopt, digest }: Pick<Inputs, "clientId" | "tenantId" | "heal" | "adopt" | "digest">,
  env: Variables,
): readonly string[] {
  const found: string[] = [];
  if (clientId !== undefined && tenantId === undefined && !isSet(env["AZURE_TENANT_ID"]))
    found.push(bothWanted("client-id", "tenant-id"));
  if (tenantId !== undefined && clientId === undefined && !isSet(env["AZURE_CLIENT_ID"]))
    found.push(bothWanted("tenant-id", "client-id"));
  if (heal && adopt) found.push("`heal` and `adopt` exclude each other: either git is right, or Azure is");
  if (digest !== undefined && !/^[0-9a-f]{12,64}$/.test(digest))
    found.push(`\`digest\` is \`${digest}\` and not the 12 to 64 hexadecimal signs that a plan shows`);
  return found;
}

function bothWanted(there: InputName, absent: InputName): string {
  return `\`${there}\` is given and \`${absent}\` is not; Microsoft Entra wants both, and a variable that the repository has not got gives nothing`;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** What the command does not look at was meant for another, or for another step. */
function notLookedAt(command: Command, env: Variables): readonly string[] {
  return names.flatMap((name) => {
    const rule: InputRule = inputRules[name];
    const typed = given(name, env);
    if (rule.of === undefined || rule.of.includes(command) || typed === undefined || typed.toLowerCase() === "false")
      return [];
    return [`\`${name}\` is given, and \`${command}\` does not look at it; it is for ${quoted(rule.of)}`];
  });
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
