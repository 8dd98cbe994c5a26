import { describe, expect, test } from "vitest";
import { readAzure } from "../../src/commands/survey.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { prometheusRuleGroup } from "../../src/kinds/prometheus-rule-group/prometheus-rule-group.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { group } from "../support/planned-groups.ts";
import { desiredOf, stackOf } from "../support/stacks.ts";

const rules = desiredOf(prometheusRuleGroup, "rules", {});

describe("a type of which a subscription cannot have any", () => {
  const read = async (fault: string, wanted: typeof rules): Promise<number> => {
    const { world, reader } = await emulatedAzure();
    addFault(world, fault);
    const stack = stackOf([wanted]);
    return (await readAzure({ stack, kinds, reader, signal: new AbortController().signal })).length;
  };

  test.each(["409 code=MissingSubscriptionRegistration", "404 code=InvalidResourceType"])(
    "is nothing to a stack that wants none of it (%s)",
    async (refusal) => {
      expect(await read(`GET prometheusRuleGroups ${refusal}`, group())).toBe(0);
      await expect(read(`GET prometheusRuleGroups ${refusal}`, rules)).rejects.toThrow(
        "list Microsoft.AlertsManagement",
      );
    },
  );

  test("is not taken for one that may not be read", async () => {
    const refusal = "GET prometheusRuleGroups 403 code=AuthorizationFailed";
    await expect(read(refusal, group())).rejects.toThrow("AuthorizationFailed");
  });
});
