import { describe, expect, test } from "vitest";
import { compareTags, composeTags, isProtected, ownerOf, releasedTags } from "../../../src/core/plan/ownership.ts";
import type { Tags } from "../../../src/core/resource.ts";

const owner = { stack: "ai", environment: "production", source: "example/rules" };
const ours = { "tocsin-stack": "ai/production", "tocsin-source": "example/rules" };

test.each<[Tags, ReturnType<typeof ownerOf>]>([
  [{}, undefined],
  [{ team: "web" }, undefined],
  [ours, owner],
  [{ "Tocsin-Stack": "ai/production" }, { stack: "ai", environment: "production" }],
  [{ "tocsin-stack": "ai" }, undefined],
  [{ "tocsin-stack": "/production" }, undefined],
  [{ "tocsin-stack": "ai/" }, undefined],
])("the owner of what is tagged %j", (tags, expected) => {
  expect(ownerOf(tags)).toEqual(expected);
});

test.each([
  [{ "tocsin-protect": "true" }, true],
  [{ "TOCSIN-PROTECT": "True" }, true],
  [{ "tocsin-protect": "false" }, false],
  [{}, false],
])("what is tagged %j is protected: %j", (tags, expected) => {
  expect(isProtected(tags)).toBe(expected);
});

describe("the tags of the next body", () => {
  const compose = (declared: Tags, live: Tags, protect = false): Tags =>
    composeTags({ declared, owner, protect }, live);

  test.each<[string, Tags, Tags, Tags]>([
    ["are the owner's", {}, {}, ours],
    [
      "keep what somebody else wrote",
      {},
      { team: "web", "hidden-link:/x": "Resource" },
      { team: "web", "hidden-link:/x": "Resource", ...ours },
    ],
    [
      "are those declared, which are remembered",
      { Service: "ai" },
      {},
      { Service: "ai", ...ours, "tocsin-tags": "service" },
    ],
    [
      "win over what is there, in any case",
      { Service: "ai" },
      { service: "web" },
      { Service: "ai", ...ours, "tocsin-tags": "service" },
    ],
    [
      "lose what was declared last time and is no more",
      {},
      { service: "ai", team: "web", ...ours, "tocsin-tags": "service" },
      { team: "web", ...ours },
    ],
    ["forget the protection that is taken back", {}, { ...ours, "tocsin-protect": "true" }, ours],
    ["take over from another owner", {}, { "Tocsin-Stack": "old/production", "tocsin-source": "old/rules" }, ours],
  ])("%s", (_, declared, live, expected) => {
    expect(compose(declared, live)).toEqual(expected);
    expect(compose(declared, compose(declared, live))).toEqual(expected);
  });

  test("say that it is protected", () => {
    expect(compose({}, {}, true)).toEqual({ ...ours, "tocsin-protect": "true" });
  });
});

test("what is let go keeps all tags but ours", () => {
  expect(releasedTags({ team: "web", ...ours, "Tocsin-Tags": "service", "tocsin-protect": "true" })).toEqual({
    team: "web",
  });
});

test.each<[string, Tags, Tags, readonly object[]]>([
  ["a value", { a: "1" }, { a: "2" }, [{ name: "a", before: "1", after: "2" }]],
  ["nothing, for a name in another case", { A: "1" }, { a: "1" }, []],
  ["one that is new", {}, { a: "1" }, [{ name: "a", after: "1" }]],
  ["one that is gone", { a: "1" }, {}, [{ name: "a", before: "1" }]],
  ["nothing, for another repository alone", { "tocsin-source": "a" }, { "tocsin-source": "b" }, []],
])("tags differ in %s", (_, live, next, expected) => {
  expect(compareTags(live, next)).toEqual(expected);
});
