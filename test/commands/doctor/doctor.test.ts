import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-code.ts";
import { assignRole } from "../../../src/emulator/access/role-assignments.ts";
import { AzureError } from "../../../src/ports/azure.ts";
import { rules as someRules, workspace as someWorkspace } from "../../cli/tocsin.ts";
import {
  aWorld,
  checksOf,
  examined,
  type Given,
  identity,
  only,
  own,
  states,
  subscription,
  verdict,
  watched,
} from "../../support/doctoring.ts";

test("with everything there, all is well, and nothing is written", async () => {
  const world = aWorld();
  const report = await examined({ world });
  expect(states(report)).toBe(
    "sign-in good, subscription good, resource-group good, provider good, read good, activity-log good, apply good, secret skipped",
  );
  expect([verdict(report), exitCodeOf(report)]).toEqual(["plan yes, apply yes", 0]);
  expect(report.environments[0]?.signedIn).toEqual({
    way: "a credential of the caller's",
    is: "application",
    tenant: "a-tenant",
    client: "a-client",
    object: identity,
  });
  expect(world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

describe("rights", () => {
  test("an identity that only reads can plan, and is told what it lacks to apply; that is no fault", async () => {
    const world = aWorld();
    assignRole(world, { principalId: identity, scope: own, role: "Monitoring Reader" });
    const report = await examined({ world });
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan yes, apply no", 0]);
    const { state, says, commands } = only(report, "apply");
    expect(state).toBe("warning");
    expect(says).toContain(
      "Microsoft.Insights/metricAlerts/write, Microsoft.Insights/metricAlerts/delete, Microsoft.Insights/actionGroups/write, Microsoft.Insights/actionGroups/delete on rg-alerts (Monitoring Contributor)",
    );
    expect(says).toContain("Microsoft.Compute/virtualMachines/read on rg-app (Monitoring Reader)");
    expect(commands).toEqual([
      `az role assignment create --assignee-object-id ${identity} --assignee-principal-type ServicePrincipal --role 'Monitoring Contributor' --scope ${own}`,
      `az role assignment create --assignee-object-id ${identity} --assignee-principal-type ServicePrincipal --role 'Monitoring Reader' --scope ${watched}`,
    ]);
  });

  test("what the commands assign is what was missing", async () => {
    const world = aWorld();
    assignRole(world, { principalId: identity, scope: own, role: "Monitoring Reader" });
    for (const command of only(await examined({ world }), "apply").commands ?? []) {
      const [, role = ""] = /--role '([^']+)'/.exec(command) ?? [];
      assignRole(world, { principalId: identity, scope: command.split(" ").at(-1) ?? "", role });
    }
    expect(verdict(await examined({ world }))).toBe("plan yes, apply yes");
  });

  test("an identity that may not read is told the role, and can do neither", async () => {
    const world = aWorld();
    assignRole(world, { principalId: identity, scope: watched, role: "Reader" });
    const report = await examined({ world });
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan no, apply no", 1]);
    const { state, says, commands } = only(report, "read");
    expect([state, says]).toEqual(["bad", expect.stringContaining("6 more of 7 types are refused")]);
    expect(commands?.[0]).toContain(`--role 'Monitoring Reader' --scope ${own}`);
    expect(only(report, "activity-log")).toMatchObject({ state: "skipped" });
  });

  test("where it may not ask what it may do, that alone is not known", async () => {
    const world = aWorld();
    const actions = ["Microsoft.Insights/*", "Microsoft.AlertsManagement/*"];
    assignRole(world, { principalId: identity, scope: own, role: { actions } });
    const report = await examined({ world });
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan yes, apply unknown", 0]);
    expect(only(report, "apply")).toMatchObject({
      state: "warning",
      says: expect.stringContaining("Microsoft.Authorization/permissions/read"),
    });
  });

  test("a log rule's writer needs to query the workspace, and a rule's identity somebody who may assign it", async () => {
    const world = aWorld();
    assignRole(world, { principalId: identity, scope: own, role: "Monitoring Contributor" });
    const actions = ["*/workspaces/read", "Microsoft.Authorization/permissions/read"];
    assignRole(world, { principalId: identity, scope: watched, role: { actions } });
    const rules = `kind: LogAlert
name: errors
spec:
  severity: 1
  scopes: /subscriptions/${subscription}/resourceGroups/rg-app/providers/Microsoft.OperationalInsights/workspaces/logs
  windowSize: 5m
  evaluationFrequency: 5m
  query: AppExceptions
  criteria: [count > 1]
  identity: [/subscriptions/${subscription}/resourceGroups/rg-ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a]
`;
    const report = await examined({ world, rules });
    expect(report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(only(report, "apply").says).toBe(
      "this identity cannot apply, which one that only plans need not; missing: Microsoft.OperationalInsights/workspaces/query/read on rg-app (Monitoring Reader); Microsoft.ManagedIdentity/userAssignedIdentities/assign/action on rg-ids (Managed Identity Operator)",
    );
  });
});

describe("signing in", () => {
  const refuse = (details: Partial<ConstructorParameters<typeof AzureError>[1]>) => () =>
    Promise.reject(new AzureError("cannot sign in", { reason: "unauthenticated", tried: "sign in", ...details }));

  test("by OpenID Connect: what Azure was shown, and the commands that make it fit", async () => {
    const shown = { issuer: "https://i", subject: "repo:o@1/r@2:pull_request", audience: "api://a" };
    const federation = { shown, client: "a-client", isUnknown: true, said: "AADSTS700213: no match" };
    const report = await examined({ open: refuse({ federation }) });
    const { says, commands } = only(report, "sign-in");
    expect(report.environments[0]?.shown).toEqual(shown);
    expect(says).toContain("`a-client` (AZURE_CLIENT_ID) has no federated credential that fits");
    expect(commands).toEqual([
      `az ad app federated-credential create --id a-client --parameters '{"name":"github-pull_request","issuer":"https://i","subject":"repo:o@1/r@2:pull_request","audiences":["api://a"]}'`,
      "az identity federated-credential create --name github-pull_request --identity-name IDENTITY --resource-group GROUP --issuer https://i --subject repo:o@1/r@2:pull_request --audiences api://a",
    ]);
    expect([verdict(report), exitCodeOf(report)]).toEqual(["plan unknown, apply unknown", 1]);
  });

  test("in a workflow that may not ask for a token", async () => {
    const report = await examined({ open: refuse({}), env: { GITHUB_ACTIONS: "true" } });
    expect(only(report, "sign-in").todo).toContain("`permissions: id-token: write`");
    const allowed = { GITHUB_ACTIONS: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "x" };
    expect(only(await examined({ open: refuse({}), env: allowed }), "sign-in").todo).toBeUndefined();
  });
});

describe("secrets", () => {
  const workspace = someWorkspace.replace(
    "{ slack: { env: SLACK_URL } }",
    "{ slack: { env: SLACK_URL }, kept: { live: true }, vault: { keyVault: https://kv.vault.azure.net/secrets/a } }",
  );
  const rules = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  webhookReceivers:
    - { name: slack, serviceUri: "\${secret:slack}" }
    - { name: vault, serviceUri: "\${secret:vault}" }
`;
  const said = async (given: Given): Promise<readonly string[]> => {
    const report = await examined({ workspace, rules, ...given });
    expect(exitCodeOf(report)).toBe(0);
    return checksOf(report, "secret").map(({ about, state, says }) => `${about} ${state}: ${says}`);
  };

  test("are there, each in its own way, and no value is told", async () => {
    const told = await said({ readVault: () => Promise.resolve("hush-hush") });
    expect(told).toEqual([
      "slack good: SLACK_URL is set",
      "kept good: only Azure has it; it is never compared",
      "vault good: kv.vault.azure.net gives it",
    ]);
  });

  test("that are missing stop an apply and no plan", async () => {
    const refused = new AzureError("cannot read it", { reason: "forbidden", tried: "" });
    expect(await said({ env: {}, readVault: () => Promise.reject(refused) })).toEqual([
      "slack warning: SLACK_URL is not set: without it a plan does not compare it, and an apply refuses",
      "kept good: only Azure has it; it is never compared",
      "vault warning: cannot read it; without it a plan does not compare it, and an apply refuses",
    ]);
  });
});

test("definitions with mistakes are counted, and Azure is looked at all the same", async () => {
  const report = await examined({ rules: `${someRules}---\nkind: MetricAlrt\nname: x\nspec: {}\n` });
  expect(only(report, "definitions")).toMatchObject({ state: "bad", commands: ["tocsin validate"] });
  expect(only(report, "definitions").says).toContain("with 1 error");
  expect([verdict(report), exitCodeOf(report)]).toEqual(["plan yes, apply yes", 1]);
});

test("without a definition there is something to begin with", async () => {
  const { state, commands } = only(await examined({ rules: "" }), "definitions");
  expect([state, commands]).toEqual(["warning", ["tocsin import --dry-run"]]);
});
