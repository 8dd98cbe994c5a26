import { plan } from "../../src/commands/plan.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { inputsOf } from "../commands/applied-rules.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";

/*
 * What others stumbled over, as pairs: a definition, and what Azure has. The definitions live in the workspace of
 * `applied-rules.ts`: stack `shop`, environment `prod`, resource group `rg-alerts`.
 */

const group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-alerts";
/** Where the definitions' resources live, as most services spell it. */
export const insights = `${group}/providers/Microsoft.Insights`;
/** What the definitions watch. */
export const vm =
  "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm1";
/** The tags of what the stack owns. */
const ours: JsonObject = { "tocsin-stack": "shop/prod", "tocsin-source": "example/rules" };

/** A resource of ours as Azure answers it. */
export function live(
  type: string,
  name: string,
  { location = "global", ...rest }: Readonly<Record<string, Json>>,
): JsonObject {
  return { id: `${insights}/${type}/${name}`, name, type: `Microsoft.Insights/${type}`, location, tags: ours, ...rest };
}

/** The plan against what was left in Azure exactly so, each change in a line: `update cpu: criteria[Metric1].threshold`; what is kept is only counted. */
export async function changesAgainst(text: string, bodies: readonly JsonObject[]): Promise<readonly string[]> {
  const azure = await emulatedAzure();
  plant(azure.world, bodies);
  const { planned } = await plan(inputsOf(azure, text));
  if (planned === undefined) throw new Error("there is no plan");
  const told = planned.changes.map(({ action, name, differences, because = [] }) =>
    [`${action} ${name}`, [...differences.map(({ path }) => path), ...because.map(({ code }) => code)].join(", ")]
      .filter((part) => part !== "")
      .join(": "),
  );
  return [...told, ...(planned.unchanged > 0 ? [`unchanged: ${planned.unchanged}`] : [])];
}
