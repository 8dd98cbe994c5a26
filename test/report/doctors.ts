import type { DoctorReport, ToldCheck } from "../../src/core/plan/doctor-report.ts";
import { subject } from "./changes.ts";

/** What `doctor` says, by hand: all well, an identity that only reads, and a sign-in that Azure refused. */
const group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-alerts";
const shown = {
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:company@4711/alerts@815:environment:production",
  audience: "api://AzureADTokenExchange",
};

const once: readonly ToldCheck[] = [
  { check: "definitions", state: "good", says: "tocsin.yaml and 12 definitions in 4 files" },
  { check: "repository", state: "good", says: "github.com/company/alerts" },
];

const signIn: ToldCheck = {
  check: "sign-in",
  state: "good",
  says: "GitHub OpenID Connect: client 33333333-3333-3333-3333-333333333333, object 44444444-4444-4444-4444-444444444444, tenant 55555555-5555-5555-5555-555555555555",
};

const looked: readonly ToldCheck[] = [
  { check: "subscription", about: subject.subscription, state: "good", says: "`AI platform` is enabled" },
  { check: "resource-group", about: "rg-alerts", state: "good", says: "it is there" },
  { check: "provider", about: "Microsoft.Insights", state: "good", says: "registered" },
  { check: "read", about: "rg-alerts", state: "good", says: "7 types can be read, 12 resources found" },
  { check: "activity-log", state: "good", says: "who changed what can be told" },
];

const well: DoctorReport = {
  command: "doctor",
  stack: "ai-platform",
  diagnostics: [],
  checks: once,
  environments: [
    {
      subject,
      signedIn: { way: "GitHub OpenID Connect", is: "application" },
      shown,
      checks: [
        signIn,
        ...looked,
        { check: "apply", state: "good", says: "this identity may write and delete what the definitions are about" },
        { check: "secret", about: "slackWebhook", state: "good", says: "SLACK_WEBHOOK_URL is set" },
      ],
      canPlan: "yes",
      canApply: "yes",
    },
  ],
};

const reader: DoctorReport = {
  ...well,
  environments: [
    {
      subject,
      checks: [
        {
          check: "sign-in",
          state: "good",
          says: "Azure CLI as kim@company.com: tenant 55555555-5555-5555-5555-555555555555",
        },
        ...looked,
        {
          check: "apply",
          state: "warning",
          says: "this identity cannot apply, which one that only plans need not; missing: Microsoft.Insights/metricAlerts/write, Microsoft.Insights/metricAlerts/delete on rg-alerts (Monitoring Contributor)",
          todo: "if it is to apply, assign it what it lacks; that can take minutes to count",
          commands: [
            `az role assignment create --assignee-object-id 44444444-4444-4444-4444-444444444444 --assignee-principal-type User --role 'Monitoring Contributor' --scope ${group}`,
          ],
        },
        { check: "secret", about: "old", state: "skipped", says: "no definition of this environment uses it" },
      ],
      canPlan: "yes",
      canApply: "no",
    },
  ],
};

const refused: DoctorReport = {
  ...well,
  environments: [
    {
      subject,
      shown,
      checks: [
        {
          check: "sign-in",
          state: "bad",
          says: `\`33333333-3333-3333-3333-333333333333\` (AZURE_CLIENT_ID) has no federated credential that fits what Azure was shown: AADSTS700213: No matching federated identity record found for presented assertion subject '${shown.subject}'.`,
          todo: "add one with just these, in this spelling: the first command where the client is an application, the second where it is a managed identity",
          commands: [
            "az ad app federated-credential create --id 33333333-3333-3333-3333-333333333333 --parameters '{…}'",
            "az identity federated-credential create --name github-environment-production --identity-name IDENTITY --resource-group GROUP …",
          ],
        },
        ...(["subscription", "resource-group", "provider", "read", "activity-log", "apply"] as const).map(
          (check): ToldCheck => ({ check, state: "skipped", says: "nobody is signed in" }),
        ),
      ],
      canPlan: "unknown",
      canApply: "unknown",
    },
    {
      subject: { ...subject, environment: "staging" },
      checks: [
        signIn,
        {
          check: "subscription",
          about: subject.subscription,
          state: "bad",
          says: "cannot see the subscription: nothing listens at https://management.azure.com; tried 4 times in 9 s",
          unanswered: true,
        },
      ],
      canPlan: "unknown",
      canApply: "unknown",
    },
  ],
};

export const doctors = { doctor: well, "doctor-reader": reader, "doctor-refused": refused };
