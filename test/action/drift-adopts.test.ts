import { mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unframeText } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { workspace } from "../cli/tocsin.ts";
import {
  azureSays,
  byHand,
  canary,
  company,
  everyTestBeginsWithPeace,
  gitHas,
  gitSays,
  inGit,
  issue,
  night,
  proposal,
  said,
} from "./nights.ts";

everyTestBeginsWithPeace();

describe("adopting", () => {
  test("asks for what Azure says, and after the merge there is nothing left to say", async () => {
    const checkout = gitHas({ "tocsin.yaml": workspace, "rules/a.yaml": inGit });
    await azureSays(byHand);
    const { code, outputs, log } = await night({ adopt: true });
    expect(code).toBe(2);
    expect(outputs.get("pull-request-url")).toBe(proposal().url);
    expect(proposal()).toMatchObject({ branch: "tocsin/adopt-production", into: "main", state: "open" });
    expect(proposal().files.map(({ path }) => path)).toEqual(["rules/a.yaml"]);
    expect(log).toContain("to be written  rules/a.yaml");
    // No file of the checkout is another one.
    expect(readFileSync(join(checkout, "rules/a.yaml"), "utf8")).toBe(inGit);
    const text = unframeText(proposal().body).text;
    for (const word of ["cpu-high", "oncall", "rules/a.yaml", "last changed in Azure by", issue().url])
      expect(text).toContain(word);
    expect(text.match(/last changed in Azure by/g)).toHaveLength(2);

    const written = company().writes.length;
    expect((await night({ adopt: true })).code).toBe(2);
    expect(company().writes).toHaveLength(written);

    gitSays(proposal().files[0]!.text);
    expect((await night({ adopt: true })).code).toBe(0);
    expect([issue().state, proposal().state]).toEqual(["closed", "closed"]);
    expect(unframeText(proposal().body).text).toMatch(/^\*\*There is nothing to adopt any more\*\*/);
  });

  test("is not asked while GitHub does not say whose the branch is, and that is said once", async () => {
    const down = new HostError("GitHub does not answer", { reason: "unavailable", tried: "GET /ref" });
    company().refusals.set("readBranch", down);
    // Nothing differs, and it is not asked for.
    expect(await night({ adopt: true })).toMatchObject({ code: 0, annotations: [] });
    company().refusals.clear();
    await azureSays(byHand);
    await night({ adopt: true });
    await azureSays(byHand.replace("> 91", "> 92"));
    const before = proposal();
    company().refusals.set("readBranch", down);
    const { code, annotations } = await night({ adopt: true });
    expect([code, proposal()]).toEqual([3, before]);
    expect(annotations.map(({ message }) => message)).toEqual([
      "the pull request that adopts was not written: GitHub does not answer (GET /ref)",
    ]);
    // What was seen is told all the same.
    expect(said()).toContain("92");
  });

  test("of what no definition can say tells why and who did it, and asks for nothing", async () => {
    await azureSays(inGit.split("---\n")[0]!);
    const { summary } = await night({ adopt: true });
    expect(company().proposals).toEqual([]);
    expect(summary).toMatch(/it is not in Azure.*changed by anonymous/);
  });

  test("names files from the root of the repository, and by where they really are", async () => {
    const folder = gitHas({
      "repo/teams/web/tocsin.yaml": workspace,
      "repo/shared/a.yaml": inGit,
      "repo/.git/HEAD": "",
    });
    mkdirSync(join(folder, "repo/teams/web/rules"));
    symlinkSync("../../../shared/a.yaml", join(folder, "repo/teams/web/rules/a.yaml"));
    await azureSays(byHand);
    await night({ adopt: true, workspace: "repo/teams/web" });
    expect(proposal().files.map(({ path }) => path)).toEqual(["shared/a.yaml"]);
    expect(proposal().branch).toMatch(/^tocsin\/adopt-production-teams-web-[0-9a-f]{8}$/);
    renameSync(join(folder, "repo/teams/web/tocsin.yaml"), join(folder, "repo/teams/web/other.yaml"));
    await night({ adopt: true, workspace: "repo/teams/web/other.yaml" });
    expect(new Set(company().proposals.map(({ branch }) => branch)).size).toBe(2);
  });

  test("never asks for a file that holds a secret", async () => {
    gitSays(`# ${canary}\n${inGit}`);
    await azureSays(byHand);
    const { annotations } = await night({ adopt: true });
    expect(company().proposals).toEqual([]);
    expect(annotations).toMatchObject([{ level: "warning", message: expect.stringContaining("rules/a.yaml") }]);
  });

  test("does not say that nothing differs any more where it is only that it cannot be asked for", async () => {
    await azureSays(byHand);
    await night({ adopt: true });
    gitSays(`# ${canary}\n${inGit}`);
    await night({ adopt: true });
    expect([issue().state, proposal().state]).toEqual(["open", "closed"]);
    expect(unframeText(proposal().body).text).toMatch(/^\*\*What differs now cannot be adopted in a pull request\*\*/);
  });
});
