import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/*
 * Vitest calls this before the first test and after the last. What a process that was killed could not take away, a
 * worker of vitest's or an emulator, goes with the one folder in which every test has its temporary files.
 */

// The names by which systems know it.
const names = ["TMPDIR", "TEMP", "TMP"] as const;

let folder: string | undefined;

/** Gives the workers, and all that they start, a temporary folder of their own. */
export function setup(): void {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "tocsin-tests-"));
  for (const name of names) process.env[name] = folder;
}

/** Takes it away. */
export function teardown(): void {
  // Processes that were told to end may still write in it for a moment.
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
