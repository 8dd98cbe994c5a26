import type { CodePage } from "./code-page.ts";

/** Codes of what Azure is known to refuse of a kind's settings, or accepts and nobody should write. */
export const kindCodes = {
  "identity-without-ids": {
    severity: "error",
    means: "The type of an identity and its list of ids do not go together.",
    instead: "Write `identity: SystemAssigned`, or a list of the ids of user-assigned identities and nothing else.",
  },
  "receiver-name-twice": {
    severity: "error",
    means:
      "Two receivers of an action group have the same name. Names are unique over all types of receivers, and case does not count.",
    instead: "Give one of them another name.",
  },
  "too-many-receivers": {
    severity: "warning",
    means: "An action group has more receivers of a type than Azure documents.",
    instead: "Spread them over two groups; a rule can name five.",
  },
  "unlisted-country-code": {
    severity: "warning",
    means: "Azure's documentation does not list the country for text messages or calls.",
    instead: "Write the code without `+` or zeros before it, or reach people there by a webhook of another provider.",
  },
  "unlisted-region": {
    severity: "warning",
    means: "Azure's documentation does not list the region for this type of resource.",
    instead:
      "Use a region of the message. Azure adds regions over time; if it takes yours, switch the warning off with `lint`.",
  },
  "unlisted-length": {
    severity: "warning",
    means: "A length of time lies within what Azure documents, but nobody is known to have used it there.",
    instead: "Use a length of the message. If Azure takes yours, switch the warning off with `lint`.",
  },
  "unmailed-role": {
    severity: "warning",
    means: "A receiver mails the members of a role that Azure does not send mail to.",
    instead: "Use the GUID of Owner, Contributor, Reader, Monitoring Contributor or Monitoring Reader.",
  },
  "email-address-too-long": {
    severity: "warning",
    means: "An e-mail address is longer than the 64 characters Azure documents.",
    instead: "Use a shorter alias of the address.",
  },
  "secure-webhook-incomplete": {
    severity: "warning",
    means: "A webhook has some of what a secure webhook needs, but not all of it.",
    instead: "Write `useAadAuth: true` and the `objectId` of the application, or neither.",
  },
  "identity-not-assigned": {
    severity: "warning",
    means: "A receiver is to sign in with a managed identity, but its action group has none.",
    instead: "Give the group the identity with `identity`.",
  },
  "condition-of-two-forms": {
    severity: "error",
    means: "An element of an activity log condition says two things of which Azure takes one.",
    instead: "Write `equals`, `containsAny` or `anyOf`, one of them in each element.",
  },
  "condition-without-category": {
    severity: "error",
    means: "The condition of an activity log alert says no category of events.",
    instead: "Add `category`, such as `Administrative`, `ServiceHealth` or `ResourceHealth`.",
  },
  "condition-too-wide": {
    severity: "error",
    means: "The condition is nothing but a category that Azure does not take alone.",
    instead: "Add a field that narrows it, such as `operationName`, `level` or `status`.",
  },
  "unknown-condition-field": {
    severity: "error",
    means: "The condition looks at a field that events of the activity log do not have.",
    instead: "Use a field of the message, or one that begins with `properties`.",
  },
  "unlisted-condition-value": {
    severity: "warning",
    means: "The condition waits for a value that the field is not known to have, so it may never be true.",
    instead: "Use one of the values in the message.",
  },
  "field-of-another-category": {
    severity: "warning",
    means: "The condition looks at a field that events of its category do not have, so it is never true.",
    instead: "Change the category or take the field out.",
  },
  "level-with-resource-health": {
    severity: "error",
    means: "Azure refuses a `level` in a Resource Health condition.",
    instead: "Use `properties.currentHealthStatus`, or leave the level out.",
  },
  "service-health-not-global": {
    severity: "warning",
    means: "Service Health alerts work in the `global` location only.",
    instead: "Leave `location` out.",
  },
  "several-activity-log-scopes": {
    severity: "warning",
    means: "An activity log alert has several scopes, which Azure takes for some conditions only.",
    instead: "If Azure answers `ScopeIsInvalid`, make a rule for each scope with `forEach`.",
  },
  "window-shorter-than-frequency": {
    severity: "error",
    means: "A rule looks at less time than passes between two looks.",
    instead: "Make `windowSize` at least as long as `evaluationFrequency`.",
  },
  "window-not-for-dynamic": {
    severity: "error",
    means: "A dynamic threshold takes windows from five minutes to one hour.",
    instead: "Set `windowSize` to 5m, 15m, 30m or 1h, or use a number as threshold.",
  },
  "failing-periods-exceed-evaluated": {
    severity: "error",
    means: "A condition wants more windows to fail than it looks at, so it could never fire.",
    instead: "In `M of N`, let M be at most N.",
  },
  "criteria-mixed": {
    severity: "error",
    means: "Conditions on metrics, queries in PromQL and web tests stand in one rule, or several web tests do.",
    instead: "Write a rule for each sort, and for each web test.",
  },
  "criterion-name-twice": {
    severity: "error",
    means: "Two criteria of a rule have the same name. Names are unique, and case does not count.",
    instead: "Give one of them another name with `as NAME`, or leave the names out and they are numbered.",
  },
  "several-criteria-not-here": {
    severity: "error",
    means: "Several criteria in one rule are taken for numbers as thresholds and for a single resource only.",
    instead: "Write a rule for each criterion.",
  },
  "several-criteria-several-values": {
    severity: "warning",
    means:
      "In a rule with several criteria a dimension has more than one value. Azure takes it although its documentation asks for exactly one.",
    instead: "Name one value, or write a rule for each criterion, so that it is clear which series fire together.",
  },
  "promql-without-identity": {
    severity: "error",
    means: "A rule with a query in PromQL reads the metrics as a managed identity, and it has none.",
    instead: "Write `identity: SystemAssigned` or a list of ids, and give the identity Monitoring Reader on the scope.",
  },
  "promql-with-several-scopes": {
    severity: "error",
    means: "A rule with a query in PromQL has more than one scope.",
    instead:
      "Name the Azure Monitor workspace, or a resource group or subscription, or write a rule for each resource.",
  },
  "promql-with-window": {
    severity: "error",
    means: "A rule with a query in PromQL has a `windowSize`, which belongs to conditions on metrics.",
    instead: "Put the range into the query (`rate(x[5m])`), and how long it must hold into `for`.",
  },
  "auto-mitigate-with-promql": {
    severity: "error",
    means: "A rule with a query in PromQL says with `autoMitigate` whether an alert resolves by itself.",
    instead: "Write `resolveConfiguration: { autoResolved: … }` instead.",
  },
  "only-with-promql": {
    severity: "error",
    means: "A setting that only rules with a query in PromQL have stands in another metric alert.",
    instead: "Take it out; `autoMitigate` says whether other alerts resolve by themselves.",
  },
  "web-test-scopes": {
    severity: "error",
    means: "The scopes of a rule for a web test are other things than the test and its component.",
    instead: "Leave `scopes` out: they follow from `webTestId` and `componentId`.",
  },
  "scopes-of-several-types": {
    severity: "error",
    means: "A rule watches resources of several types, or of another type than `targetResourceType`.",
    instead: "Write a rule for each type.",
  },
  "target-resource-missing": {
    severity: "error",
    means: "A rule for more than one resource does not say of which type and region they are.",
    instead:
      "Write `targetResourceType` and `targetResourceRegion`. The type follows from the ids of resources, the region never does: there is no safe default.",
  },
  "column-of-count": {
    severity: "warning",
    means: "A criterion counts rows and names a column, which has no effect or is refused.",
    instead: "Write `count > 50` without a column, or another aggregation of the column.",
  },
  "too-many-dimensions": {
    severity: "warning",
    means: "A log alert is split by more columns than Azure documents.",
    instead: "Split by six columns at most; others can be put together in the query with `strcat`.",
  },
  "window-leaves-gaps": {
    severity: "warning",
    means: "A log alert runs so seldom that some of the logs are in no window.",
    instead: "Make `windowSize` at least as long as `evaluationFrequency`.",
  },
  "looks-back-too-far": {
    severity: "warning",
    means: "The windows of a log alert are together longer than the two days Azure looks back.",
    instead: "Use a shorter window or fewer of them.",
  },
  "not-every-minute": {
    severity: "warning",
    means: "A log alert that runs every minute does what such rules cannot.",
    instead: "Run it every five minutes, or change what the message names.",
  },
  "time-range-too-short": {
    severity: "warning",
    means: "`overrideQueryTimeRange` shows the query less time than the rule looks at.",
    instead: "Make it at least as long as all the windows together, or leave it out.",
  },
  "mute-too-short": {
    severity: "warning",
    means: "A log alert is muted for less time than lies between two runs of the rule.",
    instead: "Make `muteActionsDuration` longer than `evaluationFrequency`, or leave it out.",
  },
  "stateful-too-seldom": {
    severity: "warning",
    means: "A log alert that runs less often than every twelve hours cannot resolve by itself.",
    instead: "Write `autoMitigate: false`, or let it run more often.",
  },
  "query-needs-identity": {
    severity: "warning",
    means: "A query reads Azure Data Explorer or Azure Resource Graph, and the rule has no identity to do so.",
    instead: "Give the rule an `identity` and that identity the right to read there.",
  },
  "resolves-two-ways": {
    severity: "error",
    means: "A log alert says in two ways how it ends, which Azure refuses.",
    instead: "Keep one of `autoMitigate`, `muteActionsDuration` and `resolveConfiguration`.",
  },
  "muted-and-resolved": {
    severity: "warning",
    means: "A log alert is muted after it fired and is also told when to resolve.",
    instead: "Keep one of `muteActionsDuration` and `resolveConfiguration`.",
  },
  "prometheus-scopes": {
    severity: "error",
    means:
      "The scopes of a Prometheus rule group are not one Azure Monitor workspace, with at most one cluster beside it.",
    instead: "Write the id of the workspace that the metrics are sent to; a group for two workspaces is two groups.",
  },
  "prometheus-interval": {
    severity: "error",
    means: "A Prometheus rule group is to be evaluated more often than every minute, or less often than once a day.",
    instead: "Write an `interval` from `1m` to `15m`.",
  },
  "prometheus-severity": {
    severity: "warning",
    means:
      "An alert rule of a Prometheus rule group does not say its severity, and what Azure makes of that is not sure.",
    instead: "Write a `severity` from 0 (critical) to 4 (verbose) for each alert.",
  },
  "prometheus-name": {
    severity: "warning",
    means: "A recorded metric or a label has a name that Prometheus does not take as one.",
    instead: "Use letters, digits and `_`, in names of metrics also `:`, and no digit first.",
  },
} as const satisfies Record<string, CodePage>;
