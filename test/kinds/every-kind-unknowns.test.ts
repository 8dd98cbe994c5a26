import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isList, isObject, type Json, type JsonObject, mapTexts, type Path, valueAt } from "../../src/core/json.ts";
import { secretsOf } from "../../src/core/settings/inherit.ts";
import { carry, fit, leaves } from "../../src/core/settings/overlay.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { inAnotherDress } from "../support/in-another-dress.ts";
import { leavesOf } from "../support/leaves.ts";
import { readBody } from "../support/read-body.ts";
import { runs } from "../support/runs.ts";
import { put, validSettings, without } from "../support/valid-settings.ts";

const unknown = "inventedByTheFuture";

/** What Azure has and we have no word for, and what nobody may see: for every kind. */
describe.each(kinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
  const settingsOf = validSettings(kind);

  test("an unknown property anywhere in a body is named or is a setting, and is in the next body", () => {
    fc.assert(
      fc.property(settingsOf, (settings) => {
        const body = kind.toArm(settings);
        for (const path of objectsIn(body)) {
          const planted = put(body, [...path, unknown], "x");
          const read = readBody(kind, planted);
          const beside = read.beside ?? {};
          const next = kind.toArm(read.settings);
          const { placed, lost } = fit(beside, next, next);
          const arrived = carry(next, placed);
          expect({ path, lost, there: valueAt(arrived, [...path, unknown]) !== undefined }).toEqual({
            path,
            lost: [],
            there: true,
          });
          expect(without(arrived, [...path, unknown])).toEqual(body);
          if (leaves(beside).some((leaf) => leaf.endsWith(unknown))) expect(read.settings).toEqual(settings);
        }
      }),
      runs(12),
    );
  });

  test("unknown properties everywhere travel into a changed body, and are read again", () => {
    fc.assert(
      fc.property(settingsOf, fc.boolean(), (settings, enabled) => {
        const { settings: before, beside = {} } = readBody(kind, plantEverywhere(kind.toArm(settings)));
        const changed = { ...before, enabled };
        const { placed, lost } = fit(beside, kind.toArm(changed), kind.toArm(before));
        expect({ placed, lost }).toEqual({ placed: beside, lost: [] });
        const again = readBody(kind, carry(kind.toArm(changed), placed));
        expect(again).toEqual({ settings: changed, beside: Object.keys(beside).length === 0 ? undefined : beside });
      }),
      runs(30),
    );
  });

  test("unknown properties find their place in any other settings, or are told as lost", () => {
    const planted = settingsOf.map((settings) => readBody(kind, plantEverywhere(kind.toArm(settings))));
    const others = fc.tuple(planted, settingsOf).map(([before, other]) => ({ before, other }));
    const redressed = planted.chain((before) =>
      inAnotherDress(kind.schema, before.settings, "said").map((other) => ({ before, other })),
    );
    fc.assert(
      fc.property(fc.oneof(others, redressed), ({ before, other }) => {
        const { placed, lost } = fit(before.beside ?? {}, kind.toArm(other), kind.toArm(before.settings));
        expect([...leavesIn(placed), ...lost].toSorted()).toEqual(leavesIn(before.beside).toSorted());
        const again = readBody(kind, carry(kind.toArm(other), placed));
        expect(again.settings).toEqual(readBody(kind, kind.toArm(other)).settings);
        expect(leavesIn(again.beside).length).toBe(leavesIn(placed).length);
      }),
      runs(50),
    );
  });

  test("what is opened and sealed again is the same template, and shows no secret", () => {
    fc.assert(
      fc.property(withSecrets(settingsOf), (settings) => {
        const sealer = createSealer(
          new Map([...secretsOf(settings)].map((name) => [name, `canary-${name}-$&\\u0000"`])),
        );
        mapTexts(settings, (text) => (sealer.learn(text), text));
        // Sound because mapping the texts of an object leaves an object.
        const wire = mapTexts(settings, (text) => sealer.open(text)) as JsonObject;
        const sealed = sealer.seal(kind.schema, wire);
        expect(sealed).toEqual(sealer.reseal(kind.schema, settings));
        expect(mapTexts(sealed, (text) => sealer.open(text))).toEqual(wire);
        expect(JSON.stringify(sealed)).not.toContain("canary");
      }),
      runs(50),
    );
  });

  test("what is sealed is opened as it was, whatever stands in it", () => {
    const nasty = fc.array(
      fc.constantFrom("$", "{", "}", "${", "$${", "${data.x}", "${secret:one}", "${hidden:0}", "a", "\\", "canary-1"),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(settingsOf, fc.array(nasty, { minLength: 5, maxLength: 20 }), (settings, texts) => {
        let next = 0;
        const replaced = leavesOf(kind.schema, settings)
          .filter(({ value }) => typeof value === "string")
          .reduce((made, { path }) => put(made, path, (texts[next++ % texts.length] ?? []).join("")), settings);
        const sealer = createSealer(new Map([["one", "canary-1"]]));
        sealer.learn("${secret:one}");
        expect(mapTexts(sealer.seal(kind.schema, replaced), (text) => sealer.open(text))).toEqual(replaced);
      }),
      runs(30),
    );
  });
});

function objectsIn(value: Json, path: Path = []): readonly Path[] {
  if (isList(value)) return value.flatMap((item, index) => objectsIn(item, [...path, index]));
  if (!isObject(value)) return [];
  return [path, ...Object.entries(value).flatMap(([name, item]) => objectsIn(item, [...path, name]))];
}

/** A free map takes any name for a setting; there the unknown is a text, as its others are. */
function plantEverywhere(body: JsonObject): JsonObject {
  return objectsIn(body).reduce((planted, path) => put(planted, [...path, unknown], "x"), body);
}

function leavesIn(overlay: JsonObject | undefined): readonly string[] {
  return leaves(overlay).filter((leaf) => leaf !== "");
}

/** Settings in which some texts are secret, or hold one. */
function withSecrets(settingsOf: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const template = fc.constantFrom(
    undefined,
    undefined,
    "${secret:one}",
    "https://x.example.com/${secret:two}?a=$${b}",
    "${secret:one}${secret:three}",
  );
  return fc.tuple(settingsOf, fc.array(template, { minLength: 5, maxLength: 20 })).map(([settings, templates]) => {
    let next = 0;
    // Sound because mapping the texts of an object leaves an object.
    return mapTexts(settings, (text) => templates[next++ % templates.length] ?? text) as JsonObject;
  });
}
