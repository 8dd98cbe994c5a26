import type {
  HostComment,
  HostIssue,
  HostProposal,
  Proposal,
  PullRequestHost,
} from "../../src/ports/pull-request-host.ts";

/** An issue with what stands beneath it. */
export interface KeptIssue extends HostIssue {
  readonly comments: readonly string[];
  readonly labels: readonly string[];
}

/** A pull request with what its branch has. */
export interface KeptProposal extends HostProposal {
  readonly branch: string;
  readonly into: string;
  readonly files: Proposal["files"];
}

/** The host of a repository, without the network between; the state is there to be looked into and changed by hand. */
export interface HostInMemory {
  readonly host: PullRequestHost;
  readonly issues: KeptIssue[];
  readonly proposals: KeptProposal[];
  /** What was asked of it that writes: `createIssue`, `updateIssue 1`. */
  readonly writes: string[];
  /** Commits of somebody else's at the tips of branches. */
  readonly others: Map<string, string>;
  /** The commit at the tip of every branch. */
  tip: string;
  /** Thrown by every call whose name is in it. */
  readonly refusals: Map<string, Error>;
}

/** A repository in which nothing was ever said. Issues and pull requests are numbered together, as on GitHub. */
export function hostInMemory({
  turn = () => Promise.resolve(),
}: { readonly turn?: () => Promise<void> } = {}): HostInMemory {
  const issues: KeptIssue[] = [];
  const proposals: KeptProposal[] = [];
  const writes: string[] = [];
  const refusals = new Map<string, Error>();
  const next = (): number => issues.length + proposals.length + 1;
  const call = async (name: string, number?: number): Promise<void> => {
    await turn();
    const refusal = refusals.get(name);
    if (refusal !== undefined) throw refusal;
    if (!/^(?:find|tip|changed|read)/.test(name)) writes.push(number === undefined ? name : `${name} ${number}`);
  };
  const notHere = (): Promise<never> => Promise.reject(new Error("drift asks nothing of the kind"));
  const edit = (number: number, change: Partial<KeptIssue>): KeptIssue => {
    const at = issues.findIndex((issue) => issue.number === number);
    const edited = { ...issues[at]!, ...change };
    issues[at] = edited;
    return edited;
  };
  const replace = (issue: KeptIssue): KeptIssue => {
    issues[issues.findIndex(({ number }) => number === issue.number)] = issue;
    return issue;
  };
  const host: PullRequestHost = {
    readPullRequest: notHere,
    pullRequestOf: notHere,
    pullRequestFrom: notHere,
    findComment: (): Promise<HostComment | undefined> => notHere(),
    createComment: notHere,
    updateComment: notHere,
    findIssues: async (marker, label) => {
      await call("findIssues");
      return issues.filter(({ body, labels }) => labels.includes(label) && beginsWith(body, marker)).map(plainIssue);
    },
    createIssue: async ({ title, body, label }) => {
      await call("createIssue");
      const number = next();
      const url = `https://host.example/issues/${number}`;
      const issue: KeptIssue = { number, url, title, body, state: "open", comments: [], labels: [label.name] };
      issues.push(issue);
      return plainIssue(issue);
    },
    updateIssue: async ({ number }, change) => {
      await call("updateIssue", number);
      const { declined, ...rest } = edit(number, change);
      const isStill = declined === true && rest.state === "closed";
      return plainIssue(replace(isStill ? { ...rest, declined } : rest));
    },
    commentOnIssue: async ({ number }, body) => {
      await call("commentOnIssue", number);
      edit(number, { comments: [...(issues.find((one) => one.number === number)?.comments ?? []), body] });
    },
    tipOf: async () => {
      await call("tipOf");
      return kept.tip;
    },
    changedFiles: async () => {
      await call("changedFiles");
      return ["rules/a.yaml"];
    },
    findProposal: async (branch, marker) => {
      await call("findProposal");
      const own = proposals.filter((one) => one.branch === branch && beginsWith(one.body, marker));
      return own.find(({ state }) => state === "open") ?? own.at(-1);
    },
    othersCommit: async (branch) => {
      await call("readBranch");
      return kept.others.get(branch);
    },
    propose: async ({ branch, into, base, title, body, files }) => {
      await call("propose");
      const at = proposals.findIndex((one) => one.branch === branch && one.state === "open");
      const number = proposals[at]?.number ?? next();
      const url = `https://host.example/pull/${number}`;
      const head = `${base}+${writes.length}`;
      const proposal: KeptProposal = { number, url, title, body, state: "open", head, branch, into, files };
      if (at < 0) proposals.push(proposal);
      else proposals[at] = proposal;
      return { number, url, created: at < 0 };
    },
    closeProposal: async ({ number }, body) => {
      await call("closeProposal", number);
      const at = proposals.findIndex((one) => one.number === number);
      proposals[at] = { ...proposals[at]!, body, state: "closed" };
    },
  };
  const kept: HostInMemory = { host, issues, proposals, writes, others: new Map(), tip: "", refusals };
  return kept;
}

function beginsWith(body: string, marker: string): boolean {
  return body.split(/\r?\n/, 1)[0] === marker;
}

function plainIssue({ number, url, title, body, state, declined }: KeptIssue): HostIssue {
  return { number, url, title, body, state, ...(declined === undefined ? {} : { declined }) };
}
