import { expect, test } from "vitest";
import { plan } from "../../src/commands/plan.ts";
import { resourceId } from "../../src/core/resource.ts";
import type { Stack } from "../../src/core/stack.ts";
import { apply } from "../../src/commands/apply.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { inputsFor } from "../support/stacks.ts";
import { alert, applied, group, stackFrom } from "./applied-rules.ts";

/* Where two plans look alike and are not, or not for sure: nothing is marked then. */

const commit = { id: "0123456789".repeat(4), title: "what was there" };
const slack = "https://hooks.example/ours";

/** Each change with what is not from here: all of it (`!`), or these of its differences. */
async function marked(azure: EmulatedAzure, stack: Stack, base: Stack): Promise<readonly string[]> {
  const inputs = { ...inputsFor(azure, stack), secrets: new Map([["slack", slack]]) };
  const { planned } = await plan({ ...inputs, base: { commit, stack: base } });
  return (planned?.changes ?? []).map(({ action, name, elsewhere, differences }) => {
    const some = differences.filter((difference) => difference.elsewhere === true).map(({ path }) => path);
    return [`${elsewhere === true ? "! " : ""}${action} ${name}`, ...some].join(" ");
  });
}

const webhook = (uri: string): string =>
  `kind: ActionGroup\nname: oncall\nspec:\n  groupShortName: oncall\n  webhookReceivers: [{ name: slack, serviceUri: "${uri}" }]\n`;

test("a tag, or a piece of `arm`, that the author changed too is not somebody else's", async () => {
  const azure = await emulatedAzure();
  const withTag = (tag: string): string => `${group}tags: { team: ${tag}, room: ${tag === "theirs" ? 4 : '"3"'} }\n`;
  await applied(azure, withTag("theirs").replace("4", '"4"'));
  expect(await marked(azure, stackFrom(withTag("after")), stackFrom(withTag("before")))).toEqual([
    "update oncall tags.room",
  ]);
  const withArm = (text: string): string => `${group}arm: { properties: { future: ${text} } }\n`;
  await applied(azure, group);
  expect(await marked(azure, stackFrom(withArm("after")), stackFrom(withArm("before")))).toEqual(["update oncall"]);
  expect(await marked(azure, stackFrom(withArm("after")), stackFrom(withArm("after")))).toEqual(["! update oncall"]);
  // No digest sees a secret in plain text.
  const withKey = (text: string): string => `${group}arm: { properties: { futureApiKey: ${text} } }\n`;
  expect(await marked(azure, stackFrom(withKey("after")), stackFrom(withKey("before")))).toEqual(["update oncall"]);
});

test("what stands where the base's environment does not look it would not have touched", async () => {
  const azure = await emulatedAzure();
  const inGroups = (stack: Stack, ...resourceGroups: readonly string[]): Stack => ({
    ...stack,
    environment: { ...stack.environment, resourceGroups },
  });
  const [here] = stackFrom(alert).resources;
  const armId = here!.armId.replace("rg-alerts", "rg-web");
  const place = { ...here!.place, resourceGroup: "rg-web" };
  const there = { ...stackFrom(alert), resources: [{ ...here!, place, armId, id: resourceId(armId) }] };
  await apply(inputsFor(azure, inGroups(there, "rg-alerts", "rg-web")));
  const [both, one] = [inGroups(stackFrom(group), "rg-alerts", "rg-web"), inGroups(stackFrom(group), "rg-alerts")];
  expect(await marked(azure, both, both)).toEqual(["! create oncall", "! delete cpu-high"]);
  expect(await marked(azure, both, one)).toEqual(["! create oncall", "delete cpu-high"]);
});

test("a create that at the base would have been a rename, from where nobody looked, is no create of the base's", async () => {
  const azure = await emulatedAzure();
  const renamed = stackFrom(`${alert}formerly: rg-elsewhere/cpu\n`);
  expect(await marked(azure, stackFrom(alert), renamed)).toEqual(["create cpu-high"]);
  expect(await marked(azure, renamed, renamed)).toEqual(["! create cpu-high"]);
});

test("a rename from another resource is another rename, even with the same differences", async () => {
  const azure = await emulatedAzure();
  const old = (name: string): string => alert.replace("cpu-high", name).replace("> 80", "> 70");
  await applied(azure, `${old("one")}---\n${old("two")}`);
  const from = (name: string): Stack => stackFrom(`${alert}formerly: ${name}\n`);
  expect(await marked(azure, from("one"), from("two"))).toEqual(["rename cpu-high", "delete two"]);
  expect(await marked(azure, from("one"), from("one"))).toEqual(["! rename cpu-high", "! delete two"]);
});

test("a receiver with a secret that was read from elsewhere at the base is not compared", async () => {
  const azure = await emulatedAzure();
  await applied(azure, group.replace("emailReceivers", "smsReceivers").replace(/\[.*\]/, "[]"));
  const stack = stackFrom(webhook("${secret:slack}"));
  const other: Stack = { ...stack, environment: { ...stack.environment, secrets: { slack: { env: "OTHER" } } } };
  expect(await marked(azure, stack, stack)).toEqual(["! update oncall"]);
  expect(await marked(azure, stack, other)).toEqual(["update oncall"]);
});

test("a text is the same text, whether it is a secret of both, of one, or of neither", async () => {
  const azure = await emulatedAzure();
  await applied(azure, webhook("https://hooks.example/theirs"));
  const [named, plain] = [stackFrom(webhook("${secret:slack}")), stackFrom(webhook(slack))];
  const path = "webhookReceivers[slack].serviceUri";
  expect(await marked(azure, plain, named)).toEqual([`update oncall ${path}`]);
});
