import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "../../src/commands/apply.ts";
import { plan } from "../../src/commands/plan.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { runs } from "../support/runs.ts";
import { desiredOf, inputsFor, stackOf } from "../support/stacks.ts";
import { validSettings } from "../support/valid-settings.ts";
import { alert, all, applied, group, inputsOf, logAlert } from "./applied-rules.ts";
import { asked, azureWith, index, inWords, machines, missing, one, own, told } from "./scopes-told.ts";

const watching = (...scopes: readonly string[]): string =>
  one.replace("${vm}", JSON.stringify(scopes).replaceAll('"', "'"));

describe("a scope that Azure does not find", () => {
  test("is warned of at its line, with what somebody may have meant", async () => {
    expect(await told(await azureWith(`${machines}/vm2`), one)).toEqual({
      warnings: [
        `11 cpu-high ${missing} Microsoft.Compute/virtualMachines \`vm1\` in resource group \`rg-app\`; did you mean \`vm2\`?`,
      ],
      notes: [],
    });
  });

  test.each([
    [`${machines.replace("rg-app", "rg-web")}/VM1`, "; there is one of this name in resource group `rg-web`"],
    [`${machines.replace("rg-app", "rg-web")}/vm11`, "; did you mean `vm11` in `rg-web`?"],
    [`${machines}/something-else`, ""],
    [`${machines.replace("virtualMachines", "disks")}/vm2`, ""],
  ])("where there is %s", async (there, hint) => {
    const { warnings } = await told(await azureWith(there), one);
    expect(warnings).toEqual([
      `11 cpu-high ${missing} Microsoft.Compute/virtualMachines \`vm1\` in resource group \`rg-app\`${hint}`,
    ]);
  });

  test.each<[string, string, string]>([
    ["a resource group", `${own}/resourceGroups/rg-ap`, "resource group `rg-ap`; did you mean `rg-app`?"],
    [
      "a part of a resource, for want of the resource",
      `${own}/resourceGroups/rg-app/providers/Microsoft.Storage/storageAccounts/sa/fileServices/default`,
      "Microsoft.Storage/storageAccounts `sa` in resource group `rg-app`",
    ],
    [
      "what is in a group that is not there",
      `${own}/resourceGroups/rg-nowhere/providers/Microsoft.Compute/virtualMachines/vm2`,
      "Microsoft.Compute/virtualMachines `vm2` in resource group `rg-nowhere`; there is one of this name in resource group `rg-app`",
    ],
  ])("can be %s", async (_, scope, words) => {
    const azure = await azureWith(`${machines}/vm2`);
    expect((await told(azure, logAlert.replace("${vm}", scope))).warnings).toEqual([`6 errors ${missing} ${words}`]);
  });

  test("can have a name that looks like the way to somewhere else", async () => {
    const azure = await azureWith(`${machines}/vm2`);
    expect(await told(azure, logAlert.replace("${vm}", `${machines}/%252e%252e`))).toEqual({
      warnings: [`6 errors ${missing} Microsoft.Compute/virtualMachines \`%2e%2e\` in resource group \`rg-app\``],
      notes: [],
    });
    expect(asked(azure)).toEqual([index, `${machines}/%2e%2e`]);
  });

  test("can be a subscription, and what is in one", async () => {
    const azure = await emulatedAzure({ anySubscription: false });
    plant(azure.world, [{ id: `${machines}/vm1` }]);
    const abroad = "22222222-2222-2222-2222-222222222222";
    const there = `/subscriptions/${abroad}`;
    const rules = [`${machines.replace(own, there)}/vm1`, there].map((scope, index) =>
      logAlert.replace("name: errors", `name: errors${index}`).replace("${vm}", scope),
    );
    expect(await told(azure, rules.join("---\n"))).toEqual({
      warnings: [
        `6 errors0 ${missing} Microsoft.Compute/virtualMachines \`vm1\` in resource group \`rg-app\` of subscription \`${abroad}\``,
        `17 errors1 ${missing} subscription \`${abroad}\`, which does not exist or is another tenant's`,
      ],
      notes: [],
    });
  });

  test("can be of a type that Azure does not know, or that the subscription cannot have", async () => {
    for (const refusal of ["404 code=InvalidResourceNamespace", "409 code=MissingSubscriptionRegistration"]) {
      const azure = await azureWith(`${machines}/vm1`);
      addFault(azure.world, `GET virtualMachins ${refusal}`);
      const { warnings, notes } = await told(azure, watching(`${machines.replace(/es$/, "s")}/vm1`));
      expect([warnings.length, notes]).toEqual([1, []]);
    }
  });

  test("is a matter of the environment where it is not", async () => {
    const { diagnostics } = await plan(inputsOf(await azureWith(`${machines}/vm2`), one));
    expect(diagnostics).toMatchObject([{ code: "scope-missing", environments: ["prod"] }]);
  });

  test("is no matter to the digest, nor to what is refused or done", async () => {
    const [with_, without] = [await azureWith(`${machines}/vm1`), await azureWith(`${machines}/vm2`)];
    const [good, bad] = [await plan(inputsOf(with_, one)), await plan(inputsOf(without, one))];
    expect([inWords(good).warnings.length, inWords(bad).warnings.length]).toEqual([0, 1]);
    expect(bad.planned).toEqual(good.planned);
    const { results } = await apply(inputsOf(without, one));
    expect(results.map(({ outcome }) => outcome)).toEqual(["applied", "applied"]);
  });
});

/** A random resource of each kind that has scopes, each with one that is nowhere. */
const oneOfEach = fc.tuple(
  ...kinds
    .filter(({ schema }) => schema.properties?.["scopes"] !== undefined)
    .map((kind) =>
      validSettings(kind, "warnings").map((settings) =>
        desiredOf(kind, kind.name, { ...settings, scopes: [`${machines}/${kind.name}-gone`] }),
      ),
    ),
);

test("a scope that is not there is warned of whatever kind the rule is of", async () => {
  await fc.assert(
    fc.asyncProperty(oneOfEach, async (wanted) => {
      const { diagnostics } = await plan(inputsFor(await azureWith(`${machines}/quite-another`), stackOf(wanted)));
      const told = diagnostics.flatMap(({ code, message }) => (code === "scope-missing" ? [message] : []));
      expect(told).toEqual(
        wanted
          .map(
            ({ name }) =>
              `${name} ${missing} Microsoft.Compute/virtualMachines \`${name}-gone\` in resource group \`rg-app\``,
          )
          .toSorted(),
      );
    }),
    runs(10),
  );
});

test("nobody is warned of a scope that is there, however it is spelled", async () => {
  const spelling = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
  const inCase = (text: string, up: readonly boolean[]): string =>
    text
      .split("")
      .map((sign, at) => (up[at % up.length] ? sign.toUpperCase() : sign.toLowerCase()))
      .join("");
  await fc.assert(
    fc.asyncProperty(spelling, spelling, fc.constantFrom("", "/"), fc.boolean(), async (mine, theirs, end, isTold) => {
      const azure = await azureWith(inCase(`${machines}/vm1`, theirs), `${machines}/vm2`);
      // The index may lack it: it is a sieve and no judge.
      if (!isTold) addFault(azure.world, `GET resources 200 body={"value":[]}`);
      const scope = `/subscriptions/${inCase(`${machines}/vm1`.slice("/subscriptions/".length), mine)}${end}`;
      expect(await told(azure, watching(scope))).toEqual({ warnings: [], notes: [] });
    }),
    runs(30),
  );
});

describe("what is asked", () => {
  test("is nothing where nothing is written", async () => {
    const azure = await emulatedAzure();
    await applied(azure, all);
    plant(azure.world, [{ id: `${machines}/vm2` }]);
    azure.world.requests.length = 0;
    expect(await told(azure, all)).toEqual({ warnings: [], notes: [] });
    expect(asked(azure)).toEqual([]);
  });

  test("is nothing for rules that are adopted as they are", async () => {
    const azure = await emulatedAzure();
    await applied(azure, one, "another");
    azure.world.requests.length = 0;
    const taken = one.replaceAll("\nspec:", "\nadopt: another/prod\nspec:");
    const { planned } = await plan(inputsOf(azure, taken));
    expect([planned?.changes.map(({ action }) => action), asked(azure)]).toEqual([["adopt", "adopt"], []]);
  });

  test("is the index once for each type, and what it lacks by its id", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `vm${index}`);
    const azure = await azureWith(...names.map((name) => `${machines}/${name}`));
    const rules = names.map((name) => alert.replace("cpu-high", name).replace("${vm}", `${machines}/${name}`));
    await told(azure, rules.join("---\n"));
    expect(asked(azure)).toEqual([index]);
    azure.world.requests.length = 0;
    await told(azure, [...rules, alert.replace("${vm}", `${machines}/gone`)].join("---\n"));
    expect(asked(azure)).toEqual([index, `${machines}/gone`]);
  });

  test("is one index for a type in whatever letters", async () => {
    const azure = await azureWith(`${machines}/vm1`, `${machines}/vm2`);
    const other = alert
      .replace("cpu-high", "other")
      .replace("${vm}", `${machines.replace(/v\w+$/, "VIRTUALMACHINES")}/vm2`);
    expect(await told(azure, `${one}---\n${other}`)).toEqual({ warnings: [], notes: [] });
    expect(asked(azure)).toEqual([index]);
  });

  test("is one index of many pages where Azure makes pages", async () => {
    const azure = await azureWith(...["a", "b", "vm1"].map((name) => `${machines}/${name}`));
    addFault(azure.world, "GET resources pages=1");
    expect(await told(azure, one)).toEqual({ warnings: [], notes: [] });
    expect(asked(azure)).toEqual([index, index, index]);
    azure.world.requests.length = 0;
    // Nobody turns pages for what has been found.
    await told(azure, one.replace("${vm}", `${machines}/a`));
    expect(asked(azure)).toEqual([index]);
  });

  test("is of no more than fifty scopes one by one, and the others are named", async () => {
    const azure = await azureWith(`${machines}/there`);
    const rules = Array.from({ length: 53 }, (_, index) =>
      alert.replace("cpu-high", `cpu-${index + 10}`).replace("${vm}", `${machines}/gone${index + 10}`),
    );
    const { warnings, notes } = await told(azure, rules.join("---\n"));
    expect([warnings.length, asked(azure).length]).toEqual([50, 51]);
    expect(notes).toEqual([
      "whether these scopes are there is not known: gone60, gone61, gone62; no more than 50 are asked for one by one",
    ]);
  });

  test("is nothing of the environment's own subscription, groups and rules, which were just read or will be there", async () => {
    const azure = await azureWith(`${machines}/vm1`);
    const ours = `${own}/resourceGroups/rg-alerts`;
    const planned = `${ours}/providers/microsoft.insights/actionGroups/OnCall`;
    for (const scope of [own, `${own.toUpperCase()}/resourcegroups/RG-ALERTS`, planned])
      expect((await told(azure, `${group}---\n${muting(scope)}`)).notes).toEqual([]);
    expect(asked(azure)).toEqual([]);
  });
});

const muting = (scope: string): string => `kind: AlertProcessingRule
name: quiet
spec:
  scopes: '${scope}'
  actions: [{ actionType: RemoveAllActionGroups }]
`;
