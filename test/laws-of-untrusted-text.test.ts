import fc from "fast-check";
import { expect, test } from "vitest";
import { outputNames } from "../src/action/output-names.ts";
import { unframeText } from "../src/core/plan/comment.ts";
import { plant } from "../src/emulator/arm/seed.ts";
import { addFault } from "../src/emulator/arm/world.ts";
import { visible } from "../src/report/visible.ts";
import { foundCompany } from "./action/company.ts";
import { runActionHere } from "./action/here.ts";
import { githubToken, type ActionEnd } from "./action/runner.ts";
import { begun, tamper, workspace, written, wrong } from "./action/tampering.ts";
import { foreignOn, nasty, pageOf } from "./report/markdown/judge.ts";
import { runs } from "./support/runs.ts";

/** No text acts in what a step leaves, whoever wrote it: in files, their names and their history, in Azure, in anybody's errors. */

/** Names of files that git and this system take. */
const fileName = nasty.map((text) => `rules/x${text.replaceAll(/[\0/]/g, "").toWellFormed().slice(0, 60)}.yaml`);

/** Addresses of the repository, as the runner and as this GitHub tell them; where a text of others leads is nowhere. */
const address = /^https:\/\/github\.(?:com|example)\/company\/alerts\/(?!(?:\S*\/)?\.\.?(?:[/#]|$))[^\s<>"'`()]*$/;

function judgeText(text: string): void {
  expect(foreignOn(pageOf(text), { links: address })).toEqual([]);
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

const machines =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";

test("no text of others acts anywhere in what a step leaves", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(nasty, { minLength: 3, maxLength: 3 }),
      fileName,
      async ([first, second, third], name) => {
        const [one = "", other = "", title = ""] = [first, second, third?.replaceAll("\0", "").toWellFormed()];
        const files = { "tocsin.yaml": workspace.replace(/^secrets:.*$/m, "").replace(/^ +secrets:.*$/m, "") };
        // What is created is told line by line.
        const acts = `::error::x\n    ##[error]x\n    ::stop-commands::x\n    AppTraces`;
        const plain = (text: string): string =>
          text.replaceAll(/\$\{secret:\w+\}/g, "x").replace(/^ {4}AppTraces/m, `    ${acts}`);
        const company = await foundCompany({ ...files, [name]: plain(begun) }, { act: runActionHere });
        const act = async (step: Promise<ActionEnd>): Promise<ActionEnd> => {
          const end = await step;
          judgeStep(end);
          return end;
        };
        await act(company.apply());
        tamper(company.azure.world, one);
        // What somebody may have meant, where a scope is not there.
        plant(company.azure.world, [{ id: `${machines}/vm1${other.replaceAll("/", "")}` }]);
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

test("no text of others acts in why there is no result", async () => {
  await fc.assert(
    fc.asyncProperty(nasty, async (text) => {
      const files = { "tocsin.yaml": workspace.replace(/^secrets:.*$/m, "").replace(/^ +secrets:.*$/m, "") };
      const rules = begun.replaceAll(/\$\{secret:\w+\}/g, "x");
      const company = await foundCompany({ ...files, "rules/rules.yaml": rules }, { act: runActionHere });
      addFault(company.azure.world, `GET * 403 code=No message=may not ${text.replaceAll(/\s+/g, " ")}`);
      const fails = async (step: Promise<ActionEnd>): Promise<void> => {
        const end = await step;
        expect(end.code).toBe(3);
        judgeStep(end);
      };
      company.commit("quieter", { "README.md": "x" });
      company.open(7, "quieter");
      await fails(company.plan(7));
      await fails(company.drift());
      company.merge(7);
      await fails(company.apply());
      expect(company.comments(7)).toHaveLength(1);
      for (const { body } of company.github.requests) if (typeof body?.body === "string") judgeBody(body.body);
    }),
    runs(8),
  );
});
