import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commentOnFork } from "../../src/action/fork-comment.ts";
import { readInputs } from "../../src/action/inputs.ts";
import type { ActionRun } from "../../src/action/run.ts";
import { markerOf } from "../../src/core/plan/comment.ts";
import { HostError, type HostComment, type PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { folderWith, terminalOf } from "../cli/tocsin.ts";
import { pageOf } from "../report/markdown/judge.ts";
import { commits, workflowRunEvent } from "./events.ts";
import { runAction } from "./runner.ts";

const report = {
  formatVersion: 1,
  command: "validate",
  files: 1,
  definitions: 1,
  environments: [{ name: "production", resources: 1 }],
  diagnostics: [
    {
      code: "unknown-property",
      severity: "error",
      message: "`treshold` is not known here",
      at: { file: "rules/a.yaml", line: 3, column: 5 },
    },
  ],
};

const over = {
  name: "workflow_run",
  of: "pull_request",
  owner: "stranger",
  branch: "quieter",
  head: commits.head,
} as const;

/** The comments of one pull request, and what was asked for. */
function pullRequest(open = true, refusal?: HostError) {
  const comments: { readonly marker: string; comment: HostComment }[] = [];
  const asked: string[] = [];
  const unasked = (): never => {
    throw new Error("nobody should ask for that");
  };
  const host: PullRequestHost = {
    pullRequestFrom: ({ owner, branch, commit }) => {
      asked.push(`${owner}:${branch}@${commit}`);
      const found = { number: 7, url: "https://github.com/x/7", title: "t", state: "open", head: commit } as const;
      return Promise.resolve(open ? found : undefined);
    },
    findComment: (_number, marker) => Promise.resolve(comments.find((one) => one.marker === marker)?.comment),
    createComment: (_number, marker, body) => {
      if (refusal !== undefined) return Promise.reject(refusal);
      const comment = { id: comments.length, url: `https://github.com/x/7#${comments.length}`, body };
      comments.push({ marker, comment });
      asked.push("create");
      return Promise.resolve(comment);
    },
    updateComment: ({ id }, body) => {
      const there = comments.find((one) => one.comment.id === id)!;
      there.comment = { ...there.comment, body };
      asked.push("update");
      return Promise.resolve(there.comment);
    },
    readPullRequest: unasked,
    pullRequestOf: unasked,
    findIssues: unasked,
    createIssue: unasked,
    updateIssue: unasked,
    commentOnIssue: unasked,
    tipOf: unasked,
    changedFiles: unasked,
    propose: unasked,
    findProposal: unasked,
    othersCommit: unasked,
    closeProposal: unasked,
  };
  return { host, comments, asked };
}

/** One run after that of a fork, with what that run left. */
async function comment(
  host: PullRequestHost,
  left: unknown,
  given: { readonly inputs?: Readonly<Record<string, string>>; readonly of?: string } = {},
) {
  const path = join(folderWith({}), "report.json");
  writeFileSync(path, typeof left === "string" ? left : JSON.stringify(left));
  const outputs: Record<string, string> = {};
  const [told, summary]: [string[], string[]] = [[], []];
  const run: ActionRun = {
    inputs: readInputs({ INPUT_COMMAND: "validate", INPUT_REPORT: path, ...given.inputs }),
    event: over,
    place: {
      repository: "company/alerts",
      server: "https://github.com",
      commit: commits.base,
      ref: "refs/heads/main",
      defaultBranch: "main",
      run: { id: 1, attempt: 1, url: "https://github.com/company/alerts/actions/runs/1/attempts/1" },
      temporary: folderWith({}),
    },
    runner: {
      mask: () => {},
      scrub: (text) => text,
      log: (text) => void told.push(text),
      annotate: ({ level, message }) => void told.push(`${level}: ${message}`),
      summarize: (text) => Promise.resolve(void summary.push(text)),
      output: (name, value) => void (outputs[name] = value),
    },
    session: {
      options: { format: "text", inputs: true },
      terminal: terminalOf(folderWith({})),
      now: "2026-11-20T00:00:00Z",
      version: "1.2.3",
      onSecret: () => {},
      scrub: (text) => text,
    },
    host: () => Promise.resolve(host),
    stopped: () => false,
  };
  const code = await commentOnFork(run, { ...over, of: given.of ?? over.of });
  return { code, outputs, told: told.join("\n"), summary: summary.join("\n") };
}

test("the first run comments, the second updates, the third leaves it alone", async () => {
  const { host, comments, asked } = pullRequest();
  const first = await comment(host, report);
  expect(first).toMatchObject({ code: 0, outputs: { "comment-url": "https://github.com/x/7#0" } });
  await comment(host, { ...report, diagnostics: [] });
  await comment(host, { ...report, diagnostics: [] });
  expect(comments).toHaveLength(1);
  const head = `stranger:quieter@${commits.head}`;
  expect(asked).toEqual([head, "create", head, "update", head]);
});

test("the comment says what was found and that nobody has checked it, with links to the commit of the fork", async () => {
  const { host, comments } = pullRequest();
  await comment(host, report);
  const body = comments[0]?.comment.body ?? "";
  expect(body.startsWith(`${markerOf("validate", "tocsin.yaml")}\n`)).toBe(true);
  expect(body).toContain("`treshold`");
  expect(body).toContain("untrusted run");
  expect(body).toContain(`/company/alerts/blob/${commits.head}/rules/a.yaml#L3`);
});

test("each workspace has a comment of its own", async () => {
  const { host, comments } = pullRequest();
  for (const workspace of ["", "tocsin.yaml", "./", "teams/a", "teams/a/tocsin.yaml"])
    await comment(host, report, { inputs: { INPUT_WORKSPACE: workspace } });
  expect(comments.map(({ marker }) => marker)).toEqual([
    markerOf("validate", "tocsin.yaml"),
    markerOf("validate", "teams/a/tocsin.yaml"),
  ]);
});

test.each([
  ["no pull request of a fork has that commit at its head", {}, false],
  ["the run was not for a pull request", { of: "push" }, true],
  ["no comment is wanted", { inputs: { INPUT_COMMENT: "never" } }, true],
])("where %s the run is skipped, and its summary has what was found", async (_why, given, open) => {
  const { host, comments } = pullRequest(open);
  const end = await comment(host, report, given);
  expect(end).toMatchObject({ code: 0, outputs: { outcome: "skipped" } });
  expect(end.summary).toContain("`treshold`");
  expect(comments).toEqual([]);
});

test("with `comment: changes` the first word is not that all is well, and the last one is", async () => {
  const { host, comments } = pullRequest();
  const given = { inputs: { INPUT_COMMENT: "changes" } };
  const well = { ...report, diagnostics: [] };
  expect((await comment(host, well, given)).outputs).toEqual({ outcome: "skipped" });
  await comment(host, report, given);
  await comment(host, well, given);
  expect(comments[0]?.comment.body).toContain("✓ valid");
});

test("a token that may not comment is a notice with the permission it lacks, and no failure", async () => {
  const details = { reason: "forbidden", tried: "POST /x", status: 403, permission: "pull-requests: write" } as const;
  const { host } = pullRequest(true, new HostError("Resource not accessible by integration", details));
  const end = await comment(host, report);
  expect(end.code).toBe(0);
  expect(end.told).toContain("notice: the token may not comment: the job needs `pull-requests: write`");
  expect(end.summary).toContain("`treshold`");
});

test("GitHub being down is a failure: there is nothing else to this run", async () => {
  const { host } = pullRequest(true, new HostError("bad gateway", { reason: "unavailable", tried: "POST /x" }));
  await expect(comment(host, report)).rejects.toThrow("bad gateway");
});

const at = { file: "a", line: 1, column: 1 };
const bad: readonly (readonly [string, unknown, string])[] = [
  ["is no JSON", "{", "it is no JSON"],
  ["is empty", "", "it is no JSON"],
  ["is another report", { formatVersion: 1, command: "plan", diagnostics: [] }, "it is no report of `validate`"],
  ["lacks something", { ...report, files: undefined }, "must have required property 'files'"],
  ["has another version", { ...report, formatVersion: 2 }, "`/formatVersion`"],
  [
    "has a number for a message",
    { ...report, diagnostics: [{ code: "x", severity: "error", message: 1, at }] },
    "`/diagnostics/0/message`",
  ],
  [
    "has a place that is none",
    { ...report, diagnostics: [{ code: "wrong-type", severity: "error", message: "m", at: { ...at, line: -1 } }] },
    "`/diagnostics/0/at/line`",
  ],
  [
    "has a code that there is not",
    { ...report, diagnostics: [{ code: "toString", severity: "error", message: "m", at }] },
    "there is no code `toString`",
  ],
  ["is a list", [], "it is no report of `validate`"],
  ["is too long", `${JSON.stringify(report)}${" ".repeat(5_000_001)}`, "bytes; 5000000 are the most"],
];

test.each(bad)("a file that %s fails, and says what is wrong", async (_what, left, said) => {
  const { host, asked } = pullRequest();
  const end = await comment(host, left);
  expect(end.code).toBe(1);
  expect(end.told).toContain(said);
  expect(asked).toEqual([]);
});

test.each(["../../../../evil/phish/x.yaml", "rules/../../../../../evil/x", "./x", "a//b", "/etc/passwd", ".."])(
  "a file that is said to be at %s is named, and leads nowhere: not to what a stranger has on the same server",
  async (file) => {
    const { host, comments } = pullRequest();
    const [diagnostic] = report.diagnostics;
    const end = await comment(host, { ...report, diagnostics: [{ ...diagnostic, at: { ...at, file } }] });
    for (const text of [comments[0]?.comment.body ?? "", end.summary]) {
      expect(text).toContain(`\`${file}:1\``);
      expect(pageOf(text).links).toEqual(
        text.includes("<sub>") ? ["https://github.com/company/alerts/actions/runs/1/attempts/1"] : [],
      );
    }
  },
);

test("what is wrong with a file is told in one short line in which nothing acts", async () => {
  const code = `x\n\u001b[31m${"y".repeat(9000)}`;
  const end = await comment(pullRequest().host, { ...report, diagnostics: [{ ...report.diagnostics[0], code }] });
  expect(end.told).toContain("there is no code `x␊␛[31myyy");
  expect(end.told.length).toBeLessThan(700);
});

test("what the contract does not say is not taken over", async () => {
  const { host, comments } = pullRequest();
  const [diagnostic] = report.diagnostics;
  await comment(host, {
    ...report,
    number: 99,
    pull_request: 99,
    diagnostics: [{ ...diagnostic, planted: "planted" }],
    __proto__: { x: 1 },
  });
  expect(comments[0]?.comment.body).not.toMatch(/planted|99/);
});

describe("as a step", () => {
  const folder = folderWith({
    "no.json": "{}",
    "planted.json": JSON.stringify({ ...report, command: "::error::planted" }),
  });

  test.each(["no.json", "planted.json", "absent.json"])(
    "a report that is none (%s) fails before anything is asked",
    async (name) => {
      const end = await runAction({
        workspace: folder,
        inputs: { command: "validate", report: name },
        event: workflowRunEvent(),
      });
      expect(end).toMatchObject({ code: 1, complaints: [], outputs: { outcome: "refused" } });
      expect(end.annotations).toEqual([
        { level: "error", title: "tocsin validate", message: expect.stringContaining(`\`${name}\` is not used`) },
      ]);
      expect(end.log).not.toContain("planted\n");
    },
  );
});
