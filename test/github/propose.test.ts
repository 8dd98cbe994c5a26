import { expect, test } from "vitest";
import type { Proposal } from "../../src/ports/pull-request-host.ts";
import { ancestorsOf, filesOf } from "./git.ts";
import { hosted, refusalOf } from "./hosted.ts";
import { addCommit } from "./seed.ts";
import type { Repository } from "./state.ts";

const branch = "tocsin/keep-production";

function proposalOn({ git }: Repository, given: Partial<Proposal> = {}): Proposal {
  return {
    branch,
    into: "main",
    base: git.refs["heads/main"]!,
    title: "Keep what was changed by hand",
    body: "all of it",
    message: "rules: keep it",
    files: [
      { path: "rules/cpu.yaml", text: "threshold: 85\n" },
      { path: "rules/new/größe.yaml", text: "name: Größe\n" },
    ],
    ...given,
  };
}

const short = (writes: readonly string[]) => writes.map((one) => one.replace("/repos/company/alerts", ""));

test("the files are one commit on top of their base, the rest of which stays, and are asked for", async () => {
  const { open, repository, writes } = await hosted();
  const base = repository.git.refs["heads/main"]!;
  const proposed = await (await open()).propose(proposalOn(repository));
  const tip = repository.git.refs[`heads/${branch}`]!;
  expect(repository.git.commits[tip]).toMatchObject({ parents: [base], message: "rules: keep it" });
  expect(filesOf(repository.git, tip)).toEqual({
    "README.md": "alerts\n",
    "rules/cpu.yaml": "threshold: 85\n",
    "rules/new/größe.yaml": "name: Größe\n",
  });
  const { number, ...pullRequest } = repository.issues.at(-1)!;
  expect(pullRequest).toMatchObject({
    title: "Keep what was changed by hand",
    body: "all of it",
    author: "github-actions[bot]",
    pullRequest: { base: "main", head: { branch } },
  });
  expect(proposed).toEqual({ number, url: `https://github.example/company/alerts/pull/${number}`, created: true });
  expect(short(writes())).toEqual(["POST /git/trees", "POST /git/commits", "POST /git/refs", "POST /pulls"]);
});

test("a second time nothing is pushed and nothing asked", async () => {
  const { open, repository, writes, github } = await hosted();
  const proposal = proposalOn(repository);
  const { number } = await (await open()).propose(proposal);
  const tip = repository.git.refs[`heads/${branch}`];
  github.requests.length = 0;
  expect(await (await open()).propose(proposal)).toMatchObject({ number, created: false });
  expect(repository.git.refs[`heads/${branch}`]).toBe(tip);
  expect(short(writes())).toEqual(["POST /git/trees"]);
});

test("another tree, another base or somebody's own commit is replaced; the open pull request says the new words", async () => {
  const { open, repository, writes, github } = await hosted();
  const first = await (await open()).propose(proposalOn(repository));
  const moved = addCommit(repository, { branch: "main", files: { "README.md": "more\n" } });
  const sameFiles = addCommit(repository, { branch: "main", files: {} });
  const cases: readonly Partial<Proposal>[] = [
    { files: [{ path: "rules/cpu.yaml", text: "threshold: 95\n" }] },
    { base: moved, files: [{ path: "rules/cpu.yaml", text: "threshold: 95\n" }] },
    { base: sameFiles, files: [{ path: "rules/cpu.yaml", text: "threshold: 95\n" }] },
  ];
  for (const given of cases) {
    const proposal = proposalOn(repository, given);
    expect(await (await open()).propose(proposal)).toMatchObject({ number: first.number, created: false });
    expect(ancestorsOf(repository.git, repository.git.refs[`heads/${branch}`]!)[1]).toBe(proposal.base);
  }
  addCommit(repository, { branch, files: { "rules/mine.yaml": "mine: 1\n" }, message: "somebody's own" });
  github.requests.length = 0;
  await (await open()).propose(proposalOn(repository, { ...cases[2], title: "New words", body: "of it" }));
  expect(filesOf(repository.git, repository.git.refs[`heads/${branch}`]!)).not.toHaveProperty(["rules/mine.yaml"]);
  expect(repository.issues.at(-1)).toMatchObject({ number: first.number, title: "New words", body: "of it" });
  expect(short(writes())).toEqual([
    "POST /git/trees",
    "POST /git/commits",
    "PATCH /git/refs/heads%2Ftocsin%2Fkeep-production",
    `PATCH /pulls/${first.number}`,
  ]);
});

test("after the pull request was closed another is opened from the same branch", async () => {
  const { open, repository } = await hosted();
  const first = await (await open()).propose(proposalOn(repository));
  repository.issues.at(-1)!.state = "closed";
  const second = await (await open()).propose(proposalOn(repository));
  expect(second).toMatchObject({ created: true });
  expect(second.number).not.toBe(first.number);
});

test("files that say what the base says already are not proposed", async () => {
  const { open, repository, writes } = await hosted();
  const files = [{ path: "README.md", text: "alerts\n" }];
  const refusal = await refusalOf((await open()).propose(proposalOn(repository, { files })));
  expect(refusal).toMatchObject({ reason: "rejected" });
  expect(refusal.message).toMatch(
    /^cannot propose `tocsin\/keep-production`: its files say what [0-9a-f]{40} says already$/,
  );
  expect(short(writes())).toEqual(["POST /git/trees"]);
});

test("where workflows may not open pull requests the error names the box to tick", async () => {
  const { open, repository } = await hosted();
  repository.actionsMayOpenPullRequests = false;
  const refusal = await refusalOf((await open()).propose(proposalOn(repository)));
  expect(refusal).toMatchObject({ reason: "forbidden", status: 403, permission: undefined });
  expect(refusal.message).toBe(
    "cannot open a pull request from `tocsin/keep-production`: GitHub answered 403 and says GitHub Actions is not permitted to create or approve pull requests.; tick *Allow GitHub Actions to create and approve pull requests* under Settings › Actions › General of the repository, or of its organization",
  );
  repository.actionsMayOpenPullRequests = true;
  expect(await (await open()).propose(proposalOn(repository))).toMatchObject({ created: true });
});

test.each(["before", "after", "within"] as const)(
  "a connection that breaks %s any of the requests leaves one commit and one pull request",
  async (cut) => {
    for (const on of [/trees$/, /git\/commits$/, /git\/refs$/, /^POST .*pulls$/]) {
      const { open, repository, github } = await hosted();
      github.faults.push({ on, cut });
      const proposed = await (await open()).propose(proposalOn(repository));
      expect(github.faults.left()).toBe(0);
      const tip = repository.git.refs[`heads/${branch}`]!;
      expect(repository.git.commits[tip]?.parents).toEqual([repository.git.refs["heads/main"]]);
      expect(repository.issues.slice(1)).toMatchObject([{ number: proposed.number }]);
    }
  },
);
