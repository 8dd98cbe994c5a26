import { describe, expect, test } from "vitest";
import type { AzureOptions } from "../../src/azure/azure.ts";
import { openAzure } from "../../src/azure/azure.ts";
import { gatherSecrets } from "../../src/cli/secrets.ts";
import { apply } from "../../src/commands/apply.ts";
import { load } from "../../src/commands/load.ts";
import { plan } from "../../src/commands/plan.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import { addFault, createWorld, type World } from "../../src/emulator/arm/world.ts";
import { startEmulator } from "../../src/emulator/http.ts";
import { inProcess } from "../../src/emulator/in-process.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { renderJson } from "../../src/report/json.ts";
import { type Kept, localVaults, type LocalVaults } from "../support/key-vault.ts";
import { folderWith, tocsin } from "./tocsin.ts";

const host = "kv-alerts.vault.azure.net";
const hush = "https://hooks.slack.com/services/T0/B0/hush-hush-42";

const workspaceText = `stack: shop
rules: [rules/*.yaml]
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts }
secrets:
  slack: { keyVault: https://${host}/secrets/slack }
  unused: { keyVault: https://${host}/secrets/unused }
  pager: { env: PAGER }
`;

const group = (uri: string): string => `kind: ActionGroup
name: oncall
spec:
  groupShortName: oncall
  webhookReceivers: [{ name: slack, serviceUri: "${uri}" }]
`;

interface Run {
  readonly world: World;
  readonly vaults: LocalVaults;
  plan(rules?: string): ReturnType<typeof plan>;
  apply(): ReturnType<typeof apply>;
}

/** A run against an emulated Azure and local key vaults, over the real client, as the program makes it. */
async function running(kept: Readonly<Record<string, Kept>>): Promise<Run> {
  const world = createWorld({ rateLimits: "off" });
  const vaults = await localVaults({ [host]: kept }, inProcess(world));
  const workspace = readWorkspace({ path: "tocsin.yaml", text: workspaceText }).value;
  if (workspace === undefined) throw new Error("the workspace is broken");
  const options: AzureOptions = {
    cloud: "public",
    env: {},
    version: "1",
    secrets: [],
    credential: { getToken: () => Promise.resolve({ token: "a token", expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: vaults.httpClient,
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  };
  const inputs = async (rules: string) => {
    const files = [{ path: "rules/a.yaml", text: rules }];
    const { environments } = workspace;
    const loaded = load({ workspace, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
    const compiled = loaded.stacks[0]!;
    const gathered = await gatherSecrets(compiled, new Map(), options);
    const { reader, writer } = await openAzure({ ...options, secrets: [...gathered.secrets.values()] });
    const { signal } = new AbortController();
    const now = "2026-11-20T12:00:00Z";
    return { workspace, ...compiled, kinds, reader, writer, ...gathered, names: [], now, signal };
  };
  const usual = group("${secret:slack}");
  return {
    world,
    vaults,
    plan: async (rules = usual) => plan(await inputs(rules)),
    apply: async () =>
      apply({
        ...(await inputs(usual)),
        sleep: () => Promise.resolve(),
        confirm: () => Promise.resolve(true),
        stopped: () => false,
        onProgress: () => {},
      }),
  };
}

function uriIn(world: World): string {
  const [resource] = world.store.all();
  return JSON.stringify(resource?.body["properties"]);
}

describe("a secret of a key vault", () => {
  test("is written, found again, compared, and never shown; others of the workspace are not read", async () => {
    const kept: Record<string, Kept> = { "/secrets/slack": { value: hush }, "/secrets/unused": { value: "x" } };
    const run = await running(kept);
    const applied = await run.apply();
    expect(applied.results.map(({ outcome }) => outcome)).toEqual(["applied"]);
    expect(uriIn(run.world)).toContain(hush);
    expect((await run.plan()).planned).toMatchObject({ changes: [], unchanged: 1, notCompared: [], notes: [] });
    expect(run.vaults.seen.map(({ url }) => url)).toEqual(Array(2).fill("/secrets/slack?api-version=7.4"));

    kept["/secrets/slack"] = { value: `${hush}-rotated` };
    const rotated = await run.plan();
    expect(rotated.planned?.changes.map(({ action }) => action)).toEqual(["update"]);
    for (const report of [applied, rotated]) expect(renderJson(report)).not.toContain("hush");
  });

  test("does not show in what Azure refuses", async () => {
    const run = await running({ "/secrets/slack": { value: hush } });
    addFault(run.world, `PUT actionGroups 400 code=Bad message=cannot take ${hush} there`);
    const report = await run.apply();
    expect(report.results.map(({ outcome }) => outcome)).toEqual(["failed"]);
    expect(renderJson(report)).toContain("cannot take");
    expect(renderJson(report)).not.toContain("hush");
  });

  test("that cannot be read is not compared, with the reason; an apply refuses and writes nothing", async () => {
    const kept: Record<string, Kept> = { "/secrets/slack": { value: hush } };
    const run = await running(kept);
    await run.apply();
    kept["/secrets/slack"] = { status: 403, inner: "ForbiddenByRbac", message: "Caller is not authorized" };
    const { planned } = await run.plan();
    expect(planned).toMatchObject({ changes: [], unchanged: 1, notCompared: ["slack"] });
    expect(planned?.notes.join()).toMatch(
      /^secret `slack` has no value: cannot read secret `slack` of kv-alerts.*the role Key Vault Secrets User/,
    );
    const writes = run.world.requests.filter(({ method }) => method === "PUT").length;
    const refused = await run.apply();
    expect(refused.refused).toEqual([
      { code: "secret-needed", message: expect.stringContaining("the role Key Vault Secrets User") },
    ]);
    expect(run.world.requests.filter(({ method }) => method === "PUT")).toHaveLength(writes);
  });

  test("that is not there for a create: the plan says so, an apply refuses", async () => {
    const run = await running({});
    const { planned } = await run.plan();
    expect(planned?.changes.map(({ action }) => action)).toEqual(["create"]);
    expect(planned?.notes.join()).toContain("SecretNotFound");
    expect((await run.apply()).refused).toMatchObject([{ code: "secret-needed" }]);
    expect(run.world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("is not read where no definition uses it, or definitions have errors", async () => {
    const run = await running({});
    expect((await run.plan(group("https://example.com/hook"))).planned?.notes).toEqual([]);
    const broken = `${group("${secret:slack}")}---\nkind: MetricAlrt\nname: x\nspec: {}\n`;
    expect((await run.plan(broken)).planned).toBeUndefined();
    expect(run.vaults.seen).toEqual([]);
  });
});

describe("with an emulator, for which nobody signs in", () => {
  test("plan goes on without the secret and says why, apply refuses; a variable is the way out", async () => {
    const emulator = await startEmulator();
    try {
      const folder = folderWith({ "tocsin.yaml": workspaceText, "rules/a.yaml": group("${secret:slack}") });
      const args = ["--endpoint", emulator.url];
      const planned = await tocsin(folder, ["plan", ...args]);
      expect(planned).toMatchObject({ code: 2, err: "" });
      expect(planned.out).toMatch(/! secret `slack` has no value: cannot read secret `slack`/);
      expect(planned.out.replaceAll(/\s+/g, " ")).toContain("this run signs in to nobody");
      expect(await tocsin(folder, ["apply", "--yes", ...args])).toMatchObject({
        code: 1,
        out: expect.stringContaining("[secret-needed]"),
      });
      const other = workspaceText.replace("rg-alerts }", "rg-alerts, secrets: { slack: { env: SLACK } } }");
      const local = folderWith({ "tocsin.yaml": other, "rules/a.yaml": group("${secret:slack}") });
      expect((await tocsin(local, ["apply", "--yes", ...args], { SLACK: hush })).code).toBe(0);
    } finally {
      await emulator.close();
    }
  });
});

test.each([
  [
    "no key vault",
    `https://${host}/secrets/slack`,
    "https://evil.example/secrets/slack",
    /yaml:6:22 error `evil\.example` is no key vault/,
  ],
  [
    "one of another cloud",
    "rg-alerts }",
    `rg-alerts, cloud: usgovernment, secrets: { a: { keyVault: https://${host}/secrets/a } } }`,
    /yaml:4:\d+ error `kv-alerts\.vault\.azure\.net` is in another cloud/,
  ],
  [
    "two sources",
    "{ env: PAGER }",
    `{ env: PAGER, keyVault: https://${host}/secrets/a }`,
    /`pager` has more than one source/,
  ],
])("validate tells %s with its line", async (_, from, to, said) => {
  const text = workspaceText.replace(from, to);
  const { code, out } = await tocsin(folderWith({ "tocsin.yaml": text, "rules/a.yaml": group("x") }), ["validate"]);
  expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(said) });
});
