import { expect, test } from "vitest";
import type { Proposal } from "../../src/ports/pull-request-host.ts";
import { ancestorsOf, filesOf, modesOf } from "./git.ts";
import { hosted, refusalOf } from "./hosted.ts";
import { addCommit, mergePullRequest } from "./seed.ts";
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
  const { tree } = repository.git.commits[tip]!;
  const message = `rules: keep it\n\nTocsin-Tree: ${tree}`;
  expect(repository.git.commits[tip]).toMatchObject({ parents: [base], message });
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

test("another tree or another base is replaced; the open pull request says the new words", async () => {
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
  github.requests.length = 0;
  await (await open()).propose(proposalOn(repository, { title: "New words", body: "of it" }));
  expect(repository.issues.at(-1)).toMatchObject({ number: first.number, title: "New words", body: "of it" });
  expect(short(writes())).toEqual([
    "POST /git/trees",
    "POST /git/commits",
    "PATCH /git/refs/heads%2Ftocsin%2Fkeep-production",
    `PATCH /pulls/${first.number}`,
  ]);
});

const own = { "rules/mine.yaml": "mine: 1\n" };

test.each([
  ["commits", { message: "mine", files: own }],
  ["commits with our words", { files: own }],
  ["amends, which leaves our words", { files: own, amends: true }],
  ["rebases to where other files are", { files: own, amends: true, onto: "main" }],
  ["takes his commit back", { message: 'Revert "mine"', files: {} }],
] as const)("what somebody %s on the branch is not thrown away", async (_what, given) => {
  const { open, repository, writes, github } = await hosted();
  await (await open()).propose(proposalOn(repository));
  const ours = repository.git.commits[repository.git.refs[`heads/${branch}`]!]!;
  const parents = "amends" in given ? ours.parents : [ours.sha];
  const message = "message" in given ? given.message : ours.message;
  const files = "amends" in given ? { ...filesOf(repository.git, ours.sha), ...given.files } : given.files;
  const theirs = addCommit(repository, { branch, message, parents, files });
  const base = addCommit(repository, { branch: "main", files: { "README.md": "more\n" } });
  github.requests.length = 0;
  const proposal = proposalOn(repository, { base });
  expect(await (await open()).othersCommit(branch, base)).toBe(theirs);
  const refusal = await refusalOf((await open()).propose(proposal));
  expect(refusal.message).toBe(
    `cannot put files on the branch \`${branch}\`: its commit ${theirs.slice(0, 7)} is somebody else's, and would be lost; merge or close its pull request, or delete the branch`,
  );
  expect(repository.git.refs[`heads/${branch}`]).toBe(theirs);
  expect(short(writes())).toEqual(["POST /git/trees"]);
});

test("what is kept elsewhere is nobody's work any more: closed, merged or on the branch it is for", async () => {
  const { open, state, repository } = await hosted();
  const { number } = await (await open()).propose(proposalOn(repository));
  const host = await open();
  const isFree = async (): Promise<boolean> =>
    (await host.othersCommit(branch, repository.git.refs["heads/main"]!)) === undefined;
  const ours = repository.git.commits[repository.git.refs[`heads/${branch}`]!]!;
  Object.assign(ours, { message: `${ours.message}\n\nSigned-off-by: github-actions[bot]` });
  expect([await isFree(), await host.othersCommit("no/such", repository.git.refs["heads/main"]!)]).toEqual([
    true,
    undefined,
  ]);
  addCommit(repository, { branch, message: "mine", files: own });
  expect(await isFree()).toBe(false);
  mergePullRequest(state, repository, { number, how: "squash" });
  expect(await isFree()).toBe(true);

  const next = await host.propose(
    proposalOn(repository, { files: [{ path: "rules/cpu.yaml", text: "threshold: 99\n" }] }),
  );
  addCommit(repository, { branch, message: "mine too", files: { "rules/more.yaml": "more: 1\n" } });
  expect([next.created, await isFree()]).toEqual([true, false]);
  await host.closeProposal({ ...next, title: "", body: "", state: "open", head: "" }, "over");
  expect(await isFree()).toBe(true);
  addCommit(repository, { branch, message: "after it was closed", files: { "rules/late.yaml": "late: 1\n" } });
  expect(await isFree()).toBe(false);
  repository.git.refs[`heads/${branch}`] = repository.git.refs["heads/main"]!;
  expect(await isFree()).toBe(true);
  addCommit(repository, { branch: "main", files: { "README.md": "more\n" } });
  expect(await isFree()).toBe(true);
});

test("a file that may be run stays one, and a new one is none", async () => {
  const { open, repository } = await hosted();
  const files = { "rules/cpu.yaml": "threshold: 80\n", "rules/new/other.yaml": "a: 1\n" };
  const modes = { "rules/cpu.yaml": "100755", "rules/new/other.yaml": "100755" };
  addCommit(repository, { branch: "main", files, modes });
  await (await open()).propose(proposalOn(repository));
  expect(modesOf(repository.git, repository.git.refs[`heads/${branch}`]!)).toEqual(modes);
});

test.each([
  ["120000", "rules/cpu.yaml", "a link"],
  ["120000", "rules", "a link"],
  ["160000", "rules", "another repository"],
])("%s at %s is not written over", async (mode, path, what) => {
  const { open, repository, writes } = await hosted();
  addCommit(repository, { branch: "main", files: { [path]: "../shared/cpu.yaml" }, modes: { [path]: mode } });
  const base = repository.git.refs["heads/main"]!;
  const refusal = await refusalOf((await open()).propose(proposalOn(repository)));
  expect(refusal.message).toBe(
    `cannot propose \`${branch}\`: \`rules/cpu.yaml\` is no file in ${base.slice(0, 7)} but ${what}; let \`rules\` name the file itself`,
  );
  expect(writes()).toEqual([]);
});

test.each([
  [422, "Repository rule violations found Cannot create ref due to creations being restricted."],
  [422, "Cannot force-push to this protected branch"],
  [403, "Resource protected by organization ruleset"],
])("a rule of the repository that refuses the branch is told with the way out (%i %s)", async (status, message) => {
  const { open, repository, github } = await hosted();
  github.faults.push({ on: /git\/refs$/, reply: { status, body: { message } } });
  const refusal = await refusalOf((await open()).propose(proposalOn(repository)));
  expect(refusal.message).toBe(
    `cannot put files on the branch \`${branch}\`: GitHub answered ${status} and says ${message.replace(/\.$/, "")}; let the rules for branches leave out \`tocsin/**\`, or let whoever the token is bypass them`,
  );
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
    "cannot open a pull request from `tocsin/keep-production`: GitHub answered 403 and says GitHub Actions is not permitted to create or approve pull requests; tick *Allow GitHub Actions to create and approve pull requests* under Settings › Actions › General of the repository, or of its organization",
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
