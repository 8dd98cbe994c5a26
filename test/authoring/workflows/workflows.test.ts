import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { WorkflowSetting } from "../../../src/authoring/workflows/setting.ts";
import { writeWorkflows } from "../../../src/authoring/workflows/workflows.ts";
import { initGithub } from "../../../src/commands/init-github.ts";
import { readWorkspace } from "../../../src/core/language/workspace.ts";
import { factsOfOurs } from "./facts-of-actions.ts";
import { breaches } from "./house-rules.ts";
import { judge } from "./judge.ts";
import { switchedOn } from "./switched-on.ts";

const release = { from: "release", name: "company/tocsin", version: "1.2.3" } as const;

/** Workspaces as there are: small, with everything, and one among much else. */
const shapes: Readonly<Record<string, WorkflowSetting>> = {
  small: {
    environments: ["production"],
    secrets: [],
    folder: "",
    rules: ["rules/**/*.yaml"],
    branch: "main",
    tool: release,
  },
  large: {
    environments: ["production", "staging", "eu-west.2"],
    secrets: ["SLACK_WEBHOOK_URL", "PAGER_KEY"],
    folder: "",
    rules: ["rules/**/*.yaml", "teams/{a,b}.yaml"],
    branch: "trunk",
    tool: release,
  },
  "in-a-folder": {
    environments: ["production", "staging"],
    secrets: ["SLACK_WEBHOOK_URL"],
    folder: "services/web shop/alerts",
    rules: ["./*.yaml", "../base/*.yaml"],
    branch: "main",
    tool: release,
  },
  hostile: {
    environments: ["true", "1.0"],
    secrets: ["_x"],
    folder: "a: [b] # ${{ github.token }} 'c' \"d\"",
    rules: ["*.yaml"],
    branch: "on/off: #1",
    tool: release,
  },
};

describe.each(Object.entries(shapes))("the workflows of a workspace that is %s", (shape, setting) => {
  test.each(writeWorkflows(setting))("$path: GitHub's own language service finds nothing", async ({ text }) => {
    expect(await judge(text)).toEqual([]);
    expect(await judge(switchedOn(text))).toEqual([]);
  });

  test.each(writeWorkflows(setting))("$path: keeps the rules of the house", ({ text }) => {
    expect(breaches(text)).toEqual([]);
    expect(breaches(switchedOn(text))).toEqual([]);
  });

  test.skipIf(shape === "hostile")("read as these files say", async () => {
    for (const { path, text } of writeWorkflows(setting))
      await expect(text).toMatchFileSnapshot(`../../golden/init/${shape}/${basename(path)}`);
  });
});

const workspace = readWorkspace({ path: "tocsin.yaml", text: readFileSync("tocsin.yaml", "utf8") }).value;

/** This repository's own are written by the same hand: `npx vitest run test/authoring/workflows -u`. */
test("the workflows of our own definitions are those that `init` writes, with the action out of the checkout", async () => {
  if (workspace === undefined) throw new Error("our own workspace is broken");
  const own = initGithub({
    workspace,
    folder: "",
    branch: "main",
    tool: { from: "checkout", signedInWhere: "AZURE_TENANT_ID" },
  });
  for (const { path, text } of own.filter((file) => file.path.endsWith(".yml")))
    await expect(text).toMatchFileSnapshot(`../../../${path}`);
});

test.each(globSync(".github/workflows/*.yml").toSorted())(
  "%s: nothing is found, and the rules of the house are kept",
  async (path) => {
    const text = readFileSync(path, "utf8");
    expect(await judge(text)).toEqual([]);
    expect(await judge(switchedOn(text))).toEqual([]);
    expect([...breaches(text), ...breaches(switchedOn(text))]).toEqual([]);
  },
);

describe.runIf(existsSync("action.yml"))("action.yml", () => {
  const text = existsSync("action.yml") ? readFileSync("action.yml", "utf8") : "";
  test("GitHub's own language service finds nothing", async () => {
    expect(await judge(text, "action")).toEqual([]);
  });

  test("takes and gives what the workflows count on", () => {
    const { inputs, outputs } = parse(text) as Readonly<Record<"inputs" | "outputs", object>>;
    expect({ inputs: Object.keys(inputs), outputs: Object.keys(outputs) }).toEqual(factsOfOurs);
  });
});
