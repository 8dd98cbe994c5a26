import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addFault, clearFaults, type World } from "../src/emulator/arm/world.ts";
import { plant } from "../src/emulator/arm/seed.ts";
import { outputNames } from "../src/action/output-names.ts";
import { unframeText } from "../src/core/plan/comment.ts";
import { visible } from "../src/report/visible.ts";
import { acting, nasty, ours, pageOf } from "./report/markdown/judge.ts";
import { canary, leaksIn, sinksOf, spellings, toldTo } from "./action/canaries.ts";
import { startEmulator } from "../src/emulator/http.ts";
import { pullRequestEvent } from "./action/events.ts";
import { folderWith, tocsin } from "./cli/tocsin.ts";
import { foundCompany } from "./action/company.ts";
import { runActionHere } from "./action/here.ts";
import { githubToken, type ActionEnd } from "./action/runner.ts";
import { runs } from "./support/runs.ts";

/** What must never happen in a step of a workflow, whatever is in the files, in Azure and in the answers of both. */

const workspace = `stack: shop
rules: [rules/**/*.yaml]
variables:
  vm: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1
  logs: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.OperationalInsights/workspaces/logs
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
  staging:
    subscription: 22222222-2222-2222-2222-222222222222
    resourceGroup: rg-alerts
    location: koreacentral
    secrets: { other: { env: OTHER } }
secrets: { one: { env: ONE }, two: { env: TWO }, three: { env: THREE }, kept: { live: true } }
`;

const rules = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: admin@company.com }]
  webhookReceivers:
    - { name: slack, serviceUri: "https://hooks.example/\${secret:one}" }
  logicAppReceivers:
    - name: flow
      resourceId: /subscriptions/1/resourceGroups/g/providers/Microsoft.Logic/workflows/flow
      callbackUrl: "https://flow.example/?sig=\${secret:two}"
---
kind: MetricAlert
name: cpu-high
tags: { team: TAG }
spec:
  description: "DESCRIBED by \${secret:two} in a text"
  severity: 2
  scopes: \${vm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg Percentage CPU > 80
  actionGroups: [{ name: oncall, webhookProperties: { apiKey: "\${secret:three}", plain: PLAIN } }]
---
kind: LogAlert
name: errors
spec:
  description: DESCRIBED
  severity: 1
  scopes: \${logs}
  windowSize: 5m
  evaluationFrequency: 5m
  query: |
    AppTraces
    | where Message has "x"
  criteria: [count > 5]
  actionGroups: oncall
  customProperties: { pager: "\${secret:three}", note: PLAIN }
`;

const begun = rules.replaceAll(/DESCRIBED|PLAIN|TAG/g, "something");

const secrets = fc.record({ ONE: canary, TWO: canary, THREE: canary, OTHER: canary });
const spelling = fc.constantFrom(...Object.values(spellings));

/** Definitions in which somebody wrote secrets as texts. */
function written(text: string): string {
  // What would be a placeholder of ours is a mistake; a text of JSON is one of YAML.
  const quoted = (told: string): string => JSON.stringify(told.replaceAll("${", "$ {"));
  return rules
    .replace("DESCRIBED by", () => quoted(`${text} by`).slice(1, -1))
    .replace(/DESCRIBED$/m, () => quoted(text))
    .replaceAll("PLAIN", () => quoted(text))
    .replace("TAG", () => quoted(text.slice(0, 200)));
}

/** Somebody wrote them into Azure, into what we know and what we do not. */
function tamper(world: World, text: string): void {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === "string")
      return /^(description|query|note|plain|team)$/i.test(key) ? `${value} ${text}` : value;
    if (Array.isArray(value)) return value.map((item) => change(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item, name)]));
  };
  const bodies = world.store.all().map(({ body }) => {
    const { properties, tags, ...rest } = body as { properties: object; tags: object };
    const tampered = {
      ...(change(properties, "") as object),
      ...("severity" in properties ? { severity: 4 } : {}),
      ...("groupShortName" in properties ? { groupShortName: "others" } : {}),
      future: { [text]: text, list: [text] },
    };
    return { ...rest, properties: tampered, tags: { ...tags, hand: text.slice(0, 200) } };
  });
  plant(world, bodies as never);
  for (const [index, event] of world.events.entries())
    world.events[index] = { ...event, caller: `${text}@company.com` };
}

function judge(end: ActionEnd, env: Readonly<Record<string, string>>): void {
  const known = [...Object.values(env), githubToken];
  expect(leaksIn(sinksOf(end), known)).toEqual([]);
  for (const secret of known) expect(end.masked).toContain(secret);
}

test("no secret leaves a step, in whatever spelling it comes back", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, spelling, spelling, async (env, first, second) => {
      const all = Object.values(env);
      const spelled = (spell: (text: string) => string): string => all.map(spell).join(" and ");
      const company = await foundCompany(
        { "tocsin.yaml": workspace, "rules/rules.yaml": begun },
        { act: runActionHere },
      );
      const act = async (end: Promise<ActionEnd>): Promise<ActionEnd> => {
        const ended = await end;
        judge(ended, env);
        return ended;
      };
      await act(company.apply({ env }));
      tamper(company.azure.world, spelled(first));
      const refusal = `PUT * 400 code=Bad message=cannot take ${spelled(second)}`;

      company.commit(
        "quieter",
        { "rules/rules.yaml": written(spelled(second)).replace("> 80", "> 90") },
        spelled(first),
      );
      company.open(7, "quieter", spelled(first));
      expect((await act(company.plan(7, { env }))).code).toBe(2);
      await act(company.drift({ env }));
      await act(company.drift({ env, inputs: { adopt: "true" } }));
      addFault(company.azure.world, refusal);
      await act(company.drift({ env, inputs: { heal: "true" } }));
      company.merge(7);
      company.github.faults.push({
        on: /^POST .*comments$/,
        reply: { status: 422, body: { message: spelled(first) } },
      });
      expect((await act(company.apply({ env }))).code).toBe(3);
      await act(company.apply({ env }));
      clearFaults(company.azure.world);
      await act(company.apply({ env }));
      expect(leaksIn(toldTo(company), [...all, githubToken])).toEqual([]);
    }),
    runs(6),
  );
});

/** Definitions full of mistakes, each about the text. */
function wrong(text: string): Readonly<Record<string, string>> {
  const quoted = JSON.stringify(text);
  const mistakes = [
    `kind: MetricAlert\nname: ${quoted}\nspec: { severity: ${quoted}, windowSize: ${quoted}, criteria: [${quoted}], ${quoted}: 1 }`,
    `kind: ${quoted}\nname: x\nspec: {}`,
    `kind: LogAlert\nname: y\n${quoted}: 1\nspec: { query: ${quoted}, criteria: [count > ${quoted}], actionGroups: ${quoted} }`,
    `kind: ActionGroup\nname: z\nspec: { groupShortName: ${quoted}, emailReceivers: ${quoted}, webhookReceivers: [{ ${quoted}: x }] }`,
    `kind: ActionGroup\nname: z\nlint: { ${quoted}: { because: ${quoted} } }\nenvironments: { ${quoted}: false }\nspec: {}`,
    `kind: MetricAlert\nname: v\nspec: { scopes: "\${${text.replaceAll(/[^\w]/g, "")}}", description: ${quoted.replaceAll("$", "$$$$")} }`,
  ];
  return { "rules/wrong.yaml": mistakes.join("\n---\n"), "rules/broken.yaml": `kind: [${quoted}\n  name: ${text}` };
}

const formats = ["text", "json", "markdown", "sarif", "github"];

test("no secret is in what is said of mistakes, in whatever format", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, spelling, async (env, spell) => {
      const all = Object.values(env);
      const company = await foundCompany(
        { "tocsin.yaml": workspace, "rules/rules.yaml": begun },
        { act: runActionHere },
      );
      company.commit("wrong", wrong(all.map(spell).join(" and ")));
      company.open(7, "wrong");
      const planned = await company.plan(7, { env });
      expect(planned.code).toBe(1);
      judge(planned, env);
      const event = { name: "pull_request", payload: JSON.parse(JSON.stringify(pullRequestEvent("fork").payload)) };
      const validated = await runActionHere({ workspace: company.folder, inputs: { command: "validate" }, event, env });
      expect(validated.code).toBe(1);
      judge(validated, env);
      expect(leaksIn(toldTo(company), [...all, githubToken])).toEqual([]);
      for (const format of formats) {
        const { code, out, err } = await tocsin(company.folder, ["validate", "--format", format], env);
        expect(code).toBe(1);
        expect(leaksIn(new Map([[format, out + err]]), all)).toEqual([]);
      }
    }),
    runs(8),
  );
});

test("no secret is in what the command line says of what Azure has, in whatever format", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, spelling, async (env, spell) => {
      const all = Object.values(env);
      const azure = await startEmulator();
      const folder = folderWith({ "tocsin.yaml": workspace, "rules/rules.yaml": begun });
      const said = async (...args: readonly string[]): Promise<void> => {
        const { out, err } = await tocsin(folder, [...args, "-e", "production", "--endpoint", azure.url], env);
        expect(leaksIn(new Map([[args.join(" "), out + err]]), all)).toEqual([]);
      };
      await said("apply", "--yes");
      tamper(azure.world, all.map(spell).join(" and "));
      addFault(azure.world, `PUT * 400 code=Bad message=cannot take ${all.map(spell).join(" and ")}`);
      for (const command of ["plan", "drift"])
        for (const format of ["text", "json", "markdown"]) await said(command, "--format", format);
      await said("plan", "--out", "plan.json");
      expect(leaksIn(new Map([["file", readFileSync(join(folder, "plan.json"), "utf8")]]), all)).toEqual([]);
      await said("apply", "--yes");
      await azure.close();
    }),
    runs(8),
  );
});

/** Names of files that git and this system take. */
const fileName = nasty.map((text) => `rules/x${text.replaceAll(/[\0/]/g, "").toWellFormed().slice(0, 60)}.yaml`);

/** Addresses of the repository, as the runner and as this GitHub tell them; where a text of others leads is nowhere. */
const address = /^https:\/\/github\.(?:com|example)\/company\/alerts\/(?!(?:\S*\/)?\.\.?(?:[/#]|$))[^\s<>"'`()]*$/;

function judgeText(text: string): void {
  const page = pageOf(text);
  expect(page.elements.filter((element) => !ours.test(element) && !element.startsWith("a href="))).toEqual([]);
  expect(page.acting).not.toMatch(acting);
  expect(page.links.filter((link) => !address.test(link))).toEqual([]);
}

/** What we write on GitHub: a marker that is ours, a text in which nothing acts, and what the next run reads. */
function judgeBody(body: string): void {
  if (!body.startsWith("<!--")) return judgeText(body);
  const [marker = "", ...rest] = body.split("\n");
  expect(marker).toMatch(/^<!-- tocsin (?:plan|drift|adopt) tocsin\.yaml production -->$/);
  const hidden = rest.pop() ?? "";
  expect(hidden).toMatch(/^<!-- tocsin-data [\w+/=]+ -->$/);
  expect(unframeText(body).data?.run.id).toBeGreaterThan(1000);
  expect(unframeText(body).data?.head).toMatch(/^[0-9a-f]{40}$/);
  judgeText(unframeText(body).text);
}

/** A step obeyed nothing that stood in a text, and nothing in its log acts on who reads it. */
function judgeStep(end: ActionEnd): void {
  expect(end.complaints).toEqual([]);
  const words = new Set(end.commands.map(({ name }) => name));
  expect([...words].filter((name) => !["add-mask", "error", "warning", "notice"].includes(name))).toEqual([]);
  // The words that stop commands are masked by the runner itself.
  expect(end.masked.filter((mask) => mask !== githubToken && !/^[0-9a-f-]{36}$/.test(mask))).toEqual([]);
  for (const { properties } of end.commands)
    expect(Object.keys(properties).filter((name) => !["title", "file", "line", "col"].includes(name))).toEqual([]);
  expect(end.commands.filter(({ data }) => data.trim() === "x")).toEqual([]);
  expect(Object.keys(end.outputs).filter((name) => !outputNames.some((one) => one === name))).toEqual([]);
  expect(end.raw.env).toBe("");
  expect(visible(end.raw.text.replaceAll("\n", ""))).toBe(end.raw.text.replaceAll("\n", ""));
  judgeText(end.summary);
}

test("no text of others acts anywhere in what a step leaves", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(nasty, { minLength: 3, maxLength: 3 }),
      fileName,
      async ([first, second, third], name) => {
        const [one = "", other = "", title = ""] = [first, second, third?.replaceAll("\0", "").toWellFormed()];
        const files = { "tocsin.yaml": workspace.replace(/^secrets:.*$/m, "").replace(/^ +secrets:.*$/m, "") };
        const plain = (text: string): string => text.replaceAll(/\$\{secret:\w+\}/g, "x");
        const company = await foundCompany({ ...files, [name]: plain(begun) }, { act: runActionHere });
        const act = async (step: Promise<ActionEnd>): Promise<ActionEnd> => {
          const end = await step;
          judgeStep(end);
          return end;
        };
        await act(company.apply());
        tamper(company.azure.world, one);
        company.commit("quieter", { [name]: plain(written(other)).replace("> 80", "> 90") }, `t ${title}`);
        company.open(7, "quieter", `t ${title}`);
        company.commit("wrong", wrong(other), `t ${title}`);
        company.open(8, "wrong", `t ${title}`);
        await act(company.plan(7));
        await act(company.plan(8));
        await act(company.drift());
        await act(company.drift({ inputs: { adopt: "true" } }));
        company.merge(7);
        addFault(company.azure.world, `PUT * 400 times=2 code=Bad message=cannot ${one.replaceAll(/\s+/g, " ")}`);
        company.github.faults.push({ on: /^PATCH .*comments/, reply: { status: 422, body: { message: other } } });
        await act(company.apply());
        await act(company.drift({ inputs: { heal: "true" } }));
        await act(company.apply());
        const bodies = company.github.requests.flatMap(({ body }) =>
          typeof body?.body === "string" ? [body.body] : [],
        );
        expect(bodies.length).toBeGreaterThan(3);
        for (const body of bodies) judgeBody(body);
        for (const { title: told } of company.github.requests.flatMap(({ body }) =>
          typeof body?.title === "string" ? [body] : [],
        ))
          expect(told).toMatch(/^[\w ./-]+(?:: [\w ]+)?$/);
      },
    ),
    runs(6),
  );
});
