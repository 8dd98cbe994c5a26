import { describe, expect, test } from "vitest";
import { attributeDrift } from "../../src/commands/attribution.ts";
import { authorsIn, standingIn, type Author, type KnownAuthor } from "../../src/core/plan/known-authors.ts";
import type { ToldChange } from "../../src/core/plan/report.ts";
import { AzureError, type AzureReader, type Question } from "../../src/ports/azure.ts";
import { emulatedAzure, now } from "../support/emulated-azure.ts";
import { group, stackFrom } from "./applied-rules.ts";

const { environment } = stackFrom(group);
const groups = `/subscriptions/${environment.subscription}/resourceGroups/rg-alerts/providers/Microsoft.Insights/actionGroups`;

/** So many days before the look. */
function ago(days: number): string {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString();
}

function differing(paths: readonly string[], more: Partial<ToldChange> = {}): ToldChange {
  const id = `${groups}/${more.name ?? "oncall"}`;
  const differences = paths.map((path) => ({ path, before: "there", after: "in git" }));
  return {
    action: "update",
    kind: "ActionGroup",
    name: "oncall",
    resourceGroup: "rg-alerts",
    id,
    differences,
    ...more,
  };
}

function written(by: string, at: string, name = "oncall") {
  return {
    operationName: { value: "Microsoft.Insights/actionGroups/write" },
    resourceId: `${groups}/${name}`,
    caller: by,
    status: { value: "Succeeded" },
    eventTimestamp: at,
  };
}

/** A log that keeps what it is asked. */
async function logOf(events: readonly ReturnType<typeof written>[] = []) {
  const questions: Question[] = [];
  const { reader } = await emulatedAzure();
  const ask: AzureReader["ask"] = async function* (question) {
    questions.push(question);
    yield* events.filter(
      ({ resourceId, eventTimestamp }) =>
        eventTimestamp >= question.from && [undefined, resourceId].includes(question.resource),
    );
  };
  return { reader: { ...reader, ask }, questions };
}

async function look(changes: readonly ToldChange[], reader: AzureReader, known: readonly KnownAuthor[] = []) {
  const { signal } = new AbortController();
  return attributeDrift(changes, { environment, reader, now, signal, known });
}

/** What an earlier look remembered: of these differences that somebody made them. */
function remembered(paths: readonly string[], changed?: Author): readonly KnownAuthor[] {
  const change = differing(paths);
  return authorsIn([changed === undefined ? change : { ...change, changed }], () => true);
}

const to = now;
const { subscription } = environment;

describe("the log", () => {
  test("is asked of the last 14 days of a group, then of a single resource as far back as Azure takes", async () => {
    const { reader, questions } = await logOf([written("owl", ago(88.9))]);
    const { changes } = await look([differing(["a"])], reader);
    expect(changes.map(({ changed }) => changed)).toEqual([{ by: "owl", at: ago(88.9) }]);
    expect(questions).toEqual([
      { about: "activity-log", subscription, resourceGroup: "rg-alerts", from: ago(14), to },
      { about: "activity-log", subscription, resource: `${groups}/oncall`, from: ago(89), to },
    ]);
  });

  test("is asked as far back of twenty resources in a look, and of no resource again", async () => {
    const names = Array.from({ length: 21 }, (_, index) => `g${index}`);
    const changes = names.map((name) => differing(["a"], { name }));
    const { reader, questions } = await logOf();
    const farther = (): readonly (string | undefined)[] =>
      questions.splice(0).flatMap(({ resource }) => (resource === undefined ? [] : [resource.split("/").at(-1)]));
    const first = await look(changes, reader);
    expect(farther()).toEqual(names.slice(0, 20));
    const second = await look(changes, reader, first.authors);
    expect(farther()).toEqual(["g20"]);
    await look(changes, reader, second.authors);
    expect(farther()).toEqual([]);
  });

  test("is not asked of what does not differ, nor where its author is known", async () => {
    const changed = { by: "owl", at: ago(40) };
    const { reader, questions } = await logOf();
    await look([differing([], { action: "keep" }), differing(["a"], { changed })], reader);
    expect(questions).toEqual([]);
  });

  test("that refuses to be read is asked once", async () => {
    const { reader } = await logOf();
    let asked = 0;
    const ask: AzureReader["ask"] = () => {
      asked += 1;
      throw new AzureError("no", { reason: "forbidden", tried: "GET /eventtypes", status: 403 });
    };
    const { changes, note, authors } = await look([differing(["a"])], { ...reader, ask });
    expect([changes[0]?.changed, note, authors, asked]).toEqual([undefined, "who changed it is not known: no", [], 1]);
  });
});

describe("whom an earlier look told", () => {
  const told = async (
    known: readonly KnownAuthor[],
    { paths = ["a"], changed }: { readonly paths?: readonly string[]; readonly changed?: Author } = {},
  ) => {
    const { reader } = await logOf();
    const { changes } = await look([differing(paths, changed === undefined ? {} : { changed })], reader, known);
    return changes[0]?.changed;
  };
  const owl = (days: number): Author => ({ by: "owl", at: ago(days) });
  const fox = (days: number): Author => ({ by: "fox", at: ago(days) });

  test("is told again, unless it is somebody of tomorrow", async () => {
    expect(await told(remembered(["a"], owl(200)))).toEqual(owl(200));
    expect(await told(remembered(["a"], owl(0)))).toEqual(owl(0));
    expect(await told(remembered(["a"], owl(-1)))).toBeUndefined();
  });

  test("is the last of several", async () => {
    const [first, second] = [remembered(["a"], owl(200)), remembered(["b"], fox(150))];
    for (const known of [
      [...first, ...second],
      [...second, ...first],
    ]) {
      expect(await told(known, { paths: ["a", "b"] })).toEqual(fox(150));
      expect(await told(known, { paths: ["b", "a"] })).toEqual(fox(150));
    }
  });

  test("is told before whoever Azure says was there earlier, and not before whoever was there later", async () => {
    const known = remembered(["a"], owl(5));
    expect(await told(known, { changed: fox(6) })).toEqual(owl(5));
    expect(await told(known, { changed: fox(5) })).toEqual(owl(5));
    expect(await told(known, { changed: fox(4) })).toEqual(fox(4));
  });

  test("was there again where something else differs besides", async () => {
    const known = remembered(["a"], owl(5));
    expect(await told(known, { changed: { ...owl(4), by: "OWL" } })).toEqual(owl(5));
    expect(await told(known, { paths: ["a", "b"], changed: owl(4) })).toEqual(owl(4));
  });

  test("was nobody: whoever made something else differ since then is looked for", async () => {
    const { reader } = await logOf([written("fox", ago(20))]);
    const { changes } = await look([differing(["a", "b"])], reader, remembered(["a"]));
    expect(changes.map(({ changed }) => changed)).toEqual([fox(20)]);
  });
});

describe("what stands in Azure", () => {
  const one = differing(["a"]);
  test.each<[string, ToldChange]>([
    ["the resource in other letters", { ...one, id: one.id.toUpperCase() }],
    ["what git says", { ...one, differences: [{ path: "a", before: "there", after: "else" }] }],
  ])("is the same whatever is %s", (_what, other) => expect(standingIn(other)).toEqual(standingIn(one)));

  test.each<[string, ToldChange, ToldChange]>([
    ["another resource", one, { ...one, id: `${one.id}2` }],
    ["another place", one, differing(["b"])],
    ["another value", one, { ...one, differences: [{ path: "a", before: "gone", after: "in git" }] }],
    ["an order", one, { ...one, differences: [{ path: "a", before: "there", order: true }] }],
    [
      "what is missing, or should not be there",
      differing([], { action: "create" }),
      differing([], { action: "delete" }),
    ],
  ])("is not the same with %s", (_what, before, after) => expect(standingIn(after)).not.toEqual(standingIn(before)));
});
