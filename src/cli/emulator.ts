import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseFault } from "../emulator/arm/parse-fault.ts";
import type { Fault } from "../emulator/arm/fault.ts";
import { addFault, createWorld } from "../emulator/arm/world.ts";
import { startEmulator } from "../emulator/http.ts";
import type { Tls } from "./emulator-tls.ts";
import { exitCode } from "./exit-code.ts";
import type { InvocationOf } from "./invocation.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** `tocsin emulator [--port N] [--data FILE] [--tls [--exports FILE]] [--fault SPEC…]`: until somebody ends it. */
export async function runEmulator(invocation: InvocationOf<"emulator">, session: Session): Promise<number> {
  const { faults, exports, tls: wanted } = invocation;
  if (exports !== undefined && !wanted) {
    throw new UsageError("--exports: there is nothing to write without `--tls`: plain http needs no variables");
  }
  const read = faults.map(readFault);
  // From the beginning: who ends it while it starts leaves nothing behind either.
  const ended = new Promise<void>((end) => process.once("SIGINT", () => end()).once("SIGTERM", () => end()));
  // Loaded for those who ask: over plain http nothing is signed.
  const tls = wanted ? await (await import("./emulator-tls.ts")).openTls() : undefined;
  try {
    await serve(invocation, { session, faults: read, tls, ended });
  } finally {
    await tls?.remove();
  }
  return exitCode.fine;
}

async function serve(
  { port, data, exports }: InvocationOf<"emulator">,
  given: {
    readonly session: Session;
    readonly faults: readonly Fault[];
    readonly tls: Tls | undefined;
    readonly ended: Promise<void>;
  },
): Promise<void> {
  const { terminal } = given.session;
  const world = createWorld({ tokens: given.tls === undefined ? "ignored" : "required" });
  for (const fault of given.faults) addFault(world, fault);
  const dataFile = data === undefined ? {} : { dataFile: resolve(terminal.folder, data) };
  const server = given.tls === undefined ? {} : { tls: given.tls.server };
  const emulator = await startEmulator({ port, world, ...dataFile, ...server }).catch((error: unknown) => {
    throw inWords(error, port);
  });
  try {
    const variables = given.tls?.exportsFor(emulator.url) ?? "";
    if (exports !== undefined) await writeExports(exports, variables, terminal.folder);
    // The address is the result: a script reads it, above all with `--port 0`.
    terminal.result(`${emulator.url}\n`);
    const kept = data === undefined ? "what is written is gone when it ends" : `what is written is kept in ${data}`;
    terminal.note(`The emulated Azure listens; ${kept}. Ctrl-C ends it.\n`);
    terminal.note(
      given.tls === undefined ? `  tocsin plan --endpoint ${emulator.url}\n` : told(variables, given.tls.azureCli),
    );
    await given.ended;
  } finally {
    await emulator.close();
  }
}

function told(variables: string, azureCli: string): string {
  return `It gives a token to whoever asks, and only this machine can ask. In the shell that is to talk to it:

${indented(variables)}
Tocsin, and whatever else signs in with DefaultAzureCredential, needs no more:

  tocsin plan --endpoint "$EMULATOR"

The Azure CLI:

${indented(azureCli)}`;
}

function indented(lines: string): string {
  return lines.replaceAll(/^(?=.)/gm, "  ");
}

async function writeExports(path: string, variables: string, folder: string): Promise<void> {
  try {
    const file = resolve(folder, path);
    const temporary = `${file}.${process.pid}.tmp`;
    // A shell sources it: whatever somebody else has put there in a shared folder is not written through.
    await writeFile(temporary, variables, { mode: 0o600, flag: "wx" });
    // A script waits for the file to appear; it must be whole then.
    await rename(temporary, file);
  } catch (error) {
    const code =
      error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
    throw new UsageError(`--exports: \`${path}\` cannot be written: ${reasons[code] ?? code}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder is not there",
  EACCES: "this user may not",
  EEXIST: "another file is in the way beside it, of the same name and `.tmp`",
  EISDIR: "it is a folder",
};

function readFault(text: string): Fault {
  try {
    return parseFault(text);
  } catch (error) {
    throw new UsageError(`--fault: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function inWords(error: unknown, port: number): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new UsageError(`port ${port} is taken: say another \`--port\`, or 0 for a free one`);
  if (code === "EACCES") return new UsageError(`port ${port} is not open to this user: say another \`--port\``);
  // The emulator's own words about its data file.
  return /data file/.test(error.message) ? new UsageError(error.message) : error;
}
