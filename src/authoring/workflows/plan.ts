import { foreignActions } from "./foreign-actions.ts";
import { suffixOf, titleOf, type WorkflowSetting } from "./setting.ts";
import { checkoutSteps, heading, onlyIf, signIn, tocsinStep } from "./steps.ts";
import { proposals } from "./triggers.ts";
import { list } from "./yaml-text.ts";

/** Says in a comment what a pull request would change in Azure; reads with an identity that can do nothing else. */
export function planWorkflow(setting: WorkflowSetting): string {
  const suffix = suffixOf(setting);
  return `${heading(setting, [
    "Says in a comment on the pull request what it would change in Azure, environment by environment.",
    "Whoever may push a branch may change this file in it: the identity it signs in with must only read.",
  ])}
name: ${titleOf("plan", setting)}
on:${proposals("plan", setting)}
permissions: {} # each job asks for what it needs
jobs:
  plan:${onlyIf(setting, [
    "(github.event_name == 'merge_group' || github.event.pull_request.head.repo.full_name == github.repository)",
    // Of Dependabot's runs GitHub keeps secrets and sign-in back as of a fork's.
    "github.actor != 'dependabot[bot]'",
  ])}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    strategy:
      fail-fast: false # one environment says nothing about another
      max-parallel: 1 # GitHub wants comments written one after the other
      matrix:
        environment: ${list(setting.environments)}
    environment:
      name: \${{ matrix.environment }}-read # Azure is shown this name, and the identity that reads trusts it
      deployment: false # nothing is deployed, so none is listed
    concurrency:
      group: tocsin-plan${suffix}-\${{ github.event.pull_request.number || github.ref }}-\${{ matrix.environment }}
      cancel-in-progress: true # two runs never write one comment; only the newest commit is of interest
    permissions:
      contents: read
      id-token: write # signs in to Azure without a password
      pull-requests: write # the comment
    steps:${checkoutSteps(setting, "whole")}${tocsinStep(setting, { id: "tocsin", inputs: ["command: plan", ...signIn, "#comment: changes # no comment where nothing would change"], secrets: "given" })}
      # For people to read. No run applies a file that a pull request made: the apply plans again, and compares.
      - if: \${{ !cancelled() && steps.tocsin.outputs.plan-file != '' }}
        uses: ${foreignActions.uploadArtifact}
        with:
          name: tocsin-plan${suffix}-\${{ matrix.environment }}
          path: \${{ steps.tocsin.outputs.plan-file }}
          retention-days: 30
  # One check to require, however many environments there are. Where nothing is planned, as for a fork, it passes.
  planned:
    name: ${titleOf("planned", setting)}
    if: always()
    needs: [plan]
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions: {}
    steps:
      - run: test "$RESULT" = success || test "$RESULT" = skipped
        env:
          RESULT: \${{ needs.plan.result }}
`;
}
