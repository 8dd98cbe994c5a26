/**
 * Azure's built-in roles, as far as somebody who manages alerts meets them:
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles (of 2026).
 */

/** What a role allows; actions with `*` for any text. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A role, by the GUID it has in every tenant. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permission: Permission;
}

const managesAlerts = [
  "Microsoft.AlertsManagement/alerts/*",
  "Microsoft.AlertsManagement/alertsSummary/*",
  "Microsoft.AlertsManagement/issues/*",
  "Microsoft.Insights/actiongroups/*",
  "Microsoft.Insights/activityLogAlerts/*",
  "Microsoft.Insights/AlertRules/*",
  "Microsoft.Insights/components/*",
  "Microsoft.Insights/createNotifications/*",
  "Microsoft.Insights/DiagnosticSettings/*",
  "Microsoft.Insights/eventtypes/*",
  "Microsoft.Insights/metricalerts/*",
  "Microsoft.Insights/MetricDefinitions/*",
  "Microsoft.Insights/Metrics/*",
  "Microsoft.Insights/notificationStatus/*",
  "Microsoft.Insights/Register/Action",
  "Microsoft.Insights/scheduledqueryrules/*",
  "Microsoft.Insights/webtests/*",
  "Microsoft.OperationalInsights/workspaces/search/action",
  "Microsoft.AlertsManagement/smartDetectorAlertRules/*",
  "Microsoft.AlertsManagement/actionRules/*",
  "Microsoft.AlertsManagement/prometheusRuleGroups/*",
  "Microsoft.Resources/deployments/*",
];

/** The roles that an emulated Azure has. */
export const roles: readonly Role[] = [
  role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", { actions: ["*"] }),
  role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", {
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
    ],
  }),
  role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", { actions: ["*/read"] }),
  role("43d0d8ad-25c7-4714-9337-8ba259a9fe05", "Monitoring Reader", {
    actions: ["*/read", "Microsoft.OperationalInsights/workspaces/search/action", "Microsoft.Support/*"],
  }),
  role("749f88d5-cbae-40b8-bcfc-e573ddc772fa", "Monitoring Contributor", {
    actions: ["*/read", ...managesAlerts, "Microsoft.Support/*"],
  }),
  role("f1a07417-d97a-45cb-824c-7a7467783830", "Managed Identity Operator", {
    actions: [
      "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
      "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Support/*",
    ],
  }),
  role("4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User", {
    actions: [],
    dataActions: [
      "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    ],
  }),
];

function role(id: string, name: string, permission: Partial<Permission>): Role {
  return {
    id,
    name,
    permission: { actions: [], notActions: [], dataActions: [], notDataActions: [], ...permission },
  };
}
