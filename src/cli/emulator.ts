import { resolve } from "node:path";
import { parseFault } from "../emulator/arm/parse-fault.ts";
import type { Fault } from "../emulator/arm/fault.ts";
import { addFault, createWorld } from "../emulator/arm/world.ts";
import { startEmulator } from "../emulator/http.ts";
import { exitCode } from "./exit-code.ts";
import type { InvocationOf } from "./invocation.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** `tocsin emulator [--port N] [--data FILE] [--fault SPEC…]`: until somebody ends it. */
export async function runEmulator(
  { port, data, faults }: InvocationOf<"emulator">,
  { terminal }: Session,
): Promise<number> {
  const world = createWorld();
  for (const fault of faults.map(readFault)) addFault(world, fault);
  const dataFile = data === undefined ? {} : { dataFile: resolve(terminal.folder, data) };
  const emulator = await startEmulator({ port, world, ...dataFile }).catch((error: unknown) => {
    throw inWords(error, port);
  });
  // The address is the result: a script reads it, above all with `--port 0`.
  terminal.result(`${emulator.url}\n`);
  const kept = data === undefined ? "what is written is gone when it ends" : `what is written is kept in ${data}`;
  terminal.note(`The emulated Azure listens; ${kept}. Ctrl-C ends it.\n  tocsin plan --endpoint ${emulator.url}\n`);
  await new Promise<void>((end) => process.once("SIGINT", () => end()).once("SIGTERM", () => end()));
  await emulator.close();
  return exitCode.fine;
}

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
