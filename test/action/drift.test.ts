import { describe, expect, test } from "vitest";
import { frameText, unframeText } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { workspace } from "../cli/tocsin.ts";
import {
  azureGoesWrong,
  azureSays,
  byHand,
  canary,
  company,
  everyTestBeginsWithPeace,
  gitSays,
  inGit,
  issue,
  night,
  pin,
  said,
  whoWrites,
  yesterday,
} from "./nights.ts";

everyTestBeginsWithPeace();

describe("a nightly look", () => {
  test("says what somebody changed by hand in one issue, night after night, until it is gone", async () => {
    const quiet = await night();
    expect([quiet.code, company().writes]).toEqual([0, []]);
    expect(quiet.outputs.get("has-changes")).toBe("false");
    expect(quiet.summary).toContain("no drift");

    await azureSays(byHand);
    const first = await night();
    expect(first.code).toBe(2);
    expect(first.outputs.get("has-changes")).toBe("true");
    expect(first.outputs.get("updates")).toBe("2");
    expect(first.outputs.get("issue-url")).toBe("https://host.example/issues/1");
    expect(issue()).toMatchObject({ state: "open", labels: ["tocsin-drift"], comments: [] });
    expect(issue().title).toContain("2 resources differ");
    expect(said()).toContain("boss@company.com");
    expect(said()).toContain("/company/alerts/blob/c0ffee0000000000000000000000000000000000/rules/a.yaml#L");
    expect(said()).toContain("tocsin import -e production --update");

    const written = company().writes.length;
    expect((await night()).code).toBe(2);
    expect(company().writes).toHaveLength(written);

    await azureSays(inGit);
    expect((await night()).code).toBe(0);
    expect(issue()).toMatchObject({ state: "closed", comments: [expect.stringContaining("cpu-high")] });

    await azureSays(byHand);
    await night();
    expect(issue()).toMatchObject({ state: "open" });
    expect(issue().comments).toHaveLength(2);
    expect(company().issues).toHaveLength(1);
  });

  test.each(["none", "drift"])("that fails leaves the issue as it is (%s)", async (before) => {
    if (before === "drift") {
      await azureSays(byHand);
      await night();
    }
    const [issues, written] = [[...company().issues], company().writes.length];
    gitSays(inGit.replace("severity: 2", "severity: two"));
    const mistaken = await night();
    expect(mistaken.code).toBe(1);
    expect(mistaken.summary).toContain("severity");
    gitSays(inGit, "stack: [");
    const unreadable = await night();
    expect(unreadable.code).toBe(1);
    expect(unreadable.summary).toMatch(/^### Tocsin drift\n\n✗ \*\*1 error in the workspace/);
    gitSays(inGit);
    await azureGoesWrong("GET * 403 code=AuthorizationFailed");
    const failed = await night();
    expect(failed).toMatchObject({ code: 3, annotations: [{ level: "error" }] });
    expect(failed.summary).toContain("AuthorizationFailed");
    expect(failed.summary).toMatch(/what differs is not known/);
    expect([company().issues, company().writes.length]).toEqual([issues, written]);
  });

  test("at definitions of yesterday says nothing: what differs from them may have been merged since", async () => {
    await azureSays(byHand);
    const old = await night({}, { commit: yesterday });
    expect([old.code, old.outputs.get("outcome"), company().writes]).toEqual([0, "skipped", []]);
    expect(old.annotations).toMatchObject([{ level: "notice", message: expect.stringContaining("c0ffee0") }]);
  });

  test("says what is blocked", async () => {
    const theirs = inGit
      .split("---\n")[1]!
      .replace("cpu-high", "theirs")
      .replace(/ {2}actionGroups: .*\n/, "");
    await azureSays(theirs, workspace.replace(/^stack: .*$/m, "stack: others"));
    const rest = inGit.replace("name: cpu-high", "name: theirs\nformerly: cpu-high");
    gitSays(rest);
    const { code, outputs } = await night();
    expect([code, outputs.get("blocked")]).toEqual([2, "1"]);
    expect(said()).toContain("another-stack");
  });

  test("says what the guard would refuse", async () => {
    const many = ["one", "two", "three"].map((name) => inGit.split("---\n")[1]!.replace("cpu-high", name));
    await azureSays([inGit, ...many].join("---\n"));
    expect((await night()).code).toBe(2);
    expect(said()).toContain("To undo it as it is will be refused");
    expect(said()).toContain("too-many-deletes");
  });

  test("without the permission it needs is a notice that names it, and no failure", async () => {
    await azureSays(byHand);
    const details = { reason: "forbidden", tried: "POST /issues", status: 403, permission: "issues: write" } as const;
    company().refusals.set("createIssue", new HostError("Resource not accessible by integration", details));
    const { code, annotations, summary } = await night();
    expect(code).toBe(2);
    expect(annotations).toMatchObject([{ level: "notice", message: expect.stringContaining("`issues: write`") }]);
    expect(summary).toContain("cpu-high");
  });

  test("while GitHub is down says in the log and the summary what Azure has, and fails", async () => {
    await azureSays(byHand);
    const down = new HostError("GitHub does not answer", { reason: "unavailable", tried: "GET /issues" });
    company().refusals.set("findIssues", down);
    const { code, annotations, summary, log } = await night();
    expect(code).toBe(3);
    expect(annotations).toMatchObject([{ level: "error", message: expect.stringContaining("GitHub does not answer") }]);
    for (const text of [summary, log]) expect(text).toContain("cpu-high");
  });
});

test("the issue remembers whom it told, and is not written by a run that could not read it", async () => {
  whoWrites("owl@company.com");
  await azureSays(byHand);
  await night();
  const { authors = [] } = unframeText(issue().body).data!;
  expect(authors.map(({ changed }) => changed?.by)).toEqual(["owl@company.com", "owl@company.com"]);
  expect(JSON.stringify(authors)).not.toContain("boss");
  const [before, { host }] = [issue(), company()];
  const { findIssues } = host;
  let asked = 0;
  const down = new HostError("GitHub does not answer", { reason: "unavailable", tried: "GET /issues" });
  Object.assign(host, {
    findIssues: (...of: Parameters<typeof findIssues>) => (asked++ === 0 ? Promise.reject(down) : findIssues(...of)),
  });
  await azureSays(byHand.replace("> 91", "> 92"));
  const { code, annotations } = await night();
  expect([code, annotations.length]).toEqual([3, 1]);
  expect(issue()).toEqual(before);
  expect((await night()).code).toBe(2);
  expect(said()).toContain("92");
});

test.each([
  ["names somebody of tomorrow", "2126-01-01T00:00:00Z"],
  ["names somebody of long ago", "2020-01-01T00:00:00Z"],
  ["cannot be read", undefined],
])("a hidden line of somebody else's that %s is not believed against Azure", async (_what, at) => {
  whoWrites("owl@company.com");
  await azureSays(byHand);
  await night();
  const { marker, data } = unframeText(issue().body);
  const authors = data!.authors!.map(({ value }) => ({ value, changed: { by: "mallory", at: at ?? "" } }));
  const forged = frameText({ marker, text: said(), footer: "f", data: { ...data!, authors } });
  const body = at === undefined ? forged.replace(/tocsin-data .*/, "tocsin-data rubbish -->") : forged;
  company().issues[0] = { ...issue(), body };
  await night();
  expect(said()).toContain("changed by `owl@company.com`");
  expect(JSON.stringify(unframeText(issue().body).data)).not.toContain("mallory");
});

test("a bug of ours is none of GitHub's refusals", async () => {
  await azureSays(byHand);
  company().refusals.set("findIssues", new TypeError("undefined is not a function"));
  const { code, summary } = await night();
  expect(code).toBe(70);
  expect(summary).toContain("this is a bug of Tocsin");
});

test("no secret is in anything that is said, whatever somebody wrote into Azure", async () => {
  const withPin = workspace.replace("secrets: {", "secrets: { pin: { env: PIN },");
  const [group = "", alert = ""] = byHand.split("---\n");
  const loud = [
    group.replace("name: slack, serviceUri", "name: slack2, serviceUri"),
    alert.replace("severity: 2", `severity: 2\n  description: ${canary} ${encodeURIComponent(canary)} ${pin}`),
    alert.replace("cpu-high", pin),
  ].join("---\n");
  for (const inputs of [{}, { adopt: true }, { heal: true }]) {
    gitSays(inGit, withPin);
    whoWrites(`${canary} ${pin}`);
    await azureSays(loud);
    const { summary, log, outputs, annotations } = await night(inputs);
    const hidden = company().issues.map(({ body }) => unframeText(body).data);
    const all = JSON.stringify([
      summary,
      log,
      [...outputs],
      annotations,
      company().issues,
      company().proposals,
      hidden,
    ]);
    expect(all).toContain("cpu-high");
    expect(all).not.toContain("a-secret-value");
  }
});
