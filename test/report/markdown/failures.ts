import { explainFailure } from "../../../src/cli/failure.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { drift } from "../../../src/commands/drift.ts";
import { plan, subjectOf } from "../../../src/commands/plan.ts";
import type { ToldFailure } from "../../../src/core/plan/told-failure.ts";
import { federatedCredentialCommands } from "../../../src/core/federated-credential.ts";
import { addFault } from "../../../src/emulator/arm/world.ts";
import { AzureError } from "../../../src/ports/azure.ts";
import { applyMarkdown } from "../../../src/report/markdown/apply-markdown.ts";
import { noLookMarkdown, noPlanMarkdown, notAppliedMarkdown } from "../../../src/report/markdown/failure-markdown.ts";
import { reports } from "../reports.ts";
import { azureWith, inputsFor, rules } from "./on-stage.ts";
import { look } from "./situations.ts";

const commit = "4f2d9c1e5b7a8c3d6e9f0a1b2c3d4e5f6a7b8c9d";
const older = "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b";
const subject = {
  stack: "ai-platform",
  environment: "production",
  subscription: "11111111-1111-1111-1111-111111111111",
};

/** What is told of what was thrown, without what is random in it. */
function told(error: unknown): ToldFailure {
  const failure = explainFailure(error, (text) => text).told;
  const facts = failure.facts.map(
    ([word, value]) => [word, word === "correlation id" ? "0b6e7f3a-1b2c-4d5e-8f90-123456789abc" : value] as const,
  );
  return { ...failure, facts };
}

/** What is thrown where Azure does not let itself be read. */
async function refusedBy(fault: string, command: typeof plan | typeof drift = plan): Promise<ToldFailure> {
  const azure = await azureWith(rules);
  addFault(azure.world, fault);
  return command(inputsFor(azure, rules)).then(
    () => {
      throw new Error(`${fault} was no fault`);
    },
    (error: unknown) => told(error),
  );
}

const lacksRole =
  "GET metricAlerts 403 code=AuthorizationFailed message=The client 'tocsin-plan' with object id '5e1f' does not have authorization to perform action 'Microsoft.Insights/metricAlerts/read' over scope '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai-alerts'.";

// How long it was tried is a matter of the machine.
const notThere = new AzureError(
  "cannot list Microsoft.Insights/metricAlerts in resource group `rg-ai-alerts`: somebody on the way to Azure answered 502 and says Bad Gateway; tried 4 times in 11 s",
  {
    reason: "unavailable",
    tried:
      "GET /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai-alerts/providers/Microsoft.Insights/metricAlerts",
    status: 502,
  },
);

function unknownToEntra(): ToldFailure {
  const [issuer, audience] = ["https://token.actions.githubusercontent.com", "api://AzureADTokenExchange"];
  const shown = { issuer, audience, subject: "repo:company/alerts:pull_request" };
  const client = "33333333-3333-4333-8333-333333333333";
  const [application, managed] = federatedCredentialCommands(shown, client);
  const said = `AADSTS700213: No matching federated identity record found for presented assertion subject '${shown.subject}'.`;
  const message = `cannot sign in to https://login.microsoftonline.com with GitHub OpenID Connect: ${said} — Azure was shown issuer \`${issuer}\`, subject \`${shown.subject}\`, audience \`${audience}\`; \`${client}\` (AZURE_CLIENT_ID) needs a federated credential with just these, in this spelling: \`${application}\`, or for a managed identity \`${managed}\``;
  const federation = { shown, client, isUnknown: true, said };
  return told(
    new AzureError(message, { reason: "unauthenticated", tried: "sign in with GitHub OpenID Connect", federation }),
  );
}

/** What people are told where a run ended without a result, by the name of its golden file. */
export const failures: Readonly<Record<string, () => Promise<string>>> = {
  "plan-failed": async () => noPlanMarkdown(await refusedBy(lacksRole), { ...look, subject, commit, shownAt: older }),
  "plan-failed-sign-in": async () => noPlanMarkdown(unknownToEntra(), { ...look, subject, commit }),
  "plan-failed-again": async () => noPlanMarkdown(told(notThere), { ...look, subject, commit, shownAt: commit }),
  "plan-failed-environment": async () => {
    const error = new UsageError("tocsin.yaml has no environment `production`; did you mean `productoin`?");
    return noPlanMarkdown(told(error), { ...look, subject: { environment: "production" }, commit });
  },
  "apply-failed-to-begin": async () => notAppliedMarkdown(await refusedBy(lacksRole), { ...look, subject }),
  "apply-workspace": async () => {
    const report = reports["workspace"];
    if (report?.command !== "workspace") throw new Error("that is another report");
    return applyMarkdown(report, look);
  },
  "drift-failed": async () => {
    const { stack } = inputsFor(await azureWith(rules), rules);
    const failure = await refusedBy(
      "GET metricAlerts 404 code=SubscriptionNotFound message=The subscription '11111111-1111-1111-1111-111111111111' could not be found.",
      drift,
    );
    return noLookMarkdown(failure, { ...look, subject: subjectOf(stack.environment) });
  },
};
