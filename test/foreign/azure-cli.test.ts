import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resourceTypes } from "../../src/emulator/arm/resource-types.ts";
import { folderWith } from "../cli/tocsin.ts";
import { subscription, typeNames, types } from "../emulator/azure.ts";
import { startTlsEmulator, type TlsEmulator } from "../support/tls-emulator.ts";
import { azureCli, azureCliIsAbsent, patience, signInAs, toldAbsent, type Client } from "./support/clients.ts";
import { printed } from "./support/shell.ts";

/*
 * The Azure CLI as it is installed, unmodified, against `tocsin emulator --tls`: it signs in and manages alerts. Its
 * configuration is in the emulator's own folder; the user's is not touched.
 */

const own = "00000000-0000-0000-0000-000000000001";
const vm = `/subscriptions/${own}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1`;

const clusters = `/subscriptions/${own}/resourceGroups/rg-aks/providers/Microsoft.ContainerService/managedClusters`;
const cluster = { location: "koreacentral", properties: { kubernetesVersion: "1.33" } };

const logAlert = {
  location: "westeurope",
  tags: { team: "owls" },
  properties: {
    displayName: "heartbeat",
    severity: 1,
    enabled: true,
    scopes: [vm.replace("Microsoft.Compute/virtualMachines/vm1", "Microsoft.OperationalInsights/workspaces/logs")],
    evaluationFrequency: "PT5M",
    windowSize: "PT5M",
    criteria: { allOf: [{ query: "Heartbeat", timeAggregation: "Count", operator: "LessThan", threshold: 1 }] },
  },
};

describe.skipIf(toldAbsent(azureCliIsAbsent))("the Azure CLI", { timeout: patience }, () => {
  let emulator: TlsEmulator;
  let az: Client;
  let account: unknown;
  const folder = folderWith({
    "log-alert.json": JSON.stringify(logAlert),
    "there.json": JSON.stringify([0, 1].map((at) => ({ ...cluster, id: `${clusters}/aks${at}` }))),
  });

  beforeAll(async () => {
    emulator = await startTlsEmulator();
    az = azureCli(emulator, folder);
    account = await signInAs("owl", az, emulator);
    await printed(az("group", "create", "-n", "rg", "-l", "westeurope"));
  }, patience);
  afterAll(() => emulator?.stop());

  test("signs in as an application, with the commands that the emulator tells", () => {
    const user = { name: "owl", type: "servicePrincipal" };
    expect(account).toEqual([expect.objectContaining({ state: "Enabled", cloudName: "emulator", user })]);
  });

  test("manages resource groups", async () => {
    const made = await printed(az("group", "create", "-n", "Other", "-l", "West Europe", "--tags", "team=owls"));
    expect(made).toMatchObject({ name: "Other", location: "westeurope", tags: { team: "owls" } });
    expect(await printed(az("group", "list", "--query", "[?name!='every'].name"))).toEqual(["rg", "Other"]);
    await printed(az("group", "delete", "-n", "other", "--yes"));
    expect(await printed(az("group", "exists", "-n", "OTHER"))).toBe(false);
    expect((await az("group", "show", "-n", "Other")).err).toContain("Resource group 'Other' could not be found.");
  });

  test("manages action groups", async () => {
    const named = ["-g", "rg", "-n", "ops"];
    const email = ["--action", "email", "admin", "admin@company.com"];
    const made = await printed(az("monitor", "action-group", "create", ...named, "--short-name", "ops", ...email));
    expect(made).toMatchObject({ groupShortName: "ops", emailReceivers: [{ emailAddress: "admin@company.com" }] });
    const other = ["--add-action", "webhook", "hook", "https://hooks.example/1"];
    await printed(az("monitor", "action-group", "update", ...named, ...other));
    const shown = await printed(az("monitor", "action-group", "show", ...named));
    expect(shown).toMatchObject({ emailReceivers: [{ name: "admin" }], webhookReceivers: [{ name: "hook" }] });
    await printed(az("monitor", "action-group", "delete", ...named));
    expect(await printed(az("monitor", "action-group", "list", "-g", "rg"))).toEqual([]);
  });

  test("manages metric alerts, and is refused as Azure refuses", async () => {
    const metricAlert = ["monitor", "metrics", "alert"];
    const named = ["-g", "rg", "-n", "cpu"];
    const what = ["--scopes", vm, "--condition", "avg Percentage CPU > 90", "--window-size", "5m"];
    const made = await printed(az(...metricAlert, "create", ...named, ...what, "--evaluation-frequency", "1m"));
    expect(made).toMatchObject({
      severity: 2,
      windowSize: expect.stringMatching(/^(0:05:00|PT5M)$/), // as older or newer ones print it
      criteria: { allOf: [{ metricName: "Percentage CPU", operator: "GreaterThan", threshold: 90 }] },
    });
    const changed = await printed(az(...metricAlert, "update", ...named, "--severity", "0", "--tags", "team=owls"));
    expect(changed).toMatchObject({ severity: 0, tags: { team: "owls" }, criteria: made.criteria });
    expect(await printed(az(...metricAlert, "show", ...named))).toEqual(changed);
    expect(await printed(az(...metricAlert, "list", "-g", "rg", "--query", "[].name"))).toEqual(["cpu"]);
    const refused = await az(...metricAlert, "update", ...named, "--window-size", "3m");
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/BadRequest|windowSize/i)]);
    await printed(az(...metricAlert, "delete", ...named));
    const missing = await az(...metricAlert, "show", ...named);
    expect([missing.code, missing.err]).toEqual([3, expect.stringContaining("ResourceNotFound")]);
  });

  test("finds what rules watch, once the emulator is told of it", async () => {
    const type = ["--resource-type", "Microsoft.ContainerService/managedClusters"];
    const list = async (...args: readonly string[]) =>
      printed(az("resource", "list", ...args, "--query", "[].{name: name, location: location}"));
    expect(await list(...type)).toEqual([]);
    await printed(az("rest", "-m", "post", "-u", `${emulator.url}/_emulator/plant`, "-b", "@there.json"));
    const clusters = [0, 1].map((at) => ({ name: `aks${at}`, location: "koreacentral" }));
    expect(await list(...type)).toEqual(clusters);
    expect(await list("-g", "rg-aks", "--name", "aks1")).toEqual(clusters.slice(1));
    const show = ["resource", "show", "--api-version", "2024-01-01", "-g", "rg-aks", ...type];
    expect(await printed(az(...show, "-n", "AKS0"))).toMatchObject({ name: "aks0", type: type[1] });
    const missing = await az(...show, "-n", "aks2");
    expect([missing.code, missing.err]).toEqual([3, expect.stringContaining("ResourceNotFound")]);
  });

  test("manages activity log alerts", async () => {
    const activityLogAlert = ["monitor", "activity-log", "alert"];
    const named = ["-g", "rg", "-n", "health"];
    const made = await printed(az(...activityLogAlert, "create", ...named, "--condition", "category=ServiceHealth"));
    expect(made).toMatchObject({
      enabled: true,
      condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
    });
    const again = await az(...activityLogAlert, "create", ...named, "--condition", "category=ServiceHealth");
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("already exists")]);
    await printed(az(...activityLogAlert, "update", ...named, "--enabled", "false"));
    const list = [...activityLogAlert, "list", "-g", "rg", "--query", "[].{name: name, enabled: enabled}"];
    expect(await printed(az(...list))).toEqual([{ name: "health", enabled: false }]);
    await printed(az(...activityLogAlert, "delete", ...named));
    expect((await az(...activityLogAlert, "show", ...named)).code).toBe(3);
  });

  test("sends anything with `az rest`", async () => {
    const path =
      "/subscriptions/{subscriptionId}/resourceGroups/rg/providers/microsoft.insights/scheduledqueryrules/rest";
    const url = `${path}?api-version=2021-08-01`;
    const made = await printed(az("rest", "-m", "put", "-u", url, "-b", "@log-alert.json"));
    expect(made).toMatchObject({ name: "rest", systemData: { createdBy: "owl", createdByType: "Application" } });
    expect(await printed(az("rest", "-m", "get", "-u", url))).toEqual(made);
    expect((await az("rest", "-m", "delete", "-u", url)).code).toBe(0);
    const missing = await az("rest", "-m", "get", "-u", url);
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining("ResourceNotFound")]);
    const bad = await az("rest", "-m", "put", "-u", url, "-b", '{"location": "westeurope", "properties": {}}');
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining("Bad Request")]);
  });

  test("manages resources of any type with `az resource`", async () => {
    const type = ["--resource-type", "Microsoft.Insights/scheduledQueryRules"];
    const named = ["-g", "rg", "-n", "logs", ...type];
    const full = ["--is-full-object", "--properties", "@log-alert.json", "--api-version", "2021-08-01"];
    const made = await printed(az("resource", "create", ...named, ...full));
    expect(made.properties).toMatchObject(logAlert.properties);
    await printed(az("resource", "tag", ...named, "--tags", "team=bats"));
    await printed(az("resource", "update", ...named, "--set", "properties.severity=3"));
    const shown = await printed(az("resource", "show", ...named));
    expect(shown).toMatchObject({ tags: { team: "bats" }, properties: { ...logAlert.properties, severity: 3 } });
    expect(await printed(az("resource", "list", "-g", "rg", ...type, "--query", "[].id"))).toEqual([made.id]);
    await printed(az("resource", "delete", ...named));
    expect((await az("resource", "show", ...named)).code).toBe(3);
  });

  test("reads a resource of every type", async () => {
    // In a group of their own: the other tests list what is in theirs.
    const inOwn = (text: string): string => text.replaceAll(subscription, own).replaceAll("/rg/", "/every/");
    const ids = typeNames.map((name) => inOwn(types[name].path));
    const seed = typeNames.map((name, index) => ({ ...types[name].body, id: ids[index] }));
    writeFileSync(join(folder, "seed.json"), inOwn(JSON.stringify(seed)));
    await printed(az("rest", "-m", "post", "-u", `${emulator.url}/_emulator/seed`, "-b", "@seed.json"));
    const shown = await printed(az("resource", "show", "--ids", ...ids));
    const namesOf = (all: readonly string[]): readonly string[] => all.map((one) => one.toLowerCase()).toSorted();
    expect(namesOf(shown.map((one: { id: string }) => one.id))).toEqual(namesOf(ids));
    const typesOf = ids.map((id) => id.split("/").slice(6, 8).join("/"));
    expect(namesOf(shown.map((one: { type: string }) => one.type))).toEqual(namesOf(typesOf));
  });

  test("knows every type that is served, with its api-versions", async () => {
    const namespaces = [...new Set(resourceTypes.map(({ namespace }) => namespace))];
    for (const namespace of namespaces) {
      const provider = await printed(az("provider", "show", "-n", namespace));
      const served = resourceTypes.filter((type) => type.namespace === namespace);
      expect(provider.resourceTypes).toEqual(
        served.map(({ name, apiVersions }) =>
          expect.objectContaining({ resourceType: name, apiVersions: apiVersions.toReversed() }),
        ),
      );
    }
  });
});
