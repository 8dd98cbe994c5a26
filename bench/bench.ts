/**
 * `npm run bench`: what Tocsin costs beside what cannot be avoided, as ratios measured side by side in one run. Times of
 * a shared machine mean little; ratios hold. Needs `npm run build` before, since the bundle is what users run.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inTurn, peakMemory, type Program } from "./measure.ts";
import { startAzure } from "./azure.ts";
import { emptyWorkspace, portalRules } from "./portal-rules.ts";
import { writeWorkspace } from "./workspace.ts";

const root = join(import.meta.dirname, "..");
const cli = join(root, "dist", "cli.js");
const action = join(root, "dist", "action.js");
const parser = join(import.meta.dirname, "parse-only.ts");
const rounds = Number(process.env["TOCSIN_ROUNDS"] ?? 3);

if (!existsSync(cli)) throw new Error("dist/cli.js is not there: run `npm run build` first");
const folder = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
try {
  tell("what", "measured", "yardstick", "ratio", "wanted");
  await validateMany();
  start();
  await startAction();
  await planMany();
  await importMany();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function validateMany(): Promise<void> {
  const many = join(folder, "many");
  await writeWorkspace(many, 10_000, ["first", "second"]);
  const validate = { args: [cli, "validate"], cwd: many, exit: 0 };
  const parse = { args: [parser, many], cwd: root, exit: 0 };
  compare("validate, 10,000 definitions in two environments / parsing them with yaml", validate, parse, "<= 2");
}

function start(): void {
  const validate = { args: [cli, "validate"], cwd: root, exit: 0 };
  compare(
    "validate, rules/ / an empty Node program",
    validate,
    { args: ["-e", "0"], cwd: root, exit: 0 },
    "<= 6",
    5 * rounds,
  );
}

/** As the runner starts it, with what it leaves: a log, a summary, and two files. */
async function startAction(): Promise<void> {
  const step = join(folder, "step");
  await mkdir(step);
  const file = async (name: string, text = ""): Promise<string> => {
    await writeFile(join(step, name), text);
    return join(step, name);
  };
  const env = {
    INPUT_COMMAND: "validate",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: await file("event.json", JSON.stringify({ ref: "refs/heads/main" })),
    GITHUB_OUTPUT: await file("output"),
    GITHUB_REF: "refs/heads/main",
    GITHUB_REPOSITORY: "company/alerts",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "0".repeat(40),
    GITHUB_STEP_SUMMARY: await file("summary"),
    GITHUB_WORKSPACE: root,
    RUNNER_TEMP: step,
  };
  compare(
    "the action's validate, rules/ / an empty Node program",
    { args: [action], cwd: root, env, exit: 0 },
    { args: ["-e", "0"], cwd: root, exit: 0 },
    "<= 10",
    5 * rounds,
  );
}

async function planMany(): Promise<void> {
  const stack = join(folder, "stack");
  await writeWorkspace(stack, 5000, ["first"]);
  const azure = await startAzure();
  try {
    const apply = { args: [cli, "apply", "--yes", "--endpoint", azure.url, "--format", "json"], cwd: stack, exit: 0 };
    const plan = { args: [cli, "plan", "--endpoint", azure.url, "--format", "json"], cwd: stack, exit: 0 };
    inTurn(0, [apply]);
    const before = await azure.requests();
    const memory = peakMemory(plan);
    const requests = (await azure.requests()) - before;
    compare(
      "plan, 5,000 rules that are all there / parsing their YAML",
      plan,
      { args: [parser, stack], cwd: root, exit: 0 },
      "<= 3",
    );
    tell(
      "requests of that plan, per type and resource group",
      String(requests / azure.types),
      "",
      "",
      "<= 2 and pages",
    );
    tell("memory of that plan", `${Math.round(memory)} MB`, "", "", "< 400 MB");
  } finally {
    await azure.stop();
  }
}

/** What is written is compiled and planned before it is written, so parsing it is the least that can be done. */
async function importMany(): Promise<void> {
  const begun = join(folder, "begun");
  await mkdir(begun);
  await writeFile(join(begun, "tocsin.yaml"), emptyWorkspace);
  const azure = await startAzure();
  try {
    await fetch(`${azure.url}/_emulator/plant`, { method: "POST", body: JSON.stringify(portalRules(1000)) });
    const arm = ["--endpoint", azure.url];
    const dry = { args: [cli, "import", "--dry-run", "--format", "json", ...arm], cwd: begun, exit: 0 };
    const memory = peakMemory(dry);
    inTurn(0, [{ ...dry, args: [cli, "import", ...arm] }]);
    // Seen again it would all be defined: the dry run looks at the workspace as it was.
    const again = join(folder, "again");
    await mkdir(again);
    await writeFile(join(again, "tocsin.yaml"), emptyWorkspace);
    const parse = { args: [parser, begun], cwd: root, exit: 0 };
    compare(
      "import, 1,000 rules made in the portal / parsing the YAML it writes",
      { ...dry, cwd: again },
      parse,
      "<= 8",
    );
    tell("memory of that import", `${Math.round(memory)} MB`, "", "", "< 400 MB");
  } finally {
    await azure.stop();
  }
}

function compare(what: string, measured: Program, yardstick: Program, wanted: string, times = rounds): void {
  const [first = Number.NaN, second = Number.NaN] = inTurn(times, [measured, yardstick]);
  tell(what, `${Math.round(first)} ms`, `${Math.round(second)} ms`, (first / second).toFixed(2), wanted);
}

function tell(what: string, measured: string, yardstick: string, ratio: string, wanted: string): void {
  process.stdout.write(
    `${what.padEnd(76)}${measured.padStart(10)}${yardstick.padStart(11)}${ratio.padStart(8)}  ${wanted}\n`,
  );
}
