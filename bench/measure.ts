import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { performance } from "node:perf_hooks";

/** A program to measure, as Node runs it. */
export interface Program {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The exit code that says it did what it should. */
  readonly exit: number;
}

const memory = new URL("peak-memory.ts", import.meta.url).href;

/**
 * Runs programs in turn (A B A B …), so that a machine that gets slower does so for all, and gives the medians of their
 * wall times in milliseconds. The first round warms the disk cache and is not counted.
 */
export function inTurn(rounds: number, programs: readonly Program[]): readonly number[] {
  const runs: number[][] = programs.map(() => []);
  for (let round = 0; round < rounds + 1; round++) {
    for (const [index, program] of programs.entries()) {
      const begin = performance.now();
      run(program, []);
      if (round > 0) runs[index]?.push(performance.now() - begin);
    }
  }
  return runs.map((all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN);
}

/** The most memory a program had, in megabytes: measured in a run of its own, since measuring costs time. */
export function peakMemory(program: Program): number {
  return Number(run(program, ["--import", memory]).output[3]) / 1024;
}

function run({ args, cwd, env, exit }: Program, before: readonly string[]): SpawnSyncReturns<string> {
  const done = spawnSync(process.execPath, [...before, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
  if (done.status === exit) return done;
  const said = `${done.stdout.slice(0, 2000)}\n${done.stderr.slice(0, 2000)}`;
  throw new Error(`${args.join(" ")} ended with ${done.status}, not ${exit}:\n${said}`);
}
