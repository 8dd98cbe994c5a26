import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { World } from "../../src/emulator/arm/world.ts";
import { makeCertificates } from "../../src/emulator/certificates.ts";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { clientId, startGithubTokens, worldOfOneReader, type GithubTokens } from "../support/github-tokens.ts";
import { gitIn } from "../support/repository.ts";
import { ended, folderWith, rules, start, tocsin, workspace, type Run } from "./tocsin.ts";

/*
 * The program as a job of a workflow starts it: in a process of its own, signed in by a token of GitHub's over TLS, to an
 * Azure that trusts what it was told to trust and lets an identity do what its roles say.
 */

const pullRequest = "repo:company@4711/alerts@815:pull_request";

let world: World;
let azure: Emulator;
let github: GithubTokens;
let folder = "";
let env: Readonly<Record<string, string>> = {};

beforeEach(async () => {
  const { authority, ...tls } = makeCertificates();
  world = worldOfOneReader(pullRequest);
  azure = await startEmulator({ world, tls });
  github = await startGithubTokens(tls, pullRequest);
  folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": rules, "authority.pem": "" });
  writeFileSync(join(folder, "authority.pem"), authority);
  env = {
    ...github.env,
    AZURE_CLIENT_ID: clientId,
    // Of no other tenant does the sign-in library believe another authority without asking Microsoft.
    AZURE_TENANT_ID: "adfs",
    AZURE_AUTHORITY_HOST: azure.url,
    NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "company/alerts",
    SLACK_URL: "https://hooks.slack.example/hush-hush",
  };
});

afterEach(async () => {
  await Promise.all([azure.close(), github.close()]);
});

const run = (args: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<Run> =>
  ended(start(folder, [...args, "--endpoint", azure.url, "-e", "production"], { ...env, ...changes }));

function expectNoTokens({ out, err }: Run): void {
  for (const secret of [...github.given, "hush-hush", "the-token-of-the-run"]) expect(out + err).not.toContain(secret);
  expect(out + err).not.toMatch(/eyJ[\w-]+\./);
}

test("an identity that reads, in a pull request: it can plan and not apply, and that is well", async () => {
  const done = await run(["doctor"]);
  const told = done.out.replaceAll(azure.url, "https://AZURE");
  await expect(told).toMatchFileSnapshot("../golden/doctor-pull-request.txt");
  expect(done).toMatchObject({ code: 0, err: "" });
  expectNoTokens(done);
  expect((await run(["plan"])).code).toBe(2);
});

test("a subject that nobody trusts is told, with the command that would; the JSON has it too", async () => {
  github.subject = "repo:company@4711/alerts@815:environment:it's production";
  const done = await run(["doctor"]);
  expect(done.code).toBe(1);
  expect(done.out).toContain(`        subject   ${github.subject}\n`);
  expect(done.out).toContain("AADSTS700213");
  expect(done.out).toContain(
    String.raw`--parameters '{"name":"github-environment-it-s-production","issuer":"https://token.actions.githubusercontent.com","subject":"repo:company@4711/alerts@815:environment:it'\''s production","audiences":["api://AzureADTokenExchange"]}'`,
  );
  expectNoTokens(done);
  const json = await run(["doctor", "--format", "json"]);
  expect(JSON.parse(json.out).environments[0]).toMatchObject({
    shown: { subject: github.subject },
    canPlan: "unknown",
  });
  expectNoTokens(json);
});

test("the same refusal in any other command names what was shown", async () => {
  github.subject = "repo:company/alerts:ref:refs/heads/main";
  const done = await run(["plan"]);
  expect(done.code).toBe(3);
  const told = done.err.replaceAll(/\s+/g, " ");
  expect(told).toMatch(
    /with GitHub OpenID Connect: AADSTS700213: No matching federated identity record found .+ — Azure was/,
  );
  expect(told).toMatch(/ got correlation id [0-9a-f-]{36} do /);
  expect(told).not.toMatch(/Trace ID|Timestamp/);
  expect(told).toContain(
    "Azure was shown issuer `https://token.actions.githubusercontent.com`, subject `repo:company/alerts:ref:refs/heads/main`, audience `api://AzureADTokenExchange`",
  );
  expect(told).toContain("do give the identity a federated credential by one of these commands");
  expectNoTokens(done);
});

test("a job that may not ask GitHub for a token is told which permission it lacks", async () => {
  const done = await run(["doctor"], {
    ACTIONS_ID_TOKEN_REQUEST_URL: "",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "",
    PATH: "/",
  });
  expect(done.code).toBe(1);
  expect(done.out).toContain("give the job `permissions: id-token: write`");
});

test("every environment is looked at unless one is named, and a broken workspace is told as everywhere", async () => {
  const emulator = await startEmulator();
  try {
    const { code, out } = await tocsin(folder, ["doctor", "--endpoint", emulator.url, "--format", "json"]);
    const { environments } = JSON.parse(out);
    expect([code, environments.map((one: any) => one.subject.environment)]).toEqual([1, ["production", "staging"]]);
    expect(await tocsin(folder, ["doctor", "-e", "prod", "--endpoint", emulator.url])).toMatchObject({ code: 64 });
    const broken = folderWith({ "tocsin.yaml": "stack: 1\n" });
    const told = await tocsin(broken, ["doctor"]);
    expect([told.code, told.out]).toEqual([1, expect.stringContaining("nothing else was looked at")]);
  } finally {
    await emulator.close();
  }
});

test("an `origin` that is a folder of this machine is no name that others know, and it is not said that there is none", async () => {
  const git = gitIn(folder);
  git("init", "--quiet");
  git("remote", "add", "origin", folder);
  const { out } = await run(["doctor"], { GITHUB_SERVER_URL: "", GITHUB_REPOSITORY: "" });
  expect(out.replaceAll(/\s+/g, " ")).toContain(
    "! repository git knows no `origin` that others can reach: resources will not say in `tocsin-source` where they come from " +
      "do name it, if there is one; `git remote set-url` does it where `origin` is a folder of this machine",
  );
});
