import { expect, test } from "vitest";
import { rules } from "../cli/tocsin.ts";
import { foundCompany, type Company } from "./company.ts";

/** Every resource that Azure has, without what Azure writes about its writers. */
function states({ azure }: Company): readonly string[] {
  return azure.world.store
    .all()
    .map(({ body }) => JSON.stringify({ ...body, systemData: undefined }))
    .toSorted();
}

const [group = "", alert = ""] = rules.split("---\n");

test.each([
  ["added", `${rules}---\n${alert.replace("cpu-high", "cpu-higher")}`],
  ["changed", rules.replace("> 80", "> 90").replace("severity: 2", "severity: 4")],
  ["deleted", group],
])("what a pull request has %s is taken back by one that reverts it, which says so", async (what, text) => {
  const company = await foundCompany();
  await company.applied();
  const [before, was] = [states(company), company.git("rev-parse", "main")];
  company.commit("edit", { "rules/rules.yaml": text });
  company.open(7, "edit", `A rule is ${what}`);
  expect(await company.plan(7)).toMatchObject({ code: 0, outputs: { outcome: "changes" } });
  const merged = company.merge(7);
  expect(await company.apply()).toMatchObject({ code: 0 });
  expect(states(company)).not.toEqual(before);

  company.git("checkout", "--quiet", "-b", "undo", "main");
  company.git("revert", "--no-edit", merged);
  company.commit("undo", {});
  company.open(8, "undo", `Revert #7`);
  expect(await company.plan(8)).toMatchObject({ code: 0, outputs: { outcome: "changes" } });
  expect(company.comments(8)[0]).toMatch(new RegExp(`restores the state of .*${was.slice(0, 7)}.*begin`, "i"));
  company.merge(8);
  const undone = await company.apply();
  expect(undone).toMatchObject({ code: 0, annotations: [] });
  expect(undone.log).toContain(`restores the state of ${was.slice(0, 7)} (begin)`);
  expect(states(company)).toEqual(before);
});
