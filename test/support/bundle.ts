import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import config from "../../rolldown.config.ts";

const root = join(import.meta.dirname, "..", "..");

let built: Promise<string> | undefined;

/**
 * Makes the bundle in a new folder, as it stands on a release: `action.yml` and `package.json` with `dist` beside them.
 * It is made once for all tests of a process, none of which writes into it, and goes away with that.
 */
export function buildBundle(): Promise<string> {
  return (built ??= build());
}

async function build(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bundle-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const { output, ...input } = config;
  const bundle = await rolldown({ ...input, cwd: root });
  await bundle.write({ ...(Array.isArray(output) ? output[0] : output), dir: join(folder, "dist") });
  for (const file of ["action.yml", "package.json"]) cpSync(join(root, file), join(folder, file));
  return folder;
}
