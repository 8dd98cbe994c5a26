import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, rules, tocsin, workspace } from "./tocsin.ts";

/** Every way to get it wrong ends in words, a place and an exit code; never in a stack. */
function withRules(text: string | Buffer) {
  return { "tocsin.yaml": workspace, "rules/a.yaml": text };
}

describe("mistakes in the files are exit code 1, with a place and a code", () => {
  test.each<[string, Readonly<Record<string, string | Buffer>>, RegExp]>([
    ["broken YAML", withRules("kind: [\nname: x"), /^rules\/a\.yaml:\d+:\d+ error .*\[yaml-syntax\]/m],
    [
      "an unknown property",
      withRules(rules.replace("severity: 2", "severety: 2")),
      /^rules\/a\.yaml:10:3 error .*`severity`\?  \[unknown-property\]/m,
    ],
    [
      "a wrong type",
      withRules(rules.replace("severity: 2", "severity: two")),
      /^rules\/a\.yaml:10:13 error .*\[wrong-type\]/m,
    ],
    [
      "an unknown variable",
      withRules(rules.replace("${vm}", "${vn}")),
      /^rules\/a\.yaml:11:11 error .*`\$\{vm\}`\?\s+\[unknown-variable\]/m,
    ],
    ["an unknown secret", withRules(rules.replace("admin@company.com", '"${secret:slak}"')), /\[unknown-secret\]/],
    [
      "an unknown kind",
      withRules(rules.replace("MetricAlert", "MetrikAlert")),
      /^rules\/a\.yaml:7:7 error .*`MetricAlert`\?\s+\[unknown-kind\]/m,
    ],
    ["a resource twice", withRules(`${rules}---\n${rules}`), /\[duplicate-resource\]/],
    [
      "a dangling reference",
      withRules(rules.replace("actionGroups: oncall", "actionGroups: onkall")),
      /`oncall`\?\s+\[unknown-reference\]/,
    ],
    [
      "an illegal window",
      withRules(rules.replace("windowSize: 5m", "windowSize: 7m")),
      /^rules\/a\.yaml:12:15 error .*\[illegal-value\]/m,
    ],
    [
      "an unknown environment in a rule",
      withRules(rules.replace("staging:", "stagin:")),
      /`staging`\?\s+\[unknown-environment\]/,
    ],
    [
      "a folder without rules",
      { "tocsin.yaml": workspace, "rules/readme.md": "" },
      /^tocsin\.yaml:1:1 error no file[^]*or begin with `tocsin\s+import`\s+\[no-rule-files\]/m,
    ],
    ["an alias bomb", withRules(bomb()), /\[too-many-aliases\]/],
    [
      "a file of 50 MB",
      withRules(Buffer.alloc(50_000_000, "#")),
      /^rules\/a\.yaml:1:1 error a file of 50 MB is not read.*\[file-too-large\]/m,
    ],
    ["a file that is not UTF-8", withRules(Buffer.from("name: caf\xe9", "latin1")), /\[not-utf-8\]/],
    [
      "a broken workspace",
      { "tocsin.yaml": "stack: [", "rules/a.yaml": rules },
      /^tocsin\.yaml:\d+:\d+ error .*\[yaml-syntax\]/m,
    ],
    ["an empty workspace", { "tocsin.yaml": "" }, /^tocsin\.yaml:1:1 error/m],
  ])("%s", async (_what, files, expected) => {
    const { code, out, err } = await tocsin(folderWith(files), ["validate"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out.replaceAll(/\n {4}/g, " ")).toMatch(expected);
    expect(out).not.toMatch(/^\s+at .*\.ts:/m);
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    const folder = folderWith(withRules(rules));
    chmodSync(join(folder, "rules/a.yaml"), 0);
    const { code, out } = await tocsin(folder, ["validate"]);
    expect(code).toBe(1);
    expect(out).toContain("[unreadable-file]");
  });

  test("a complaint shows the line it is about", async () => {
    const { out } = await tocsin(folderWith(withRules(rules.replace("actionGroups: oncall", "actionGroups: onkall"))), [
      "validate",
    ]);
    expect(out).toMatch(/^ {2}16 │ {3}actionGroups: onkall\n {5}│ {17}\^~~~~~$/m);
  });

  test("the marks reach over a colon inside a word", async () => {
    const { out } = await tocsin(folderWith(withRules(rules.replace("windowSize: 5m", "windowSize: 22:00"))), [
      "validate",
    ]);
    expect(out).toMatch(/^ {2}12 │ {3}windowSize: 22:00\n {5}│ {15}\^~~~~$/m);
  });

  test("an unreadable workspace is told as JSON too", async () => {
    const { code, out } = await tocsin(folderWith({ "tocsin.yaml": "stack: [" }), ["plan", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      command: "workspace",
      diagnostics: [{ code: "yaml-syntax" }],
    });
  });
});

function bomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let index = 1; index < 12; index++)
    lines.push(`a${index}: &a${index} [${Array.from({ length: 10 }, () => `*a${index - 1}`).join(", ")}]`);
  return lines.join("\n");
}

describe("wrong usage is exit code 64, and standard output stays empty", () => {
  const files = { "tocsin.yaml": workspace, "rules/a.yaml": rules };
  test.each<[string, readonly string[], RegExp]>([
    ["no command", [], /Usage: tocsin COMMAND/],
    ["a misspelt command", ["plna"], /unknown command 'plna'\n\(Did you mean plan\?\)/],
    ["a misspelt option", ["plan", "--enviroment", "x"], /\(Did you mean --environment\?\)/],
    ["a format there is none", ["validate", "--format", "xml"], /Allowed choices are text, json/],
    ["an option without its value", ["plan", "--out"], /argument missing/],
    ["too many arguments", ["show", "a", "b"], /too many arguments/],
    ["which environment?", ["plan"], /which environment\? Say `-e` and one of: production, staging/],
    [
      "an environment there is none",
      ["plan", "-e", "prodution"],
      /no environment `prodution`; did you mean `production`\?/,
    ],
    [
      "an environment there is none, for validate",
      ["validate", "-e", "x"],
      /no environment `x`; known: `production`, `staging`/,
    ],
    ["a path that is no rule file", ["validate", "rules/b.yaml"], /`rules\/b.yaml` is none of the files/],
    [
      "a workspace there is none",
      ["validate", "--workspace", "other.yaml"],
      /`other.yaml`; `--workspace` is a workspace file/,
    ],
    ["apply where nobody can be asked", ["apply", "-e", "production"], /say `--yes`/],
    ["a port there is none", ["emulator", "--port", "x"], /A port is a number/],
    [
      "an endpoint that is none",
      ["plan", "-e", "production", "--endpoint", "localhost:8080"],
      /--endpoint: endpoint `localhost:8080` is no address: write it as https:\/\/HOST/,
    ],
    [
      "an endpoint on another machine without TLS",
      ["apply", "-e", "production", "--yes", "--endpoint", "http://10.0.0.1"],
      /`http:\/\/10\.0\.0\.1` is plain http to another machine: use https/,
    ],
    ["a fault that is none", ["emulator", "--port", "0", "--fault", "x"], /a fault is METHODS TARGET EFFECT/],
    [
      "a plan file that is none",
      ["apply", "-e", "production", "--yes", "--plan", "tocsin.yaml"],
      /`tocsin.yaml` is no JSON/,
    ],
    [
      "a plan file that is not there",
      ["apply", "-e", "production", "--yes", "--plan", "p.json"],
      /there is no such file/,
    ],
  ])("%s", async (_what, args, expected) => {
    const { code, out, err } = await tocsin(folderWith(files), args);
    expect({ code, out }).toEqual({ code: 64, out: "" });
    expect(err).toMatch(expected);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test("no workspace: what was looked for, and where, and how to begin", async () => {
    const folder = folderWith({ "deep/er/x": "" });
    const { code, err } = await tocsin(join(folder, "deep/er"), ["plan"]);
    expect(code).toBe(64);
    expect(err).toContain(
      `tocsin.yaml was looked for in\n  ${join(folder, "deep/er")}\n  ${join(folder, "deep")}\n  ${folder}\n`,
    );
    expect(err).toContain("tocsin init");
  });
});

describe("what is right is exit code 0", () => {
  test("the workspace is found from below, and paths are those of the current folder", async () => {
    const folder = folderWith({
      "tocsin.yaml": workspace,
      "rules/a.yaml": rules.replace("severity: 2", "severity: 9"),
    });
    mkdirSync(join(folder, "rules/deep"));
    const { code, out } = await tocsin(join(folder, "rules/deep"), ["validate"]);
    expect({ code, place: out.split(" ", 1)[0] }).toEqual({ code: 1, place: "../a.yaml:10:13" });
  });

  test("a path limits what is told, not what is compiled", async () => {
    const folder = folderWith({ "tocsin.yaml": workspace, "rules/a.yaml": rules, "rules/b.yaml": "kind: Nonsense" });
    expect(await tocsin(folder, ["validate", "rules/a.yaml"])).toMatchObject({
      code: 0,
      out: "✓ valid: 2 definitions in 1 file; resources: production 2, staging 2\n",
    });
    expect(await tocsin(folder, ["validate", "rules"])).toMatchObject({ code: 1 });
    expect(await tocsin(folder, ["validate", "rules/b.yaml"])).toMatchObject({ code: 1 });
  });

  test("help and version go to standard output", async () => {
    expect(await tocsin(folderWith({}), ["--version"])).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await tocsin(folderWith({}), ["plan", "--help"])).toMatchObject({ code: 0, err: "" });
  });
});

describe("init", () => {
  test("writes what validates at once, and shows the commands to go on with", async () => {
    const folder = folderWith({});
    const written = await tocsin(folder, ["init"]);
    expect(written).toMatchObject({ code: 0, err: "" });
    expect(written.out.match(/^ {2}tocsin \w+/gm)).toEqual([
      "  tocsin validate",
      "  tocsin show",
      "  tocsin plan",
      "  tocsin import",
    ]);
    expect(await tocsin(folder, ["validate"])).toMatchObject({
      code: 0,
      out: "✓ valid: 2 definitions in 1 file; resources: production 2\n",
    });
  });

  test("writes over nothing", async () => {
    const folder = folderWith({ "tocsin.yaml": workspace });
    const { code, out } = await tocsin(folder, ["init"]);
    expect(code).toBe(0);
    expect(out).toContain("· kept  tocsin.yaml");
    expect(existsSync(join(folder, "rules/first.yaml"))).toBe(false);
    expect(existsSync(join(folder, ".tocsin/schemas/definition.json"))).toBe(true);
  });
});
