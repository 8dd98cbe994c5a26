import { beforeEach, describe, expect, test } from "vitest";
import { plan } from "../../../src/commands/plan.ts";
import { plant } from "../../../src/emulator/arm/seed.ts";
import { AzureError } from "../../../src/ports/azure.ts";
import { emulatedAzure, type EmulatedAzure } from "../../support/emulated-azure.ts";
import { begun, importFrom, inputsAfter } from "../../support/importing.ts";
import { surroundings } from "../../support/valid-settings.ts";
import { group } from "./imported-bodies.ts";

let azure: EmulatedAzure;

beforeEach(async () => {
  azure = await emulatedAzure();
});

describe("with other environments", () => {
  const text = `${begun}  staging:
    subscription: ${surroundings.subscription}
    resourceGroup: rg-staging
`;

  test("their resource groups are theirs, also with `--all`", async () => {
    plant(azure.world, [group("oncall"), group("oncall", {}, "rg-staging"), group("web", {}, "rg-web")]);
    const after = await importFrom(azure, { text, all: true });
    expect(after.report.leftOut).toMatchObject([{ reason: "another-environment", resourceGroup: "rg-staging" }]);
    expect(after.text).toContain("resourceGroups: [rg-web]");
    const both = await importFrom(azure, { ...after, environment: "staging" });
    expect(both.made.map(({ path }) => path)).toEqual(["rules/action-groups-staging.yaml"]);
    expect(both.made[0]?.text).toContain("name: oncall\nonly: staging\n");
    for (const name of ["production", "staging"]) {
      const { planned } = await plan(inputsAfter(azure, both, name));
      expect(new Set(planned?.changes.map(({ action }) => action))).toEqual(new Set(["adopt"]));
    }
  });
});

describe("while Azure is read", () => {
  const failing = (reason: "not-found" | "forbidden") => ({
    reader: {
      ...azure.reader,
      list: (...asked: Parameters<typeof azure.reader.list>) =>
        asked[1].resourceGroup === "rg-web"
          ? Promise.reject(new AzureError("no", { reason, tried: "" }))
          : azure.reader.list(...asked),
    },
  });

  beforeEach(() => {
    plant(azure.world, [group("web", {}, "rg-web"), group("oncall")]);
  });

  test("a resource group that goes away is an empty one, where nobody named it", async () => {
    const { report } = await importFrom(failing("not-found"), { all: true });
    expect(report.files.flatMap((file) => file.definitions ?? [])).toMatchObject([{ name: "oncall" }]);
    const named = importFrom(failing("not-found"), { all: true, choice: { resourceGroups: ["rg-web"] } });
    await expect(named).rejects.toThrow("no");
  });

  test("any other failure is one", async () => {
    await expect(importFrom(failing("forbidden"), { all: true })).rejects.toThrow("no");
  });
});
