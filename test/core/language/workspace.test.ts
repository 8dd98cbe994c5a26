import { expect, test } from "vitest";
import { readWorkspace } from "../../../src/core/language/workspace.ts";
import { printed, workspaceOf, workspaceText } from "../../support/compiled.ts";

const said = (text: string) => readWorkspace({ path: "a.yaml", text }).diagnostics.map(printed);

const production = "production: { subscription: 00000000-0000-0000-0000-000000000001, resourceGroup: rg }";
const least = `stack: s\nrules: rules/*.yaml\nenvironments: { ${production} }\n`;

test("a workspace with the least in it", () => {
  expect(workspaceOf(least)).toMatchObject({
    stack: "s",
    rules: ["rules/*.yaml"],
    guard: { maximumDeletes: { percent: 30 }, unreviewed: "apply" },
    lint: {},
    environments: [
      {
        name: "production",
        stack: "s",
        resourceGroups: ["rg"],
        cloud: "public",
        tags: {},
        variables: {},
        secrets: {},
        at: { file: "tocsin.yaml", line: 3, column: 17 },
      },
    ],
  });
});

test("an environment's own variables, secrets and tags", () => {
  const { environments } = workspaceOf(
    `${least}
variables: { a: "\${b}/x", b: "\${environment}", n: 1, list: ["\${a}", "\${n}"], map: { k: "\${n}" }, whole: "\${list}", town: "\${map.k}" }
secrets: { s: { env: S }, t: { live: true } }
`.replace(
      production,
      `${production.slice(0, -1)}, variables: { b: own, n: 2 }, secrets: { s: { env: OWN } }, tags: { a: "1" }, location: korea, cloud: usgovernment, resourceGroups: [RG, web] }`,
    ),
  );
  expect(environments[0]).toMatchObject({
    variables: { a: "own/x", b: "own", n: 2, list: ["own/x", 2], map: { k: 2 }, whole: ["own/x", 2], town: 2 },
    secrets: { s: { env: "OWN" }, t: { live: true } },
    tags: { a: "1" },
    location: "korea",
    cloud: "usgovernment",
    resourceGroups: ["rg", "web"],
  });
});

test.each([
  ["retired: true", true],
  ["retired: false", undefined],
])("an environment with `%s`", (written, retired) => {
  const { environments } = workspaceOf(least.replace(production, `${production.slice(0, -1)}, ${written} }`));
  expect(environments.map((environment) => environment.retired)).toEqual([retired]);
});

test.each([
  ["30%", { percent: 30 }],
  ["12.5 %", { percent: 12.5 }],
  ["5", { count: 5 }],
  ["0%", { percent: 0 }],
])("guard.maximumDeletes: %s", (written, maximumDeletes) => {
  expect(workspaceOf(`${least}guard: { maximumDeletes: ${written}, unreviewed: stop }`).guard).toEqual({
    maximumDeletes,
    unreviewed: "stop",
  });
});

test("another cloud by its address", () => {
  const cloud = "{ resourceManager: https://arm.example, audience: https://a }";
  const { environments } = workspaceOf(least.replace("resourceGroup: rg", `resourceGroup: rg, cloud: ${cloud}`));
  expect(environments[0]?.cloud).toEqual({ resourceManager: "https://arm.example", audience: "https://a" });
});

const mistakes = [
  ["nothing", ""],
  ["a list", "- a"],
  ["an empty map", "stacks: a"],
  ["no environment", "stack: s\nrules: a\nenvironments: {}"],
  ["two documents", `${least}---\na: 1`],
  ["names that are no part of a tag", least.replace("stack: s", "stack: a/b").replace("production:", '"pro duction":')],
  ["a subscription's name", least.replace("00000000-0000-0000-0000-000000000001", "my-subscription")],
  ["a resource group with a slash", least.replace(": rg", ": a/b")],
  ["groups twice", least.replace(": rg", ": rg, resourceGroups: [web, WEB]")],
  ["a cloud nobody has", least.replace(": rg", ": rg, cloud: mars")],
  ["a cloud without an address", least.replace(": rg", ": rg, cloud: { audience: x }")],
  ["names of variables", `${least}variables: { data: 1, each: 2, secret: 3, stack: 4, "a b": 5, ok: 6 }`],
  ["a circle of variables", `${least}variables: { a: "\${b}", b: "x\${c}", c: ["\${a}"], d: "\${d}" }`],
  [
    "unknown names in variables",
    `${least}variables: { a: "\${cluser}", cluster: x, b: "\${secret:x}", c: "\${each.key}", d: "\${" }`,
  ],
  [
    "secrets",
    `${least}secrets: { a: { keyVault: "https://kv/secrets/a" }, b: {}, c: { env: A, live: true }, "d e": { env: A }, f: { env: A-B }, g: { evn: A }, h: A }`,
  ],
  ["a guard that is none", `${least}guard: { maximumDeletes: half, unreviewed: maybe }`],
  ["a guard of more than everything", `${least}guard: { maximumDeletes: 200% }`],
  ["codes", `${least}lint: { unlisted-regoin: off, unknown-kind: off, comment-in-text: of }`],
  ["tags", `${least.replace(": rg", ": rg, tags: { tocsin-stack: x, a: 1, 'b/c': d }")}`],
  ["a misspelt property", `${least}varables: { a: 1 }`],
] as const;

test("a workspace with a mistake is none, and the mistake is told", () => {
  const told = mistakes.flatMap(([name, text]) => {
    const { value, diagnostics } = readWorkspace({ path: "a.yaml", text });
    expect(value).toBeUndefined();
    return [`# ${name}`, ...diagnostics.map(printed)];
  });
  expect(told.join("\n")).toMatchInlineSnapshot(`
    "# nothing
    1:1 missing-property the workspace is empty; it wants \`stack\`, \`rules\` and \`environments\`
    # a list
    1:1 wrong-type a workspace is a map with \`stack\`, \`rules\` and \`environments\`
    # an empty map
    1:1 missing-property \`rules\` is missing
    1:1 missing-property \`environments\` is missing
    1:1 unknown-property unknown property \`stacks\`; did you mean \`stack\`?
    # no environment
    1:1 missing-property \`environments\` is missing
    # two documents
    5:1 wrong-type a workspace is one document; this is a second one
    # names that are no part of a tag
    1:8 illegal-value \`stack: a/b\` is not what is wanted here: 1 to 64 letters, digits, \`-\`, \`_\` and \`.\`, the first and the last a letter or digit
    3:17 illegal-name \`pro duction\` cannot be an environment: 1 to 64 letters, digits, \`-\`, \`_\` and \`.\`, the first and the last a letter or digit
    # a subscription's name
    3:45 illegal-value \`subscription: my-subscription\` is not what is wanted here: the subscription's id, such as \`00000000-0000-0000-0000-000000000000\`
    # a resource group with a slash
    3:98 illegal-value \`resourceGroup: a/b\` is not what is wanted here: the name of a resource group
    # groups twice
    3:124 illegal-value \`WEB\` stands here twice; case does not count
    # a cloud nobody has
    3:109 illegal-form there is no cloud \`mars\`; wanted: \`public\`, \`usgovernment\`, \`china\`, or \`{ resourceManager: URL }\`
    # a cloud without an address
    3:102 missing-property \`resourceManager\` is missing: the address of Azure Resource Manager
    # names of variables
    4:14 reserved-variable \`data\` means something already in \`\${data}\`; give the variable another name
    4:23 reserved-variable \`each\` means something already in \`\${each}\`; give the variable another name
    4:32 reserved-variable \`secret\` means something already in \`\${secret}\`; give the variable another name
    4:43 reserved-variable \`stack\` means something already in \`\${stack}\`; give the variable another name
    4:53 illegal-name \`a b\` cannot be a variable: letters, digits, \`_\` and \`-\`, the first a letter
    # a circle of variables
    4:17 variable-cycle a variable cannot be made of itself: \`a\` → \`b\` → \`c\` → \`a\`
    4:28 value-in-text \`\${c}\` is a list, which cannot stand inside a longer text
    4:53 variable-cycle a variable cannot be made of itself: \`d\` → \`d\`
    # unknown names in variables
    4:17 unknown-variable there is no variable \`cluser\`; did you mean \`\${cluster}\`?
    4:45 unknown-secret there is no secret \`x\`; the workspace has no \`secrets\`
    4:63 unknown-variable \`\${each.key}\` has a value only in a definition with \`forEach\`
    4:81 unknown-placeholder \`\${\` is no variable; the two characters themselves are written \`$\${\`
    # secrets
    4:116 illegal-value \`env: A-B\` is not what is wanted here: the name of an environment variable
    4:128 unknown-property unknown property \`evn\`; did you mean \`env\`?
    4:141 wrong-type \`h\` wants \`{ env: NAME }\`, \`{ keyVault: https://VAULT.vault.azure.net/secrets/NAME }\` or \`{ live: true }\`; here stands the text \`A\`
    4:27 secret-source-unsupported \`kv\` is no key vault of a cloud of Microsoft's, and nothing is signed in to there; write \`https://VAULT.vault.azure.net/secrets/NAME\`, and \`/VERSION\` behind it for one that stays
    4:56 missing-property a secret has a source: \`{ env: NAME }\`, \`{ keyVault: https://VAULT.vault.azure.net/secrets/NAME }\` or \`{ live: true }\`
    4:63 illegal-value \`c\` has more than one source; only one can be meant
    4:87 illegal-name \`d e\` cannot be a secret: letters, digits, \`_\`, \`-\` and \`.\`
    # a guard that is none
    4:26 illegal-form \`half\` is neither a share such as \`30%\` nor a number
    4:44 illegal-value \`unreviewed: maybe\` is not known here; known: \`apply\`, \`stop\`
    # a guard of more than everything
    4:26 illegal-form \`200%\` is neither a share such as \`30%\` nor a number
    # codes
    4:67 illegal-value \`comment-in-text: of\` is not known here; did you mean \`off\`?
    4:9 unknown-code there is no code \`unlisted-regoin\`; did you mean \`unlisted-region\`?
    4:31 unswitchable-code \`unknown-kind\` is an error, which cannot be switched
    # tags
    3:130 wrong-type \`a\` is a text, and 1 is a number; write it quoted: \`"1"\`
    3:110 reserved-tag tags that begin with \`tocsin-\` are not yours to set
    3:133 reserved-tag Azure takes no tag \`b/c\`: at most 512 characters, none of \`< > % & \\ ? /\`
    # a misspelt property
    4:1 unknown-property unknown property \`varables\`; did you mean \`variables\`?"
  `);
});

test("the workspace of the tests is right", () => {
  expect(said(workspaceText)).toEqual([]);
});
