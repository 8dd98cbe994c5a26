import { describe, expect, test } from "vitest";
import { readInputs } from "../../src/action/inputs.ts";
import { folderWith } from "../cli/tocsin.ts";
import { plainEvent } from "./events.ts";
import { runAction } from "./runner.ts";

function env(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}

function mistakes(inputs: Readonly<Record<string, string>>): readonly string[] {
  try {
    readInputs(env(inputs));
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
}

test("what is not given is as action.yml says", () => {
  expect(readInputs(env({ command: "plan", environment: "", heal: " ", "github-token": "t" }))).toEqual({
    command: "plan",
    environment: undefined,
    workspace: undefined,
    token: "t",
    clientId: undefined,
    tenantId: undefined,
    comment: "always",
    digest: undefined,
    heal: false,
    adopt: false,
    label: "tocsin-drift",
    report: undefined,
    endpoint: undefined,
    verbose: false,
  });
});

test("what is given counts, blanks around it do not, and true is true in any case", () => {
  const given = { command: " drift ", environment: "production", heal: "True", label: "alerts", comment: "never" };
  expect(readInputs(env(given))).toMatchObject({
    command: "drift",
    environment: "production",
    heal: true,
    label: "alerts",
  });
});

test.each<[Readonly<Record<string, string>>, readonly string[]]>([
  [{}, ["`command` is missing; it is one of `validate`, `plan`, `apply`, `drift`"]],
  [{ command: "" }, ["`command` is missing; it is one of `validate`, `plan`, `apply`, `drift`"]],
  [
    { command: "aply" },
    ["`command` is `aply` and not one of `validate`, `plan`, `apply`, `drift`; did you mean `apply`?"],
  ],
  [{ command: "plan", enviroment: "x" }, ["there is no input `enviroment`; did you mean `environment`?"]],
  [{ command: "plan", client_id: "x" }, ["there is no input `client_id`; did you mean `client-id`?"]],
  [{ command: "drift", heal: "yes" }, ["`heal` is `yes` and not one of `true`, `false`"]],
  [{ command: "plan", heal: "true" }, ["`heal` is given, and `plan` does not look at it; it is for `drift`"]],
  [{ command: "plan", heal: "false" }, []],
  [
    { command: "drift", heal: "true", adopt: "true" },
    ["`heal` and `adopt` exclude each other: either git is right, or Azure is"],
  ],
  [
    { command: "plan", "client-id": "x" },
    [
      "`client-id` is given and `tenant-id` is not; Microsoft Entra wants both, and a variable that the repository has not got gives nothing",
    ],
  ],
  [
    { command: "plan", "tenant-id": "x", "client-id": "" },
    [
      "`tenant-id` is given and `client-id` is not; Microsoft Entra wants both, and a variable that the repository has not got gives nothing",
    ],
  ],
  [{ command: "apply", digest: "12AB34cd56ef" }, []],
  [
    { command: "apply", digest: "12ab" },
    ["`digest` is `12ab` and not the 12 to 64 hexadecimal signs that a plan shows"],
  ],
  [
    { comment: "sometimes", verbos: "true" },
    [
      "there is no input `verbos`; did you mean `verbose`?",
      "`command` is missing; it is one of `validate`, `plan`, `apply`, `drift`",
      "`comment` is `sometimes` and not one of `always`, `changes`, `never`",
    ],
  ],
])("%j: %j", (inputs, expected) => {
  expect(mistakes(inputs).toSorted()).toEqual([...expected].toSorted());
});

describe("as a step", () => {
  test("every wrong input is told in one annotation, and the step fails before it looks at anything", async () => {
    const end = await runAction({
      workspace: folderWith({}),
      inputs: { comand: "plan", comment: "no" },
      event: plainEvent("workflow_dispatch"),
    });
    expect(end).toMatchObject({ code: 1, outputs: { outcome: "failed" } });
    expect(end.annotations).toEqual([
      {
        level: "error",
        title: "tocsin",
        message: [
          "there is no input `comand`; did you mean `command`?",
          "`command` is missing; it is one of `validate`, `plan`, `apply`, `drift`",
          "`comment` is `no` and not one of `always`, `changes`, `never`",
        ].join("\n"),
      },
    ]);
    // The runner warns as well, and goes on.
    expect(end.complaints).toEqual(["Unexpected input(s) 'comand'"]);
  });
});
