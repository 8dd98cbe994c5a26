import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulator, type Emulator as Azure } from "../../src/emulator/http.ts";
import { folderWith, rules, workspace } from "../cli/tocsin.ts";
import { gitIn } from "../support/repository.ts";
import { githubToken, runAction, type ActionEnd } from "./runner.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * The built action against `emulate`, a GitHub that somebody else wrote. It knows people and no bots, so that the workflow's
 * token is a person's here.
 */

let github: Emulator;
let azure: Azure;
const subject = { id: 1, full_name: "company/alerts", default_branch: "main", owner: { login: "company" } };

beforeAll(async () => {
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: {
        [githubToken]: { login: "workflow", scopes: ["repo"] },
        "company-token": { login: "company", scopes: ["repo"] },
        "mallory-token": { login: "mallory", scopes: ["repo"] },
      },
      github: {
        users: [{ login: "company" }, { login: "workflow" }, { login: "mallory" }],
        repos: [{ owner: "company", name: "alerts", auto_init: true }],
      },
    },
  });
  azure = await startEmulator();
});
afterAll(async () => {
  await azure.close();
  await github.close();
});

/** What people do on this GitHub. */
async function ask(path: string, body?: object, login = "company"): Promise<any> {
  const answer = await fetch(`${github.url}/repos/company/alerts${path}`, {
    method: body === undefined ? "GET" : path.startsWith("/contents") ? "PUT" : "POST",
    headers: { authorization: `token ${login}-token`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

test("the first run comments, the second updates it, the third leaves it alone, and a forged one is nobody's", async () => {
  const folder = folderWith({ "tocsin.yaml": workspace, "rules/rules.yaml": rules });
  const git = gitIn(folder);
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "-m", "begin");
  const base = (await ask("/git/ref/heads/main")).object.sha;
  await ask("/git/refs", { ref: "refs/heads/quieter", sha: base });
  const content = Buffer.from(rules).toString("base64");
  await ask("/contents/rules.yaml", { message: "quieter", content, branch: "quieter" });
  const pull = await ask("/pulls", { title: "Quieter", head: "quieter", base: "main" });
  const marker = "<!-- tocsin plan tocsin.yaml production -->";
  await ask(`/issues/${pull.number}/comments`, { body: `${marker}\nNothing to see here` }, "mallory");

  let runs = 100;
  const plan = (): Promise<ActionEnd> =>
    runAction({
      workspace: folder,
      inputs: { command: "plan", environment: "production", endpoint: azure.url },
      githubUrl: github.url,
      event: {
        name: "pull_request",
        payload: {
          number: pull.number,
          repository: subject,
          pull_request: {
            number: pull.number,
            head: { sha: pull.head.sha, ref: "quieter", repo: subject },
            base: { sha: base, ref: "main", repo: subject },
          },
        },
      },
      env: { GITHUB_RUN_ID: `${++runs}`, GITHUB_REF: `refs/pull/${pull.number}/merge` },
    });
  const ours = async (): Promise<readonly any[]> =>
    (await ask(`/issues/${pull.number}/comments`)).filter((one: any) => one.user.login === "workflow");

  const first = await plan();
  expect(first).toMatchObject({ code: 0, annotations: [], outputs: { outcome: "changes", creates: "2" } });
  const [created] = await ours();
  expect(created.body.startsWith(marker)).toBe(true);
  expect(created.body).toContain("2 to create");

  writeFileSync(join(folder, "rules/rules.yaml"), rules.replace("> 80", "> 90"));
  expect(await plan()).toMatchObject({ code: 0, annotations: [] });
  const [updated, ...others] = await ours();
  expect(others).toEqual([]);
  expect(updated).toMatchObject({ id: created.id });
  expect(updated.body).toContain("avg Percentage CPU > 90");

  expect(await plan()).toMatchObject({ code: 0, outputs: { "comment-url": updated.html_url } });
  expect(await ours()).toEqual([updated]);
  const [forged] = (await ask(`/issues/${pull.number}/comments`)).filter((one: any) => one.user.login === "mallory");
  expect(forged.body).toContain("Nothing to see here");
});
