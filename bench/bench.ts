/**
 * `npm run bench`: what Tocsin costs beside what cannot be avoided, as ratios measured side by side in one run. Times of
 * a shared machine mean little; ratios hold. Needs `npm run build` before, since the bundle is what users run.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inTurn, type Program, type Run } from "./measure.ts";
import { startAzure } from "./azure.ts";
import { writeWorkspace } from "./workspace.ts";

const root = join(import.meta.dirname, "..");
const cli = join(root, "dist", "cli.js");
const parser = join(import.meta.dirname, "parse-only.ts");
const rounds = Number(process.env["TOCSIN_ROUNDS"] ?? 3);

if (!existsSync(cli)) throw new Error("dist/cli.js is not there: run `npm run build` first");
const folder = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
try {
  tell("what", "measured", "yardstick", "ratio", "wanted");
  await validateMany();
  start();
  await planMany();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function validateMany(): Promise<void> {
  const many = join(folder, "many");
  await writeWorkspace(many, 10_000, ["first", "second"]);
  const [validate, parse] = pair({ args: [cli, "validate"], cwd: many, exit: 0 }, { args: [parser, many], cwd: root, exit: 0 });
  row("validate, 10,000 definitions in two environments / parsing them with yaml", validate, parse, "<= 2");
  tell("", `${Math.round(validate.megabytes)} MB`, `${Math.round(parse.megabytes)} MB`, "", "");
}

function start(): void {
  const [validate, empty] = pair({ args: [cli, "validate"], cwd: root, exit: 0 }, { args: ["-e", "0"], cwd: root, exit: 0 }, 3 * rounds);
  row("validate, rules/ / an empty Node program", validate, empty, "<= 6");
}

async function planMany(): Promise<void> {
  const stack = join(folder, "stack");
  await writeWorkspace(stack, 5000, ["first"]);
  const azure = await startAzure();
  try {
    const plan = [cli, "plan", "--endpoint", azure.url, "--format", "json"];
    inTurn(0, [{ args: [cli, "apply", "--yes", "--endpoint", azure.url, "--format", "json"], cwd: stack, exit: 0 }]);
    const before = await azure.requests();
    inTurn(0, [{ args: plan, cwd: stack, exit: 0 }]);
    const requests = (await azure.requests()) - before;
    const [planned, parse] = pair({ args: plan, cwd: stack, exit: 0 }, { args: [parser, stack], cwd: root, exit: 0 });
    row("plan, 5,000 rules that are all there / parsing their YAML", planned, parse, "<= 3");
    tell("requests of that plan, per type and resource group", String(requests / azure.types), "", "", "<= 2 and pages");
    tell("memory of that plan", `${Math.round(planned.megabytes)} MB`, `${Math.round(parse.megabytes)} MB`, "", "< 400 MB");
  } finally {
    await azure.stop();
  }
}

function pair(measured: Program, yardstick: Program, times = rounds): readonly [Run, Run] {
  const [first, second] = inTurn(times, [measured, yardstick]);
  if (first === undefined || second === undefined) throw new Error("two programs give two measures");
  return [first, second];
}

function row(what: string, measured: Run, yardstick: Run, wanted: string): void {
  const ratio = (measured.milliseconds / yardstick.milliseconds).toFixed(2);
  tell(what, `${Math.round(measured.milliseconds)} ms`, `${Math.round(yardstick.milliseconds)} ms`, ratio, wanted);
}

function tell(what: string, measured: string, yardstick: string, ratio: string, wanted: string): void {
  process.stdout.write(`${what.padEnd(76)}${measured.padStart(10)}${yardstick.padStart(11)}${ratio.padStart(8)}  ${wanted}\n`);
}
