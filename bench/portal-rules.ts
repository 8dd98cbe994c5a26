const subscription = "11111111-1111-1111-1111-111111111111";
const providers = (group: string): string => `/subscriptions/${subscription}/resourceGroups/${group}/providers`;

/** A workspace in which nothing is defined yet. */
export const emptyWorkspace = `stack: bench
rules: [rules/**/*.yaml]
environments:
  production: { subscription: ${subscription}, resourceGroup: rg-alerts, location: koreacentral }
`;

/** Bodies of so many rules as the portal makes them, half metric alerts, half log alerts, and the group they tell. */
export function portalRules(count: number): readonly object[] {
  const group = `${providers("rg-alerts")}/microsoft.insights/actionGroups/oncall`;
  const receivers = [{ name: "slack", serviceUri: "https://hooks.example.com/services/one" }];
  const properties = { groupShortName: "oncall", enabled: true, webhookReceivers: receivers };
  const rules = Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? metricAlert(index, group) : logAlert(index, group),
  );
  return [{ id: group, location: "Global", properties }, ...rules];
}

function metricAlert(index: number, group: string): object {
  const type = "Microsoft.Compute/virtualMachines";
  const criterion = {
    name: "Metric1",
    metricName: "Percentage CPU",
    metricNamespace: type,
    operator: "GreaterThan",
    threshold: 70 + (index % 30),
    timeAggregation: "Average",
    dimensions: [],
    criterionType: "StaticThresholdCriterion",
  };
  return {
    id: `${providers("rg-alerts")}/microsoft.insights/metricAlerts/cpu ${index}`,
    name: `cpu ${index}`,
    location: "global",
    properties: {
      description: `CPU of machine ${index % 40} is high`,
      severity: index % 5,
      enabled: true,
      scopes: [`${providers("rg-app")}/${type}/vm${index % 40}`],
      evaluationFrequency: "PT1M",
      windowSize: "PT5M",
      criteria: { "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", allOf: [criterion] },
      autoMitigate: true,
      targetResourceType: type,
      targetResourceRegion: "koreacentral",
      actions: [{ actionGroupId: group, webHookProperties: {} }],
    },
  };
}

function logAlert(index: number, group: string): object {
  const criterion = {
    query: `AppRequests\r\n| where toint(ResultCode) >= ${400 + index}\r\n| summarize Errors = sum(ItemCount) by AppRoleName`,
    timeAggregation: "Total",
    metricMeasureColumn: "Errors",
    dimensions: [{ name: "AppRoleName", operator: "Include", values: ["*"] }],
    operator: "GreaterThan",
    threshold: 20,
    failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
  };
  return {
    id: `${providers("rg-alerts")}/microsoft.insights/scheduledqueryrules/errors ${index}`,
    name: `errors ${index}`,
    location: "koreacentral",
    kind: "LogAlert",
    properties: {
      displayName: `errors ${index}`,
      description: `Errors of service ${index}`,
      severity: 2,
      enabled: true,
      evaluationFrequency: "PT5M",
      windowSize: "PT15M",
      scopes: [`${providers("rg-ai")}/Microsoft.OperationalInsights/workspaces/log`],
      criteria: { allOf: [criterion] },
      autoMitigate: false,
      actions: { actionGroups: [group] },
    },
  };
}
