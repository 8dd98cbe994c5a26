import { apply } from "../../src/commands/apply.ts";
import { plan } from "../../src/commands/plan.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { mapTexts } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { referencesIn } from "../../src/core/plan/edges.ts";
import { parseArmId, resourceId } from "../../src/core/resource.ts";
import { createSealer } from "../../src/core/settings/secrets.ts";
import type { DesiredResource, Stack } from "../../src/core/stack.ts";
import { plant } from "../../src/emulator/arm/seed.ts";
import { addFault, clearFaults } from "../../src/emulator/arm/world.ts";
import { emulatedAzure } from "../support/emulated-azure.ts";
import { environment, inputsFor, stackOf } from "../support/stacks.ts";
import { type Recorded, textIn } from "./recordings.ts";
import type { Mismatch } from "./same-body.ts";

/**
 * A definition made of what was read takes the resource over without another difference, and after the apply nothing is
 * to be done, in whatever dress Azure answers: what an import lives by, also for resources of old api-versions.
 */
export async function adopted(read: Recorded & { kind: Kind; settings: JsonObject }): Promise<readonly Mismatch[]> {
  const azure = await emulatedAzure();
  plant(azure.world, [read.body]);
  const { stack, secrets } = definitionOf(read);
  const inputs = { ...inputsFor(azure, stack), secrets };
  const before = await plan(inputs);
  const [change, ...more] = before.planned?.changes ?? [];
  if (change === undefined || more.length > 0 || change.action !== "adopt") {
    return [{ place: "adopted", recorded: "adopt", answered: JSON.stringify(before.planned?.changes ?? before) }];
  }
  const differences = (change.differences ?? []).filter(({ path }) => !path.startsWith("tags.tocsin-"));
  if (differences.length > 0) {
    return differences.map(({ path }) => ({
      place: `adopted: ${path}`,
      recorded: "the same",
      answered: "a difference",
    }));
  }
  const { results } = await apply(inputs);
  const failed = results.filter(({ outcome }) => outcome !== "applied");
  if (failed.length > 0) return [{ place: "applied", recorded: "applied", answered: JSON.stringify(failed) }];
  const problems: Mismatch[] = [];
  for (const dress of dresses) {
    clearFaults(azure.world);
    addFault(azure.world, `* * dress=${dress}`);
    const { planned, ...rest } = await plan(inputs);
    if (planned?.changes.length === 0 && planned.unchanged === 1) continue;
    const answered = JSON.stringify(planned?.changes ?? rest);
    problems.push({ place: `planned again, Azure answering as ${dress}`, recorded: "no change", answered });
  }
  return problems;
}

// As it is now; in other spellings and orders; as it was; and with what nobody knows yet.
const dresses = ["9999-12-31", "shuffled", "old", "future"];

/** What an import would write: the settings as they are, each hidden text as a secret with a name. */
function definitionOf({ kind, body, settings }: Recorded & { kind: Kind; settings: JsonObject }): {
  readonly stack: Stack;
  readonly secrets: ReadonlyMap<string, string>;
} {
  const armId = textIn(body, "id");
  const place = parseArmId(armId);
  if (place === undefined) throw new Error(`${armId} is no id`);
  const sealer = createSealer(new Map());
  const sealed = sealer.seal(kind.schema, settings);
  // Sound because naming the hidden texts of an object leaves an object.
  const named = mapTexts(sealed, (text) => text.replaceAll("${hidden:", "${secret:s")) as JsonObject;
  const secrets = new Map(sealer.held().map((value, index) => [`s${index}`, value]));
  const { subscription, resourceGroup, name } = place;
  const at = { file: "rules/rules.yaml", line: 1, column: 1 };
  const desired: DesiredResource = {
    id: resourceId(armId),
    armId,
    name,
    kind: kind.name,
    place: { subscription, resourceGroup },
    settings: named,
    tags: {},
    references: referencesIn(kind.schema, named).map(resourceId),
    moves: { adopt: true },
    protect: false,
    at,
    origin: () => ({ layer: "spec", at }),
    locate: () => at,
  };
  const here = {
    ...environment,
    subscription,
    resourceGroup,
    resourceGroups: [resourceGroup],
    secrets: Object.fromEntries([...secrets.keys()].map((key) => [key, { env: key.toUpperCase() }])),
  };
  return { stack: { ...stackOf([desired]), environment: here }, secrets };
}
