import { expect, test } from "vitest";
import { compareAnswer } from "../../src/commands/compare-answer.ts";
import { carry } from "../../src/core/settings/overlay.ts";
import { printPath } from "../../src/core/settings/compare.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { kindNamed } from "../support/stacks.ts";
import { logAlert, stackFrom } from "./applied-rules.ts";

const kind = kindNamed("LogAlert");
const [desired] = stackFrom(logAlert).resources;
const settings = desired?.settings ?? {};
const tags = { "tocsin-stack": "shop/prod", "tocsin-source": "example/rules", team: "web" };
const carried = { properties: { future: { mode: "on", names: ["a", "b"], accessToken: "${secret:slack}" } } };

function differences(more: JsonObject, answeredTags: Readonly<Record<string, string>> = tags): readonly string[] {
  const sealer = createSealer(new Map([["slack", "canary-of-slack"]]));
  const body = { ...carry(kind.toArm(settings), more), tags: answeredTags };
  const answer = { armId: desired?.armId ?? "", apiVersion: "2026-03-01", body };
  return compareAnswer(answer, { settings, tags, carried }, { kind, kinds, sealer }).map(
    ({ path, before = "-", after = "-" }) => `${printPath(path)}: ${JSON.stringify(before)} ${JSON.stringify(after)}`,
  );
}

const came = { mode: "on", names: ["a", "b"], accessToken: "canary-of-slack" };

test("what came back as it was sent is no difference, whatever Azure adds and however it spells names", () => {
  expect(differences({ properties: { future: came } })).toEqual([]);
  expect(differences({ properties: { Future: { ...came, more: 1 } } })).toEqual([]);
});

test("what we carry and did not come back, or came back as something else, is told without its value", () => {
  expect(differences({})).toContain('arm.properties.future.mode: "sent" "-"');
  expect(differences({ properties: { future: { ...came, mode: "off" } } })).toEqual([
    'arm.properties.future.mode: "sent" "something else"',
  ]);
  expect(differences({ properties: { future: { ...came, accessToken: "canary-of-them" } } })).toEqual([
    'arm.properties.future.accessToken: "sent" "something else"',
  ]);
});

test("every tag counts, the owner's repository too", () => {
  const future = { properties: { future: came } };
  expect(differences(future, { "tocsin-stack": "shop/prod", "Tocsin-Source": "example/rules", TEAM: "web" })).toEqual(
    [],
  );
  expect(differences(future, { ...tags, team: "app", cost: "1" })).toEqual([
    'tags.team: "web" "app"',
    'tags.cost: "-" "1"',
  ]);
  expect(differences(future, { "tocsin-stack": "shop/prod", team: "web" })).toEqual([
    'tags.tocsin-source: "example/rules" "-"',
  ]);
});
