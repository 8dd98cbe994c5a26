import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import config from "../../rolldown.config.ts";

const root = join(import.meta.dirname, "..", "..");

/**
 * Makes the bundle in a new folder, as it stands on a release: `action.yml` and `package.json` with `dist` beside them.
 * The folder goes away with the process.
 */
export async function buildBundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bundle-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const { output, ...input } = config;
  const bundle = await rolldown({ ...input, cwd: root });
  await bundle.write({ ...(Array.isArray(output) ? output[0] : output), dir: join(folder, "dist") });
  for (const file of ["action.yml", "package.json"]) cpSync(join(root, file), join(folder, file));
  return folder;
}
