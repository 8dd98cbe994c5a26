import { expect, test } from "vitest";
import { compiled } from "../../support/compiled.ts";

const beacon = (name: string, more: string): string =>
  `kind: Beacon\nname: ${name}\nonly: production\nspec: { severity: 1 }\n${more}---\n`;

test("what stands around the spec is not overlaid by `arm`", () => {
  const { said, stacks } = compiled(
    beacon(
      "b",
      "arm: { tags: { a: b }, Location: x, name: y, ID: z, type: t, systemData: {}, kind: ok, properties: {} }\n",
    ),
  );
  expect(said).toEqual(
    [
      "5:8 misplaced-property `tags` of the body is written beside `spec`: `tags: …`",
      "5:24 misplaced-property `Location` of the body is written beside `spec`: `location: …`",
      "5:37 misplaced-property `name` of the body is written beside `spec`: `name: …`",
      "5:46 misplaced-property `ID` of the body is Azure's to write; leave it out",
      "5:53 misplaced-property `type` of the body is Azure's to write; leave it out",
      "5:62 misplaced-property `systemData` of the body is Azure's to write; leave it out",
    ].map((line) => `${line} [production]`),
  );
  expect(stacks["production"]?.resources).toEqual([]);
});

test("two cannot have been the same", () => {
  const { said } = compiled(beacon("a", "formerly: old\n") + beacon("b", "formerly: RG-bells/OLD\n"));
  expect(said).toEqual([
    "11:11 contested-name `RG-bells/OLD` is what `a` was as well, at a.yaml:5:11; only one can take its place [production]",
  ]);
});

test("nobody was what another is", () => {
  const { said } = compiled(beacon("Old", "") + beacon("b", "formerly: old\n"));
  expect(said).toEqual([
    "10:11 contested-name `old` is what the definition at a.yaml:2:7 wants, so it is not free to be taken away [production]",
  ]);
});

test("every entry of `forEach` was something else", () => {
  const { said } = compiled(
    'kind: Beacon\nname: "b-${each.key}"\nonly: production\nforEach: [x, y]\nformerly: old\nspec: { severity: 1 }\n',
  );
  expect(said).toEqual([
    "5:11 contested-name `old` is what `b-x` was as well, at a.yaml:5:11; only one can take its place [production]",
  ]);
  const fine =
    'kind: Beacon\nname: "b-${each.key}"\nforEach: [x, y]\nformerly: "old-${each.key}"\nspec: { severity: 1 }\n';
  expect(compiled(fine).said).toEqual([]);
});

const crew = "kind: Crew\nname: North\nlocation: x\nspec: {}\n---\n";
const rule = (groups: string): string =>
  `${crew}kind: Beacon\nname: b\nonly: production\nspec: { severity: 1, groups: [${groups}] }\n`;
const id = (name: string, type = "Test.Bells/crews"): string =>
  `"/subscriptions/\${subscription}/resourceGroups/rg-bells/providers/${type}/${name}"`;

test("the same thing is referred to once", () => {
  const twice = (groups: string): readonly string[] =>
    compiled(rule(groups)).said.map((line) => line.replace(/^\S+ /, ""));
  const message =
    "illegal-value `north` is the same as `North`, which stands in this list already; leave it out [production]";
  expect(twice("North, north")).toEqual([message]);
  expect(twice(`${id("x")}, ${id("X")}`).length).toBe(1);
  expect(twice(`${id("NORTH")}, { name: north, note: y }`).length).toBe(1);
  expect(twice(`north, ${id("south")}`)).toEqual([]);
});

test("an id is one of the type that is referred to", () => {
  const { said } = compiled(rule(id("y", "Microsoft.Compute/virtualMachines")));
  expect(said).toEqual([
    expect.stringMatching(
      /^9:31 wrong-reference `\/subscriptions\/.*\/virtualMachines\/y` is no id of a `Test.Bells\/crews`; such a one ends in `\/providers\/Test.Bells\/crews\/NAME` \[production\]$/,
    ),
  ]);
  expect(compiled(rule(id("y", "test.bells/CREWS"))).said).toEqual([]);
});
