import fc from "fast-check";
import { expect, test } from "vitest";
import { compiled, settingsOf } from "../../support/compiled.ts";
import { startEffort } from "../../support/effort.ts";

const query = (text: string) =>
  (settingsOf(`spec: { severity: 1, query: ${JSON.stringify(text)} }`) as { query: unknown }).query;

test.each([
  ["a ${town} b", "a Korea Central b"],
  ["${town}", "Korea Central"],
  ["${five} of ${tower.height}", "5 of 12"],
  ["${tower.parts.bell}", "big"],
  [
    "${stack} ${environment} ${subscription} ${resourceGroup}",
    "bells production 00000000-0000-0000-0000-000000000001 rg-bells",
  ],
  ["${data.essentials.x} ${secret:hook}", "${data.essentials.x} ${secret:hook}"],
  ["${secret:hook}", "${secret:hook}"],
  ["$${town} $$${town}", "$${town} $$${town}"],
  ["${escaped}", "$${x}"],
  ["$1 $value {{ $labels.x }} ${ dollar }", undefined],
  ["$1 $value {{ $labels.x }}", "$1 $value {{ $labels.x }}"],
  // A `$` of a value and a `{` behind it must not become a placeholder when the template is opened.
  ["${dollar}{x}", "$${x}"],
  ["a$", "a$"],
])("%s becomes %s", (text, expected) => {
  if (expected === undefined) expect(() => query(text)).toThrow("unknown-placeholder");
  else expect(query(text)).toBe(expected);
});

test("a value that is one variable takes its type, and a list in a list is spliced", () => {
  expect(settingsOf('spec: { severity: 1, scopes: [x, "${towns}", y], properties: "${tower.parts}" }')).toMatchObject({
    scopes: ["x", "seoul", "busan", "y"],
    properties: { bell: "big" },
  });
  expect(settingsOf("spec: { severity: 1, scopes: '${towns}' }")).toMatchObject({ scopes: ["seoul", "busan"] });
});

test("keys are Azure's", () => {
  const settings = settingsOf('spec: { severity: 1, properties: { "Alert ${data.x} ${town}": "${town}" } }');
  expect(settings).toMatchObject({ properties: { "Alert ${data.x} ${town}": "Korea Central" } });
});

test("a variable in a condition is one word, and keeps its type", () => {
  const settings = settingsOf(
    'spec: { severity: 1, conditions: ["cpu > ${five} in ${town} as ${town}", "cpu > 1 in ${five}", "cpu > 2 in x-${five}-${town}"] }',
  );
  expect(settings).toMatchObject({
    conditions: [
      { name: "Korea Central", metric: "cpu", threshold: 5, splits: [{ name: "where", values: ["Korea Central"] }] },
      { name: "Test2", splits: [{ name: "where", values: ["5"] }] },
      { name: "Test3", splits: [{ name: "where", values: ["x-5-Korea Central"] }] },
    ],
  });
});

test("what cannot be filled in is told where it stands", () => {
  const { said } = compiled(`kind: Beacon
name: b-\${secret:hook}
tags: { a: "\${data.x}" }
spec:
  severity: 1
  query: \${twon} and \${five}
  scopes:
    - "\${tower}/x"
    - "\${tower.hight}"
    - "\${five.x}"
    - "\${each.key}"
    - "x \${towns}"
    - "\${secret:hok}"
    - "\${"
    - "\${1}"
    - "\${data}"
    - "\${dollar}\${secret:hook}"
  windowSize: \${towns}
  conditions: ["cpu > \${tower}", "cpu ! \${five}"]
`);
  expect(said.join("\n")).toMatchInlineSnapshot(`
    "2:7 placeholder-not-here \`\${secret:hook}\` cannot stand here: this would be shown to everybody
    3:12 placeholder-not-here \`\${data.x}\` cannot stand here: Azure fills it in when an alert fires
    6:10 unknown-variable there is no variable \`twon\`; did you mean \`\${town}\`?
    8:7 value-in-text \`\${tower}\` is a map, which cannot stand inside a longer text; a part of it is \`\${tower.KEY}\`
    9:7 unknown-variable \`tower\` has no \`hight\`; did you mean \`height\`?
    10:7 unknown-variable \`five\` in \`\${five.x}\` is no map, so there is no \`x\` in it
    11:7 unknown-variable \`\${each.key}\` has a value only in a definition with \`forEach\`
    12:7 value-in-text \`\${towns}\` is a list, which cannot stand inside a longer text
    13:7 unknown-secret there is no secret \`hok\`; did you mean \`hook\`?
    14:7 unknown-placeholder \`\${\` is no variable; the two characters themselves are written \`$\${\`
    15:7 unknown-placeholder \`\${1}\` is no variable; the two characters themselves are written \`$\${\`
    16:7 unknown-placeholder \`\${data}\` is no variable; the two characters themselves are written \`$\${\`
    17:7 unknown-placeholder a \`$\` directly before \`\${secret:hook}\` cannot be written
    18:15 wrong-type \`windowSize\` wants a text; here stands a list
    19:16 value-in-text \`\${tower}\` is a map, which cannot stand inside a longer text; a part of it is \`\${tower.KEY}\`
    19:34 illegal-form \`cpu ! \${five}\` is no condition such as \`cpu > 5\`"
  `);
});

test("`${location}` says why it has no value", () => {
  expect(compiled("kind: Beacon\nname: b\nspec: { severity: 1, query: 'x ${location}' }").said).toMatchInlineSnapshot(`
    [
      "3:29 unknown-variable \`\${location}\` has no value: the environment has no \`location\` [staging]",
    ]
  `);
});

test("any text, escaped, goes through unchanged", () => {
  const parts = fc.array(fc.constantFrom("$", "{", "}", "a", "${", "$${", " ", "data.", "${data.x}", "secret:"), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(parts, (words) => {
      const text = words.join("");
      const escaped = text.replaceAll("${", () => "$${");
      // A `$` directly before an escape reads as the escape of an escape: nobody can write it, and no template has it.
      expect(query(`.${escaped}`)).toBe(`.${escaped}`);
    }),
    { numRuns: 200 },
  );
});

test("each entry of `forEach` makes a resource", () => {
  const { stacks, said } = compiled(`kind: Crew
name: crew-\${each.key}
forEach: \${crews}
location: \${each.value.at}
spec: {}
---
kind: Beacon
name: b-\${each.value}-\${environment}
forEach: [x, y]
spec: { severity: 1, groups: [crew-a] }
environments: { staging: { forEach: [z] } }
`);
  expect(said).toEqual([]);
  expect(stacks["production"]?.resources.map(({ name }) => name)).toEqual([
    "crew-a",
    "crew-b",
    "b-x-production",
    "b-y-production",
  ]);
  expect(stacks["staging"]?.resources.map(({ name, settings }) => [name, settings["location"]])).toEqual([
    ["crew-a", "east"],
    ["b-z-staging", "global"],
  ]);
});

test.each(["forEach: ${five}", "forEach: [a, 1]", "forEach: [a, a]", "forEach: [a, b]", "forEach: ${twons}"])(
  "what is no `forEach`: %s",
  (line) => {
    const { said } = compiled(`kind: Crew\nname: crew\nlocation: x\nspec: {}\n${line}\n`);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^(5:10 (illegal-for-each|unknown-variable)|2:7 duplicate-resource)/);
  },
);

test("a text full of escapes is read in no time", () => {
  const many = "$${".repeat(80_000);
  const effort = startEffort();
  expect(query(many)).toBe(many);
  expect(effort()).toBeLessThan(3000);
});
