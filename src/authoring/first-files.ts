/** Where `init` puts the schemas: beside the definitions, so that an editor knows them without a network. */
export const schemaFolder = ".tocsin/schemas";

/** A workspace that compiles as it stands, and says what to change in it. */
export function firstWorkspace(stack: string): string {
  return `# yaml-language-server: $schema=${schemaFolder}/workspace.json

# Who owns the resources. It is written as a tag on each of them: what does not carry it is never changed or deleted.
stack: ${stack}

# The files with alert rules, as patterns from this folder.
rules: [rules/**/*.yaml]

# Values that the rules name as \${cluster}. An environment can have its own.
variables:
  cluster: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.ContainerService/managedClusters/my-aks

environments:
  production:
    subscription: 00000000-0000-0000-0000-000000000000 # change me: az account show --query id
    resourceGroup: rg-alerts # where the alerts will live; it has to be there
    location: westeurope # for the kinds that live in a region
  # staging:
  #   subscription: 00000000-0000-0000-0000-000000000000
  #   resourceGroup: rg-alerts-staging
  #   location: westeurope
  #   variables: { cluster: /subscriptions/… }

# Values that must not be in git: rules name them as \${secret:slackWebhook}, the pipeline sets the variable.
# secrets:
#   slackWebhook: { env: SLACK_WEBHOOK_URL }
`;
}

/** A group and an alert that pages it: enough to see everything once. */
export function firstRules(): string {
  return `# yaml-language-server: $schema=../${schemaFolder}/definition.json

# Who is told. Every type of receiver that Azure has can stand here, in Azure's own words.
kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall # at most 12 characters; it stands in SMS and mails
  emailReceivers:
    - { name: team, emailAddress: alerts@example.com } # change me
  # webhookReceivers:
  #   - { name: slack, serviceUri: "\${secret:slackWebhook}", useCommonAlertSchema: true }
---
# What is watched. The name is the one Azure shows.
kind: MetricAlert
name: aks-node-cpu-high
spec:
  description: Node CPU is above 80 % for five minutes. Look at the node pool, and at what runs there.
  severity: 2 # 0 critical, 1 error, 2 warning, 3 informational, 4 verbose
  scopes: \${cluster}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg node_cpu_usage_percentage > 80
  actionGroups: oncall # a group of this stack by its name, or any other by its ARM id
# What is different in an environment has the shape of the definition:
# environments:
#   staging: { spec: { severity: 3, enabled: false } }
`;
}

/** Which schema is whose: the modeline of a file reaches its first document only. */
export function editorSettings(): string {
  const schemas = {
    [`./${schemaFolder}/definition.json`]: "rules/**/*.yaml",
    [`./${schemaFolder}/workspace.json`]: "tocsin.yaml",
  };
  return `${JSON.stringify({ "yaml.schemas": schemas }, undefined, 2)}\n`;
}
