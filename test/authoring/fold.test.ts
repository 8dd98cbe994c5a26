import fc from "fast-check";
import { expect, test } from "vitest";
import { documentOf, type Draft } from "../../src/authoring/draft.ts";
import { fold } from "../../src/authoring/fold/fold.ts";
import { load } from "../../src/commands/load.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { readWorkspace } from "../../src/core/language/workspace.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { draft, threshold, vms } from "../support/drafts.ts";
import { runs } from "../support/runs.ts";

/** Drafts, and the documents that are written for them. */
test.each<[string, readonly Draft[], readonly Json[]]>([
  [
    "the same for each is a list",
    [draft("web"), draft("api"), draft("db")],
    [{ forEach: ["web", "api", "db"], name: "${each.key}", spec: { scopes: `${vms}/\${each.key}` } }],
  ],
  [
    "one thing that differs is the value",
    [
      draft("cpu-web", { ...threshold(80), scopes: `${vms}/web` }),
      draft("cpu-api", { ...threshold(90), scopes: `${vms}/api` }),
      draft("cpu-db", { ...threshold(-0.5), scopes: `${vms}/db` }),
    ],
    [
      {
        forEach: { web: 80, api: 90, db: -0.5 },
        name: "cpu-${each.key}",
        spec: { scopes: `${vms}/\${each.key}`, criteria: ["avg Percentage CPU > ${each.value}"] },
      },
    ],
  ],
  [
    "several are called by what they are",
    [
      draft("cpu-web", { ...threshold(80), severity: 1, description: "Look at web-1." }),
      draft("cpu-api", { ...threshold(90), severity: 2, description: "Look at api-1." }),
      draft("cpu-db", { ...threshold(95), severity: 2, description: "Look at db-2." }),
    ],
    [
      {
        forEach: {
          web: { description: 1, severity: 1, threshold: 80 },
        },
        name: "cpu-${each.key}",
        spec: {
          severity: "${each.value.severity}",
          description: "Look at ${each.key}-${each.value.description}.",
        },
      },
    ],
  ],
  [
    "sentences, and what is longer than what is the same, are told as a whole",
    [
      draft("web", {
        description: "Is the web shop open?",
        condition: { "properties.operation": "Microsoft.Web/sites/stop" },
      }),
      draft("api", {
        description: "Is it awake?",
        condition: { "properties.operation": "Microsoft.Compute/disks/delete" },
      }),
      draft("db", {
        description: "Is the data there?",
        condition: { "properties.operation": "Microsoft.Sql/servers/delete" },
      }),
    ],
    [
      {
        forEach: {
          web: { operation: "Microsoft.Web/sites/stop", description: "Is the web shop open?" },
          api: { operation: "Microsoft.Compute/disks/delete", description: "Is it awake?" },
        },
        spec: {
          description: "${each.value.description}",
          condition: { "properties.operation": "${each.value.operation}" },
        },
      },
    ],
  ],
  [
    "numbers are keys with the word they belong to",
    [
      draft("CPU vm-08", { ...threshold(80), scopes: `${vms}/vm-08` }),
      draft("CPU vm-9", { ...threshold(90), scopes: `${vms}/vm-9` }),
      draft("CPU vm-10", { ...threshold(95), scopes: `${vms}/vm-10` }),
    ],
    [
      {
        forEach: { "vm-08": 80, "vm-9": 90, "vm-10": 95 },
        name: "CPU ${each.key}",
        spec: { scopes: `${vms}/\${each.key}` },
      },
    ],
  ],
  [
    "a metric is called one",
    ["in", "out", "both"].map((way, at) =>
      draft(`b-${way}`, { scopes: `${vms}/m${at}`, criteria: [`avg ${way}Bytes > 8`] }),
    ),
    [
      {
        forEach: { in: { metric: "inBytes", virtualMachine: "m0" } },
        spec: { criteria: ["avg ${each.value.metric} > 8"] },
      },
    ],
  ],
  [
    "quoted words of a condition are words",
    [80, 90, 95].map((limit) =>
      draft(`cpu-${limit}`, { scopes: vms, criteria: [`avg 'CPU of it' > ${limit} as '1st one'`] }),
    ),
    [{ forEach: ["80", "90", "95"] }],
  ],
  [
    "numbers stay numbers where the word is not everywhere",
    [
      draft("cpu-1", { scopes: `${vms}/a-1` }),
      draft("cpu-2", { scopes: `${vms}/a-2` }),
      draft("cpu-3", { scopes: `${vms}/a-3` }),
    ],
    [{ forEach: ["1", "2", "3"], name: "cpu-${each.key}", spec: { scopes: `${vms}/a-\${each.key}` } }],
  ],
])("%s", (_, drafts, expected) => {
  expect(fold(drafts).map(documentOf)).toMatchObject(expected);
});

test("what differs in too much is parted by what has the fewest values", () => {
  const memory = (name: string): Draft =>
    draft(`mem-${name}`, {
      scopes: `${vms}/${name}`,
      criteria: ["min Available Memory Bytes < 1e9"],
      description: "Memory is low",
      windowSize: "15m",
      severity: 3,
    });
  const machines = ["web", "api", "db", "cache"];
  const folded = fold(machines.flatMap((name) => [draft(name), memory(name)]));
  expect(folded.map(({ name, forEach }) => [name, forEach])).toEqual([
    ["${each.key}", machines],
    ["mem-${each.key}", machines],
  ]);
});

const workspace = readWorkspace({
  path: "tocsin.yaml",
  text: `stack: shop
rules: [rules/*.yaml]
variables: { web: /subscriptions/s/x, dollar: "$" }
environments: { prod: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg, location: koreacentral } }
`,
}).value;

/** Resources by name, and what was said. JSON is YAML. */
function compiled(drafts: readonly Draft[]): unknown {
  if (workspace === undefined) throw new Error("the workspace of the test is broken");
  const files = drafts.map((one, index) => ({ path: `${index}.yaml`, text: JSON.stringify(documentOf(one)) }));
  const { environments } = workspace;
  const { stacks, diagnostics } = load({ workspace, files, diagnostics: [], environments, kinds, today: "2026-11-20" });
  const resources = stacks.flatMap(({ stack }) => stack.resources);
  return {
    resources: resources
      .map(({ id, name, settings, tags, arm, moves, protect }) => ({ id, name, settings, tags, arm, moves, protect }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    said: new Set(diagnostics.map(({ code, message }) => `${code} ${message}`)),
  };
}

const word = fc.constantFrom(
  "web",
  "api",
  "db-1",
  "db-2",
  "a b",
  "1",
  "2",
  "10",
  "Korea",
  "x.y",
  "지연",
  "a_b",
  "$",
  "it's",
);
const text = fc.array(fc.oneof(word, fc.constantFrom(" ", "-", "/", "$${x}", "${web}", "${data.x}", "%", "'q'")), {
  minLength: 1,
  maxLength: 5,
});
const number = fc.oneof(fc.integer({ min: -5, max: 100 }), fc.constantFrom(0.5, 80.25, 1e9));
const condition = fc
  .tuple(
    fc.constantFrom("avg", "max"),
    fc.constantFrom("cpu", "Percentage CPU"),
    number,
    fc.constantFrom(
      "",
      " where Node includes a",
      " where Node includes 'a b'",
      " where Node includes x or 'c d'",
      " where Node includes b",
    ),
  )
  .map(([aggregation, metric, limit, split]) => `${aggregation} ${metric} > ${limit}${split}`);

const variants = fc.record({
  description: fc.oneof(
    fc.constant("same"),
    text.map((parts) => parts.join("")),
  ),
  severity: fc.constantFrom(0, 2),
  criteria: condition,
  team: fc.constantFrom("a", "b", "1", "true", "$"),
  arm: fc.constantFrom<JsonObject>(
    { properties: { x: 1 } },
    { properties: { x: "1" } },
    { properties: { x: "${web}" } },
  ),
});

/** Rules that somebody has made of one another, and then changed a little. */
const randomDrafts = fc
  .uniqueArray(
    fc.tuple(
      fc.tuple(fc.constantFrom("cpu-", "m ", ""), word, fc.constantFrom("", "-high")).map((parts) => parts.join("")),
      variants,
      fc.nat({ max: 9 }),
      fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 5 }),
    ),
    { minLength: 3, maxLength: 9, selector: ([name]) => name.toLowerCase() },
  )
  .map((made) =>
    made.map(([name, own, guarded, chances]) => {
      const [, usual = own] = made[0] ?? [];
      const [d, s, c, t, a] = chances.map((chance) => (chance === 0 ? own : usual));
      return draft(
        name,
        {
          description: d?.description ?? "",
          severity: s?.severity ?? 0,
          criteria: [c?.criteria ?? ""],
          scopes: `${vms}/${encodeURIComponent(name)}`,
        },
        { tags: { team: t?.team ?? "" }, arm: a?.arm ?? {}, ...(guarded === 0 ? { protect: true } : {}) },
      );
    }),
  );

let foldedAtAll = 0;

test("what is folded is what was there, to the letter, and stands for the same resources", () => {
  fc.assert(
    fc.property(randomDrafts, (drafts) => {
      const folded = fold(drafts);
      foldedAtAll += folded.length < drafts.length ? 1 : 0;
      expect(compiled(folded)).toEqual(compiled(drafts));
      expect(folded.flatMap(({ ids }) => ids).toSorted()).toEqual(drafts.flatMap(({ ids }) => ids).toSorted());
    }),
    runs(300),
  );
  // Otherwise the law would be one about nothing.
  expect(foldedAtAll).toBeGreaterThan(50);
});
