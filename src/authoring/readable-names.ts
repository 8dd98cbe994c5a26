import { plainId } from "../core/resource.ts";
import { resourceType, scopeKind } from "../kinds/metric-alert/scopes.ts";

/*
 * What people call the things that Azure has types for: names of files, variables and secrets that are made for them.
 * The types of the table are those whose own word is too general (`workspaces`, `accounts`) or that nobody uses (`sites`).
 */

/** The word for several, in a file's name, and the word for one, in a variable's. */
interface TypeWords {
  readonly many: string;
  readonly one: string;
}

const known: Readonly<Record<string, TypeWords>> = {
  "microsoft.apimanagement/service": { many: "api-management", one: "apiManagement" },
  "microsoft.cache/redis": { many: "redis", one: "redis" },
  "microsoft.cognitiveservices/accounts": { many: "ai-services", one: "aiService" },
  "microsoft.compute/virtualmachines": { many: "virtual-machines", one: "vm" },
  "microsoft.compute/virtualmachinescalesets": { many: "scale-sets", one: "scaleSet" },
  "microsoft.containerinstance/containergroups": { many: "container-groups", one: "containerGroup" },
  "microsoft.containerregistry/registries": { many: "container-registries", one: "registry" },
  "microsoft.containerservice/managedclusters": { many: "managed-clusters", one: "cluster" },
  "microsoft.datafactory/factories": { many: "data-factories", one: "dataFactory" },
  "microsoft.dbformariadb/servers": { many: "mariadb-servers", one: "mariadb" },
  "microsoft.dbformysql/flexibleservers": { many: "mysql-servers", one: "mysql" },
  "microsoft.dbformysql/servers": { many: "mysql-servers", one: "mysql" },
  "microsoft.dbforpostgresql/flexibleservers": { many: "postgresql-servers", one: "postgresql" },
  "microsoft.dbforpostgresql/servers": { many: "postgresql-servers", one: "postgresql" },
  "microsoft.documentdb/databaseaccounts": { many: "cosmos-db", one: "cosmos" },
  "microsoft.eventhub/namespaces": { many: "event-hubs", one: "eventHub" },
  "microsoft.insights/actiongroups": { many: "action-groups", one: "group" },
  "microsoft.insights/components": { many: "application-insights", one: "appInsights" },
  "microsoft.insights/webtests": { many: "web-tests", one: "webTest" },
  "microsoft.keyvault/vaults": { many: "key-vaults", one: "keyVault" },
  "microsoft.logic/workflows": { many: "logic-apps", one: "logicApp" },
  "microsoft.machinelearningservices/workspaces": { many: "machine-learning", one: "mlWorkspace" },
  "microsoft.managedidentity/userassignedidentities": { many: "identities", one: "identity" },
  "microsoft.monitor/accounts": { many: "monitor-workspaces", one: "monitorWorkspace" },
  "microsoft.network/applicationgateways": { many: "application-gateways", one: "gateway" },
  "microsoft.network/loadbalancers": { many: "load-balancers", one: "loadBalancer" },
  "microsoft.network/publicipaddresses": { many: "public-ip-addresses", one: "publicIp" },
  "microsoft.operationalinsights/workspaces": { many: "log-workspaces", one: "workspace" },
  "microsoft.servicebus/namespaces": { many: "service-bus", one: "serviceBus" },
  "microsoft.signalrservice/signalr": { many: "signalr", one: "signalr" },
  "microsoft.sql/servers/databases": { many: "sql-databases", one: "sqlDatabase" },
  "microsoft.storage/storageaccounts": { many: "storage-accounts", one: "storage" },
  "microsoft.web/serverfarms": { many: "app-service-plans", one: "appServicePlan" },
  "microsoft.web/sites": { many: "web-apps", one: "webApp" },
};

/** What the things that an ARM id is one of are called: `managed-clusters`; nothing for subscriptions and groups. */
function manyOf(type: string): string {
  const words = known[type.toLowerCase()];
  if (words !== undefined) return words.many;
  const [namespace = "", ...types] = type.split("/");
  // Nearly every provider is Microsoft's, and one that is not says so.
  const provider = kebab(namespace.replace(/^microsoft\./i, ""));
  const own = kebab(types.join("-"));
  // `netAppAccounts` of `NetApp` say whose they are.
  return (`${own}-`.startsWith(`${provider}-`) ? own : kebab(`${provider}-${own}`)) || "others";
}

/** A short word for one of a type: `cluster`, `appInsights`. */
function oneOf(type: string): string {
  const words = known[type.toLowerCase()];
  if (words !== undefined) return words.one;
  const last = type.split("/").at(-1) ?? "";
  return camel(last.replace(/ies$/i, "y").replace(/(?<=[^s])s$/i, "")) || "resource";
}

/** What a variable that holds an id may be called, best first: by what it is, if it is the only one, then by its name. */
export function variableNames(armId: string, only: boolean): readonly string[] {
  const type = resourceType(armId);
  const word = type === undefined ? "resourceGroup" : oneOf(type);
  const name = plainId(armId).replace(/\/+$/, "").split("/").at(-1) ?? "";
  const own = camel(name);
  const called = /^[A-Za-z_]/.test(own) ? own : `${word}${own}`;
  const full = `${called}${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  // A team is known by its name, also where it is the only one.
  const known = only && type !== undefined && type.toLowerCase() !== "microsoft.insights/actiongroups";
  return known ? [word, called, full] : [called, full];
}

/** What is watched by a rule with these scopes, as a file is named after it; nothing where there is nothing to name. */
export function watchedBy(scopes: readonly string[], targetType: string | undefined): string | undefined {
  const [first] = scopes;
  if (first === undefined) return undefined;
  const kind = scopeKind(first);
  if (kind === "resource") return manyOf(resourceType(first) ?? "");
  return targetType === undefined ? undefined : manyOf(targetType);
}

/** `ActivityLogAlert` as a folder or file of several: `activity-log-alerts`. */
export function manyOfKind(kind: string): string {
  return `${kebab(kind)}s`.replace(/ys$/, "ies").replace(/ss$/, "s");
}

/** Lower-case letters and digits with `-` between words; nothing else is left. */
export function kebab(text: string): string {
  return text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/** Words of letters and digits put together, the first in lower case: `aks-ai prod` is `aksAiProd`. */
function camel(text: string): string {
  const words = text.match(/[A-Za-z0-9_]+/g) ?? [];
  return words
    .map((word, index) =>
      index === 0
        ? /^[A-Z]+$/.test(word)
          ? word.toLowerCase()
          : word.slice(0, 1).toLowerCase() + word.slice(1)
        : word.slice(0, 1).toUpperCase() + word.slice(1),
    )
    .join("");
}

/** The part of a name that a secret's name may be made of: letters, digits, `_`, `-` and `.`. */
export function secretWord(text: string): string {
  return text.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
}
