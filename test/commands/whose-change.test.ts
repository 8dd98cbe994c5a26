import { expect, test } from "vitest";
import type { Base } from "../../src/commands/look-back.ts";
import { plan, type PlanInputs } from "../../src/commands/plan.ts";
import type { Planned } from "../../src/core/plan/report.ts";
import type { Stack } from "../../src/core/stack.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { alert, all, applied, group, inputsOf, logAlert, stackFrom } from "./applied-rules.ts";

const commit = { id: "0123456789".repeat(4), title: "what was there" };

function baseOf(text: string): Base {
  return { commit, stack: stackFrom(text) };
}

async function planned(azure: EmulatedAzure, text: string, more: Partial<PlanInputs>): Promise<Planned> {
  const found = (await plan({ ...inputsOf(azure, text), ...more })).planned;
  if (found === undefined) throw new Error("nothing was planned");
  return found;
}

/** Each change with what is not from here: all of it (`!`), or these of its differences. */
function marked({ changes }: Planned): readonly string[] {
  return changes.map(({ action, name, elsewhere, differences }) => {
    const some = differences.filter((difference) => difference.elsewhere === true).map(({ path }) => path);
    return [`${elsewhere === true ? "! " : ""}${action} ${name}`, ...some].join(" ");
  });
}

const mine = all.replace("> 80", "> 90");
const theirs = all.replace("admin@company.com", "owl@company.com").replace("count > 5", "count > 50");

/** How often the activity log is asked meanwhile. */
async function asked(azure: EmulatedAzure, work: () => Promise<unknown>): Promise<number> {
  const before = azure.world.requests.length;
  await work();
  return azure.world.requests.slice(before).filter(({ path }) => path.includes("eventtypes")).length;
}

test("what somebody changed in Azure is told with who and when, and the author's own change is not", async () => {
  const azure = await emulatedAzure({ caller: "owl@company.com" });
  await applied(azure, theirs);
  const found = await planned(azure, mine, { base: baseOf(all) });
  expect(marked(found)).toEqual(["! update oncall", "! update errors", "update cpu-high"]);
  expect(found.base).toEqual(commit);
  const { changed } = found.changes.find(({ name }) => name === "oncall") ?? {};
  expect(changed).toMatchObject({ by: "owl@company.com", at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
});

test("the activity log is asked once, and only where something is not from here whose author the resource does not tell", async () => {
  const azure = await emulatedAzure();
  await applied(azure, all);
  expect(await asked(azure, () => planned(azure, mine, { base: baseOf(all) }))).toBe(0);
  await applied(azure, theirs);
  expect(await asked(azure, () => planned(azure, mine, { base: baseOf(all) }))).toBe(0);
  await applied(azure, group);
  expect(await asked(azure, () => planned(azure, mine, {}))).toBe(0);
  expect(await asked(azure, () => planned(azure, mine, { base: baseOf(all) }))).toBe(1);
});

test("where the author writes over what somebody changed, somebody is told; where Azure is as the base says, it is expected", async () => {
  const azure = await emulatedAzure({ caller: "owl@company.com" });
  await applied(azure, all.replace("> 80", "> 85"));
  const changes = mine.replace("admin@company.com", "duty@company.com");
  let found = await planned(azure, changes, {});
  expect(await asked(azure, async () => (found = await planned(azure, changes, { base: baseOf(all) })))).toBe(0);
  expect(marked(found)).toEqual(["update oncall", "update cpu-high"]);
  expect(found.changes.map(({ name, expected, changed }) => [name, expected, changed?.by])).toEqual([
    ["oncall", true, "owl@company.com"],
    ["cpu-high", undefined, "owl@company.com"],
  ]);
});

test("an author whom the resource does not tell is asked for too, where the author's change writes over somebody's", async () => {
  const azure = await emulatedAzure({ caller: "owl@company.com" });
  const said = (description: string): string =>
    `kind: ActivityLogAlert\nname: deleted\nspec: { description: ${description}, condition: { category: Administrative, level: Error } }\n`;
  await applied(azure, said("theirs"));
  const found = await planned(azure, said("mine"), { base: baseOf(said("base")) });
  expect(found.changes).toMatchObject([{ name: "deleted", changed: { by: "owl@company.com" } }]);
  expect(await asked(azure, () => planned(azure, said("mine"), { base: baseOf(said("theirs")) }))).toBe(0);
});

test("a log that may not be read leaves out the authors, and nothing else", async () => {
  const azure = await emulatedAzure();
  await applied(azure, theirs.split("---\n").slice(0, 2).join("---\n"));
  const without = await planned(azure, mine, { base: baseOf(all) });
  addFault(azure.world, "GET eventtypes 403");
  const found = await planned(azure, mine, { base: baseOf(all) });
  expect(marked(found)).toEqual(marked(without));
  expect(marked(found)).toContain("! update oncall");
  expect(found.notes).toEqual([...without.notes, expect.stringMatching(/^who changed it is not known: .*403/)]);
});

test("of one alert that both changed, what only they changed is marked by itself", async () => {
  const azure = await emulatedAzure();
  await applied(azure, `${alert.replace("severity: 2", "severity: 4").replace("> 80", "> 85")}  description: theirs\n`);
  const both = `${alert.replace("> 80", "> 90")}  description: ours\n`;
  const [change] = (await planned(azure, both, { base: baseOf(`${alert}  description: ours\n`) })).changes;
  expect(change?.elsewhere).toBe(undefined);
  const sides = (change?.differences ?? []).map(({ path, elsewhere }) => [path, elsewhere ?? false]);
  expect(Object.fromEntries(sides)).toEqual({ severity: true, "criteria[Metric1]": false, description: true });
});

const webhook = (uri: string): string =>
  `kind: ActionGroup\nname: oncall\nspec:\n  groupShortName: oncall\n  webhookReceivers: [{ name: slack, serviceUri: "${uri}" }]\n`;

test("a secret in plain text that the author changed is his change, though no digest sees it", async () => {
  const azure = await emulatedAzure();
  await applied(azure, webhook("https://hooks.example/theirs"));
  const before = webhook("https://hooks.example/before");
  const after = webhook("https://hooks.example/after");
  const [first, second] = [
    await planned(azure, before, { base: baseOf(before) }),
    await planned(azure, after, { base: baseOf(before) }),
  ];
  expect(marked(first)).toEqual(["! update oncall"]);
  expect(first.digest).toBe(second.digest);
  expect(marked(second)).toEqual(["update oncall"]);
});

test("a secret that was read from elsewhere at the base is nobody's for sure", async () => {
  const azure = await emulatedAzure();
  await applied(azure, webhook("https://hooks.example/theirs"));
  const text = webhook("${secret:slack}");
  const secrets = new Map([["slack", "https://hooks.example/ours"]]);
  const base = stackFrom(text);
  const other: Stack = { ...base, environment: { ...base.environment, secrets: { slack: { env: "OTHER" } } } };
  expect(marked(await planned(azure, text, { secrets, base: { commit, stack: base } }))).toEqual(["! update oncall"]);
  expect(marked(await planned(azure, text, { secrets, base: { commit, stack: other } }))).toEqual(["update oncall"]);
});

test("two groups of one name are two, whatever they are called", async () => {
  const azure = await emulatedAzure();
  const paging = (id: string): string => `${alert}  actionGroups: ${id}\n`;
  const idIn = (resourceGroup: string): string =>
    `/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/${resourceGroup}/providers/microsoft.insights/actionGroups/oncall`;
  await applied(azure, [group, alert].join("---\n"));
  const [here, there] = [idIn("rg-alerts"), idIn("rg-other")];
  expect(marked(await planned(azure, [group, paging(here)].join("---\n"), { base: baseOf(paging(there)) }))).toEqual([
    "update cpu-high",
  ]);
});

test("a delete, a create and what is blocked are marked where the base would do the same", async () => {
  const azure = await emulatedAzure();
  await applied(azure, all);
  const base = baseOf(`${group}---\n${alert.replace("cpu-high", "cpu-new")}`);
  const found = await planned(azure, `${group}---\n${alert.replace("cpu-high", "cpu-new")}`, { base });
  expect(marked(found)).toEqual(["! delete errors", "! delete cpu-high", "! create cpu-new"]);
  const another = await planned(azure, `${group}---\n${alert.replace("cpu-high", "cpu-other")}`, { base });
  expect(marked(another)).toEqual(["! delete errors", "! delete cpu-high", "create cpu-other"]);
});

test("a plan of names is compared as far as it goes", async () => {
  const azure = await emulatedAzure();
  await applied(azure, theirs);
  const found = await planned(azure, mine, { base: baseOf(all), names: ["errors"] });
  expect(marked(found)).toEqual(["! update errors"]);
});

test("without a base nothing is marked, and why there is none is a note", async () => {
  const azure = await emulatedAzure();
  await applied(azure, theirs);
  const found = await planned(azure, mine, { base: { because: "there was no workspace at 0123456" } });
  expect(marked(found).join()).not.toContain("!");
  expect(found.base).toBe(undefined);
  expect(found.notes).toEqual(["what is not from here is not told apart: there was no workspace at 0123456"]);
});

test("what is restored is asked for where there is something to do, and told", async () => {
  const azure = await emulatedAzure();
  await applied(azure, all);
  let times = 0;
  const restores = (): Promise<typeof commit> => {
    times += 1;
    return Promise.resolve(commit);
  };
  expect((await planned(azure, all, { restores })).restores).toBe(undefined);
  expect(times).toBe(0);
  const found = await planned(azure, mine, { restores });
  expect(found.restores).toEqual(commit);
  expect(times).toBe(1);
});

test("of what is missing only who deleted it is told: who wrote it did not take it away", async () => {
  const azure = await emulatedAzure({ caller: "owl@company.com" });
  await applied(azure, all);
  await applied(azure, [group, logAlert].join("---\n"));
  const gone = await planned(azure, mine, { base: baseOf(mine) });
  expect(gone.changes).toMatchObject([{ action: "create", changed: { by: "owl@company.com" } }]);
  const { store } = azure.world;
  for (const { place } of store.all()) if (place.name === "errors") store.remove(place);
  const lost = await planned(azure, mine, { base: baseOf(mine) });
  expect(lost.changes.map(({ name, changed }) => [name, changed?.by])).toEqual([
    ["errors", undefined],
    ["cpu-high", "owl@company.com"],
  ]);
});
