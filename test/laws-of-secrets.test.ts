import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addFault, clearFaults } from "../src/emulator/arm/world.ts";
import { startEmulator } from "../src/emulator/http.ts";
import { canary, leaksIn, sinksOf, spellings, toldTo } from "./action/canaries.ts";
import { foundCompany } from "./action/company.ts";
import { pullRequestEvent } from "./action/events.ts";
import { runActionHere } from "./action/here.ts";
import { githubToken, type ActionEnd } from "./action/runner.ts";
import { begun, tamper, workspace, written, wrong } from "./action/tampering.ts";
import { folderWith, tocsin } from "./cli/tocsin.ts";
import { runs } from "./support/runs.ts";

/** No secret is in what a step or the command line leaves, whatever is in the files, in Azure and in the answers of both. */

const secrets = fc.record({ ONE: canary, TWO: canary, THREE: canary, OTHER: canary });
const spelling = fc.constantFrom(...Object.values(spellings));

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

test("no secret is in why there is no result, in whatever spelling Azure tells it", async () => {
  await fc.assert(
    fc.asyncProperty(secrets, spelling, async (env, spell) => {
      const company = await foundCompany(
        { "tocsin.yaml": workspace, "rules/rules.yaml": begun },
        { act: runActionHere },
      );
      const all = Object.values(env);
      addFault(company.azure.world, `GET * 403 code=No message=may not ${all.map(spell).join(" and ")}`);
      const fails = async (end: Promise<ActionEnd>): Promise<void> => {
        const ended = await end;
        expect(ended.code).toBe(3);
        judge(ended, env);
      };
      company.commit("quieter", { "rules/rules.yaml": begun.replace("> 80", "> 90") });
      company.open(7, "quieter");
      await fails(company.plan(7, { env }));
      await fails(company.drift({ env }));
      company.merge(7);
      await fails(company.apply({ env }));
      expect(company.comments(7)).toHaveLength(1);
      expect(leaksIn(toldTo(company), [...all, githubToken])).toEqual([]);
    }),
    runs(8),
  );
});

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
