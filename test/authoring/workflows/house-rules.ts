import { isMap, isScalar, parse, parseDocument, visit } from "yaml";
import { foreignActions } from "../../../src/authoring/workflows/foreign-actions.ts";
import { factsOfOurs } from "./facts-of-actions.ts";

/** A workflow as far as the rules of the house look at it. */
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly environment?: unknown;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

/** What breaks the rules of the house in a workflow: what the language service does not know of. */
export function breaches(text: string): readonly string[] {
  const workflow = parse(text) as Workflow;
  return [
    ...(JSON.stringify(workflow.permissions) === "{}" ? [] : ["the top level gives permissions"]),
    ...("pull_request_target" in workflow.on ? ["a stranger's change would run with secrets"] : []),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) =>
      jobBreaches(job, workflow).map((breach) => `${name}: ${breach}`),
    ),
    ...unpinned(text),
    ...[...text.matchAll(/steps\.tocsin\.outputs\.([\w-]+)/g)].flatMap(([, output = ""]) =>
      given.includes(output) ? [] : [`no output of ours: ${output}`],
    ),
  ];
}

function jobBreaches(job: Job, workflow: Workflow): readonly string[] {
  const commands = job.steps.map((step) => step.with?.["command"]);
  const writesToAzure = commands.includes("apply") || job.steps.some((step) => step.with?.["heal"] === true);
  return [
    ...(job.permissions === undefined ? ["no permissions"] : []),
    ...(job["timeout-minutes"] === undefined ? ["no timeout-minutes"] : []),
    ...job.steps.flatMap(stepBreaches),
    ...(writesToAzure && typeof job.environment !== "string"
      ? ["writes to Azure outside of a protected environment"]
      : []),
    ...(writesToAzure && job.concurrency?.["cancel-in-progress"] !== false ? ["an apply could be cancelled"] : []),
    ...(writesToAzure && job.concurrency?.["queue"] !== "max" ? ["a pending apply could be dropped"] : []),
    ...(commands.some((command) => typeof command === "string") &&
    (job.concurrency ?? workflow.concurrency) === undefined
      ? ["two runs could do the same at once"]
      : []),
    ...(reachedByForks(job, workflow) ? forkBreaches(job) : []),
    ...("workflow_run" in workflow.on ? runsTheirs(job) : []),
  ];
}

function stepBreaches({ uses, run, with: inputs = {} }: Step): readonly string[] {
  return [
    ...(run?.includes("${{") === true ? ["an expression in a script"] : []),
    ...(uses?.startsWith("actions/checkout@") === true && inputs["persist-credentials"] !== false
      ? ["the token stays in the checkout"]
      : []),
    ...(uses === "./" || uses?.startsWith("company/tocsin@") === true
      ? Object.keys(inputs).flatMap((input) => (known.includes(input) ? [] : [`no input of ours: ${input}`]))
      : []),
  ];
}

const known: readonly string[] = factsOfOurs.inputs;
const given: readonly string[] = factsOfOurs.outputs;

/** True for a job that somebody without any right here can make run. */
function reachedByForks({ if: condition = "" }: Job, { on }: Workflow): boolean {
  return "pull_request" in on && !condition.includes("head.repo.full_name == github.repository");
}

function forkBreaches(job: Job): readonly string[] {
  const text = JSON.stringify(job);
  const written = Object.entries(job.permissions ?? {}).filter(([, right]) => right === "write");
  return [
    ...(text.includes("secrets.") || text.includes("vars.") ? ["a secret where a fork reaches it"] : []),
    ...written.flatMap(([permission]) =>
      permission === "security-events" ? [] : [`${permission}: write where a fork reaches it`],
    ),
  ];
}

/** After a run of a stranger: nothing of theirs is fetched into the checkout, let alone run. */
function runsTheirs(job: Job): readonly string[] {
  return job.steps.flatMap(({ uses = "", with: inputs = {} }) => [
    ...(uses.startsWith("actions/checkout@") && ("ref" in inputs || "repository" in inputs)
      ? ["fetches another's code"]
      : []),
    ...(uses.startsWith("actions/download-artifact@") && !String(inputs["path"]).startsWith("${{ runner.temp }}/")
      ? ["a stranger's files in the checkout"]
      : []),
  ]);
}

const allowed: ReadonlySet<string> = new Set(Object.values(foreignActions));

/** Actions that are not of GitHub's list by commit and version, nor ours. */
function unpinned(text: string): readonly string[] {
  const found: string[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== "uses" || isMap(value) || !isScalar(value)) return;
      const reference = `${String(value.value)}${value.comment === undefined || value.comment === null ? "" : ` #${value.comment}`}`;
      const ours = reference === "./" || /^company\/tocsin@v\d+\.\d+\.\d+$/.test(reference);
      if (!ours && !allowed.has(reference)) found.push(`not pinned as the others are: ${reference}`);
    },
  });
  return found;
}
