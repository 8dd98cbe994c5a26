import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { outputNames } from "./output-names.ts";
import type { ActionRun } from "./run.ts";

/** A file for later steps: what it is called, and the output that tells where it is. */
export interface LeftFile {
  readonly output: Extract<(typeof outputNames)[number], `${string}-file`>;
  readonly name: string;
  readonly text: string;
}

/** Writes a file that goes away with the job, scrubbed, in a folder of its own: a job may have several steps like this one. */
export async function leaveFile({ runner, place }: Pick<ActionRun, "runner" | "place">, file: LeftFile): Promise<void> {
  const folder = await mkdtemp(join(place.temporary, "tocsin-"));
  const path = join(folder, file.name);
  await writeFile(path, runner.scrub(file.text));
  runner.output(file.output, path);
}
