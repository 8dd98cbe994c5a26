import { expect, test } from "vitest";
import { settle } from "../../../src/core/settings/settings.ts";
import { compiled } from "../../support/compiled.ts";
import { beacon } from "../../support/beacon-kind.ts";

const crew = "kind: Crew\nname: North\nlocation: x\nspec: {}\n";

test("a definition becomes a resource", () => {
  const { stacks, said } = compiled(
    `# a comment\nkind: Beacon\nname: b\nformerly: rg-web/old\nrelease: true\nspec:\n  severity: 1\n  groups: north\n`,
    crew,
  );
  expect(said).toEqual([]);
  const [resource] = stacks["production"]?.resources ?? [];
  const subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
  expect(resource).toMatchObject({
    id: `${subscription}/resourcegroups/rg-bells/providers/test.bells/beacons/b`,
    armId: `${subscription}/resourceGroups/rg-bells/providers/Test.Bells/beacons/b`,
    name: "b",
    kind: "Beacon",
    place: { subscription: subscription.slice("/subscriptions/".length), resourceGroup: "rg-bells" },
    settings: {
      severity: 1,
      groups: [{ name: `${subscription}/resourceGroups/rg-bells/providers/Test.Bells/crews/North` }],
      location: "global",
      enabled: true,
    },
    tags: { costCenter: "4711" },
    references: [`${subscription}/resourcegroups/rg-bells/providers/test.bells/crews/north`],
    moves: { formerly: { resourceGroup: "rg-web", name: "old" }, release: true },
    protect: false,
    at: { file: "a.yaml", line: 2, column: 1 },
  });
  expect(settle(beacon.schema, resource!.settings)).toEqual(resource!.settings);
});

test("a region is the definition's, else the environment's where the kind needs one", () => {
  const { stacks, said } = compiled(
    "kind: Crew\nname: c\nspec: {}\n---\nkind: Crew\nname: d\nspec: {}\nlocation: moon\nonly: production",
  );
  expect(stacks["production"]?.resources.map(({ settings }) => settings["location"])).toEqual(["koreacentral", "moon"]);
  expect(stacks["production"]?.resources.map(({ origin }) => origin(["location"]).layer)).toEqual([
    "workspace",
    "spec",
  ]);
  expect(said).toEqual(["3:1 missing-property `location` is missing [staging]"]);
});

test("a name is looked up in the resource group first", () => {
  const group = (name: string) =>
    `kind: Crew\nname: c\nlocation: x\nresourceGroup: ${name}\nspec: {}\nonly: production\n---\n`;
  const rule = (name: string, more: string) =>
    `kind: Beacon\nname: ${name}\nonly: production\nspec: { severity: 1, groups: c }\n${more}---\n`;
  const { stacks, said } = compiled(
    group("rg-bells") + group("RG-web") + rule("a", "") + rule("b", "resourceGroup: rg-web\n"),
  );
  expect(said).toEqual([]);
  expect(stacks["production"]?.resources.slice(2).map(({ references }) => references[0]?.split("/")[4])).toEqual([
    "rg-bells",
    "rg-web",
  ]);
});

test("ids of resources of the stack are dependencies, others are not", () => {
  const id = "/subscriptions/${subscription}/resourceGroups/RG-bells/providers/Test.Bells/crews/north";
  const { stacks, said } = compiled(
    `kind: Beacon\nname: b\nspec: { severity: 1, scopes: ["${id}", "${id}2"], groups: ["${id}3"] }`,
    crew,
  );
  expect(said).toEqual([]);
  expect(stacks["production"]?.resources[0]?.references.map((reference) => reference.replace(/.*\//, ""))).toEqual([
    "north",
    "north3",
  ]);
});

test("each mistake is told once, with the environments that share it", () => {
  const { said, stacks } = compiled(
    `kind: Beacon
name: b
spec: { severity: 9, treshold: 5, windowSize: 5, query: 5 }
environments: { staging: { spec: { severity: 8 } } }
---
kind: Beacon
name: B
resourceGroup: rg-wbe
tags: { tocsin-stack: x, A: 5 }
adopt: maybe
spec: { severity: 0, groups: [nroth, { name: /x, nte: 1 }] }
---
kind: Beacon
name: c?
formerly: C?
spec: { severity: 0, tags: { a: b } }
---
kind: Beacon
specs: {}
---
kind: Beacon
name: e
spec: { severity: 0 }
---
kind: Beacon
name: E
spec: { severity: 1, conditions: [cpu > x, { "cpu > 1 in C": or D }, cpu] }
---
- a
---
kind: Beacon
name: f
spec: text
only: [prodction]
environments: { stagin: {}, staging: 5 }
lint: { x: y, comment-in-text: {} }
---
kind: Beacon
name: g
name: h
protect: yes
spec: { severity: 1, severity: 2 }
`,
    crew,
  );
  expect(said.join("\n")).toMatchInlineSnapshot(`
    "3:19 illegal-value \`severity: 9\` is more than 4 [production]
    3:22 unknown-property unknown property \`treshold\`; known: \`location\`, \`severity\`, \`enabled\`, \`scopes\`, \`windowSize\`, \`query\`, \`properties\`, \`conditions\`, \`filter\`, \`groups\`
    3:47 illegal-duration \`5\` has no unit; write \`5s\`, \`5m\`, \`5h\` or \`5d\`
    3:57 wrong-type \`query\` is a text, and 5 is a number; write it quoted: \`"5"\`
    4:46 illegal-value \`severity: 8\` is more than 4 [staging]
    8:16 unknown-resource-group \`rg-wbe\` is not among the \`resourceGroups\` of \`production\`, so no plan would look there; did you mean \`rg-web\`? [production]
    8:16 unknown-resource-group \`rg-wbe\` is not among the \`resourceGroups\` of \`staging\`, so no plan would look there; known: \`rg-bells\` [staging]
    9:9 reserved-tag tags that begin with \`tocsin-\` are not yours to set
    9:29 wrong-type \`A\` is a text, and 5 is a number; write it quoted: \`"5"\`
    10:8 illegal-form \`maybe\` is not what \`adopt\` takes: \`true\` for what is nobody's, or \`STACK/ENVIRONMENT\`
    11:46 wrong-reference \`/x\` is no id of a \`Test.Bells/crews\`; such a one ends in \`/providers/Test.Bells/crews/NAME\`
    11:50 unknown-property unknown property \`nte\`; did you mean \`note\`?
    14:7 illegal-name Azure takes no name \`c?\` here: no control characters, none of \`< > % & : \\ ? / # * { } +\`, and no blank or period at the end
    15:11 illegal-value \`C?\` is the name it has now; case does not count in Azure
    16:22 misplaced-property \`tags\` belongs beside \`spec\`, not in it
    18:1 missing-property \`name\` is missing
    19:1 unknown-property unknown property \`specs\`; did you mean \`spec\`?
    23:19 illegal-value severity 0 needs a condition
    26:7 duplicate-resource \`E\` is defined a second time in resource group \`rg-bells\`; the first is at a.yaml:22:7
    27:35 wrong-type \`threshold\` is a number, and \`x\` is a text
    27:44 needs-quotes YAML reads this as a map, because of the \`:\` behind \`C\`; put the word in quotes: \`'C:'\`
    27:70 illegal-form \`cpu\` is no condition such as \`cpu > 5\`
    29:1 wrong-type a definition is a map with \`kind\`, \`name\` and \`spec\`
    33:7 wrong-type \`spec\` wants a map with its properties; here stands the text \`text\`
    34:8 unknown-environment the workspace has no environment \`prodction\`; did you mean \`production\`?
    35:17 unknown-environment the workspace has no environment \`stagin\`; did you mean \`staging\`?
    35:38 wrong-type an environment's part is a map in the shape of the definition, or \`false\` where the definition is not to be there
    36:9 unknown-code there is no code \`x\`
    36:12 wrong-type \`x\` wants a map; here stands the text \`y\`
    36:15 missing-property \`because\` is missing
    40:1 duplicate-key \`name\` stands here a second time; only one can be meant
    41:10 wrong-type \`protect\` is \`true\` or \`false\`, and \`yes\` is a text
    42:22 duplicate-key \`severity\` stands here a second time; only one can be meant"
  `);
  expect(stacks["production"]?.resources.map(({ name }) => name)).toEqual(["North"]);
});

test("names that may stand in a broken file are not missed", () => {
  const rule = "kind: Beacon\nname: b\nspec: { severity: 1, groups: gone }\n";
  expect(compiled(rule).said).toEqual(["3:30 unknown-reference `gone` is not in this stack; it has none of this type"]);
  expect(compiled(rule, "a: [").said).toEqual(["b.yaml:1:5 yaml-syntax a `[` above is never closed with `]`"]);
});

test("a reference to a resource with a mistake is not a second mistake", () => {
  const { said } = compiled(
    "kind: Beacon\nname: b\nspec: { severity: 1, groups: c }",
    "kind: Crew\nname: c\nlocation: x\nspec: { male: x }",
  );
  expect(said).toEqual(["b.yaml:4:9 unknown-property unknown property `male`; did you mean `mail`?"]);
});

test("complaints of later steps find their place through the resource", () => {
  const { stacks } = compiled("kind: Beacon\nname: b\nspec:\n  severity: 1\n  conditions: cpu > 1\n");
  const { locate } = stacks["production"]!.resources[0]!;
  const at = (...path: (string | number)[]) => {
    const { line, column } = locate({ code: "illegal-value", message: "", path });
    return `${line}:${column}`;
  };
  expect([at("severity"), at("conditions", 0, "threshold"), at("enabled"), at("location")]).toEqual([
    "4:13",
    "5:15",
    "4:3",
    "1:1",
  ]);
});
