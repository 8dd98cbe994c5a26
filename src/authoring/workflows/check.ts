import { foreignActions } from "./foreign-actions.ts";
import { suffixOf, titleOf, type WorkflowSetting } from "./setting.ts";
import { checkoutSteps, heading, tocsinStep } from "./steps.ts";
import { proposals } from "./triggers.ts";

/** What the report of a check is called as an artifact. */
export const reportName = "tocsin-report";

/** Validates every pull request, a stranger's too: no secret, no sign-in, a token that only reads. */
export function checkWorkflow(setting: WorkflowSetting): string {
  return `${heading(setting, [
    "Says what is wrong with the definitions, and on which line: on every pull request, from forks too.",
    "It knows no secret and signs in nowhere, so it may read what a stranger wrote.",
  ])}
name: ${titleOf("check", setting)}
on:
  # Never \`pull_request_target\`: a stranger's change would run with this repository's secrets.${proposals("check", setting)}
permissions: {} # each job asks for what it needs
concurrency:
  group: tocsin-check${suffixOf(setting)}-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: true # only the newest commit is of interest
jobs:
  check:
    name: ${titleOf("check", setting)} # as a required check is called
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
      #security-events: write # for the last step
    steps:${checkoutSteps(setting, "tip")}${tocsinStep(setting, { id: "tocsin", inputs: ["command: validate"], secrets: "withheld" })}
      # The token of a fork's pull request cannot comment: another workflow does it, from this file.
      - if: >-
          !cancelled() && steps.tocsin.outputs.report-file != '' && github.event_name == 'pull_request' &&
          github.event.pull_request.head.repo.full_name != github.repository
        uses: ${foreignActions.uploadArtifact}
        with:
          name: ${reportName}${suffixOf(setting)}
          path: \${{ steps.tocsin.outputs.report-file }}
          retention-days: 7
      # Findings under "Security", where code scanning is switched on: take the signs before these lines away, here and above.
      #- if: \${{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository }}
      #  uses: ${foreignActions.uploadSarif}
      #  with:
      #    sarif_file: \${{ steps.tocsin.outputs.sarif-file }}
      #    category: tocsin${suffixOf(setting)}
`;
}
