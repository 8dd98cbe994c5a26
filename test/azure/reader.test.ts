import { expect, test } from "vitest";
import { cpu, group, metricAlerts, never, open, refusedBy, scope, subscription } from "./support/azure.ts";
import { answering, ok, refusal, replies } from "./support/in-memory.ts";
import { serve } from "./support/server.ts";

const one = { id: cpu, name: "cpu", properties: { odd: "kept", nested: [{ x: null }] } };
const two = { id: `${group}/providers/Microsoft.Insights/metricAlerts/two` };

test("a list asks for the group in the newest version, and gives bodies as they came", async () => {
  const there = { ...one, id: cpu.replace("/rg/", "/rg (한글) #1/") };
  const azure = replies(ok({ value: [there] }));
  const { reader } = await open({ httpClient: azure.client });
  expect(await reader.list(metricAlerts, { subscription, resourceGroup: "rg (한글) #1" }, never())).toEqual([
    { armId: there.id, apiVersion: "2026-01-01", body: there },
  ]);
  expect(azure.seen[0]?.url.href).toBe(
    `https://management.azure.com/subscriptions/${subscription}/resourceGroups/rg%20(%ED%95%9C%EA%B8%80)%20%231` +
      "/providers/Microsoft.Insights/metricAlerts?api-version=2026-01-01",
  );
});

test("a list without a group asks the subscription", async () => {
  const azure = replies(ok({ value: [] }));
  const { reader } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, { subscription }, never());
  expect(azure.seen[0]?.url.pathname).toBe(`/subscriptions/${subscription}/providers/Microsoft.Insights/metricAlerts`);
});

test("a list is every page, with the version put back where a link has none", async () => {
  const next = `https://management.azure.com${group}/providers/Microsoft.Insights/metricAlerts?$skiptoken=a%2Bb`;
  const azure = replies(ok({ value: [one], nextLink: next }), ok({ value: [two], nextLink: "" }));
  const { reader } = await open({ httpClient: azure.client });
  const all = await reader.list(metricAlerts, scope, never());
  expect(all.map((resource) => resource.armId)).toEqual([one.id, two.id]);
  expect(azure.seen[1]?.url.search).toBe("?$skiptoken=a%2Bb&api-version=2026-01-01");
});

test("a resource on two pages is one resource", async () => {
  const next = `${group}/providers/Microsoft.Insights/metricAlerts?$skiptoken=1`;
  const upper = { ...one, id: one.id.toUpperCase(), properties: { newer: true } };
  const azure = replies(ok({ value: [one], nextLink: next }), ok({ value: [upper] }));
  const { reader } = await open({ httpClient: azure.client });
  expect(await reader.list(metricAlerts, scope, never())).toEqual([
    { armId: upper.id, apiVersion: "2026-01-01", body: upper },
  ]);
});

test("a page that fails fails the list", async () => {
  const next = `${group}/providers/Microsoft.Insights/metricAlerts?$skiptoken=1`;
  const azure = replies(ok({ value: [one], nextLink: next }), refusal(403, "AuthorizationFailed", "no"));
  const { reader } = await open({ httpClient: azure.client });
  expect((await refusedBy(reader.list(metricAlerts, scope, never()))).reason).toBe("forbidden");
});

test("pages that never end are an error, also where each has an address of its own", async () => {
  const path = `${group}/providers/Microsoft.Insights/metricAlerts`;
  const azure = answering((_, index) => ok({ value: [one, two], nextLink: `${path}?$skiptoken=${index}` }));
  const { reader } = await open({ httpClient: azure.client });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.reason).toBe("unavailable");
  expect(error.message).toContain("100 pages of the answer in a row have brought nothing new");
  expect(azure.seen).toHaveLength(101);
});

test("empty pages on the way are no end", async () => {
  const path = `${group}/providers/Microsoft.Insights/metricAlerts`;
  const azure = answering((_, index) =>
    ok(index < 90 ? { value: [], nextLink: `${path}?$skiptoken=${index}` } : { value: [one] }),
  );
  const { reader } = await open({ httpClient: azure.client });
  expect(await reader.list(metricAlerts, scope, never())).toHaveLength(1);
});

test("an activity log that never ends is an error, after what it did say", async () => {
  const log = `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
  const azure = answering((_, index) =>
    ok({ value: index === 0 ? [{ caller: "a" }] : [], nextLink: `${log}?$skiptoken=${index}` }),
  );
  const { reader } = await open({ httpClient: azure.client });
  const question = {
    about: "activity-log",
    subscription,
    from: "2026-11-19T00:00:00Z",
    to: "2026-11-20T00:00:00Z",
  } as const;
  const events: unknown[] = [];
  const error = await refusedBy(
    (async () => {
      for await (const event of reader.ask(question, never())) events.push(event);
    })(),
  );
  expect([events, error.message]).toEqual([[{ caller: "a" }], expect.stringContaining("have brought nothing new")]);
});

test("pages that go round in circles are an error", async () => {
  const path = `${group}/providers/Microsoft.Insights/metricAlerts`;
  const azure = answering((_, index) => ok({ value: [], nextLink: `${path}?$skiptoken=${index % 3}` }));
  const { reader } = await open({ httpClient: azure.client });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.message).toContain("go round in circles");
  expect(azure.seen).toHaveLength(4);
});

test.each<[string, unknown]>([
  ["an item without id", { value: [one, { name: "nameless" }] }],
  ["an item that is null", { value: [null] }],
  ["no value", { values: [] }],
  ["a value that is an object", { value: {} }],
  ["a list that is no object", [one]],
  ["a next link that is none", { value: [], nextLink: 7 }],
  ["a next link that cannot be read", { value: [], nextLink: "https://[" }],
])("a list with %s is an error, not a shorter list", async (_, body) => {
  const { reader } = await open({ httpClient: replies(ok(body)).client });
  expect((await refusedBy(reader.list(metricAlerts, scope, never()))).reason).toBe("unavailable");
});

test.each([
  ["of another group", cpu.replace("/rg/", "/rg2/")],
  ["of another subscription", cpu.replace(subscription, subscription.replace("1", "2"))],
  ["of no group", `/subscriptions/${subscription}/providers/Microsoft.Insights/metricAlerts/cpu`],
  ["that is no id", "cpu"],
])("a list of a group with something %s is an error that names it", async (_, id) => {
  const { reader } = await open({ httpClient: replies(ok({ value: [one, { ...one, id }] })).client });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.reason).toBe("unavailable");
  expect(error.message).toContain(`the list holds \`${id}\`, which is not in it`);
});

test.each([
  ["in capitals", cpu.toUpperCase()],
  ["without its first slash", cpu.slice(1)],
  ["encoded", cpu.replace("/rg/", "/%72g/")],
])("an id %s is in its group", async (_, id) => {
  const { reader } = await open({ httpClient: replies(ok({ value: [{ ...one, id }] })).client });
  expect(await reader.list(metricAlerts, scope, never())).toHaveLength(1);
});

test("a missing resource group is an error that names it, not an empty list", async () => {
  const azure = replies(refusal(404, "ResourceGroupNotFound", "Resource group 'rg' could not be found."));
  const { reader } = await open({ httpClient: azure.client });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error).toMatchObject({
    reason: "not-found",
    status: 404,
    code: "ResourceGroupNotFound",
    tried: `GET ${group}/providers/Microsoft.Insights/metricAlerts`,
  });
  expect(error.message).toBe(
    "cannot list Microsoft.Insights/metricAlerts in resource group `rg`: Azure answered 404 and says " +
      "ResourceGroupNotFound: Resource group 'rg' could not be found; create the resource group, or correct the name",
  );
});

test("get gives the body, with the id as Azure spells it", async () => {
  const body = { ...one, id: cpu.replace("Microsoft.Insights", "microsoft.insights") };
  const { reader } = await open({ httpClient: replies(ok(body)).client });
  expect(await reader.get(metricAlerts, cpu, never())).toEqual({ armId: body.id, apiVersion: "2026-01-01", body });
});

test.each([
  { status: 404, body: { error: { code: "ResourceNotFound", message: "The Resource … was not found." } } },
  { status: 404, body: { error: { code: "ResourceGroupNotFound", message: "…" } } },
  { status: 404, body: { Code: "NotFound", Message: null } },
  { status: 404, body: "", headers: { "x-ms-request-id": "1" } },
])("get gives nothing where Azure says %j", async (reply) => {
  const { reader } = await open({ httpClient: replies(reply).client });
  expect(await reader.get(metricAlerts, cpu, never())).toBeUndefined();
});

test.each([
  { status: 404, body: { error: { code: "SubscriptionNotFound", message: "…" } } },
  { status: 404, body: { error: { code: "InvalidResourceNamespace", message: "…" } } },
  { status: 404, body: "<html>nginx</html>" },
  { status: 404, body: "" },
])("get does not believe that a resource is not there when it is told %j", async (reply) => {
  const { reader } = await open({ httpClient: replies(reply).client });
  expect((await refusedBy(reader.get(metricAlerts, cpu, never()))).reason).toBe("not-found");
});

test("an id of another type, or none at all, is our bug and is not sent", async () => {
  const azure = replies(ok({}));
  const { reader, writer } = await open({ httpClient: azure.client });
  const group2 = `${group}/providers/Microsoft.Insights/actionGroups/x`;
  for (const id of [group2, group, "", "cpu", `${cpu}/..`, cpu.replace("/cpu", "/..")]) {
    await expect(reader.get(metricAlerts, id, never())).rejects.toThrow(/is no (ARM )?id/);
    await expect(writer.delete(metricAlerts, id, never())).rejects.toThrow(/is no (ARM )?id/);
  }
  await expect(reader.list(metricAlerts, { subscription, resourceGroup: ".." }, never())).rejects.toThrow(
    /is no ARM id/,
  );
  expect(azure.seen).toEqual([]);
});

test("names go out encoded", async () => {
  const azure = replies(ok({ id: "x" }));
  const { reader } = await open({ httpClient: azure.client });
  await reader.get(metricAlerts, `${group}/providers/Microsoft.Insights/metricAlerts/a b?c#d%2F(é)`, never());
  expect(azure.seen[0]?.url.pathname.endsWith("/metricAlerts/a%20b%3Fc%23d%252F(%C3%A9)")).toBe(true);
});

test("an id that Azure answered as in an address goes out encoded once", async () => {
  const azure = replies(ok({ id: "x" }));
  const { reader } = await open({ httpClient: azure.client });
  await reader.get(metricAlerts, `${group}/providers/Microsoft.Insights/metricAlerts/CPU%20high`, never());
  expect(azure.seen[0]?.url.pathname.endsWith("/metricAlerts/CPU%20high")).toBe(true);
});

test("the activity log is asked with the one filter Azure takes, page by page", async () => {
  const log = `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
  const azure = replies(
    ok({ value: [{ caller: "a" }], nextLink: `https://management.azure.com${log}?$skiptoken=1` }),
    ok({ value: [{ caller: "b" }] }),
  );
  const { reader } = await open({ httpClient: azure.client });
  const question = {
    about: "activity-log",
    subscription,
    from: "2026-11-19T00:00:00Z",
    to: "2026-11-20T00:00:00Z",
  } as const;
  const events = await Array.fromAsync(reader.ask({ ...question, resourceGroup: "o'rg" }, never()));
  expect(events).toEqual([{ caller: "a" }, { caller: "b" }]);
  expect(azure.seen[0]?.url.pathname).toBe(log);
  expect(azure.seen[0]?.url.searchParams.get("api-version")).toBe("2015-04-01");
  expect(azure.seen[0]?.url.searchParams.get("$filter")).toBe(
    "eventTimestamp ge '2026-11-19T00:00:00Z' and eventTimestamp le '2026-11-20T00:00:00Z' and resourceGroupName eq 'o''rg'",
  );
});

test("a GET whose answer is cut off or malformed is asked again, then told with what was tried", async () => {
  const server = await serve((_, response, index) => {
    if (index === 0) response.writeHead(200, { "content-length": 100 }).write('{"value":');
    if (index === 0) setImmediate(() => response.destroy());
    else response.end(index === 1 ? '{"value":[' : '{"value":[]}');
  });
  const { reader } = await open({ endpoint: server.url });
  expect(await reader.list(metricAlerts, scope, never())).toEqual([]);
  expect(server.seen).toHaveLength(3);

  const broken = await serve((_, response) => response.end("<html>welcome</html>"));
  const other = await open({ endpoint: broken.url });
  const error = await refusedBy(other.reader.list(metricAlerts, scope, never()));
  expect(error.reason).toBe("unavailable");
  expect(error.message).toMatch(/the answer \(200\) is no JSON, or not all of it; tried 4 times in \d+ s$/);
  expect(broken.seen).toHaveLength(4);
});

test("where nobody listens, the error names the address", async () => {
  const { reader, clock } = await open({ endpoint: "http://127.0.0.1:9" });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.reason).toBe("unavailable");
  expect(error.message).toContain("nothing listens at http://127.0.0.1:9");
  expect(clock.slept).toHaveLength(3);
});

test("an unknown host is told as such", async () => {
  const { reader } = await open({
    httpClient: replies({ broken: "ENOTFOUND", message: "getaddrinfo ENOTFOUND h" }).client,
  });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.message).toContain("the name of https://management.azure.com is not known here");
});

test("a read that is told to stop stops with the signal's reason", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const server = await serve(() => stop.abort(reason));
  const { reader } = await open({ endpoint: server.url });
  await expect(reader.list(metricAlerts, scope, stop.signal)).rejects.toBe(reason);
  await expect(reader.list(metricAlerts, scope, stop.signal)).rejects.toBe(reason);
  expect(server.seen).toHaveLength(1);
});

test("told to stop in its last attempt, a read stops all the same", async () => {
  const stop = new AbortController();
  const server = await serve((_, response, index) => {
    if (index === 3) stop.abort(new Error("enough"));
    else response.writeHead(500).end();
  });
  const { reader } = await open({ endpoint: server.url });
  await expect(reader.list(metricAlerts, scope, stop.signal)).rejects.toThrow("enough");
  expect(server.seen).toHaveLength(4);
});
