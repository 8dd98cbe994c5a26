import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { folderWith } from "../cli/tocsin.ts";
import { machine } from "./machine.ts";

/** `tocsin emulator --tls` as a process of its own, as a user starts it. */
export interface TlsEmulator {
  readonly process: ChildProcess;
  readonly url: string;
  /** The file that it wrote for shells. */
  readonly exports: string;
  /** What clients have in their environment: what every process has, and the variables that the emulator exports. */
  readonly env: Readonly<Record<string, string>>;
  /** What it has said beside its address. */
  said(): string;
  stop(): Promise<void>;
}

const main = resolve(import.meta.dirname, "../../src/cli/main.ts");

/** Starts it at a free port, and waits until it listens. */
export async function startTlsEmulator({ env = machine } = {}): Promise<TlsEmulator> {
  const file = join(folderWith({}), "azure.env");
  const args = [main, "emulator", "--port", "0", "--tls", "--exports", file];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(child, "close");
  const [first] = await Promise.race([once(child.stdout.setEncoding("utf8"), "data"), ended]);
  if (typeof first !== "string") throw new Error(`the emulator did not start: ${said}`);
  return {
    process: child,
    url: first.trim(),
    exports: file,
    env: sourced(file, machine),
    said: () => said,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The environment that a shell has after it sourced a file. */
export function sourced(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const printed = execFileSync("sh", ["-c", `. "$0" && env -0`, file], { env }).toString();
  const lines = printed.split("\0").filter((line) => line !== "");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
