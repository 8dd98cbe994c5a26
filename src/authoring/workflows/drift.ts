import { applyGroup } from "./apply.ts";
import { suffixOf, titleOf, type WorkflowSetting } from "./setting.ts";
import { checkoutSteps, heading, onlyIf, signIn, tocsinStep } from "./steps.ts";
import { list } from "./yaml-text.ts";

/** Looks every night for what somebody changed in Azure by hand, and keeps one issue about it per environment. */
export function driftWorkflow(setting: WorkflowSetting): string {
  const matrix = `matrix:
        environment: ${list(setting.environments)}`;
  return `${heading(setting, [
    "Looks every night for what somebody changed in Azure by hand, and keeps one issue about it for each environment.",
  ])}
name: ${titleOf("drift", setting)}
on:
  schedule:
    - cron: "23 3 * * *" # UTC; not at the full hour, when GitHub has most to do
  workflow_dispatch:
permissions: {} # each job asks for what it needs
jobs:
  drift:${onlyIf(setting, [onDefaultBranch])}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    strategy:
      fail-fast: false # one environment says nothing about another
      max-parallel: 1 # GitHub wants issues written one after the other
      ${matrix}
    environment:
      name: \${{ matrix.environment }}-read # Azure is shown this name, and the identity that reads trusts it
      deployment: false # nothing is deployed, so none is listed
    concurrency:
      group: tocsin-drift${suffixOf(setting)}-\${{ matrix.environment }}
      cancel-in-progress: false
    permissions:
      contents: read # for \`adopt\`: write, to push a branch
      id-token: write # signs in to Azure without a password
      issues: write # the issue and its label
      #pull-requests: write # for \`adopt\`
    steps:${checkoutSteps(setting, "whole")}${tocsinStep(setting, {
      inputs: [
        "command: drift",
        ...signIn,
        "#adopt: true # asks in a pull request as well to write what Azure has into the definitions",
      ],
      secrets: "given",
    })}
  # To put back what git says instead: take the job above away, and the signs before these lines. It writes, so it is the
  # apply's identity, environment and queue; where the environment has reviewers it waits for one of them.
${commented(`heal:${onlyIf(setting, [onDefaultBranch])}
    runs-on: ubuntu-latest
    timeout-minutes: 60
    strategy:
      fail-fast: false
      ${matrix}
    environment: \${{ matrix.environment }}
    concurrency:
      group: ${applyGroup(setting)}
      queue: max
      cancel-in-progress: false
    permissions:
      contents: read
      id-token: write
      issues: write
    steps:${checkoutSteps(setting, "whole")}${tocsinStep(setting, {
      inputs: ["command: drift", ...signIn, "heal: true"],
      secrets: "given",
    })}`)}
`;
}

// By hand it can be asked for on any branch, whose definitions are not what is applied.
const onDefaultBranch =
  "(github.event_name == 'schedule' || github.ref_name == github.event.repository.default_branch)";

/** A job that is there to be switched on: the sign stands where the job is indented to, with no blank behind it. */
function commented(job: string): string {
  return job
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => `  #${line.replace(/^ {2}/, "")}`)
    .join("\n");
}
