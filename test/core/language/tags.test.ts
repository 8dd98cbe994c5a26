import { expect, test } from "vitest";
import { kinds } from "../../../src/kinds/kinds.ts";
import { compiled, compiledAs } from "../../support/compiled.ts";
import { ours, planned, said as inOneLine, there } from "../../support/planned-groups.ts";

function tagged(tags: string) {
  const { stacks, said } = compiled(`kind: Beacon\nname: b\ntags: ${tags}\nspec: { severity: 1 }\nonly: staging\n`);
  return { tags: stacks["staging"]?.resources[0]?.tags, said };
}

test("the value of a tag is a template, as all that goes to Azure", () => {
  expect(tagged('{ a: "$${secret:hook}", b: "$${y} in ${environment}", c: "${escaped}", d: "-${escaped}-" }')).toEqual({
    tags: { a: "$${secret:hook}", b: "$${y} in staging", c: "$${x}", d: "-$${x}-" },
    said: [],
  });
});

test("a tag shows what it holds to everybody, so neither a secret nor what Azure fills in can be in it", () => {
  expect(
    tagged('{ a: "${secret:hook}", b: "x ${data.essentials.severity}" }').said.map((line) => line.slice(0, 62)),
  ).toEqual(
    [
      "3:12 placeholder-not-here `${secret:hook}` cannot stand here: ",
      "3:33 placeholder-not-here `${data.essentials.severity}` cannot",
    ].map((line) => line.slice(0, 62)),
  );
});

test("names are texts, whatever follows a `$` in them", () => {
  const { stacks, said } = compiled('kind: Beacon\nname: "b-$${x}"\nspec: { severity: 1 }\n');
  expect(said.join()).toMatch(/Azure takes no name `b-\$\{x\}`/);
  expect(stacks["production"]?.resources).toEqual([]);
});

test("hidden tags may have ids in their names", () => {
  const { tags, said } = tagged('{ "hidden-link:/subscriptions/s/resourceGroups/g/providers/a/b/c": Resource }');
  expect(said).toEqual([]);
  expect(Object.values(tags ?? {})).toEqual(["Resource"]);
  expect(tagged('{ "a/b": x }').said.join()).toMatch(/reserved-tag Azure takes no tag `a\/b`/);
});

test("a tag that reads like a secret is kept as it reads, and wanted no more once it is there", () => {
  const tags = '{ t: "$${secret:hook}", u: "$${y}" }';
  const text = `kind: ActionGroup\nname: oncall\ntags: ${tags}\nspec: { groupShortName: oncall }\nonly: staging\n`;
  const desired = compiledAs(kinds, [text]).stacks["staging"]?.resources ?? [];
  const as = (t: string): readonly string[] => {
    const live = there({ id: desired[0]?.armId ?? "", tags: { ...ours, "tocsin-tags": "t,u", t, u: "${y}" } });
    return planned({ desired, live: [live], secrets: { hook: "canary" } }).changes.map(inOneLine);
  };
  expect(as("${secret:hook}")).toEqual(["keep"]);
  expect(as("canary")).toEqual(["update tags.t"]);
});
