import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith, rules, workspace } from "../cli/tocsin.ts";
import { pullRequestEvent } from "./events.ts";
import { githubToken, runAction, type ActionEnd } from "./runner.ts";

const slack = "https://hooks.example/services/T0canary/B0canary/c4n4ry-of-the-webhook";
const key = 'c4n"ry/of%the key\nand-its-second-line-4711';
const env = { SLACK_URL: slack, PAGER_KEY: key, AZURE_CLIENT_SECRET: "c4n4ry-of-the-client" };

/** All that anybody could see of a step, but for the words to the runner that mask a secret. */
function seen(end: ActionEnd): string {
  const files = Object.entries(end.outputs).flatMap(([name, path]) =>
    name.endsWith("-file") ? [readFileSync(path, "utf8")] : [],
  );
  const { text, output, summary } = end.raw;
  return [text.replaceAll(/^::add-mask::.*$/gm, ""), output, summary, ...files].join("\n");
}

test("a secret that somebody wrote into a rule is masked, and in no file, summary or output of the step", async () => {
  const secrets = "secrets: { slack: { env: SLACK_URL }, pager: { env: PAGER_KEY } }";
  const files = {
    "tocsin.yaml": workspace.replace(/^secrets: .*$/m, secrets),
    "rules/a.yaml": rules
      .replace("severity: 2", `severity: ${JSON.stringify(key)}`)
      .replace("windowSize: 5m", `windowSize: ${slack}`)
      .replace("name: oncall", `name: and-its-second-line-4711`),
  };
  const end = await runAction({
    workspace: folderWith(files),
    inputs: { command: "validate" },
    event: pullRequestEvent(),
    env,
  });
  expect(end.code).toBe(1);
  expect(end.masked).toEqual(expect.arrayContaining([slack, key, "and-its-second-line-4711", "c4n4ry-of-the-client"]));
  const all = seen(end);
  expect(all).toContain("***");
  for (const secret of [slack, "c4n4ry", 'c4n"ry', 'c4n\\"ry', "and-its-second-line-4711", githubToken])
    expect(all).not.toContain(secret);
});
