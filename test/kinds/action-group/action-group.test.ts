import { describe, expect, test } from "vitest";
import { compare } from "../../../src/core/settings/compare.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { actionGroup } from "../../../src/kinds/action-group/action-group.ts";
import { readBody, saidOf, settingsOf } from "../said-of.ts";

const mail = { name: "admin", emailAddress: "admin@company.com" };
const hook = { name: "slack", serviceUri: "${secret:slackWebhook}" };
const identityId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id";

function group(more: JsonObject): JsonObject {
  return { groupShortName: "ai-oncall", ...more };
}

/** One receiver of every type, every property said. */
const everything = group({
  identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: [identityId] },
  emailReceivers: [{ ...mail, useCommonAlertSchema: true }],
  smsReceivers: [{ name: "sms", countryCode: "82", phoneNumber: "0101234567" }],
  voiceReceivers: [{ name: "voice", countryCode: "46", phoneNumber: "0101234567" }],
  azureAppPushReceivers: [{ name: "push", emailAddress: "admin@company.com" }],
  armRoleReceivers: [{ name: "owners", roleId: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", useCommonAlertSchema: true }],
  webhookReceivers: [
    {
      ...hook,
      useAadAuth: true,
      objectId: "d3bb868c-fe44-452c-aa26-769a6538c808",
      identifierUri: "api://slack",
      tenantId: "68a4459a-ccb8-493c-b9da-dd30457d1b84",
      managedIdentity: "30fe7a91-cd31-4edf-96ab-52883b3199cd",
    },
  ],
  itsmReceivers: [
    {
      name: "itsm",
      workspaceId: "s|w",
      connectionId: "c",
      ticketConfiguration: '{"PayloadRevision":0,"WorkItemType":"Incident"}',
      region: "West Europe",
    },
  ],
  automationRunbookReceivers: [
    {
      automationAccountId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Automation/automationAccounts/a",
      runbookName: "r",
      webhookResourceId:
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Automation/automationAccounts/a/webhooks/w",
      isGlobalRunbook: true,
      serviceUri: "${secret:runbook}",
      managedIdentity: "30fe7a91-cd31-4edf-96ab-52883b3199cd",
    },
  ],
  logicAppReceivers: [
    { name: "logic", resourceId: "/subscriptions/s/l", callbackUrl: "${secret:logic}", triggerName: "manual" },
  ],
  azureFunctionReceivers: [
    {
      name: "function",
      functionAppResourceId: "/subscriptions/s/f",
      functionName: "notify",
      httpTriggerUrl: "https://fn.azurewebsites.net/api/notify?code=${secret:key}",
      scope: "api://fn/.default",
    },
  ],
  eventHubReceivers: [
    {
      name: "hub",
      subscriptionId: "s",
      eventHubNameSpace: "n",
      eventHubName: "h",
      tenantId: "t",
      resourceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.EventHub/namespaces/n/eventhubs/h",
    },
  ],
  incidentReceivers: [
    { name: "icm", connection: { name: "c", id: "i" }, mappings: { "icm.title": "${data.essentials.severity}" } },
  ],
});

describe("what is said of a group", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["a mail and a webhook", { emailReceivers: [mail], webhookReceivers: [hook] }, []],
    ["a long short name", { groupShortName: "ai-oncall-production" }, ["groupShortName: illegal-value"]],
    [
      "a misspelt property",
      { emailReceivers: [{ ...mail, adress: "x" }] },
      ["emailReceivers.0.adress: unknown-property"],
    ],
    [
      "a status, which is Azure's",
      { emailReceivers: [{ ...mail, status: "Enabled" }] },
      ["emailReceivers.0.status: unknown-property"],
    ],
    [
      "a country code that is a number",
      { smsReceivers: [{ name: "a", countryCode: 82, phoneNumber: "1" }] },
      ["smsReceivers.0.countryCode: wrong-type"],
    ],
    [
      "one name twice, in another type and case",
      { emailReceivers: [mail], webhookReceivers: [{ ...hook, name: "Admin" }] },
      ["webhookReceivers.0.name: receiver-name-twice"],
    ],
    [
      "eleven text messages",
      {
        smsReceivers: Array.from({ length: 11 }, (_, index) => ({
          name: `n${index}`,
          countryCode: "1",
          phoneNumber: "1",
        })),
      },
      ["smsReceivers: too-many-receivers"],
    ],
    [
      "ten webhooks and ten secure ones",
      {
        webhookReceivers: Array.from({ length: 20 }, (_, index) => ({
          ...hook,
          name: `n${index}`,
          ...(index < 10 ? { useAadAuth: true, objectId: "o" } : {}),
        })),
      },
      [],
    ],
    [
      "eleven webhooks",
      { webhookReceivers: Array.from({ length: 11 }, (_, index) => ({ ...hook, name: `n${index}` })) },
      ["webhookReceivers: too-many-receivers"],
    ],
    [
      "a code with a plus",
      { voiceReceivers: [{ name: "a", countryCode: "+82", phoneNumber: "1" }] },
      ["voiceReceivers.0.countryCode: unlisted-country-code"],
    ],
    [
      "text messages to Sweden",
      { smsReceivers: [{ name: "a", countryCode: "46", phoneNumber: "1" }] },
      ["smsReceivers.0.countryCode: unlisted-country-code"],
    ],
    [
      "no address",
      { emailReceivers: [{ name: "a", emailAddress: "admin" }] },
      ["emailReceivers.0.emailAddress: illegal-value"],
    ],
    [
      "a long address",
      { emailReceivers: [{ name: "a", emailAddress: `${"a".repeat(60)}@b.com` }] },
      ["emailReceivers.0.emailAddress: email-address-too-long"],
    ],
    [
      "a role by its name",
      { armRoleReceivers: [{ name: "a", roleId: "Owner" }] },
      ["armRoleReceivers.0.roleId: unmailed-role"],
    ],
    [
      "a webhook that is no address",
      { webhookReceivers: [{ name: "a", serviceUri: "hooks.slack.com/x" }] },
      ["webhookReceivers.0.serviceUri: illegal-value"],
    ],
    [
      "a secure webhook of no application",
      { webhookReceivers: [{ ...hook, useAadAuth: true }] },
      ["webhookReceivers.0.useAadAuth: secure-webhook-incomplete"],
    ],
    [
      "an application without secure webhook",
      { webhookReceivers: [{ ...hook, objectId: "o" }] },
      ["webhookReceivers.0.objectId: secure-webhook-incomplete"],
    ],
    [
      "a ticket of nothing",
      {
        itsmReceivers: [
          { name: "a", workspaceId: "w", connectionId: "c", ticketConfiguration: "{}", region: "koreacentral" },
        ],
      },
      [
        "itsmReceivers.0.region: unlisted-region",
        "itsmReceivers.0.ticketConfiguration: illegal-value",
        "itsmReceivers.0.workspaceId: illegal-value",
      ],
    ],
    ["a region Azure does not list", { location: "koreacentral" }, ["location: unlisted-region"]],
    [
      "an identity that the group does not have",
      { webhookReceivers: [{ ...hook, managedIdentity: "m" }] },
      ["webhookReceivers.0.managedIdentity: identity-not-assigned"],
    ],
    [
      "both sorts of identity, without ids",
      { identity: { type: "SystemAssigned,UserAssigned" } },
      ["identity: identity-without-ids"],
    ],
  ])("%s", (_, more, expected) => {
    expect(saidOf(actionGroup, group(more)).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(expected);
  });

  test("the messages say what would be right", () => {
    const said = saidOf(
      actionGroup,
      group({
        smsReceivers: [{ name: "a", countryCode: "+82", phoneNumber: "1" }],
        armRoleReceivers: [{ name: "b", roleId: "Monitoring Reader" }],
      }),
    );
    expect(said).toMatchInlineSnapshot(`
      [
        "smsReceivers.0.countryCode: unlisted-country-code: \`+82\` is not among the country codes that Azure sends text messages to; write \`82\`",
        "armRoleReceivers.0.roleId: unmailed-role: Azure does not mail the role \`Monitoring Reader\`; Monitoring Reader is \`43d0d8ad-25c7-4714-9337-8ba259a9fe05\`",
      ]
    `);
  });
});

test("a group with everything is legal, and goes to Azure and back unchanged", () => {
  const settings = settingsOf(actionGroup, everything);
  expect(saidOf(actionGroup, everything)).toEqual([]);
  expect(readBody(actionGroup, actionGroup.toArm(settings))).toEqual({ settings, beside: undefined });
});

test("what Azure adds to an answer is no difference", () => {
  const settings = settingsOf(actionGroup, group({ emailReceivers: [mail], webhookReceivers: [hook] }));
  const answer = {
    id: "/subscriptions/1/resourceGroups/g/providers/microsoft.insights/actionGroups/a",
    name: "a",
    type: "Microsoft.Insights/ActionGroups",
    location: "Global",
    kind: null,
    identity: null,
    tags: null,
    properties: {
      groupShortName: "ai-oncall",
      enabled: true,
      tags: null,
      emailReceivers: [
        { ...mail, status: "Enabled", verificationStatus: "LegacyAllowed", useCommonAlertSchema: false },
      ],
      webhookReceivers: [
        {
          ...hook,
          useCommonAlertSchema: false,
          useAadAuth: false,
          objectId: null,
          identifierUri: null,
          tenantId: null,
        },
      ],
      eventhubReceivers: [],
      smsReceivers: [],
    },
  };
  const live = readBody(actionGroup, answer);
  expect(live.beside).toBeUndefined();
  expect(compare(actionGroup.schema, live.settings, settings)).toEqual([]);
});

test("receivers are matched by name, whatever their order", () => {
  const before = settingsOf(
    actionGroup,
    group({ emailReceivers: [mail, { name: "b", emailAddress: "b@company.com" }] }),
  );
  const after = settingsOf(
    actionGroup,
    group({ emailReceivers: [{ name: "b", emailAddress: "c@company.com" }, mail] }),
  );
  expect(compare(actionGroup.schema, before, after).map(({ path }) => path)).toEqual([
    ["emailReceivers", { key: "b" }, "emailAddress"],
  ]);
});

test.each<[string, JsonObject | undefined, JsonObject | undefined, JsonObject | undefined]>([
  ["stays absent where there is none", undefined, undefined, undefined],
  ["is sent as None where Azure has one", undefined, { type: "SystemAssigned" }, { type: "None" }],
  ["stays as declared", { type: "SystemAssigned" }, undefined, { type: "SystemAssigned" }],
])("an identity %s", (_, desired, live, expected) => {
  const withIdentity = (identity: JsonObject | undefined) =>
    settingsOf(actionGroup, group(identity === undefined ? {} : { identity }));
  expect(actionGroup.align(withIdentity(desired), withIdentity(live))["identity"]).toEqual(expected);
});

test.each([
  ["ai-oncall", true],
  ["Application Insights Smart Detection", true],
  ["a#b*c", true],
  ["a/b", false],
  ["a.", false],
  ["a ", false],
  ["", false],
])("the name %j is legal: %j", (name, legal) => {
  expect(new RegExp(`^(?:${actionGroup.names.pattern})$`, "u").test(name)).toBe(legal);
});
