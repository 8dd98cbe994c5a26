import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addFault } from "../../src/emulator/arm/world.ts";
import { makeCertificates } from "../../src/emulator/certificates.ts";
import { startEmulator } from "../../src/emulator/http.ts";
import { folderWith, rules, workspace } from "../cli/tocsin.ts";
import { clientId, startGithubTokens, worldOfOneReader } from "../support/github-tokens.ts";
import { leaksIn, sinksOf, spellings, toldTo } from "./canaries.ts";
import { foundCompany } from "./company.ts";
import { pushEvent } from "./events.ts";
import { githubToken, runAction, type ActionEnd } from "./runner.ts";

/*
 * The built bundle with secrets of every sort at hand, and in whatever comes back to it. `laws-of-secrets.test.ts` has
 * the same in this process, and oftener.
 */

const env = {
  SLACK_URL: "https://hooks.example/services/T0canary/B0canary?sig=c4n4ry%2Fof+the&webhook=1",
  PAGER: 'c4n "4ry" | `of` <the> pager\'s & key ${x} 한국어 😀',
  PEM: "-----BEGIN c4n4ry-----\n\tc4n4ry/first+line==\n  c4n4ry second line  \n-----END c4n4ry-----",
  PIN: "c!7",
};

const secrets = "secrets: { slack: { env: SLACK_URL }, pager: { env: PAGER }, pem: { env: PEM }, pin: { env: PIN } }";
const files = {
  "tocsin.yaml": workspace.replace(/^secrets: .*$/m, secrets),
  "rules/rules.yaml": rules
    .replace(
      "admin@company.com }]",
      'admin@company.com }]\n  webhookReceivers: [{ name: slack, serviceUri: "${secret:slack}" }]',
    )
    .replace("severity: 2", 'severity: 2\n  description: "${secret:pem}"')
    .replace(
      "actionGroups: oncall",
      'actionGroups: [{ name: oncall, webhookProperties: { key: "${secret:pager}", pin: "${secret:pin}" } }]',
    ),
};

/** The secrets are nowhere, and the runner was told of each before it was told anything else. */
function judge(end: ActionEnd, known: readonly string[]): void {
  expect(leaksIn(sinksOf(end), known)).toEqual([]);
  expect(end.masked).toEqual(expect.arrayContaining([...known]));
  const lines = end.raw.text.split("\n");
  const first = lines.findIndex((line) => !line.startsWith("::add-mask::"));
  const masks = lines.slice(0, first).map((line) => line.slice("::add-mask::".length));
  const told = masks.map((mask) => mask.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%"));
  expect(told).toEqual(expect.arrayContaining([...known]));
}

test.each(["json twice", "wrapped"])(
  "through plan, apply and drift no secret is told, though Azure and GitHub tell them as %s",
  async (name) => {
    const known = [...Object.values(env), githubToken];
    const spelled = Object.values(env).map(spellings[name]!).join(" and ");
    const company = await foundCompany(files);
    const act = async (step: Promise<ActionEnd>, code: number): Promise<void> => {
      const end = await step;
      expect(end.code).toBe(code);
      judge(end, known);
    };
    await act(company.apply({ env }), 0);
    await company.changeByHand("cpu-high", `"severity":2`, `"severity":4`);
    const note = JSON.stringify(spelled.replaceAll("${", "$ {"));
    const quieter = files["rules/rules.yaml"].replace(
      "severity: 2",
      () => `severity: 3\n  customProperties: { note: ${note} }`,
    );
    company.commit("quieter", { "rules/rules.yaml": quieter }, spelled);
    company.open(7, "quieter", spelled);
    await act(company.plan(7, { env }), 0);
    await act(company.drift({ env, inputs: { adopt: "true" } }), 0);
    company.merge(7);
    addFault(company.azure.world, `PUT metricAlerts 400 code=Bad times=1 message=cannot take ${spelled}`);
    company.github.faults.push({ on: /^PATCH .*comments/, reply: { status: 422, body: { message: spelled } } });
    await act(company.apply({ env }), 1);
    await act(company.apply({ env }), 0);
    expect(company.comments(7)).toHaveLength(1);
    expect(leaksIn(toldTo(company), known)).toEqual([]);
  },
);

test("tokens that are got on the way are masked, and in nothing that is told", async () => {
  const { authority, ...tls } = makeCertificates();
  const subject = "repo:company/alerts:environment:production";
  const world = worldOfOneReader(subject);
  const [azure, github] = [await startEmulator({ world, tls }), await startGithubTokens(tls, subject)];
  onTestFinished(async () => void (await Promise.all([azure.close(), github.close()])));
  const folder = folderWith({ ...files, "authority.pem": "" });
  writeFileSync(join(folder, "authority.pem"), authority);
  const plan = (): Promise<ActionEnd> =>
    runAction({
      workspace: folder,
      // Of no other tenant does the sign-in library believe another authority without asking Microsoft.
      inputs: {
        command: "plan",
        environment: "production",
        endpoint: azure.url,
        verbose: "true",
        "client-id": clientId,
        "tenant-id": "adfs",
      },
      event: pushEvent(),
      env: {
        ...env,
        ...github.env,
        AZURE_AUTHORITY_HOST: azure.url,
        NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
      },
    });
  const signedIn = await plan();
  expect(signedIn).toMatchObject({ code: 0, outputs: { creates: "2" } });
  github.subject = "repo:company/alerts:pull_request";
  const refused = await plan();
  expect(refused.code).toBe(1);
  for (const told of [refused.log, refused.summary]) expect(told).toContain(github.subject);
  expect(refused.summary).toMatch(/no plan of `c0ffee0`\*\*: nobody could be signed in to Azure/);
  expect(github.given.length).toBeGreaterThan(1);
  for (const end of [signedIn, refused]) {
    judge(end, [...Object.values(env), githubToken, "the-token-of-the-run"]);
    expect([...sinksOf(end).values()].join("\n")).not.toMatch(/eyJ[\w-]+\./);
  }
  for (const token of github.given) expect([...signedIn.masked, ...refused.masked]).toContain(token);
  // The one that Azure gave in exchange.
  expect(signedIn.masked.filter((mask) => mask.startsWith("eyJ") && !github.given.includes(mask))).not.toEqual([]);
});
