/**
 * `npm run demo`: the whole story on the definitions in `rules/`, against the embedded Azure. Nothing leaves this
 * machine; the repository it plays with is a copy in a temporary folder. Every command shown is really run.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { startAzure } from "./azure.ts";
import { git, tocsin, type Setting } from "./shell.ts";

const folder = await mkdtemp(join(tmpdir(), "tocsin-demo-"));
const azure = await startAzure();
const setting: Setting = {
  folder,
  endpoint: azure.url,
  env: {
    SLACK_WEBHOOK_URL: "https://hooks.slack.example/services/demo",
    SLACK_WEBHOOK_URL_STAGING: "https://hooks.slack.example/services/staging",
  },
};

try {
  await prepare();
  await story();
} finally {
  await azure.stop();
  await rm(folder, { recursive: true, force: true });
}

async function prepare(): Promise<void> {
  const root = join(import.meta.dirname, "..");
  await cp(join(root, "tocsin.yaml"), join(folder, "tocsin.yaml"));
  await cp(join(root, "rules"), join(folder, "rules"), { recursive: true });
  await git(setting, "init", "--quiet", "--initial-branch=main");
  await commit("alerts of the AI platform");
}

async function story(): Promise<void> {
  chapter("1. The definitions are checked. No network is needed.");
  await tocsin(setting, 0, "validate");

  chapter("2. The plan: what would be created in production. (Azure is empty, and runs on this machine.)");
  await tocsin(setting, 2, "plan", "-e", "production", "--out", "plan.json");

  chapter("3. The reviewed plan is applied: the action group first, then everything that refers to it.");
  await tocsin(setting, 0, "apply", "-e", "production", "--plan", "plan.json", "--yes");
  await rm(join(folder, "plan.json"));

  chapter("4. The same plan again is empty, although Azure has answered with other casing, order and defaults.");
  await tocsin(setting, 0, "plan", "-e", "production");

  chapter("5. At 3 a.m. somebody raises a threshold in the portal ...");
  await azure.change("metricAlerts", "aks-node-cpu-high", "night.owl@company.com", (body) => {
    body.properties.criteria.allOf[0].threshold = 99;
  });
  tell("   PUT .../metricAlerts/aks-node-cpu-high   threshold: 99   by night.owl@company.com");
  chapter("   ... and the nightly run finds it, with its author.");
  await tocsin(setting, 2, "drift", "-e", "production");

  chapter("6. Git is right, so it is applied again.");
  await tocsin(setting, 0, "apply", "-e", "production", "--yes", "aks-node-cpu-high");

  chapter("7. A pull request is merged that makes an alert deaf: 5 % of failed requests become 50 %.");
  await edit("tocsin.yaml", "maxErrorRate: 5 ", "maxErrorRate: 50 ");
  await commit("fewer pages from http-5xx-rate");
  await tocsin(setting, 0, "apply", "-e", "production", "--yes");

  chapter("8. It was a bad idea. `git revert`, and the plan takes it back.");
  await git(setting, "revert", "--no-edit", "HEAD");
  await tocsin(setting, 2, "plan", "-e", "production");
  await tocsin(setting, 0, "apply", "-e", "production", "--yes");

  chapter("9. A typing mistake is found before it is merged, with its place and what was meant.");
  await edit("rules/aks.yaml", "avg node_cpu_usage_percentage > 80", "avarage node_cpu_usage_percentage > 80");
  await edit("rules/api.yaml", "evaluationFrequency: 5m", "evaluationFrequenzy: 5m");
  await tocsin(setting, 1, "validate");

  chapter("That was all of it: alerts in git, what Azure has, and nothing between them but a plan.");
  tell("Next: `npm run --silent tocsin -- --help`, README.md, and docs/ for every kind and message.\n");
}

async function commit(message: string): Promise<void> {
  await git(setting, "add", "--all");
  await git(setting, "commit", "--quiet", "-m", message);
}

async function edit(file: string, before: string, after: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  if (!text.includes(before)) throw new Error(`the demo wants to edit ${file}, and \`${before}\` is not in it`);
  await writeFile(path, text.replace(before, after));
}

function chapter(text: string): void {
  tell(`\n${styleText("bold", text)}\n`);
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}
