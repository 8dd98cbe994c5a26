import { createHash } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { unframeText } from "../../src/core/plan/comment.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { writesIn } from "../support/emulated-azure.ts";

const workspace = `stack: shop
rules: [rules/**/*.yaml]
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
`;

function group(name: string, to = "admin"): string {
  return `kind: ActionGroup
name: ${name}
spec: { groupShortName: ${name}, emailReceivers: [{ name: admin, emailAddress: ${to}@company.com }] }
`;
}

async function open(more: Readonly<Record<string, string>> = {}): Promise<Workshop> {
  const shop = await openWorkshop({ "tocsin.yaml": workspace, "rules/z.yaml": group("z"), ...more });
  onTestFinished(() => shop.close());
  await shop.apply();
  return shop;
}

/** A pull request that adds a group, planned and merged. */
async function merge(shop: Workshop, number: number, name: string): Promise<void> {
  const branch = `branch-${number}`;
  const base = shop.tip();
  const files = { ...shop.filesAt(base), [`rules/${name}.yaml`]: group(name) };
  shop.commit(branch, files, `add ${name}`, [base]);
  shop.open(number, branch);
  await shop.plan(number);
  shop.land(number, [shop.commit("main", files, `add ${name} (#${number})`, [base])]);
}

function said(shop: Workshop, number: number) {
  const body = shop.hosted.comments.find(({ issue }) => issue === number)?.body;
  return body === undefined ? undefined : unframeText(body);
}

test("whoever dies while he tells the pull requests leaves none behind that nobody tells any more", async () => {
  for (const after of [0, 1]) {
    const shop = await open();
    await merge(shop, 7, "a");
    await merge(shop, 8, "b");
    let told = 0;
    const dying = shop.apply({
      through: (host) => ({
        ...host,
        updateComment: async (...given) => {
          if (told++ === after) throw new Error("killed");
          return host.updateComment(...given);
        },
      }),
    });
    await expect(dying).rejects.toThrow("killed");
    await shop.apply();
    expect([7, 8].map((number) => said(shop, number)?.data?.state)).toEqual(["applied", "applied"]);
  }
});

test("while an older pull request cannot be told, no newer one ends the looking back; one that refuses keeps nobody", async () => {
  const shop = await open();
  await merge(shop, 7, "a");
  await merge(shop, 8, "b");
  const tell = (reason: "unavailable" | "forbidden") =>
    shop.apply({
      through: (host) => ({
        ...host,
        updateComment: async (comment, body) => {
          if (comment.id === shop.hosted.comments.find(({ issue }) => issue === 7)?.id)
            throw new HostError("no", { reason, tried: "PATCH /x" });
          return host.updateComment(comment, body);
        },
      }),
    });
  const failed = await tell("unavailable");
  expect(failed.code).toBe(0);
  expect(failed.annotations.map(({ message }) => message)).toEqual([
    "#7 does not say what became of it: no (PATCH /x)",
    "#8 is not told either; the next apply tells it",
  ]);
  expect([7, 8].map((number) => said(shop, number)?.data?.state)).toEqual(["planned", "planned"]);
  await tell("forbidden");
  expect([7, 8].map((number) => said(shop, number)?.data?.state)).toEqual(["planned", "applied"]);
});

test("a pull request whose changes were too many to keep hears of all of them", async () => {
  const shop = await open();
  const base = shop.tip();
  // Names that cannot be packed make few changes too many.
  const name = (index: number): string => createHash("sha512").update(`${index}`).digest("hex");
  const many = Array.from({ length: 200 }, (_, index) =>
    group(`${name(index)}${name(-index)}`.slice(0, 250)).replace(/groupShortName: [^,]*/, "groupShortName: many"),
  );
  const files = { ...shop.filesAt(base), "rules/many.yaml": many.join("---\n") };
  shop.commit("branch-7", files, "many", [base]);
  shop.open(7, "branch-7");
  await shop.plan(7);
  expect(said(shop, 7)?.data).toMatchObject({ changes: [], untold: 200 });
  shop.land(7, [shop.commit("main", files, "many (#7)", [base])]);
  await merge(shop, 8, "b");
  await shop.apply();
  expect(said(shop, 7)?.data).toMatchObject({ state: "applied", changes: [], untold: 200 });
  expect(said(shop, 7)?.text).toContain("201 applied");
  expect(said(shop, 8)?.text).toContain("201 applied");
});

test("an apply by hand writes no new comment: the newest pull request may have nothing to do with it", async () => {
  const shop = await open();
  const base = shop.tip();
  const files = { ...shop.filesAt(base), "README.md": "read me\n" };
  shop.commit("branch-7", files, "readme", [base]);
  shop.open(7, "branch-7");
  shop.land(7, [shop.commit("main", files, "readme (#7)", [base])]);
  await shop.byHand("z", "nobody");
  const written = writesIn(shop.world).length;
  expect((await shop.apply({ event: "workflow_dispatch" })).code).toBe(0);
  expect(writesIn(shop.world)).toHaveLength(written + 1);
  expect(said(shop, 7)).toBeUndefined();
  await shop.byHand("z", "nobody");
  await shop.apply();
  expect(said(shop, 7)?.data?.state).toBe("applied");
});

test("what is merged while a run plans is not taken back by it", async () => {
  const shop = await open();
  await merge(shop, 7, "a");
  const at = shop.tip();
  const written = writesIn(shop.world).length;
  const run = await shop.apply({
    at,
    through: (host) => ({
      ...host,
      findComment: async (...given) => {
        if (shop.tip() === at) await merge(shop, 8, "b");
        return host.findComment(...given);
      },
    }),
  });
  expect(run.outputs.get("outcome")).toBe("skipped");
  expect(run.annotations).toMatchObject([{ level: "warning", title: "left to a newer run" }]);
  expect(writesIn(shop.world)).toHaveLength(written);
  expect(said(shop, 7)?.data?.state).toBe("planned");
});
