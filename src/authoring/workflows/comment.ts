import { reportName } from "./check.ts";
import { foreignActions } from "./foreign-actions.ts";
import { suffixOf, titleOf, type WorkflowSetting } from "./setting.ts";
import { checkoutSteps, heading, tocsinStep } from "./steps.ts";

/** Writes on a fork's pull request what its check found. It has a token that writes, and so runs nothing of the fork's. */
export function commentWorkflow(setting: WorkflowSetting): string {
  return `${heading(setting, [
    "Writes on a fork's pull request what its check found; the token of the check itself may not.",
    "This one may, so it never fetches or runs what the fork wrote: it reads the report, as a text of a stranger.",
  ])}
name: ${titleOf("comment", setting)}
on:
  workflow_run: # always the file of the default branch
    workflows: [${titleOf("check", setting)}]
    types: [completed]
permissions: {} # each job asks for what it needs
jobs:
  comment:
    if: >-
      github.event.workflow_run.event == 'pull_request' &&
      github.event.workflow_run.head_repository.full_name != github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 10
    concurrency:
      group: tocsin-comment${suffixOf(setting)}-\${{ github.event.workflow_run.head_repository.id }}-\${{ github.event.workflow_run.head_branch }}
      cancel-in-progress: true # two runs never write one comment
    permissions:${setting.tool.from === "release" ? "" : "\n      contents: read # to build the action from the default branch"}
      actions: read # the report of the other run
      pull-requests: write # the comment
    steps:${setting.tool.from === "release" ? "" : checkoutSteps(setting, "tip")}
      - id: report
        uses: ${foreignActions.downloadArtifact}
        continue-on-error: true # a check that was stopped left none
        with:
          name: ${reportName}${suffixOf(setting)}
          path: \${{ runner.temp }}/${reportName} # outside of the checkout: nothing there is taken for ours
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}${tocsinStep(setting, {
            when: "steps.report.outcome == 'success'",
            inputs: ["command: validate", `report: \${{ runner.temp }}/${reportName}/tocsin-validate.json`],
            secrets: "withheld",
          })}
`;
}
