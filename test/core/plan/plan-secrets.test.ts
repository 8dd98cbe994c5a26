import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { DesiredResource } from "../../../src/core/stack.ts";
import { type Given, group, planned, said, settings, there, withReceivers } from "../../support/planned-groups.ts";

describe("secrets in a plan", () => {
  const hook = (serviceUri: string): JsonObject => ({
    name: "slack",
    serviceUri,
    useCommonAlertSchema: false,
    useAadAuth: false,
  });
  const wanted = (uri: string): DesiredResource => group({ settings: { ...settings, webhookReceivers: [hook(uri)] } });
  const live = (uri: string): JsonObject => there({ properties: { webhookReceivers: [hook(uri)] } });

  test.each<[string, Given, readonly string[]]>([
    [
      "as they are wanted are no change",
      { desired: [wanted("${secret:slack}")], live: [live("https://s")], secrets: { slack: "https://s" } },
      ["keep"],
    ],
    [
      "that differ are one",
      { desired: [wanted("${secret:slack}")], live: [live("https://old")], secrets: { slack: "https://s" } },
      ["update webhookReceivers[slack].serviceUri"],
    ],
    [
      "that nobody has here are not compared",
      { desired: [wanted("${secret:slack}")], live: [live("https://old")] },
      ["keep"],
    ],
    [
      "in plain text are compared as well",
      { desired: [wanted("https://new")], live: [live("https://old")] },
      ["update webhookReceivers[slack].serviceUri"],
    ],
    [
      "that nobody has here and whose text changes differ, for a run that has them",
      { desired: [wanted("https://new/${secret:slack}")], live: [live("https://old/x")] },
      ["update webhookReceivers[slack].serviceUri"],
    ],
    [
      "that only Azure has and whose text changes cannot be written",
      { desired: [wanted("https://new/${secret:slack}")], live: [live("https://old/x")], onlyLive: ["slack"] },
      ["blocked secret-needed"],
    ],
    [
      "that only Azure has and that Azure does not have cannot be written",
      { desired: [wanted("${secret:slack}")], live: [there()], onlyLive: ["slack"] },
      ["blocked secret-needed"],
    ],
  ])("%s", (_, given, expected) => {
    expect(planned(given).changes.map(said)).toEqual(expected);
  });

  test("are in no digest, so that a fork's plan has the same", () => {
    const given = {
      desired: [wanted("${secret:slack}")],
      live: [live("https://old")].map((body) => ({
        ...body,
        properties: { ...(body["properties"] as JsonObject), enabled: false },
      })),
    };
    expect(planned({ ...given, secrets: { slack: "https://s" } }).digest).toBe(planned(given).digest);
    expect(planned(given).notCompared).toEqual(["slack"]);
  });
});

describe("the digest of a plan", () => {
  test("is blind to spelling, order and what is only Azure's", () => {
    const before = planned({
      desired: [group(withReceivers("a", "b"))],
      live: [there({ properties: { enabled: false } })],
    });
    const body = there({
      properties: { enabled: false, future: 1 },
      location: "GLOBAL",
      systemData: { lastModifiedBy: "x", lastModifiedAt: "y" },
    });
    expect(planned({ desired: [group(withReceivers("b", "a"))], live: [body] }).digest).toBe(before.digest);
  });

  test.each<[string, Given]>([
    ["what is wanted", { desired: [group(withReceivers("a"))], live: [there({ properties: { enabled: false } })] }],
    ["what is replaced", { live: [there({ properties: { enabled: false, groupShortName: "x" } })] }],
    ["the sort of change", { live: [] }],
    ["a tag", { desired: [group({ tags: { a: "b" } })], live: [there({ properties: { enabled: false } })] }],
    [
      "another change beside it",
      { desired: [group(), group({}, "second")], live: [there({ properties: { enabled: false } })] },
    ],
  ])("is another for %s", (_, given) => {
    expect(planned(given).digest).not.toBe(planned({ live: [there({ properties: { enabled: false } })] }).digest);
  });
});
