import fc from "fast-check";
import { expect, test } from "vitest";
import type { HostIssue, HostProposal, PullRequestHost } from "../../src/ports/pull-request-host.ts";
import { hostInMemory } from "../support/host-in-memory.ts";
import { runs } from "../support/runs.ts";
import { hosted } from "./hosted.ts";

/** What tests of issues and proposals keep in memory is no belief of its own: it answers as the adapter over GitHub does. */

const markers = ["<!-- one -->", "<!-- two -->"] as const;
const labels = ["drift", "other"] as const;
const branches = ["tocsin/a", "tocsin/b"] as const;

const text = fc
  .tuple(fc.constantFrom(...markers), fc.constantFrom("first", "second"))
  .map(([marker, said]) => `${marker}\n${said}`);

const issueStep = fc.oneof(
  fc.record({ does: fc.constant("create"), body: text, label: fc.constantFrom(...labels) }),
  fc.record({ does: fc.constant("update"), of: fc.nat(3), body: text, state: fc.constantFrom("open", "closed") }),
  fc.record({ does: fc.constant("issues"), marker: fc.constantFrom(...markers), label: fc.constantFrom(...labels) }),
);
const proposalStep = fc.oneof(
  fc.record({ does: fc.constant("propose"), branch: fc.constantFrom(...branches), body: text, rule: fc.nat(2) }),
  fc.record({ does: fc.constant("close"), branch: fc.constantFrom(...branches), body: text }),
  fc.record({
    does: fc.constant("proposal"),
    branch: fc.constantFrom(...branches),
    marker: fc.constantFrom(...markers),
  }),
);

type StepOf<Steps> = Steps extends fc.Arbitrary<infer Value> ? Value : never;
type Step = StepOf<typeof issueStep> | StepOf<typeof proposalStep>;

/** Does the steps, and gives what was answered, numbers by the order in which they first appeared. */
async function lived(host: PullRequestHost, base: string, steps: readonly Step[]): Promise<readonly unknown[]> {
  const numbers: number[] = [];
  const issues = new Map<number, HostIssue>();
  const nth = (number: number): number => {
    if (!numbers.includes(number)) numbers.push(number);
    return numbers.indexOf(number);
  };
  const toldIssue = (issue: HostIssue): unknown => {
    issues.set(issue.number, issue);
    return { number: nth(issue.number), title: issue.title, body: issue.body, state: issue.state };
  };
  const toldProposal = ({ number, title, body, state }: HostProposal) => ({ number: nth(number), title, body, state });
  const find = async (branch: string): Promise<HostProposal | undefined> => {
    for (const marker of markers) {
      const found = await host.findProposal(branch, marker);
      if (found?.state === "open") return found;
    }
    return undefined;
  };
  const perform = async (one: Step): Promise<unknown> => {
    switch (one.does) {
      case "create": {
        const label = { name: one.label, color: "d93f0b", description: "what differs" };
        return toldIssue(await host.createIssue({ title: "an issue", body: one.body, label }));
      }
      case "update": {
        const issue = [...issues.values()][one.of];
        return issue && toldIssue(await host.updateIssue(issue, { body: one.body, state: one.state }));
      }
      case "issues":
        return (await host.findIssues(one.marker, one.label)).map(toldIssue);
      case "propose": {
        const files = [{ path: "rules/cpu.yaml", text: `threshold: ${one.rule}\n` }];
        const asked = {
          branch: one.branch,
          into: "main",
          base,
          title: "keep it",
          body: one.body,
          message: "keep",
          files,
        };
        const { number, created } = await host.propose(asked);
        return { number: nth(number), created };
      }
      case "close": {
        const open = await find(one.branch);
        return open && host.closeProposal(open, one.body);
      }
      case "proposal": {
        const found = await host.findProposal(one.branch, one.marker);
        return found && toldProposal(found);
      }
    }
  };
  const answers: unknown[] = [];
  for (const one of steps) answers.push(await perform(one));
  return answers;
}

test.each([
  { what: "issues", step: issueStep },
  { what: "proposals", step: proposalStep },
])("$what in memory are as GitHub has them", async ({ step }) => {
  await fc.assert(
    fc.asyncProperty(fc.array<Step>(step, { minLength: 10, maxLength: 16 }), async (steps) => {
      const { open, repository, github } = await hosted();
      const base = repository.git.refs["heads/main"]!;
      const real = await lived(await open(), base, steps);
      await github.close();
      expect(await lived(hostInMemory().host, base, steps)).toEqual(real);
    }),
    runs(15),
  );
});
