import { expect, test } from "vitest";
import { plainId, resourceId } from "../../../src/core/resource.ts";
import { watchedIn, watchedOf } from "../../../src/core/plan/watched.ts";

const own = "/subscriptions/11111111-1111-1111-1111-111111111111";
const storage = `${own}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/sa`;

test.each([
  [own, "subscription 11111111-1111-1111-1111-111111111111"],
  [`${own.slice(1)}/`, "subscription 11111111-1111-1111-1111-111111111111"],
  [`${own}/resourcegroups/Rg`, "group Rg"],
  [storage, "resource Microsoft.Storage/storageAccounts sa in rg"],
  [`${storage}/fileServices/default/`, "resource Microsoft.Storage/storageAccounts sa in rg"],
  [
    `${storage}/providers/Microsoft.Insights/diagnosticSettings/x`,
    "resource Microsoft.Storage/storageAccounts sa in rg",
  ],
  [storage.replace("/sa", "/a%20b"), "resource Microsoft.Storage/storageAccounts a b in rg"],
])("%s is asked for as %s", (scope, words) => {
  const { is, type, name, resourceGroup } = watchedOf(scope) ?? {};
  const told = is === "resource" ? `${is} ${type} ${name} in ${resourceGroup}` : `${is} ${name}`;
  expect(told).toBe(words);
});

test.each([
  "",
  "/",
  "x",
  "/subscriptions",
  "/providers/Microsoft.Management/managementGroups/g",
  `${own}/providers/Microsoft.Insights/x/y`,
  `${own}/resourceGroups/rg/providers/Microsoft.Storage`,
  `${own}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts`,
  `${own}/resourceGroups/../providers/a/b/c`,
  `${own}/resourceGroups/./providers/a/b/c`,
  `${own}/resourceGroups/%2E%2E/providers/a/b/c`,
  `${own}//resourceGroups/rg`,
  `${storage}//fileServices/default`,
  storage.replace("/sa", "/${secret:x}"),
])("of `%s` nobody can say whether it is there", (scope) => {
  expect(watchedOf(scope)).toBe(undefined);
});

// What Azure answers stands in an id as in an address once; read so twice, another thing would be asked for.
test.each(["%252e%252e", "a%2525b", "a%20b", "a%2Fb", "%25"])("%s is read as in an address once", (name) => {
  const armId = storage.replace("/sa", `/${name}`);
  expect(watchedOf(`${armId}/fileServices/default`)).toMatchObject({
    armId,
    id: resourceId(armId),
    name: plainId(name),
  });
});

test("the scopes of a rule are told with their places, and those of other settings are none", () => {
  const found = watchedIn({ scopes: ["x", storage, 1] }).map(({ index, watched }) => [index, watched.name]);
  expect(found).toEqual([[1, "sa"]]);
  expect([watchedIn({}), watchedIn({ scopes: storage })]).toEqual([[], []]);
});
