import { plant } from "../../src/emulator/arm/seed.ts";
import type { World } from "../../src/emulator/arm/world.ts";

/*
 * Definitions with secrets in every sort of place, and what somebody may do to them: write a text into them, rightly or
 * full of mistakes, and into what Azure has of them.
 */

/** Two environments, each with secrets of its own. */
export const workspace = `stack: shop
rules: [rules/**/*.yaml]
variables:
  vm: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1
  logs: /subscriptions/\${subscription}/resourceGroups/rg-app/providers/Microsoft.OperationalInsights/workspaces/logs
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
  staging:
    subscription: 22222222-2222-2222-2222-222222222222
    resourceGroup: rg-alerts
    location: koreacentral
    secrets: { other: { env: OTHER } }
secrets: { one: { env: ONE }, two: { env: TWO }, three: { env: THREE }, kept: { live: true } }
`;

const rules = `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  emailReceivers: [{ name: admin, emailAddress: admin@company.com }]
  webhookReceivers:
    - { name: slack, serviceUri: "https://hooks.example/\${secret:one}" }
  logicAppReceivers:
    - name: flow
      resourceId: /subscriptions/1/resourceGroups/g/providers/Microsoft.Logic/workflows/flow
      callbackUrl: "https://flow.example/?sig=\${secret:two}"
---
kind: MetricAlert
name: cpu-high
tags: { team: TAG }
spec:
  description: "DESCRIBED by \${secret:two} in a text"
  severity: 2
  scopes: \${vm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria:
    - avg Percentage CPU > 80
  actionGroups: [{ name: oncall, webhookProperties: { apiKey: "\${secret:three}", plain: PLAIN } }]
---
kind: LogAlert
name: errors
spec:
  description: DESCRIBED
  severity: 1
  scopes: \${logs}
  windowSize: 5m
  evaluationFrequency: 5m
  query: |
    AppTraces
    | where Message has "x"
  criteria: [count > 5]
  actionGroups: oncall
  customProperties: { pager: "\${secret:three}", note: PLAIN }
`;

/** As they are at first, with nothing of anybody's in them. */
export const begun = rules.replaceAll(/DESCRIBED|PLAIN|TAG/g, "something");

/** Definitions in which somebody wrote secrets as texts. */
export function written(text: string): string {
  // What would be a placeholder of ours is a mistake; a text of JSON is one of YAML.
  const quoted = (told: string): string => JSON.stringify(told.replaceAll("${", "$ {"));
  return rules
    .replace("DESCRIBED by", () => quoted(`${text} by`).slice(1, -1))
    .replace(/DESCRIBED$/m, () => quoted(text))
    .replaceAll("PLAIN", () => quoted(text))
    .replace("TAG", () => quoted(text.slice(0, 200)));
}

/** Somebody wrote them into Azure, into what we know and what we do not. */
export function tamper(world: World, text: string): void {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === "string")
      return /^(description|query|note|plain|team)$/i.test(key) ? `${value} ${text}` : value;
    if (Array.isArray(value)) return value.map((item) => change(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item, name)]));
  };
  const bodies = world.store.all().map(({ body }) => {
    const { properties, tags, ...rest } = body as { properties: object; tags: object };
    const tampered = {
      ...(change(properties, "") as object),
      ...("severity" in properties ? { severity: 4 } : {}),
      ...("groupShortName" in properties ? { groupShortName: "others" } : {}),
      future: { [text]: text, list: [text] },
    };
    return { ...rest, properties: tampered, tags: { ...tags, hand: text.slice(0, 200) } };
  });
  plant(world, bodies as never);
  for (const [index, event] of world.events.entries())
    world.events[index] = { ...event, caller: `${text}@company.com` };
}

/** Definitions full of mistakes, each about the text. */
export function wrong(text: string): Readonly<Record<string, string>> {
  const quoted = JSON.stringify(text);
  const mistakes = [
    `kind: MetricAlert\nname: ${quoted}\nspec: { severity: ${quoted}, windowSize: ${quoted}, criteria: [${quoted}], ${quoted}: 1 }`,
    `kind: ${quoted}\nname: x\nspec: {}`,
    `kind: LogAlert\nname: y\n${quoted}: 1\nspec: { query: ${quoted}, criteria: [count > ${quoted}], actionGroups: ${quoted} }`,
    `kind: ActionGroup\nname: z\nspec: { groupShortName: ${quoted}, emailReceivers: ${quoted}, webhookReceivers: [{ ${quoted}: x }] }`,
    `kind: ActionGroup\nname: z\nlint: { ${quoted}: { because: ${quoted} } }\nenvironments: { ${quoted}: false }\nspec: {}`,
    `kind: MetricAlert\nname: v\nspec: { scopes: "\${${text.replaceAll(/[^\w]/g, "")}}", description: ${quoted.replaceAll("$", "$$$$")} }`,
  ];
  return { "rules/wrong.yaml": mistakes.join("\n---\n"), "rules/broken.yaml": `kind: [${quoted}\n  name: ${text}` };
}
