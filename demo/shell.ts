import { spawn } from "node:child_process";
import { join } from "node:path";
import { styleText } from "node:util";

/** Where the story happens. */
export interface Setting {
  readonly folder: string;
  readonly endpoint: string;
  readonly env: Readonly<Record<string, string>>;
}

const cli = join(import.meta.dirname, "..", "src", "cli", "main.ts");
const needsAzure = new Set(["plan", "apply", "drift"]);

/** Shows and runs a command of ours; another exit code than the story wants ends the demo. */
export async function tocsin(setting: Setting, expected: number, ...args: readonly string[]): Promise<void> {
  const endpoint = needsAzure.has(args[0] ?? "") ? ["--endpoint", setting.endpoint] : [];
  process.stdout.write(`${styleText("dim", `$ tocsin ${[...args, ...endpoint].join(" ")}`)}\n`);
  const code = await run(process.execPath, [cli, ...args, ...endpoint], setting);
  process.stdout.write(styleText("dim", `exit ${code}`) + "\n");
  if (code !== expected) throw new Error(`the story expects exit code ${expected} here, and it was ${code}`);
}

/** Shows and runs git in the story's repository. */
export async function git(setting: Setting, ...args: readonly string[]): Promise<void> {
  if (args[0] === "revert") process.stdout.write(`${styleText("dim", `$ git ${args.join(" ")}`)}\n`);
  const identity = ["-c", "user.name=Demo", "-c", "user.email=demo@company.com", "-c", "commit.gpgsign=false"];
  const code = await run("git", [...identity, ...args], setting, args[0] === "revert");
  if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}`);
}

function run(command: string, args: readonly string[], { folder, env }: Setting, quiet = false): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
