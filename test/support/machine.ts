import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const wanted = ["PATH", "HOME", "TMPDIR", "SystemRoot", "TEMP", "TMP"] as const;

/**
 * What a process needs of this machine to start at all, and what makes git the same on every one. All else a test says
 * itself: a job of GitHub's, a hook of git's, a proxy and somebody's taste in colours must not decide what comes out.
 */
export const machine: Readonly<Record<string, string>> = {
  PATH: "",
  HOME: "",
  ...Object.fromEntries(
    wanted.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const])),
  ),
  GIT_CONFIG_GLOBAL: join(tmpdir(), "tocsin-no-git-settings"),
  GIT_CONFIG_NOSYSTEM: "1",
};

/** Where this machine has a program; fails where it has none. */
export function programOnPath(name: string): string {
  return execFileSync("sh", ["-c", 'command -v "$0"', name]).toString().trim();
}
