import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { overridesFor } from "../../../src/authoring/update/overrides-for.ts";
import { compileTexts, wishText } from "../../../src/authoring/update/texts.ts";
import { updateDefinitions } from "../../../src/authoring/update/update.ts";
import { planner } from "../../../src/commands/import/update.ts";
import { hasErrors } from "../../../src/core/diagnostic.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Kind } from "../../../src/core/kind.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { authored } from "../../support/authored.ts";
import { runs } from "../../support/runs.ts";
import { validSettings } from "../../support/valid-settings.ts";
import { azureOf, rest, rightly, textsOf, workspaceText } from "./kept-by-hand.ts";

const names = ["one", "two", "three", "slackWebhook", "slackPath", "functionKey", "logicAppCallback", "runbookUri"];
const known = new Map(names.map((name) => [name, `canary-of-${name}`]));
const workspace = `${workspaceText}${names.map((name) => `  ${name}: { env: X }\n`).join("")}`;
const groups = ["ai-oncall", "platform"].map((name) => ({ kind: "ActionGroup", name, spec: { groupShortName: name } }));

/** The spec of a random resource of a kind, as somebody might have written it. */
const specOf = (kind: Kind): fc.Arbitrary<JsonObject> =>
  validSettings(kind)
    .chain((settings) => authored(kind, settings))
    .map((spec) => Object.fromEntries(Object.entries(spec).filter(([key]) => key !== "location")));

const fileOf = (kind: Kind, spec: JsonObject, around: JsonObject): string =>
  [{ kind: kind.name, name: "a-rule", ...around, spec }, ...groups]
    .map((document) => stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 }))
    .join("---\n");

/** Texts that can be compiled without a mistake, or nothing. */
function compiled(text: string) {
  const texts = textsOf(text, workspace);
  const found = compileTexts(texts, kinds);
  return found === undefined || hasErrors(found.diagnostics) ? undefined : { texts, found };
}

/** What is kept of a change by hand, and that nothing else is changed by that. */
function keep(mine: NonNullable<ReturnType<typeof compiled>>, theirs: NonNullable<ReturnType<typeof compiled>>) {
  const plan = planner({ kinds, secrets: known }, azureOf(theirs.found, "production", "ours", known));
  const { texts, found } = mine;
  const asked = {
    texts,
    compiled: found,
    environment: "production",
    kinds,
    isMeant: () => true,
    mayAddVariables: false,
  };
  const updated = updateDefinitions({ ...asked, plan });
  const after = rightly(updated.texts);
  const staging = (one: typeof after): readonly string[] => one.stacks.get("staging")!.resources.map(wishText);
  expect(staging(after)).toEqual(staging(found));
  for (const value of known.values()) expect(JSON.stringify(updated.texts)).not.toContain(value);
  return {
    left: updated.resources.flatMap((one) => one.left),
    rest: plan(after.stacks.get("production")!).changes.flatMap(rest),
  };
}

const where = [
  ["in its only environment", { only: ["production"] }],
  ["in one of several", {}],
] as const;

describe.each(kinds.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
  test.each(where)("a change of some settings by hand is kept %s", (_where, around) => {
    fc.assert(
      fc.property(specOf(kind), specOf(kind), (spec, other) => {
        const changed = ["severity", "enabled", "description", "autoMitigate", "groupShortName", "query"];
        const byHand = {
          ...spec,
          ...Object.fromEntries(Object.entries(other).filter(([key]) => changed.includes(key) && key in spec)),
        };
        const mine = compiled(fileOf(kind, spec, around));
        const theirs = compiled(fileOf(kind, byHand, around));
        fc.pre(mine !== undefined && theirs !== undefined);
        expect(keep(mine!, theirs!)).toEqual({ left: [], rest: [] });
      }),
      { ...runs(3), endOnFailure: true },
    );
  });

  test.each(where)("of any change by hand all is kept or what is left is told %s", (_where, around) => {
    fc.assert(
      fc.property(specOf(kind), specOf(kind), (spec, byHand) => {
        const mine = compiled(fileOf(kind, spec, around));
        const theirs = compiled(fileOf(kind, byHand, around));
        fc.pre(mine !== undefined && theirs !== undefined);
        const { left, rest: differing } = keep(mine!, theirs!);
        if (left.length === 0) expect(differing).toEqual([]);
        else expect(differing).not.toEqual([]);
      }),
      { ...runs(3), endOnFailure: true },
    );
  });
});

/** Files made for production, and what staging has: the same kinds of rules, some otherwise, some not at all. */
const twoPlaces = fc
  .uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 })
  .chain((chosen) =>
    fc.tuple(...chosen.map((kind) => fc.tuple(fc.constant(kind), specOf(kind), fc.option(specOf(kind))))),
  );

test("what a second environment has becomes its overrides: a plan there only adopts, and the first one's is what it was", () => {
  const documentOf = (kind: Kind, spec: JsonObject, index: number): string =>
    stringify({ kind: kind.name, name: `rule-${index}`, adopt: true, spec }, { aliasDuplicateObjects: false });
  const simple = ["severity", "enabled", "description", "groupShortName", "query"];
  fc.assert(
    fc.property(twoPlaces, (rules) => {
      const others = groups.map((group) => stringify({ ...group, adopt: true }));
      const mine = compiled(
        [...rules.map(([kind, spec], index) => documentOf(kind, spec, index)), ...others].join("---\n"),
      );
      const there = rules.flatMap(([kind, spec, other], index) => {
        if (other === null) return [];
        const changed = Object.entries(other).filter(([key]) => simple.includes(key) && key in spec);
        return [documentOf(kind, { ...spec, ...Object.fromEntries(changed) }, index)];
      });
      const theirs = compiled([...there, ...others].join("---\n"));
      fc.pre(mine !== undefined && theirs !== undefined);
      const resources = azureOf(theirs!.found, "staging", "nobody's", known);
      const plan = planner({ kinds, secrets: known }, resources);
      const done = overridesFor({ texts: mine!.texts, compiled: mine!.found, environment: "staging", kinds, plan });
      const after = rightly(done.texts);
      const production = (one: typeof after): readonly string[] =>
        one.stacks.get("production")!.resources.map(wishText);
      expect(production(after)).toEqual(production(mine!.found));
      expect(done.resources.flatMap(({ left }) => left)).toEqual([]);
      const changes = plan(after.stacks.get("staging")!).changes.flatMap(rest);
      expect(new Set(changes)).toEqual(new Set(["adopt tags.tocsin-stack"]));
      expect(changes.length).toBe(there.length + groups.length);
    }),
    { ...runs(8), endOnFailure: true },
  );
});
