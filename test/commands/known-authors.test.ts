import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lookForDrift, type Drifted } from "../../src/commands/drift.ts";
import { addFault } from "../../src/emulator/arm/world.ts";
import type { AzureReader } from "../../src/ports/azure.ts";
import type { KnownAuthor } from "../../src/core/plan/known-authors.ts";
import { emulatedAzure, type EmulatedAzure } from "../support/emulated-azure.ts";
import { runs } from "../support/runs.ts";
import { alert, applied, group, inputsOf } from "./applied-rules.ts";

const inGit = [group, `${alert}  actionGroups: oncall\n`].join("---\n");
const day = 86_400_000;

/** An Azure as git has it, whose days pass; each look knows what the one before it told. */
interface Days {
  readonly azure: EmulatedAzure;
  readonly pass: (days: number) => void;
  /** Somebody makes Azure what these rules say. */
  readonly write: (rules: string, by: string) => Promise<void>;
  readonly look: (rules?: string) => Promise<Drifted>;
  /** Who is told to have changed what, by name. */
  readonly told: (rules?: string) => Promise<Readonly<Record<string, string | undefined>>>;
  /** How often the log was asked for since the last time. */
  readonly asked: () => number;
  readonly forget: () => void;
}

/** Types and versions of the api that do not tell themselves who wrote them are known by the log alone. */
async function days(systemData: "told" | "untold" = "untold"): Promise<Days> {
  let now = Date.UTC(2026, 0, 5, 3);
  const azure = await emulatedAzure({ now: () => new Date(now), activityLogDelay: 0 });
  const reader: AzureReader = {
    ...azure.reader,
    list: async (...of) =>
      (await azure.reader.list(...of)).map((one) => ({ ...one, body: { ...one.body, systemData: null } })),
  };
  const given = systemData === "told" ? {} : { reader };
  let known: readonly KnownAuthor[] = [];
  let heard = 0;
  const write = async (rules: string, by: string): Promise<void> => {
    Object.assign(azure.world.options, { caller: by });
    await applied(azure, rules);
    now += 1000;
  };
  const look = async (rules = inGit): Promise<Drifted> => {
    const at = new Date(now).toISOString();
    const seen = await lookForDrift({
      ...inputsOf(azure, rules),
      ...given,
      now: at,
      recall: () => Promise.resolve(known),
    });
    known = seen.authors;
    return seen;
  };
  await write(inGit, "tocsin");
  return {
    azure,
    write,
    look,
    pass: (number) => void (now += number * day),
    told: async (rules) => {
      const { report } = await look(rules);
      return Object.fromEntries(report.planned?.changes.map(({ name, changed }) => [name, changed?.by]) ?? []);
    },
    asked: () => {
      const all = azure.world.requests.filter(({ path }) => /eventtypes/i.test(path)).length;
      const news = all - heard;
      heard = all;
      return news;
    },
    forget: () => void (known = []),
  };
}

const withMail = (to: string): string => inGit.replace("admin@company.com", to);
const notesOf = ({ report }: Drifted): readonly string[] =>
  report.planned?.notes.filter((note) => note.startsWith("who changed it")) ?? [];

describe("whoever changed Azure by hand", () => {
  test("is told as long as it stands, though Azure forgets him after 90 days", async () => {
    const { pass, write, look, told } = await days();
    await write(withMail("owl@company.com"), "owl");
    const first = await look();
    for (let passed = 0; passed < 200; passed += 10) {
      pass(10);
      expect(await look()).toEqual(first);
    }
    await write(withMail("fox@company.com"), "fox");
    expect(await told()).toEqual({ oncall: "fox" });
  });

  test("is found as far back as Azure remembers, and no longer looked for where it does not", async () => {
    const { pass, write, told, look, asked, forget } = await days();
    await write(withMail("owl@company.com"), "owl");
    pass(80);
    expect(await told()).toEqual({ oncall: "owl" });
    forget();
    pass(80);
    asked();
    expect(await told()).toEqual({ oncall: undefined });
    expect(asked()).toBe(2);
    expect(notesOf(await look())).toEqual([]);
    expect(asked()).toBe(1);
    await write(withMail("owl@company.com").replace("admin,", "chief,"), "fox");
    expect(await told()).toEqual({ oncall: "fox" });
  });

  test("is another one where it was taken back meanwhile and done again", async () => {
    const { pass, write, told } = await days();
    await write(withMail("owl@company.com"), "owl");
    expect(await told()).toEqual({ oncall: "owl" });
    pass(1);
    await write(inGit, "tocsin");
    await write(withMail("owl@company.com"), "fox");
    expect(await told()).toEqual({ oncall: "fox" });
    pass(20);
    expect(await told()).toEqual({ oncall: "fox" });
  });

  test("that is a script which writes the same every night is no news", async () => {
    const { azure, pass, write, look } = await days();
    await write(withMail("owl@company.com"), "robot");
    const first = await look();
    for (let nights = 0; nights < 3; nights += 1) {
      pass(1);
      const written = azure.world.events.filter(({ outcome }) => outcome === "Succeeded").at(-1)!;
      azure.world.events.push({ ...written, at: written.at + (nights + 1) * day });
      expect(await look()).toEqual(first);
    }
  });

  test("is told although the definition says something new meanwhile, which nobody applied", async () => {
    const { pass, write, told } = await days();
    await write(withMail("owl@company.com"), "owl");
    await told();
    pass(120);
    const merged = inGit
      .replace("admin@company.com", "all@company.com")
      .replace("groupShortName: oncall", "groupShortName: night");
    expect(await told(merged)).toEqual({ oncall: "owl" });
    expect(await told(inGit.replace("groupShortName: oncall", "groupShortName: night"))).toEqual({ oncall: "owl" });
  });

  test("is told while the log cannot be read, where he was told before; of others it is said that nobody knows", async () => {
    const { azure, pass, write, look } = await days();
    await write(withMail("owl@company.com"), "owl");
    const first = await look();
    pass(1);
    addFault(azure.world, "GET eventtypes 403 code=AuthorizationFailed times=99");
    expect(await look()).toEqual(first);
    await write(withMail("fox@company.com"), "fox");
    const second = await look();
    expect(notesOf(second)).toMatchObject([expect.stringContaining("AuthorizationFailed")]);
    expect(second.authors).toEqual([]);
  });
});

type Step = { readonly to: string; readonly by: string } | "undone" | number;
const step = fc.oneof(
  fc.record({ to: fc.constantFrom("owl@company.com", "fox@company.com"), by: fc.constantFrom("owl", "fox", "robot") }),
  fc.constant("undone" as const),
  fc.integer({ min: 1, max: 13 }),
);

test("whatever is done by whom, the last one who did it is told, and the same as the night before where nothing was done", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array<Step>(step, { maxLength: 12 }),
      fc.constantFrom("told", "untold"),
      async (steps, data) => {
        const { pass, write, look } = await days(data);
        let last: string | undefined;
        let before = await look();
        let [there, isNew] = ["admin@company.com", false];
        for (const one of steps) {
          if (typeof one === "number") {
            pass(one);
            const now = await look();
            expect(now.report.planned?.changes.map(({ changed }) => changed?.by)).toEqual(
              last === undefined ? [] : [last],
            );
            if (!isNew) expect(now).toEqual(before);
            [before, isNew] = [now, false];
            continue;
          }
          const [to, by] = one === "undone" ? ["admin@company.com", "tocsin"] : [one.to, one.by];
          // What is there already is not written again.
          if (to === there) continue;
          await write(withMail(to), by);
          [there, isNew, last] = [to, true, one === "undone" ? undefined : by];
        }
      },
    ),
    runs(25),
  );
});
