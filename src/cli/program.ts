import { Command, InvalidArgumentError, Option, type OutputConfiguration } from "commander";
import type { CommonOptions, Invocation } from "./invocation.ts";

/** What is done with an invocation. */
export type Perform = (invocation: Invocation, options: CommonOptions) => Promise<void>;

/** What the program prints that is not its own to know. */
export interface Dressing {
  readonly version: string;
  readonly output: OutputConfiguration;
  readonly styleTitle: (title: string) => string;
}

interface EmulatorFlags {
  readonly port: number;
  readonly data?: string;
  readonly tls?: boolean;
  readonly exports?: string;
  readonly fault?: readonly string[];
}

/** The command line: what there is, and the words of `--help`. It decides nothing. */
export function createProgram(perform: Perform, { version, output, styleTitle }: Dressing): Command {
  const program = new Command("tocsin");
  program
    .description("Alerts as code for Azure Monitor: YAML in git, planned, applied, and watched for drift.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .usage("COMMAND [OPTIONS]")
    .exitOverride()
    .configureOutput(output)
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: (command) =>
        [
          command.name(),
          ...command.registeredArguments.map((argument) => argumentTerm(argument.name(), argument.variadic)),
        ].join(" "),
      // The library's own heading for what the program and all its commands share.
      styleTitle: (title) => styleTitle(title === "Global Options:" ? "Common options:" : title),
    })
    .showHelpAfterError("Say `tocsin --help` to see what there is.")
    .showSuggestionAfterError();
  addCommon(program);
  const act = (invocation: Invocation): Promise<void> => perform(invocation, program.opts<CommonOptions>());

  program.commandsGroup("Write and check, without Azure:");
  addCommand(program, "init", "write a workspace, a first rule and the workflows for GitHub", [
    ["tocsin init", "in the folder that is to hold the alerts; again, for what is not there yet"],
  ]).action(() => act({ command: "init" }));
  addCommand(program, "validate", "check the definitions: YAML, schemas, references", [
    ["tocsin validate", "every rule file, for every environment"],
    ["tocsin validate rules/aks.yaml", "tell only what is wrong in this file"],
  ])
    .usage("[PATH…] [OPTIONS]")
    .argument("[PATH...]", "rule files or folders to report about")
    .action((paths: string[]) => act({ command: "validate", paths }));
  addCommand(program, "show", "list the definitions, or show one as it will be", [
    ["tocsin show", "all of them"],
    ["tocsin show aks-node-cpu-high", "its settings, who says each, whom it pages, its ARM body"],
  ])
    .usage("[NAME] [OPTIONS]")
    .argument("[NAME]", "the name of a definition, in any case")
    .action((name?: string) => act(name === undefined ? { command: "show" } : { command: "show", name }));

  program.commandsGroup("Plan and apply:");
  addCommand(program, "doctor", "say what is missing of sign-in, roles, groups and secrets", [
    ["tocsin doctor", "for every environment; writes nothing"],
    ["tocsin doctor -e production", "in a workflow, also which OIDC subject Azure was shown"],
  ]).action(() => act({ command: "doctor" }));
  addCommand(program, "plan", "show what would change in Azure (exit code 2: something would)", [
    ["tocsin plan -e production", "everything"],
    ["tocsin plan -e production cpu-high", "one rule and the groups it needs"],
    ["tocsin plan -e production --out plan.json", "keep the plan, to apply exactly this"],
    ["tocsin plan -e production --base origin/main", "tell apart what others changed"],
  ])
    .usage("[NAME…] [OPTIONS]")
    .argument("[NAME...]", "plan only these, and what they need")
    .option("--out <FILE>", "write the plan to a file, for `apply --plan`")
    .option("--base <COMMIT>", "mark what the definitions of that branch or commit would change as well")
    .action((names: string[], { out, base }: { out?: string; base?: string }) =>
      act({
        command: "plan",
        names,
        ...(out === undefined ? {} : { out }),
        ...(base === undefined ? {} : { base }),
      }),
    );
  addCommand(program, "apply", "make it so: plan, ask, and write to Azure", [
    ["tocsin apply -e production", "shows the plan and asks"],
    ["tocsin apply -e production --plan plan.json --yes", "only what was reviewed, in a pipeline"],
  ])
    .usage("[NAME…] [OPTIONS]")
    .argument("[NAME...]", "apply only these, and what they need")
    .option("--plan <FILE>", "refuse anything that this plan does not say")
    .option("--yes", "do not ask")
    .action((names: string[], { plan, yes = false }: { plan?: string; yes?: boolean }) =>
      act({ command: "apply", names, yes, ...(plan === undefined ? {} : { plan }) }),
    );
  addCommand(program, "drift", "show what was changed in Azure by hand, by whom and when", [
    ["tocsin drift -e production", "exit code 2: there is some"],
  ]).action(() => act({ command: "drift" }));

  program.commandsGroup("Begin with what exists:");
  addCommand(program, "import", "write definitions for the alerts that are in Azure", [
    ["tocsin import -e production --dry-run", "what it would write, and why not the rest"],
    ["tocsin import -e production --all", "for the whole subscription"],
    ["tocsin import -e production --action-group oncall", "a group, and what tells it"],
    ["tocsin import --name 'cpu-*' --out rules/cpu", "some, to a folder of their own"],
    ["tocsin import -e production --from alerts.json", "what a template or `az … show` says"],
    ["tocsin import -e production --update cpu-high", "keep what was changed by hand in Azure"],
  ])
    .option("--resource-group <GROUP...>", "only what is in these resource groups")
    .option("--kind <KIND...>", "only these kinds")
    .option("--name <GLOB...>", "only these names; `*` and `?` stand for anything")
    .option("--action-group <NAME...>", "only these action groups, by name or id, and what tells them")
    .option("--all", "the whole subscription, not only the environment's resource groups")
    .option("--out <DIR>", "where new files go; otherwise where `rules` begins")
    .option("--from <FILE...>", "from ARM JSON (the portal's JSON view, `az … show`, a template) instead of Azure")
    .option("--parameters <FILE>", "values for the parameters of a template, with --from")
    .option("--update [NAME...]", "write what Azure has into the definitions that exist: of these names, or of all")
    .option("--fold", "write near-identical ones as one definition with `forEach`")
    .option("--dry-run", "show the files, and write none")
    .action((options: ImportOptions, command: Command) => {
      const { update } = options;
      if (update !== undefined) return act(updateOf(update, options, command));
      const { resourceGroup = [], kind = [], name = [], actionGroup = [], all = false, out } = options;
      const asked = { resourceGroups: resourceGroup, kinds: kind, names: name, actionGroups: actionGroup };
      const { from = [], parameters, dryRun = false, fold = false } = options;
      const where = { ...(out === undefined ? {} : { out }), ...(parameters === undefined ? {} : { parameters }) };
      return act({ command: "import", ...asked, all, dryRun, fold, from, ...where });
    });

  program.commandsGroup("Try it on this machine:");
  addCommand(program, "emulator", "run Azure Resource Manager for alerts on this machine", [
    ["tocsin emulator --port 8080", "then, elsewhere:"],
    ["tocsin plan --endpoint http://127.0.0.1:8080", "no sign-in, nothing real"],
    ["tocsin emulator --tls --exports azure.env", "for the Azure CLI and the Azure SDKs"],
    ["tocsin emulator --fault 'PUT metricAlerts 429 times=2'", "as Azure is on a bad day"],
  ])
    .addOption(new Option("--port <N>", "the port to listen on").default(8080).argParser(parsePort))
    .option("--data <FILE>", "keep what is written in a file")
    .option("--tls", "https, and a sign-in that gives a token to anybody on this machine")
    .option("--exports <FILE>", "with --tls: write what clients need, for a shell to source")
    .addOption(
      new Option("--fault <SPEC>", "what goes wrong: METHODS TARGET EFFECT [OPTION…]; may be repeated").argParser(
        collect,
      ),
    )
    .action(({ port, data, tls = false, exports, fault = [] }: EmulatorFlags) =>
      act({
        command: "emulator",
        port,
        tls,
        faults: fault,
        ...(data === undefined ? {} : { data }),
        ...(exports === undefined ? {} : { exports }),
      }),
    );

  return program.addHelpText("after", ending);
}

/** As the library gives them. */
interface ImportOptions {
  readonly resourceGroup?: string[];
  readonly kind?: string[];
  readonly name?: string[];
  readonly actionGroup?: string[];
  readonly all?: boolean;
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly fold?: boolean;
  readonly from?: string[];
  readonly parameters?: string;
  readonly update?: true | string[];
}

/** `--update` looks at definitions; what chooses among resources has no say in it. */
function updateOf(update: true | string[], options: ImportOptions, command: Command): Invocation {
  const { dryRun = false, ...others } = options;
  const [other] = Object.keys(others).filter((name) => name !== "update");
  if (other !== undefined) {
    const flag = other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.error(`error: --update takes names of definitions, and no --${flag}`);
  }
  return { command: "import-update", names: update === true ? [] : update, dryRun };
}

const ending = `
Exit codes:
  0   nothing wrong, and nothing to do
  1   a mistake in the files, something blocked, or a refusal to do harm
  2   there are changes, or drift (plan, drift)
  3   Azure refused or failed
  64  wrong usage
  70  a bug of Tocsin

Begin with:
  tocsin init`;

function addCommon(program: Command): void {
  program
    .optionsGroup("Common options:")
    .option("-e, --environment <NAME>", "the environment; needed where there is more than one")
    .option("--workspace <FILE>", "the workspace; otherwise tocsin.yaml here or in a folder above")
    .addOption(
      new Option("--format <FORMAT>", "how the result is told, where a command has it")
        .choices(["text", "json", "markdown", "sarif", "github"])
        .default("text", "text"),
    )
    .option("--endpoint <URL>", "another ARM endpoint, such as the emulator's")
    .option("--color", "paint, also where nobody seems to look")
    .option("--no-color", "do not paint (as NO_COLOR does)")
    .option("--verbose", "also ids, digests, and every request");
}

function addCommand(
  program: Command,
  name: string,
  description: string,
  examples: readonly (readonly [string, string])[],
): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const told = examples.map(([line, means]) => `  ${line.padEnd(width)}  # ${means}`).join("\n");
  return program
    .command(name)
    .description(description)
    .usage("[OPTIONS]")
    .helpOption("-h, --help", "print help")
    .optionsGroup("Options:")
    .addHelpText("after", `\n${examples.length === 1 ? "Example" : "Examples"}:\n${told}`);
}

function argumentTerm(name: string, variadic: boolean): string {
  return `[${name}${variadic ? "…" : ""}]`;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError("A port is a number from 0 to 65535; 0 takes a free one.");
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
