import { spawn } from "node:child_process";

/** What a program of somebody else came to. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, with this environment and no other. */
export function ran(
  program: string,
  args: readonly string[],
  given: { readonly env: Readonly<Record<string, string>>; readonly folder: string },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: given.folder, env: given.env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

/** What a program printed as JSON; fails with what it complained about where it failed. */
export async function printed(program: Promise<Ran>): Promise<any> {
  const { code, out, err } = await program;
  if (code !== 0) throw new Error(`it ended with ${code}: ${err}${out}`);
  return out.trim() === "" ? undefined : JSON.parse(out);
}
