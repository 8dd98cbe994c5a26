import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, fingerprint } from "../../src/core/settings/compare.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { readSettings, settle } from "../../src/core/settings/settings.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { arbitraryOf, placesIn, placesOf } from "../support/arbitrary-of.ts";
import { authored } from "../support/authored.ts";
import { inAnotherDress } from "../support/in-another-dress.ts";
import { changed, leavesOf } from "../support/leaves.ts";
import { longForm } from "../support/long-form.ts";
import { readBody } from "../support/read-body.ts";
import { runs } from "../support/runs.ts";
import { errorsOf, repairedSettings, validSettings, without } from "../support/valid-settings.ts";

/** The laws of every kind: a kind that joins the list is judged by them without a line written here. */
describe.each(kinds.map((kind) => ({ name: kind.name, kind })))("$name", ({ kind }) => {
  const settingsOf = validSettings(kind);

  test("random settings are mostly legal, and show every property", () => {
    const made = fc.sample(repairedSettings(kind), { seed: 1, numRuns: 150 });
    const legal = made.filter((settings) => errorsOf(kind, settings).length === 0);
    const seen = new Set(legal.flatMap((settings) => placesIn(settings)));
    expect(placesOf(kind.schema).filter((place) => !seen.has(place))).toEqual([]);
    expect(legal.length).toBeGreaterThan(130);
  });

  test("to Azure and back is the same, with nothing beside", () => {
    fc.assert(
      fc.property(settingsOf, (settings) => {
        expect(readBody(kind, kind.toArm(settings))).toEqual({ settings, beside: undefined });
      }),
      runs(60),
    );
  });

  test("what is read is read again as itself, also where it is not legal", () => {
    fc.assert(
      fc.property(arbitraryOf(kind.schema), (value) => {
        // Sound because the schema of a kind is an object's.
        const { settings } = readBody(kind, kind.toArm(settle(kind.schema, value as JsonObject)));
        expect(readBody(kind, kind.toArm(settings)).settings).toEqual(settings);
      }),
      runs(40),
    );
  });

  test("what an author writes in short is what he means", () => {
    fc.assert(
      fc.property(
        settingsOf.chain((settings) => authored(kind, settings).map((written) => ({ settings, written }))),
        ({ settings, written }) => {
          const long = longForm(kind, written);
          expect(long.said).toEqual([]);
          expect(compare(kind.schema, settings, long.settings)).toEqual([]);
          expect(errorsOf(kind, long.settings)).toEqual([]);
        },
      ),
      runs(60),
    );
  });

  test("settings in another dress are the same", () => {
    fc.assert(
      fc.property(dressed(kind, settingsOf, "said"), ({ settings, other }) => {
        expect(compare(kind.schema, settings, other)).toEqual([]);
        expect(compare(kind.schema, other, settings)).toEqual([]);
        expect(fingerprint(kind.schema, other)).toBe(fingerprint(kind.schema, settings));
        expect(compare(kind.schema, settings, readBody(kind, kind.toArm(other)).settings)).toEqual([]);
      }),
      runs(60),
    );
  });

  test("settings as a server might answer them are read as the same", () => {
    fc.assert(
      fc.property(dressed(kind, settingsOf, "answered"), ({ settings, other }) => {
        const read = readSettings(kind.schema, other);
        expect(compare(kind.schema, settings, read)).toEqual([]);
        expect(fingerprint(kind.schema, read)).toBe(fingerprint(kind.schema, settings));
      }),
      runs(60),
    );
  });

  test("every changed leaf is seen, as one or two differences, and changes the fingerprint", () => {
    fc.assert(
      fc.property(settingsOf, (settings) => {
        for (const leaf of leavesOf(kind.schema, settings)) {
          const other = changed(settings, leaf);
          if (other === undefined) continue;
          const { length } = compare(kind.schema, settings, other);
          expect({ leaf: leaf.path, seen: length === 1 || length === 2 }).toEqual({ leaf: leaf.path, seen: true });
          expect(fingerprint(kind.schema, other)).not.toBe(fingerprint(kind.schema, settings));
        }
      }),
      runs(15),
    );
  });

  test("every property that goes away is seen, also after the way to Azure and back", () => {
    fc.assert(
      fc.property(settingsOf, (settings) => {
        for (const name of Object.keys(settings)) {
          if (kind.schema.properties?.[name]?.default !== undefined || kind.schema.required?.includes(name)) continue;
          if (kind.schema.properties?.[name]?.derived) continue;
          const other = without(settings, [name]);
          expect(compare(kind.schema, settings, other).map(({ path }) => path[0])).toEqual([name]);
        }
      }),
      runs(15),
    );
  });

  test("aligning with what is live in the same words changes nothing", () => {
    fc.assert(
      fc.property(dressed(kind, settingsOf, "said"), ({ settings, other }) => {
        expect(kind.align(settings, settings)).toEqual(settings);
        expect(compare(kind.schema, other, kind.align(settings, other))).toEqual([]);
      }),
      runs(40),
    );
  });

  test("aligning twice is aligning once, and never makes a legal wish illegal", () => {
    fc.assert(
      fc.property(settingsOf, settingsOf, (desired, live) => {
        const once = kind.align(desired, live);
        expect(kind.align(once, live)).toEqual(once);
        expect(errorsOf(kind, once)).toEqual([]);
      }),
      runs(40),
    );
  });
});

function dressed(
  kind: Kind,
  settingsOf: fc.Arbitrary<JsonObject>,
  how: "said" | "answered",
): fc.Arbitrary<{ settings: JsonObject; other: JsonObject }> {
  return settingsOf.chain((settings) =>
    inAnotherDress(kind.schema, settings, how).map((other) => ({ settings, other })),
  );
}
