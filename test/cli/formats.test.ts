import { describe, expect, test } from "vitest";
import { folderWith, rules, tocsin, workspace } from "./tocsin.ts";

const files = { "tocsin.yaml": workspace, "rules/a.yaml": rules.replace("severity: 2", "severity: 9") };

describe("validate", () => {
  test("tells GitHub's runner", async () => {
    expect(await tocsin(folderWith(files), ["validate", "--format", "github"])).toEqual({
      code: 1,
      out: "::error title=illegal-value,file=rules/a.yaml,line=10,col=13::`severity: 9` is more than 4, in production\n",
      err: "",
    });
  });

  test("tells code scanning", async () => {
    const { code, out } = await tocsin(folderWith(files), ["validate", "--format", "sarif"]);
    expect(code).toBe(1);
    expect(JSON.parse(out).runs[0].results).toMatchObject([{ ruleId: "illegal-value" }]);
  });

  test("tells a page of markdown", async () => {
    const { code, out } = await tocsin(folderWith(files), ["validate", "--format", "markdown"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^### Tocsin validation\n/);
    expect(out).toContain("`rules/a.yaml:10`");
  });

  test.each(["sarif", "github", "markdown"])("tells what is wrong with the workspace as %s", async (format) => {
    const { code, out } = await tocsin(folderWith({ "tocsin.yaml": "stack: x\n" }), ["validate", "--format", format]);
    expect(code).toBe(1);
    expect(out).toContain("tocsin.yaml");
  });
});

test.each([
  [["plan", "--format", "sarif"], "`tocsin plan` has no `--format sarif`; there are `text`, `json`, `markdown`"],
  [["show", "--format", "github"], "`tocsin show` has no `--format github`; there are `text`, `json`"],
  [["init", "--format", "json"], "`tocsin init` has no `--format json`; there is `text`"],
  [
    ["import", "--update", "--format", "sarif"],
    "`tocsin import --update` has no `--format sarif`; there are `text`, `json`",
  ],
])("%j is wrong usage, and says what there is", async (args, said) => {
  expect(await tocsin(folderWith(files), args)).toEqual({ code: 64, out: "", err: `tocsin: ${said}\n` });
});
