import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roles } from "../../../src/emulator/access/roles.ts";
import { allows, missingOf, type Permission } from "../../../src/core/rights/permission.ts";
import { needsFor, roleFor } from "../../../src/core/rights/needs.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { runs } from "../../support/runs.ts";

const role = (actions: readonly string[], notActions: readonly string[] = []): Permission => ({ actions, notActions });

describe("a role allows", () => {
  test.each<[string, readonly Permission[], boolean]>([
    ["a/b/write", [], false],
    ["a/b/write", [role(["*"])], true],
    ["a/b/write", [role(["a/b/write"])], true],
    ["A/B/Write", [role(["a/b/WRITE"])], true],
    ["a/b/write", [role(["*/read"])], false],
    ["a/b/read", [role(["*/read"])], true],
    ["a/bc/read", [role(["a/b/*"])], false],
    ["a/b/c/read", [role(["a/*/read"])], true],
    ["a/read", [role(["a/*/read"])], false],
    ["a/b/write", [role(["a/*"], ["a/b/*"])], false],
    ["a/b/write", [role(["a/*"], ["a/b/*"]), role(["a/b/write"])], true],
    ["a/b/writes", [role(["a/b/write"])], false],
    ["axb", [role(["a.b"])], false],
    [
      "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
      [role(["Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action"])],
      true,
    ],
  ])("%s by %j: %s", (action, permissions, expected) => {
    expect(allows(permissions, action)).toBe(expected);
  });
});

const word = fc.array(fc.constantFrom("a", "b", "/", "A", "*", "."), { maxLength: 6 }).map((signs) => signs.join(""));
const action = word.map((text) => text.replaceAll("*", ""));
const permission: fc.Arbitrary<Permission> = fc.record({
  actions: fc.array(word, { maxLength: 3 }),
  notActions: fc.array(word, { maxLength: 2 }),
});
const permissions = fc.array(permission, { maxLength: 3 });

/** The same question answered letter by letter, as slowly as it can be read. */
function fits(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern.startsWith("*")) return fits(pattern.slice(1), text) || (text !== "" && fits(pattern, text.slice(1)));
  return text !== "" && pattern[0]?.toLowerCase() === text[0]?.toLowerCase() && fits(pattern.slice(1), text.slice(1));
}

describe("laws of roles", () => {
  test("a pattern fits as one would say letter by letter", () => {
    fc.assert(
      fc.property(word, action, (pattern, text) => {
        expect(allows([role([pattern])], text)).toBe(fits(pattern, text));
      }),
      runs(500),
    );
  });

  test("another role takes nothing away, another exception gives nothing", () => {
    fc.assert(
      fc.property(permissions, permission, word, action, (some, another, exception, text) => {
        if (allows(some, text)) expect(allows([...some, another], text)).toBe(true);
        const fewer = some.map((one) => ({ ...one, notActions: [...one.notActions, exception] }));
        if (!allows(some, text)) expect(allows(fewer, text)).toBe(false);
      }),
      runs(300),
    );
  });

  test("neither case nor the order of roles matters", () => {
    fc.assert(
      fc.property(permissions, action, (some, text) => {
        const answer = allows(some, text);
        expect(allows(some.toReversed(), text.toUpperCase())).toBe(answer);
      }),
      runs(200),
    );
  });
});

test("every need is met by the built-in role that is named for it, and by that role where a refusal names the action", () => {
  const types = [...new Set(kinds.map(({ armType }) => armType))];
  const permissionOf = (name: string): readonly Permission[] =>
    roles.filter((one) => one.name === name).map((one) => one.permission);
  for (const { action: needed, role: name } of needsFor(types).filter(({ where }) => where !== "key vaults")) {
    expect({ needed, missing: missingOf([needed], permissionOf(name)) }).toEqual({ needed, missing: [] });
    expect({ needed, missing: missingOf([needed], permissionOf(roleFor(needed))) }).toEqual({ needed, missing: [] });
  }
});
