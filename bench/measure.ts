import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** What one run of a program took: milliseconds of wall time, and the largest memory it had in megabytes. */
export interface Run {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** A program to measure, as Node runs it. */
export interface Program {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit code that says it did what it should. */
  readonly exit: number;
}

const memory = new URL("peak-memory.ts", import.meta.url).href;

/** Runs programs in turn (A B C A B C …), so that a machine that gets slower does so for all, and gives the medians. */
export function inTurn(rounds: number, programs: readonly Program[]): readonly Run[] {
  const runs: Run[][] = programs.map(() => []);
  for (let round = 0; round < rounds + 1; round++) {
    for (const [index, program] of programs.entries()) {
      const run = once(program);
      // The first round warms the disk cache and is not counted.
      if (round > 0) runs[index]?.push(run);
    }
  }
  return runs.map((all) => ({
    milliseconds: median(all.map((run) => run.milliseconds)),
    megabytes: median(all.map((run) => run.megabytes)),
  }));
}

function once({ args, cwd, env, exit }: Program): Run {
  const begin = performance.now();
  const done = spawnSync(process.execPath, ["--import", memory, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
  const milliseconds = performance.now() - begin;
  if (done.status !== exit) {
    throw new Error(`${args.join(" ")} ended with ${done.status}, not ${exit}:\n${done.stdout.slice(0, 2000)}\n${done.stderr.slice(0, 2000)}`);
  }
  return { milliseconds, megabytes: Number(done.output[3]) / 1024 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
