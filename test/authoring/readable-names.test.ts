import { expect, test } from "vitest";
import { variableNames, watchedBy } from "../../src/authoring/readable-names.ts";

const idOf = (type: string): string => {
  const [namespace = "", ...types] = type.split("/");
  return `/subscriptions/s/resourceGroups/rg/providers/${namespace}/${types.map((one) => `${one}/x y`).join("/")}`;
};

test.each([
  ["Microsoft.Web/sites", "web-apps"],
  ["Microsoft.DBforMariaDB/servers", "mariadb-servers"],
  ["Microsoft.DBforPostgreSQL/servers", "postgresql-servers"],
  ["Microsoft.DataFactory/factories", "data-factories"],
  ["Microsoft.NetApp/netAppAccounts/capacityPools", "net-app-accounts-capacity-pools"],
  ["Microsoft.Search/searchServices", "search-services"],
  ["Microsoft.Network/bastionHosts", "network-bastion-hosts"],
  ["Contoso.Shop/tills", "contoso-shop-tills"],
])("what is watched in %s gives its name to a file: %s", (type, expected) => {
  expect(watchedBy([idOf(type)], undefined)).toBe(expected);
});

test("a name that stands in an id as in an address makes a variable's name as it is meant", () => {
  expect(variableNames(`${idOf("Microsoft.Web/sites").replace(/x y$/, "big%20shop")}`, false)[0]).toBe("bigShop");
});
