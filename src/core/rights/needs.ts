/*
 * What each command needs of Azure, by Azure's names for it. `doctor` asks for it; `docs/permissions.md` and the role in it
 * are written from here.
 */

/** Which commands need it: those that look (`plan`, `drift`, `import`, `doctor`), or `apply` besides. */
type Task = "look" | "apply";

/** Where the right has to be. */
type Where =
  | "the environment's resource groups"
  | "the subscription"
  | "what rules watch"
  | "action groups of others"
  | "identities that rules use"
  | "key vaults";

/** One right, and what it is for. */
export interface Need {
  readonly task: Task;
  readonly action: string;
  readonly where: Where;
  readonly because: string;
  /** The built-in role that has it and little else. */
  readonly role: Role;
  /** What happens without it, where the command goes on. */
  readonly without?: string;
}

/** Built-in roles that the needs are met with. */
export type Role =
  | "Monitoring Reader"
  | "Monitoring Contributor"
  | "Managed Identity Operator"
  | "Key Vault Secrets User";

/** What reading resources of a type takes. */
export function readingOf(armType: string): string {
  return `${armType}/read`;
}

/** What writing resources of a type takes, deleting included. */
export function writingOf(armType: string): readonly string[] {
  return [`${armType}/write`, `${armType}/delete`];
}

/** Reading who changed what. */
const activityLogAction = "Microsoft.Insights/eventtypes/values/read";
/** Making a rule act as an identity. */
export const assignAction = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";
/** Reading an action group, which a write that refers to it takes as well. */
export const groupAction = "Microsoft.Insights/actionGroups/read";

/**
 * Everything that commands need for resources of these types. Sources: Azure's own refusals (azure-monitor-baseline-alerts#416
 * for what is linked), the prerequisites in alerts-create-metric-alert-rule and alerts-create-log-alert-rule, and
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/monitor.
 */
export function needsFor(armTypes: readonly string[]): readonly Need[] {
  const groups = "the environment's resource groups";
  return [
    ...armTypes.map((type): Need => {
      const because = "what Azure has is compared with what git says";
      return { task: "look", action: readingOf(type), where: groups, because, role: "Monitoring Reader" };
    }),
    {
      task: "look",
      action: activityLogAction,
      where: "the subscription",
      because: "the activity log says who changed what, and which rules Azure itself switched off",
      role: "Monitoring Reader",
      without: "who changed it is told only of the types that say it themselves (`systemData`)",
    },
    {
      task: "look",
      action: "Microsoft.Resources/subscriptions/resources/read",
      where: "the subscription",
      because: "a plan looks whether what the rules watch that it writes is there",
      role: "Monitoring Reader",
      without: "it is asked for one by one, and a warning names nothing that may have been meant",
    },
    {
      task: "look",
      action: "*/read",
      where: "what rules watch",
      because: "what is not in the list of the subscription is asked for by its id",
      role: "Monitoring Reader",
      without: "a plan says of which scopes it does not know whether they are there",
    },
    {
      task: "look",
      action: groupAction,
      where: "action groups of others",
      because: "a plan warns of those that are missing, disabled or empty",
      role: "Monitoring Reader",
      without: "a plan says of which it does not know",
    },
    {
      task: "look",
      action: "Microsoft.Resources/subscriptions/resourceGroups/read",
      where: groups,
      because: "`doctor` looks whether the groups are there",
      role: "Monitoring Reader",
      without: "`doctor` says that it cannot look",
    },
    {
      task: "look",
      action: "Microsoft.Authorization/permissions/read",
      where: groups,
      because: "`doctor` asks what this identity may do",
      role: "Monitoring Reader",
      without: "`doctor` cannot say whether this identity can apply; nothing else needs it",
    },
    {
      task: "look",
      action: "Microsoft.Resources/subscriptions/providers/read",
      where: "the subscription",
      because: "`doctor` looks whether the resource providers are registered",
      role: "Monitoring Reader",
      without: "`doctor` says that it cannot look; nothing else needs it",
    },
    ...armTypes.flatMap((type) =>
      writingOf(type).map((action): Need => {
        const because = action.endsWith("/delete")
          ? "what git no longer defines is deleted"
          : "what git says is written";
        return { task: "apply", action, where: groups, because, role: "Monitoring Contributor" };
      }),
    ),
    {
      task: "apply",
      action: "*/read",
      where: "what rules watch",
      because: "Azure refuses a rule whose writer cannot read each of its scopes",
      role: "Monitoring Reader",
    },
    {
      task: "apply",
      action: "Microsoft.OperationalInsights/workspaces/query/read",
      where: "what rules watch",
      because: "Azure runs a log rule's query with the rights of its writer when it checks the rule",
      role: "Monitoring Reader",
    },
    {
      task: "apply",
      action: groupAction,
      where: "action groups of others",
      because: "Azure refuses a rule whose writer cannot read the groups that it tells",
      role: "Monitoring Reader",
    },
    {
      task: "apply",
      action: assignAction,
      where: "identities that rules use",
      because: "a rule with `identity: [ID]` acts as that identity from then on",
      role: "Managed Identity Operator",
    },
    {
      task: "look",
      action: "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      where: "key vaults",
      because: "secrets with `keyVault` are read in each run that needs them; it is a data action",
      role: "Key Vault Secrets User",
      without: "a plan does not compare the secret and says so; an apply refuses",
    },
  ];
}

/** The built-in role to ask for where an action is missing. */
export function roleFor(action: string): Role {
  if (/\/assign\/action$/i.test(action)) return "Managed Identity Operator";
  return /\/read$/i.test(action) ? "Monitoring Reader" : "Monitoring Contributor";
}
