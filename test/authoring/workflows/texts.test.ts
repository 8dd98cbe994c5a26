import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { triggerPaths } from "../../../src/authoring/workflows/paths.ts";
import { releaseOf } from "../../../src/authoring/workflows/release-of.ts";
import { suffixOf, type WorkflowSetting } from "../../../src/authoring/workflows/setting.ts";
import { writeWorkflows } from "../../../src/authoring/workflows/workflows.ts";
import { plainName } from "../../../src/core/language/envelope.ts";
import { breaches } from "./house-rules.ts";

const setting: WorkflowSetting = {
  environments: ["production"],
  secrets: [],
  folder: "",
  rules: ["rules/**/*.yaml"],
  branch: "main",
  tool: { from: "release", name: "company/tocsin", version: "1.2.3" },
};

const settings = fc.record({
  environments: fc.uniqueArray(fc.stringMatching(new RegExp(plainName.pattern, "u")), { minLength: 1, maxLength: 4 }),
  secrets: fc.uniqueArray(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]*$/), { maxLength: 3 }),
  // No folder holds these, and an expression in one would be the law's own.
  folder: fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !/[\p{Cc}/\\$]/u.test(text)),
  rules: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 }),
  branch: fc.stringMatching(/^[a-z'"#: -]+$/),
});

interface Read {
  readonly name: string;
  readonly on: Readonly<
    Record<string, { readonly branches?: readonly string[]; readonly workflows?: readonly string[] }>
  >;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly strategy?: { readonly matrix: { readonly environment: unknown } };
        readonly steps: readonly {
          readonly uses?: string;
          readonly with?: Readonly<Record<string, unknown>>;
          readonly env?: Readonly<Record<string, string>>;
        }[];
      }
    >
  >;
}

test("whatever environments, secrets, folders and patterns are called, YAML says it back and no rule is broken", () => {
  fc.assert(
    fc.property(settings, (some) => {
      const [check, plan, apply, drift, comment] = writeWorkflows({ ...setting, ...some }).map(({ text }) => {
        expect(breaches(text)).toEqual([]);
        return parse(text) as Read;
      });
      expect(comment?.on["workflow_run"]?.workflows).toEqual([check?.name]);
      expect(apply?.on["push"]?.branches).toEqual([some.branch]);
      expect(plan?.jobs["plan"]?.strategy?.matrix.environment).toEqual(some.environments);
      for (const workflow of [check, plan, apply, drift]) {
        const ours = Object.values(workflow?.jobs ?? {}).flatMap(({ steps }) =>
          steps.filter(({ uses }) => uses?.startsWith("company/") === true),
        );
        expect(ours.map((step) => step.with?.["workspace"] ?? "")).toEqual([some.folder]);
        expect(ours.map((step) => Object.keys(step.env ?? {}))).toEqual([workflow === check ? [] : some.secrets]);
      }
    }),
  );
});

describe("what has to change for an apply to run", () => {
  const own = (suffix: string): string => `.github/workflows/tocsin-apply${suffix}.yml`;
  test.each([
    ["", ["rules/**/*.yaml"], ["rules/**/*.yaml", "tocsin.yaml", own("")]],
    ["", ["./*.yaml", "a.yaml"], ["*.yaml", "a.yaml", "tocsin.yaml", own("")]],
    [
      "alerts/web",
      ["*.yaml", "../base/*.yaml"],
      ["alerts/web/*.yaml", "alerts/base/*.yaml", "alerts/web/tocsin.yaml", own("-alerts-web")],
    ],
    // What GitHub would read otherwise, or never finds: then everything counts.
    ["", ["teams/{a,b}.yaml"], []],
    ["", ["file?.yaml"], []],
    ["", ["!rules/x.yaml"], []],
    ["", ["/etc/rules/*.yaml"], []],
    ["alerts", ["../../other/*.yaml"], []],
    ["[web]", ["*.yaml"], []],
  ])("in the folder %j with %j", (folder, rules, expected) => {
    expect(triggerPaths("apply", { ...setting, folder, rules })).toEqual(expected);
  });
});

test.each([
  ["", ""],
  ["alerts", "-alerts"],
  ["services/web shop", "-services-web-shop"],
  ["알림", "-알림"],
  ["!?", "-workspace"],
])("files of a workspace in %j are called after it", (folder, suffix) => {
  expect(suffixOf({ folder })).toBe(suffix);
});

test.each([
  [undefined, "OWNER/tocsin"],
  ["github:company/tocsin", "company/tocsin"],
  ["company/alerts.tool", "company/alerts.tool"],
  [{ url: "git+https://github.com/company/tocsin.git" }, "company/tocsin"],
  ["git+ssh://git@github.com/company/tocsin.git", "company/tocsin"],
  ["https://example.com/company/tocsin", "OWNER/tocsin"],
  [{}, "OWNER/tocsin"],
])("the release of a copy whose repository is %j is %s", (repository, name) => {
  expect(releaseOf({ version: "1.2.3", ...(repository === undefined ? {} : { repository }) })).toEqual({
    name,
    version: "1.2.3",
  });
});
