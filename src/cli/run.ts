import { CommanderError, type OutputConfiguration } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { exitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { checkFormat } from "./formats.ts";
import type { Invocation } from "./invocation.ts";
import { knownSecrets } from "./known-secrets.ts";
import { createProgram } from "./program.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Runs the program with the arguments of the command line, and answers what the process is to return. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  known: ReturnType<typeof knownSecrets> = knownSecrets(),
): Promise<number> {
  const { version } = packageJson;
  let code: number = exitCode.fine;
  const program = createProgram(
    async (invocation, options) => {
      checkFormat(invocation, options.format);
      const session = { options, terminal, now: new Date().toISOString(), version, ...known };
      code = await perform(invocation, session);
    },
    { version, output: outputOf(terminal), styleTitle: (title) => terminal.paint("strong", title) },
  );
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.usage;
    return tellFailure(error, terminal, known);
  }
}

/** Each command is loaded when it is called: what `validate` does not need costs it no time. */
async function perform(invocation: Invocation, session: Session): Promise<number> {
  switch (invocation.command) {
    case "init":
      return (await import("./init.ts")).runInit(session);
    case "doctor":
      return (await import("./doctor.ts")).runDoctor(session);
    case "validate":
      return (await import("./validate.ts")).runValidate(invocation, session);
    case "show":
      return (await import("./show.ts")).runShow(invocation, session);
    case "plan":
      return (await import("./plan.ts")).runPlan(invocation, session);
    case "apply":
      return (await import("./apply.ts")).runApply(invocation, session);
    case "drift":
      return (await import("./drift.ts")).runDrift(session);
    case "import":
      return (await import("./import.ts")).runImport(invocation, session);
    case "import-update":
      return (await import("./import-update.ts")).runImportUpdate(invocation, session);
    case "emulator":
      return (await import("./emulator.ts")).runEmulator(invocation, session);
  }
}

function outputOf(terminal: Terminal): OutputConfiguration {
  return {
    writeOut: terminal.result,
    writeErr: terminal.note,
    getOutHelpWidth: () => terminal.columns,
    getErrHelpWidth: () => terminal.columns,
    outputError: (text, write) => write(text.replace(/^error: /, `${terminal.notePaint("bad", "tocsin:")} `)),
  };
}
