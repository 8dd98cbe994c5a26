import { expect } from "vitest";
import { exitCode } from "../../src/cli/exit-code.ts";
import { markerOf, shownOf, unframeText, type CommentData } from "../../src/core/plan/comment.ts";
import { addComment } from "../github/seed.ts";
import { merged, openWorkshop, type Files, type Ran, type Running, type Workshop } from "./workshop.ts";
import type { Step, Trouble } from "./workshop-days.ts";
import { beginning, filesOf, isInAzure, isSame } from "./workshop-files.ts";
import { begin, endOf, isHeard, stoppedBy, troubled } from "./workshop-trouble.ts";

/*
 * What days of a company come to: every step is made in earnest, and after each run of the action it is looked whether
 * something happened that never must.
 */

/** A pull request, with what Tocsin ever showed on it. */
interface Pull {
  readonly number: number;
  readonly branch: string;
  isMerged: boolean;
  /** Somebody had a hand in our comment. */
  isTouched: boolean;
  readonly keys: Set<string>;
  readonly digests: Set<string>;
}

const marker = markerOf("plan", "tocsin.yaml", "production");
/** Lives through the days, and then through a quiet one. */
export async function live(days: readonly Step[], unreviewed: "apply" | "stop"): Promise<void> {
  const shop = await openWorkshop(beginning(unreviewed));
  try {
    const company = open(shop, unreviewed);
    await company.endQuietly();
    for (const day of days) await company.go(day);
    await company.endQuietly();
  } finally {
    await shop.close();
  }
}

function open(shop: Workshop, unreviewed: "apply" | "stop") {
  const pulls: Pull[] = [];
  const late: { readonly release: () => void; readonly ended: Promise<unknown> }[] = [];
  const { hosted, github, world } = shop;
  let pushes = 0;

  const pick = (from: number, isMerged?: boolean): Pull | undefined => {
    const some = pulls.filter((one) => isMerged === undefined || one.isMerged === isMerged).toReversed();
    return some[from % Math.max(some.length, 1)];
  };
  const headOf = (pull: Pull): string => hosted.git.refs[`heads/${pull.branch}`]!;
  const ours = ({ number }: Pull) =>
    hosted.comments.filter(({ issue, author }) => issue === number && author === "github-actions[bot]");
  const dataOf = (pull: Pull): CommentData | undefined => {
    const [comment] = ours(pull);
    return comment === undefined ? undefined : unframeText(comment.body).data;
  };
  const propose = (changes: readonly Files[]): void => {
    const number = pulls.length + 1;
    const branch = `branch-${number}`;
    const base = shop.tip();
    pushOn(branch, changes, base);
    shop.open(number, branch);
    pulls.push({ number, branch, isMerged: false, isTouched: false, keys: new Set(), digests: new Set() });
  };
  const pushOn = (branch: string, changes: readonly Files[], from: string): void => {
    let on = from;
    for (const change of changes) {
      on = shop.commit(branch, { ...shop.filesAt(on), ...change }, `change ${++pushes}`, [on]);
    }
  };
  const merge = (pull: Pull, how: "merge" | "squash" | "rebase"): void => {
    const [head, base] = [headOf(pull), shop.tip()];
    const own = shop.ownCommits(head, base);
    const landed: string[] = [];
    for (const commit of how === "rebase" ? own : [head]) {
      const before = how === "rebase" ? shop.filesAt(shop.parentOf(commit)) : shop.filesAt(shop.parted(head, base));
      const files = merged(shop.filesAt(shop.tip()), { before, after: shop.filesAt(commit) });
      const parents = how === "merge" ? [shop.tip(), head] : [shop.tip()];
      landed.push(shop.commit("main", files, `Pull ${pull.number} (${how})`, parents));
    }
    shop.land(pull.number, landed);
    pull.isMerged = true;
  };

  /** Says of a name whether what is to be done about it was shown on a pull request that is merged. */
  const reviewed = async (at: string): Promise<(name: string) => boolean> => {
    if (unreviewed === "apply") return () => true;
    const planned = await shop.planned(at);
    const shown = pulls.filter(({ isMerged }) => isMerged);
    if (shown.some(({ digests }) => digests.has(planned.digest))) return () => true;
    const keys = new Set(shown.flatMap((one) => [...one.keys]));
    return (name) => shownOf(planned).some((change) => change.name === name && keys.has(keyOf(change)));
  };
  const apply = async (more: Running, trouble?: Trouble): Promise<Ran | undefined> => {
    const { at = shop.tip(), inputs: { digest } = {} } = more;
    const isReviewed = digest === undefined ? await reviewed(at) : (): boolean => true;
    const before = new Map(pulls.map((pull) => [pull, dataOf(pull)?.state]));
    const written = world.requests.length;
    begin(trouble, shop);
    const ran = await endOf(shop.apply({ ...more, stopped: stoppedBy(trouble), through: troubled(trouble) }), shop);
    const writes = world.requests.slice(written).filter(({ method }) => method === "PUT" || method === "DELETE");
    const touched = writes.map(({ path }) => path.split("/").at(-1)!);
    const isFirst = (more.run?.attempt ?? 1) === 1 && more.event !== "workflow_dispatch";
    // The first run of a push comes in its turn: where GitHub does not say what `main` is by now, it is what was pushed.
    const isBlind =
      ran?.annotations.some(({ message }) => message.includes("has newer definitions is not known")) ?? false;
    if (isBlind) expect(isFirst && trouble?.with, "a run goes on though it does not know").toBe("github");
    const main = shop.filesAt(isBlind ? at : shop.tip());
    const isOld = !isSame(shop.filesAt(at), main);
    if (isOld) expect(touched, "an old run writes nothing").toEqual([]);
    expect(new Set(touched).size, "nothing is written twice").toBe(touched.length);
    expect(
      touched.filter((name) => !isReviewed(name)),
      "unreviewed",
    ).toEqual([]);
    const isDone = isInAzure(main, world);
    for (const pull of pulls) {
      if (dataOf(pull)?.state === "applied" && before.get(pull) !== "applied") {
        expect(isDone && !isOld, `#${pull.number} says applied`).toBe(true);
        expect(pull.isMerged, `#${pull.number} is merged`).toBe(true);
      }
    }
    if (isHeard(trouble) && at === shop.tip()) {
      for (const pull of pulls.filter(({ isMerged }) => isMerged))
        expect(dataOf(pull)?.state, `#${pull.number} is merged, and waits`).not.toBe("planned");
    }
    const isHarmless = trouble === undefined || trouble.with === "github";
    if (isHarmless && unreviewed === "apply" && !isOld && isFirst) expect(isDone, "no apply is lost").toBe(true);
    lookAround();
    return ran;
  };
  const lookAround = (): void => {
    for (const pull of pulls) expect(ours(pull).length, `comments on #${pull.number}`).toBeLessThan(2);
  };
  /** Keeps what a run showed. */
  const keep = (pull: Pull): void => {
    const data = dataOf(pull);
    if (data?.state !== "planned") return;
    for (const change of data.changes) pull.keys.add(keyOf(change));
    if (data.digest !== undefined) pull.digests.add(data.digest);
  };
  const planOn = async (pull: Pull, trouble: Trouble | undefined): Promise<void> => {
    begin(trouble, shop);
    const ran = await endOf(shop.plan(pull.number, { through: troubled(trouble) }), shop);
    const data = dataOf(pull);
    if (isHeard(trouble)) expect(data?.head, `what #${pull.number} says is about its head`).toBe(headOf(pull));
    if (ran?.code === exitCode.azure) {
      const shown = data?.changes.map(keyOf) ?? [];
      expect(
        shown.filter((key) => !pull.keys.has(key)),
        "a plan that failed shows nothing",
      ).toEqual([]);
    }
    keep(pull);
    lookAround();
  };
  const planLate = async (pull: Pull): Promise<void> => {
    const [gate, there] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const wait = (): Promise<void> => {
      there.resolve();
      return gate.promise;
    };
    const run = shop.plan(pull.number, { late: wait }).then(() => keep(pull));
    late.push({ release: gate.resolve, ended: run });
    await Promise.race([there.promise, run]);
  };
  const letSpeak = async (): Promise<void> => {
    for (const one of late.splice(0)) {
      one.release();
      await one.ended;
      lookAround();
    }
  };

  const go = async (day: Step): Promise<void> => {
    switch (day.do) {
      case "open":
        return propose(day.wishes.map((wish) => filesOf([wish])));
      case "open, plan and merge":
        await go({ do: "open", wishes: day.wishes });
        await go({ do: "plan", pull: 0, ...(day.trouble === undefined ? {} : { trouble: day.trouble }) });
        return go({ do: "merge", pull: 0, how: day.how });
      case "open readme":
        return propose([{ "README.md": `read ${++pushes}\n` }]);
      case "push direct":
        shop.commit("main", { ...shop.filesAt(shop.tip()), ...filesOf(day.wishes) }, "direct");
        return;
      case "revert": {
        const [before] = shop.commits.slice(-2);
        if (before !== undefined) shop.commit("main", shop.filesAt(before), "revert");
        return;
      }
      case "push": {
        const pull = pick(day.pull, false);
        if (pull === undefined) return;
        const from = day.force === "force" ? shop.parted(headOf(pull), shop.tip()) : headOf(pull);
        pushOn(
          pull.branch,
          day.wishes.map((wish) => filesOf([wish])),
          from,
        );
        Object.assign(hosted.issues.find(({ number }) => number === pull.number)!.pullRequest!.head, {
          sha: headOf(pull),
        });
        return;
      }
      case "plan": {
        const pull = pick(day.pull, false);
        if (pull !== undefined) await planOn(pull, day.trouble);
        return;
      }
      case "plan late": {
        const pull = pick(day.pull, false);
        if (pull !== undefined) await planLate(pull);
        return;
      }
      case "let the late speak":
        return letSpeak();
      case "merge": {
        const pull = pick(day.pull, false);
        if (pull !== undefined) merge(pull, day.how);
        return;
      }
      case "apply": {
        const at = shop.commits.at(-1 - day.back) ?? shop.tip();
        const run = day.again === "again" ? { run: { id: 900, attempt: 2 } } : {};
        const event = day.again === "by hand" ? "workflow_dispatch" : "push";
        await apply({ ...run, event, at }, day.trouble);
        return;
      }
      case "two at once": {
        const isReviewed = await reviewed(shop.tip());
        const written = world.requests.length;
        await Promise.all([shop.apply({ desk: "first" }), shop.apply({ desk: "second" })]);
        const writes = world.requests.slice(written).filter(({ method }) => method === "PUT" || method === "DELETE");
        expect(writes.filter(({ path }) => !isReviewed(path.split("/").at(-1)!))).toEqual([]);
        return lookAround();
      }
      case "by hand":
        return shop.byHand(day.wish[0], day.wish[1]);
      case "comment":
        return meddle(day);
    }
  };
  const meddle = ({ pull: from, how }: Extract<Step, { readonly do: "comment" }>): void => {
    const pull = pick(from);
    if (pull === undefined) return;
    const [comment] = ours(pull);
    if (how === "forge") {
      const other = hosted.comments.find(({ author }) => author === "github-actions[bot]");
      addComment(github.state, hosted, { issue: pull.number, body: other?.body ?? marker, author: "mallory" });
      return;
    }
    if (comment === undefined) return;
    pull.isTouched = true;
    if (how === "delete") hosted.comments.splice(hosted.comments.indexOf(comment), 1);
    else if (how === "append") comment.body += "\nLooks good to me";
    else comment.body = comment.body.split("\n").slice(0, -1).join("\n");
  };

  const endQuietly = async (): Promise<void> => {
    await letSpeak();
    const first = await apply({});
    const digest = first?.outputs.get("digest");
    if (first?.code !== 0 && unreviewed === "stop" && digest !== undefined)
      await apply({ event: "workflow_dispatch", inputs: { digest } });
    expect(
      (await shop.planned()).changes.map(({ action, name }) => `${action} ${name}`),
      "at last",
    ).toEqual([]);
    for (const pull of pulls) {
      const data = dataOf(pull);
      if (!pull.isMerged || pull.isTouched || data === undefined) continue;
      expect(data.state, `#${pull.number} at last`).toBe("applied");
    }
  };
  return { go, endQuietly };
}

function keyOf({ action, kind, name, digest }: { action: string; kind: string; name: string; digest: string }): string {
  return [action, kind, name, digest].join(" ");
}
