import { describe, expect, test } from "vitest";
import { parseArmId, plainId, resourceId } from "../../src/core/resource.ts";

const group = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/metricAlerts";

describe("an id", () => {
  test.each([
    ["in another case", `${group}/CPU`, `${group.toUpperCase()}/cpu`],
    ["without its first slash, or with one at its end", `${group}/cpu`, `${group.slice(1)}/cpu/`],
    ["as it stands in an address", `${group}/CPU high`, `${group}/CPU%20high`],
    ["in an address, in any script", `${group}/지연`, `${group}/${encodeURIComponent("지연").toLowerCase()}`],
  ])("is the same %s", (_, one, other) => {
    expect(resourceId(other)).toBe(resourceId(one));
  });

  test.each([
    ["of what is no escaped text", `${group}/100% of it`],
    ["of half a letter", `${group}/a%ED`],
    ["that would be another path", `${group}/a%2Fb`],
  ])("stays as it is because %s", (_, armId) => {
    expect(plainId(armId)).toBe(armId);
  });

  test("names its resource as people do", () => {
    expect(parseArmId(`${group}/CPU%20high`)).toEqual({
      subscription: "s",
      resourceGroup: "rg",
      type: "Microsoft.Insights/metricAlerts",
      name: "CPU high",
    });
  });
});
