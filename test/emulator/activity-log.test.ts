import { expect, test } from "vitest";
import { at, azure, group, subscription, types, type Seen } from "./azure.ts";

const start = Date.parse("2026-11-20T12:00:00Z");

function log(options: Parameters<typeof azure>[0] = {}): ReturnType<typeof azure> & {
  query(filter: string, more?: string): Promise<Seen>;
} {
  const made = azure({ now: () => new Date(start), ...options });
  return {
    ...made,
    query: (filter, more = "") =>
      made.ask(
        "GET",
        `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}${more}`,
      ),
  };
}

const lately = "eventTimestamp ge '2026-11-20T00:00:00Z' and eventTimestamp le '2026-11-21T00:00:00Z'";

test("a write and a delete are in the log, newest first, begun and ended", async () => {
  const { ask, create, query } = log();
  const put = await create("metricAlerts");
  await ask("DELETE", at("metricAlerts"));
  const { body } = await query(lately);
  const told = body.value.map((event: Record<string, any>) => [event["operationName"].value, event["status"].value]);
  expect(told).toEqual([
    ["Microsoft.Insights/metricAlerts/delete", "Succeeded"],
    ["Microsoft.Insights/metricAlerts/delete", "Started"],
    ["Microsoft.Insights/metricAlerts/write", "Succeeded"],
    ["Microsoft.Insights/metricAlerts/write", "Started"],
  ]);
  expect(body.value[2]).toMatchObject({
    caller: "anonymous",
    correlationId: put.headers["x-ms-correlation-request-id"],
    eventTimestamp: "2026-11-20T12:00:00.000Z",
    resourceId: types.metricAlerts.path,
    resourceGroupName: "rg",
    subscriptionId: subscription,
    httpRequest: { method: "PUT" },
    subStatus: { value: "OK" },
  });
});

test("a refused write is in the log as failed", async () => {
  const { create, query } = log();
  await create("metricAlerts", { properties: { severity: 9 } });
  const { body } = await query(lately);
  expect([body.value[0].status.value, body.value[0].subStatus.value]).toEqual(["Failed", "BadRequest"]);
});

function token(claims: object): Record<string, string> {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return { authorization: `Bearer ${part({ alg: "none" })}.${part(claims)}.x` };
}

test.each([
  { who: "a person's token", headers: token({ upn: "ann@example.com", appid: "app" }), caller: "ann@example.com" },
  { who: "an application's token", headers: token({ appid: "0000-app" }), caller: "0000-app" },
  { who: "a token that is no JWT", headers: { authorization: "Bearer opaque" }, caller: "anonymous" },
  { who: "a header", headers: { "x-ms-client-principal-name": "pipeline" }, caller: "pipeline" },
])("the caller comes from $who", async ({ headers, caller }) => {
  const { ask, query } = log();
  await ask("PUT", at("actionGroups"), types.actionGroups.body, headers);
  expect((await query(lately)).body.value[0].caller).toBe(caller);
});

test.each([
  { clause: "resourceGroupName eq 'RG'", found: 4 },
  { clause: "resourceGroupName eq 'other'", found: 0 },
  { clause: `resourceUri eq '${types.metricAlerts.path.toUpperCase()}'`, found: 2 },
  { clause: "resourceProvider eq 'microsoft.insights'", found: 4 },
  { clause: "correlationId eq 'mine'", found: 2 },
])("a query for $clause finds $found events", async ({ clause, found }) => {
  const { ask, create, query } = log();
  await create("metricAlerts");
  await ask("PUT", at("actionGroups"), types.actionGroups.body, { "x-ms-correlation-request-id": "mine" });
  expect((await query(`${lately} and ${clause}`)).body.value.length).toBe(found);
});

test.each([
  { filter: "", message: /time range/ },
  { filter: "eventTimestamp ge '2026-08-01T00:00:00Z'", message: /more than 90 days/ },
  { filter: `${lately} and caller eq 'ann'`, message: /'caller eq 'ann'' is not supported/ },
  { filter: `${lately} and correlationId eq 'a' and resourceGroupName eq 'b'`, message: /more than one/ },
])("the filter `$filter` is refused", async ({ filter, message }) => {
  const { status, body } = await log().query(filter);
  expect([status, body.code]).toEqual([400, "BadRequest"]);
  expect(body.message).toMatch(message);
});

test("long logs come in pages, and $select takes the caller away", async () => {
  const { create, query, ask } = log({ activityLogPageSize: 3 });
  await create("metricAlerts");
  await create("actionGroups");
  const first = (await query(lately, "&$select=caller,operationName")).body;
  const second = (await ask("GET", first.nextLink)).body;
  expect([first.value.length, second.value.length, second.nextLink]).toEqual([3, 1, undefined]);
  expect(Object.keys(first.value[0])).toEqual(["operationName"]);
});

test("events can be made to appear late", async () => {
  let now = start;
  const { create, query } = log({ now: () => new Date(now), activityLogDelay: 300_000 });
  await create("metricAlerts");
  expect((await query(lately)).body.value).toEqual([]);
  now += 300_000;
  expect((await query(lately)).body.value.length).toBe(2);
});

test("deleting a group is in the log with everything that went with it", async () => {
  const { ask, create, query } = log();
  await create("metricAlerts");
  await ask("DELETE", `${group}?api-version=2021-04-01`);
  const { body } = await query(lately);
  expect(body.value.map((event: Record<string, any>) => event["operationName"].value)).toContain(
    "Microsoft.Insights/metricAlerts/delete",
  );
});
