import type { Complain } from "../diagnostic.ts";
import type { Document } from "./document.ts";
import { plainName } from "./envelope.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import { readVaultAddress, vaultDomains } from "./key-vault.ts";
import type { Tags } from "../resource.ts";
import type { Scope } from "./scope.ts";
import { checkVariableNames, resolveVariables, type WrittenVariable } from "./variables.ts";
import type { Cloud, Environment, SecretSource } from "./workspace.ts";
import { secretSources } from "./workspace-schema.ts";

/** The workspace in the long form, and which of its environments is read. */
export interface EnvironmentReading {
  readonly workspace: JsonObject;
  readonly name: string;
  readonly stack: string;
  readonly document: Document;
}

/** One environment, with the workspace's variables and secrets below its own. Schema complaints were made before. */
export function readEnvironment(
  { workspace, name, stack, document }: EnvironmentReading,
  complain: Complain,
): Environment | undefined {
  const at: Path = ["environments", name];
  if (!new RegExp(plainName.pattern, "u").test(name)) {
    complain("illegal-name", at, `\`${name}\` cannot be an environment: ${plainName.wants}`, "key");
  }
  const value = isObject(workspace["environments"]) ? workspace["environments"][name] : undefined;
  if (!isObject(value)) return undefined;
  const text = (key: string): string => (typeof value[key] === "string" ? value[key] : "");
  checkVariableNames(value["variables"], [...at, "variables"], complain);
  const cloud = cloudOf(value["cloud"], [...at, "cloud"], complain);
  const own = readSecrets(value["secrets"], [...at, "secrets"], complain);
  checkVaults(own, cloud, (secret, message) =>
    complain("secret-source-unsupported", [...at, "secrets", secret, "keyVault"], message),
  );
  const secrets = { ...readSecrets(workspace["secrets"], ["secrets"], complain), ...own };
  const place = { subscription: text("subscription"), resourceGroup: text("resourceGroup") };
  const location = typeof value["location"] === "string" ? { location: value["location"] } : {};
  const builtIn = {
    variables: { stack, environment: name, ...place, ...location },
    secrets: new Set(Object.keys(secrets)),
  };
  const environment = {
    name,
    stack,
    ...place,
    resourceGroups: groupsOf(value, at, complain),
    ...location,
    cloud,
    ...(value["retired"] === true ? { retired: true as const } : {}),
    tags: tagsOf(value["tags"], [...at, "tags"], complain),
    variables: variablesOf(workspace, { value, at, builtIn }, complain),
    secrets,
    at: document.locate(at, "key"),
  };
  return environment;
}

function groupsOf(environment: JsonObject, at: Path, complain: Complain): readonly string[] {
  const first = environment["resourceGroup"];
  const groups = typeof first === "string" ? [first] : [];
  const others = isList(environment["resourceGroups"]) ? environment["resourceGroups"] : [];
  for (const [index, group] of others.entries()) {
    if (typeof group !== "string") continue;
    const same = groups.findIndex((other) => other.toLowerCase() === group.toLowerCase());
    // The default group may be named among all of them; twice among the others is a slip.
    if (same > 0)
      complain(
        "illegal-value",
        [...at, "resourceGroups", index],
        `\`${group}\` stands here twice; case does not count`,
      );
    if (same === -1) groups.push(group);
  }
  return groups;
}

function cloudOf(cloud: Json | undefined, at: Path, complain: Complain): Cloud {
  if (!isObject(cloud)) return "public";
  const { name, resourceManager, audience, authorityHost } = cloud;
  if (name === "public" || name === "usgovernment" || name === "china") return name;
  if (typeof resourceManager !== "string") {
    if (name === undefined)
      complain("missing-property", at, "`resourceManager` is missing: the address of Azure Resource Manager", "key");
    return "public";
  }
  return {
    resourceManager,
    ...(typeof audience === "string" ? { audience } : {}),
    ...(typeof authorityHost === "string" ? { authorityHost } : {}),
  };
}

function readSecrets(secrets: Json | undefined, at: Path, complain: Complain): Readonly<Record<string, SecretSource>> {
  const read: Record<string, SecretSource> = {};
  for (const [name, source] of Object.entries(isObject(secrets) ? secrets : {})) {
    const path = [...at, name];
    if (!/^[A-Za-z_][\w.-]*$/.test(name))
      complain("illegal-name", path, `\`${name}\` cannot be a secret: letters, digits, \`_\`, \`-\` and \`.\``, "key");
    if (!isObject(source)) continue;
    const { env, live, keyVault } = source;
    if (Object.keys(source).length > 1)
      complain("illegal-value", path, `\`${name}\` has more than one source; only one can be meant`);
    else if (typeof env === "string") read[name] = { env };
    else if (live === true) read[name] = { live };
    else if (typeof keyVault === "string") {
      const address = readVaultAddress(keyVault);
      if ("complaint" in address) complain("secret-source-unsupported", [...path, "keyVault"], address.complaint);
      else read[name] = { keyVault: address };
    } else if (live === false || Object.keys(source).length === 0)
      complain("missing-property", path, `a secret has a source: ${secretSources}`);
  }
  return read;
}

/** Vaults of another cloud in an environment's own secrets; the workspace's are for all of them, and judged when used. */
function checkVaults(
  secrets: Readonly<Record<string, SecretSource>>,
  cloud: Cloud,
  complain: (secret: string, message: string) => void,
): void {
  for (const [name, source] of Object.entries(secrets)) {
    if (!("keyVault" in source) || typeof cloud !== "string" || source.keyVault.domain === vaultDomains[cloud])
      continue;
    const message = `\`${source.keyVault.host}\` is in another cloud than the environment, whose key vaults are at ${vaultDomains[cloud]}`;
    complain(name, message);
  }
}

/** Tags Azure keeps for itself, and those that are how we know what is ours. */
const reservedTag = /^(?:tocsin-|microsoft|azure|windows)/i;

/** Azure itself makes tags of these with an id in their names, and takes them: `hidden-link:/subscriptions/…`. */
const hiddenTag = /^hidden-/i;

/** Tags as written, with a complaint about names that cannot be had. */
export function tagsOf(tags: Json | undefined, at: Path, complain: Complain): Tags {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(isObject(tags) ? tags : {})) {
    if (reservedTag.test(name))
      complain(
        "reserved-tag",
        [...at, name],
        `tags that begin with \`${reservedTag.exec(name)?.[0]}\` are not yours to set`,
        "key",
      );
    else if ((/[<>%&\\?/]/.test(name) && !hiddenTag.test(name)) || name.length > 512) {
      complain(
        "reserved-tag",
        [...at, name],
        `Azure takes no tag \`${name.slice(0, 60)}\`: at most 512 characters, none of \`< > % & \\ ? /\``,
        "key",
      );
    }
    if (typeof value === "string") read[name] = value;
  }
  return read;
}

interface OwnVariables {
  readonly value: JsonObject;
  readonly at: Path;
  readonly builtIn: Scope;
}

function variablesOf(
  workspace: JsonObject,
  { value, at, builtIn }: OwnVariables,
  complain: Complain,
): Readonly<Record<string, Json>> {
  const written = new Map<string, WrittenVariable>();
  const read = (variables: Json | undefined, path: Path): void => {
    for (const [name, variable] of Object.entries(isObject(variables) ? variables : {})) {
      written.set(name, { value: variable, path: [...path, name] });
    }
  };
  read(workspace["variables"], ["variables"]);
  read(value["variables"], [...at, "variables"]);
  return resolveVariables(written, builtIn, complain);
}
