import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { parseJson } from "./arm/read-request.ts";
import type { World } from "./arm/world.ts";
import { isState, restoreState, stateOf } from "./arm/world-state.ts";

/** Lets go of a file, after everything is written to it. */
export interface KeptInFile {
  close(): Promise<void>;
}

/**
 * Loads a world from a file and writes it back after changes. A writing takes the whole world, so changes that come in
 * quick succession share one: four fifths of the time go to answering, whatever the world's size. `close` waits for
 * the last writing.
 */
export async function keepInFile(world: World, path: string): Promise<KeptInFile> {
  await load(world, path);
  // Told now rather than when the first change could not be kept.
  await save(world, path).catch((error: unknown) => {
    throw new Error(`the emulator cannot write its data file \`${path}\``, { cause: error });
  });
  const closing = new AbortController();
  let changed = false;
  let writing: Promise<void> | undefined;
  let failure: unknown;
  const write = async (): Promise<void> => {
    let pause = 10;
    while (changed) {
      await wait(pause, undefined, { signal: closing.signal }).catch(() => "closing: no time to wait");
      changed = false;
      const start = performance.now();
      // A failure is told by `close`; the next change tries again.
      failure = await save(world, path).catch((error: unknown) => error ?? "unknown");
      pause = Math.max(pause, 4 * (performance.now() - start));
    }
    writing = undefined;
  };
  const listener = (): void => {
    changed = true;
    writing ??= write();
  };
  world.listeners.add(listener);
  return {
    async close() {
      world.listeners.delete(listener);
      closing.abort();
      await writing;
      if (failure !== undefined) {
        throw new Error(`the emulator cannot write its data file \`${path}\``, { cause: failure });
      }
    },
  };
}

async function load(world: World, path: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw new Error(`the emulator cannot read its data file \`${path}\``, { cause: error });
  }
  const state = parseJson(text);
  if (!isState(state)) throw broken(path);
  try {
    restoreState(world, state);
  } catch (error) {
    throw broken(path, error);
  }
}

function broken(path: string, cause?: unknown): Error {
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  return new Error(
    `\`${path}\` is no data file of the emulator${why}; name another file, or move it away to start anew`,
    {
      cause,
    },
  );
}

// A file is replaced as a whole, so a crash leaves the old one.
async function save(world: World, path: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify(stateOf(world)), { mode: 0o600 });
  await rename(temporary, path);
}
