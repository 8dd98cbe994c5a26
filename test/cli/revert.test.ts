import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmulator, type Emulator } from "../../src/emulator/http.ts";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { machine } from "../support/machine.ts";
import { createRepository, type Repository } from "../support/repository.ts";
import { runs } from "../support/runs.ts";
import { tocsin } from "./tocsin.ts";

/* Roll back is `git revert`: whatever was done to the definitions, and however much of it is taken back. */

let azure: Emulator;
let repository: Repository;

const workspace = `stack: shop
rules: [rules/*.yaml]
environments: { prod: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg, location: koreacentral } }
guard: { maximumDeletes: 100% }
`;

function alert(name: string, threshold: number): string {
  const vm = "/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";
  return `kind: MetricAlert
name: ${name}
spec:
  severity: 2
  scopes: ${vm}
  windowSize: 5m
  evaluationFrequency: 1m
  criteria: [avg Percentage CPU > ${threshold}]
`;
}

beforeEach(async () => {
  azure = await startEmulator({ world: createWorld({ rateLimits: "off" }) });
});

afterEach(() => azure.close());

async function run(command: string, ...args: readonly string[]): Promise<string> {
  const { out, err, code } = await tocsin(repository.folder, [command, ...args, "--endpoint", azure.url], machine);
  if (code !== 0 && code !== 2) throw new Error(`${command} ended with ${code}: ${out}${err}`);
  return out;
}

/** Every resource that Azure has, without what Azure writes about its writers. */
function states(): string {
  const bodies = azure.world.store.all().map(({ body }) => JSON.stringify({ ...body, systemData: undefined }));
  return bodies.toSorted().join("\n");
}

const edits = fc.array(
  fc.record({ name: fc.constantFrom("a", "b", "c"), threshold: fc.constantFrom(70, 80, 90, undefined) }),
  { minLength: 5, maxLength: 8 },
);

test("reverting the last commits one by one brings back each state, and each plan names it", async () => {
  await fc.assert(
    fc.asyncProperty(edits, fc.integer({ min: 1, max: 5 }), async (wanted, most) => {
      repository = createRepository();
      azure.world.store.clear();
      const files = new Map<string, number | undefined>();
      const history: { readonly title: string; readonly definitions: string; readonly azure: string }[] = [];
      const record = (title: string): void => {
        history.push({
          title,
          definitions: JSON.stringify([...files].toSorted(([a], [b]) => (a < b ? -1 : 1))),
          azure: states(),
        });
      };
      try {
        repository.commit("begin", { "tocsin.yaml": workspace, "rules/always.yaml": alert("always", 60) });
        await run("apply", "--yes");
        record("begin");
        for (const [index, { name, threshold }] of wanted.entries()) {
          if (files.get(name) === threshold) continue;
          if (threshold === undefined) files.delete(name);
          else files.set(name, threshold);
          const text = threshold === undefined ? undefined : alert(name, threshold);
          repository.commit(`edit ${index}`, { [`rules/${name}.yaml`]: text });
          await run("apply", "--yes");
          record(`edit ${index}`);
        }
        const made = [...history];
        for (let back = 1; back <= Math.min(most, made.length - 1); back++) {
          repository.git("revert", "--no-edit", `HEAD~${2 * (back - 1)}`);
          const state = made[made.length - 1 - back]!;
          const nearest = history.findLast(({ definitions }) => definitions === state.definitions);
          const planned = JSON.parse(await run("plan", "--base", "HEAD~1", "--format", "json")) as Told;
          expect(planned.planned.restores.title).toBe(nearest?.title);
          await run("apply", "--yes");
          expect(states()).toBe(state.azure);
          const title = repository.git("log", "-1", "--format=%s");
          history.push({ ...state, title });
        }
      } finally {
        repository.remove();
      }
    }),
    runs(3),
  );
});

interface Told {
  readonly planned: { readonly restores: { readonly title: string } };
}
