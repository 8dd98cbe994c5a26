import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { run } from "../../src/cli/run.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { plain } from "../../src/report/print.ts";
import { machine } from "../support/machine.ts";

/** What a run of the program came to. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const main = resolve(import.meta.dirname, "../../src/cli/main.ts");

/** Runs the program in this process, for a reader that is no terminal. */
export async function tocsin(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  let [out, err] = ["", ""];
  const terminal: Terminal = {
    ...terminalOf(folder),
    env,
    result: (told) => void (out += told),
    note: (told) => void (err += told),
  };
  const code = await run(args, terminal);
  return { code, out, err };
}

/** A log that nobody reads, and where nobody answers. */
export function terminalOf(folder: string): Terminal {
  return {
    folder,
    env: {},
    paint: plain,
    notePaint: plain,
    columns: 100,
    live: false,
    canAsk: false,
    result: () => {},
    note: () => {},
    ask: () => Promise.resolve(""),
  };
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Starts the program as a process of its own, with nothing of this machine's environment that it looks at. */
export function start(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...machine, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What a program that was started came to. */
export async function ended(child: ChildProcess): Promise<Run> {
  const code = new Promise<number | null>((done, fail) => child.once("close", done).once("error", fail));
  if (child.stdout === null || child.stderr === null) throw new Error("the program was started without pipes");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

/** A new folder with files in it; it goes away with the process. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-cli-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A workspace of two environments. */
export const workspace = `stack: shop
rules: [rules/**/*.yaml]
variables:
  vm: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
  staging: { subscription: 22222222-2222-2222-2222-222222222222, resourceGroup: rg-alerts, location: koreacentral }
secrets: { slack: { env: SLACK_URL } }
`;

/** A group and an alert that pages it. */
export const rules = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: admin@company.com }]
---
kind: MetricAlert
name: cpu-high
spec:
  severity: 2
  scopes: \${vm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg Percentage CPU > 80
  actionGroups: oncall
environments:
  staging: { spec: { severity: 3 } }
`;
