import { tellFailure } from "./failure.ts";
import { knownSecrets } from "./known-secrets.ts";
import { run } from "./run.ts";
import { openTerminal, outliveReaders } from "./terminal.ts";

/** Runs the command line of this process, from its arguments to its exit code. */
export async function start(): Promise<void> {
  const args = process.argv.slice(2);
  const terminal = openTerminal(args);
  outliveReaders();
  const known = knownSecrets();
  // What nobody awaits is our bug as well, and must not end as somebody's mistake.
  process.on("uncaughtException", (error) => process.exit(tellFailure(error, terminal, known)));
  // Not `exit`: what is still to be written to a pipe is written, and then there is nothing left to do.
  process.exitCode = await run(args, terminal, known);
}
