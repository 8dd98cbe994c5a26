import { suffixOf, titleOf, type WorkflowSetting } from "./setting.ts";
import { checkoutSteps, heading, onlyIf, signIn, tocsinStep } from "./steps.ts";
import { merges } from "./triggers.ts";
import { list } from "./yaml-text.ts";

/** Applies what came to the default branch, with the identity that writes. */
export function applyWorkflow(setting: WorkflowSetting): string {
  const { environments } = setting;
  return `${heading(setting, [
    "Applies what came to the default branch, and says on the merged pull request what became of it.",
    "To go back: revert the pull request, and merge that.",
  ])}
name: ${titleOf("apply", setting)}
on:${merges("apply", setting)}
  workflow_dispatch:
    inputs:
      environment:
        description: Which environment
        type: choice
        required: true
        options: ${list(environments)}
      digest:
        description: The digest of the plan that may be applied; without it, whatever the plan is
        type: string
        required: false
permissions: {} # each job asks for what it needs
jobs:
  apply:${onlyIf(setting, [
    // `workflow_dispatch` can be asked for on any branch.
    "github.ref_name == github.event.repository.default_branch",
  ])}
    runs-on: ubuntu-latest
    timeout-minutes: 60
    strategy:
      fail-fast: false # one environment that fails keeps no other waiting
      matrix:
        environment: ${matrixOf(environments)}
    # Its variables name the identity that writes. Protect it: this branch only, and reviewers where somebody is to say yes.
    environment: \${{ matrix.environment }}
    concurrency:
      group: ${applyGroup(setting)}
      queue: max # without it GitHub drops the apply that waits when another one comes
      cancel-in-progress: false # an apply that has begun is finished
    permissions:
      contents: read
      id-token: write # signs in to Azure without a password
      pull-requests: write # the result, on the merged pull request
    steps:${checkoutSteps(setting, "whole")}${tocsinStep(setting, {
      inputs: ["command: apply", ...signIn, "digest: ${{ inputs.digest }}"],
      secrets: "given",
    })}
`;
}

/** Who writes to an environment of this workspace, one at a time. */
export function applyGroup(setting: Pick<WorkflowSetting, "folder">): string {
  return `tocsin-apply${suffixOf(setting)}-\${{ matrix.environment }}`;
}

/** All environments, or the one that somebody chose. */
function matrixOf(environments: readonly string[]): string {
  const [only] = environments;
  if (environments.length === 1 && only !== undefined) return list([only]);
  return `\${{ fromJSON(inputs.environment && format('["{0}"]', inputs.environment) || '${list(environments)}') }}`;
}
