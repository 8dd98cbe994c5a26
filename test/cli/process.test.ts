import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { tellFailure } from "../../src/cli/failure.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { plain } from "../../src/report/print.ts";
import { ended, folderWith, rules, start, workspace } from "./tocsin.ts";

const files = { "tocsin.yaml": workspace, "rules/a.yaml": rules };

describe.concurrent("as a process", () => {
  test.each([
    [["validate"], 0, "✓ valid: 2 definitions in 1 file; resources: production 2, staging 2\n", ""],
    [["--version"], 0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/), ""],
    [["plan"], 64, "", expect.stringMatching(/^tocsin: which environment\?/)],
  ])("%j ends with %i", async (args, code, out, err) => {
    expect(await ended(start(folderWith(files), args))).toEqual({ code, out, err });
  });

  test.each<[readonly string[], Readonly<Record<string, string>>, boolean]>([
    [[], {}, false],
    [["--color"], {}, true],
    [[], { FORCE_COLOR: "1" }, true],
    [[], { FORCE_COLOR: "0" }, false],
    [[], { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [["--no-color"], { FORCE_COLOR: "1" }, false],
  ])("colours with %j and %j", async (args, env, expected) => {
    const { out } = await ended(start(folderWith(files), ["validate", ...args], env));
    expect(out.includes("\u001b[")).toBe(expected);
  });

  test("a reader that goes away is no failure", async () => {
    const many = Array.from(
      { length: 400 },
      (_, index) => rules.replace("name: oncall", `name: group-${index}`).split("---", 1)[0],
    ).join("---\n");
    const child = start(folderWith({ ...files, "rules/b.yaml": many }), ["show"]);
    child.stdout?.destroy();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });
});

test("our bugs are called so, with the stack and where to report them", () => {
  let told = "";
  const terminal = { note: (text: string) => void (told += text), notePaint: plain, columns: 80 };
  expect(
    tellFailure(new Error("no kind is called X", { cause: new Error("y") }), terminal, { scrub: (text) => text }),
  ).toBe(70);
  expect(told).toMatch(/^× this is a bug of Tocsin, not a mistake of yours\n {2}Error: no kind is called X\n {6}at /);
  expect(told).toContain("cause: y");
  expect(told).toMatch(/Please report it with the lines above, where you have Tocsin from.\n$/);
});

test("a refusal of GitHub's is told with what it was asked and what to do", () => {
  let told = "";
  const terminal = { note: (text: string) => void (told += text), notePaint: plain, columns: 100 };
  const tried = "POST /repos/company/alerts/issues/7/comments";
  const lacks = { reason: "forbidden", tried, status: 403, permission: "pull-requests: write" } as const;
  expect(
    tellFailure(new HostError("Resource not accessible by integration", lacks), terminal, { scrub: (text) => text }),
  ).toBe(3);
  expect(told).toBe(
    [
      "× GitHub: Resource not accessible by integration",
      `  tried  ${tried}`,
      "  got    status 403",
      "  do     give the token `pull-requests: write`, in `permissions` of the job\n",
    ].join("\n"),
  );
});
