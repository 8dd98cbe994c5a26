import { describe, expect, test } from "vitest";
import { overtakenBy } from "../../src/commands/overtaken.ts";
import { hosted } from "../github/hosted.ts";
import { addCommit } from "../github/seed.ts";

const isDefinition = (path: string): boolean => path.startsWith("rules/");

/** A `main` of four commits: its first, a rule, another rule, a remark. */
async function branch() {
  const { open, repository } = await hosted();
  const { refs } = repository.git;
  const commits = [refs["heads/main"]!];
  for (const path of ["rules/a.yaml", "rules/b.yaml", "README.md"])
    commits.push(addCommit(repository, { branch: "main", files: { [path]: "a: 1\n" } }));
  const host = await open();
  let waits = 0;
  const ask = (commit: number, wait: () => void = () => {}) =>
    overtakenBy(
      { commit: commits[commit]!, branch: "main" },
      {
        host,
        isDefinition,
        wait: async () => {
          waits += 1;
          wait();
        },
      },
    );
  return { commits, refs, ask, waits: () => waits };
}

describe("a commit", () => {
  test("is overtaken where the branch has other definitions since, and not by anything else", async () => {
    const { commits, ask, waits } = await branch();
    expect([await ask(0), await ask(1)]).toEqual([commits[3], commits[3]]);
    expect([await ask(2), await ask(3)]).toEqual([undefined, undefined]);
    expect(waits()).toBe(0);
  });

  test("that GitHub has not noticed yet is asked for again, and is not overtaken by the one before", async () => {
    const { commits, refs, ask, waits } = await branch();
    refs["heads/main"] = commits[1]!;
    expect(await ask(2, () => (refs["heads/main"] = commits[2]!))).toBe(undefined);
    expect(waits()).toBe(1);
  });

  test("that somebody took away from the branch is overtaken by what is left", async () => {
    const { commits, refs, ask, waits } = await branch();
    refs["heads/main"] = commits[1]!;
    expect(await ask(2)).toBe(commits[1]);
    expect(waits()).toBe(3);
    refs["heads/main"] = commits[2]!;
    expect(await ask(3)).toBe(undefined);
  });
});
