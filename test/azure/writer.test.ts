import { expect, test } from "vitest";
import { cpu, metricAlerts, never, open, refusedBy } from "./support/azure.ts";
import { answering, ok, refusal, type Reply, replies } from "./support/in-memory.ts";
import { serve } from "./support/server.ts";

const body = { location: "global", properties: { threshold: 80, "odata.type": "x" } };
const answer = { id: cpu, ...body };

test.each([200, 201])("a PUT answered %i gives back Azure's answer", async (status) => {
  const azure = replies({ status, body: answer });
  const { writer } = await open({ httpClient: azure.client });
  expect(await writer.put(metricAlerts, cpu, body, never())).toEqual({
    armId: cpu,
    apiVersion: "2026-01-01",
    body: answer,
  });
  expect(azure.seen[0]).toMatchObject({ method: "PUT", body: JSON.stringify(body) });
  expect(azure.seen[0]?.header("content-type")).toContain("application/json");
  expect(azure.seen[0]?.url.href).toBe(`https://management.azure.com${cpu}?api-version=2026-01-01`);
});

test("a PUT answered 202 is looked after until the resource is there", async () => {
  const azure = replies({ status: 202 }, refusal(404, "ResourceNotFound", "…"), ok(answer));
  const { writer, clock } = await open({ httpClient: azure.client });
  expect((await writer.put(metricAlerts, cpu, body, never())).body).toEqual(answer);
  expect(azure.seen.map((seen) => seen.method)).toEqual(["PUT", "GET", "GET"]);
  expect(clock.slept).toEqual([1000, 2000]);
});

test.each<[Reply, string]>([
  [{ status: 200 }, "deleted"],
  [{ status: 204 }, "was-not-there"],
  [refusal(404, "ResourceNotFound", "…"), "was-not-there"],
  [refusal(404, "ResourceGroupNotFound", "…"), "was-not-there"],
])("a DELETE answered %j is %s", async (reply, outcome) => {
  const azure = replies(reply);
  const { writer } = await open({ httpClient: azure.client });
  expect(await writer.delete(metricAlerts, cpu, never())).toBe(outcome);
  expect(azure.seen.map((seen) => seen.method)).toEqual(["DELETE"]);
});

test("a DELETE answered 202 is looked after until the resource is gone, and interrupted when it stays", async () => {
  const gone = replies({ status: 202 }, ok(answer), refusal(404, "ResourceNotFound", "…"));
  const first = await open({ httpClient: gone.client });
  expect(await first.writer.delete(metricAlerts, cpu, never())).toBe("deleted");
  const stays = replies({ status: 202 }, ok(answer));
  const second = await open({ httpClient: stays.client });
  expect((await refusedBy(second.writer.delete(metricAlerts, cpu, never()))).reason).toBe("interrupted");
});

test("a DELETE in a subscription that is not there is an error", async () => {
  const { writer } = await open({ httpClient: replies(refusal(404, "SubscriptionNotFound", "…")).client });
  expect((await refusedBy(writer.delete(metricAlerts, cpu, never()))).reason).toBe("not-found");
});

test.each<[string, Reply, number]>([
  ["a connection that broke after it was sent", { broken: "ECONNRESET", message: "socket hang up" }, 1],
  ["500", { status: 500 }, 1],
  ["502 of an unknown kind", refusal(502, "BadGateway", "…"), 1],
  ["503 of a proxy", { status: 503, body: "<html>upstream</html>" }, 1],
  ["504", refusal(504, "GatewayTimeout", "The gateway did not receive a response"), 1],
  ["a 200 that is no JSON", { status: 200, body: "<html>" }, 1],
  ["a 200 that is empty", { status: 200 }, 1],
])("a PUT that ends in %s may have been done: interrupted, never repeated", async (_, reply, requests) => {
  const azure = replies(reply, ok(answer));
  const { writer } = await open({ httpClient: azure.client });
  const error = await refusedBy(writer.put(metricAlerts, cpu, body, never()));
  expect(error.reason).toBe("interrupted");
  expect(error.message).toContain("nobody knows whether it was done");
  expect(azure.seen).toHaveLength(requests);
});

test.each<[string, Reply]>([
  ["the connection was refused", { broken: "ECONNREFUSED" }],
  ["the name was not found", { broken: "EAI_AGAIN" }],
  ["connecting took too long", { broken: "ETIMEDOUT", message: "connect ETIMEDOUT 1.2.3.4:443" }],
  ["429", { status: 429 }],
  ["408", { status: 408 }],
  ["503 in Azure's words", refusal(503, "ServiceUnavailable", "…")],
  ["503 with a time", { status: 503, headers: { "retry-after": "3" } }],
  [
    "502 InvalidGatewayHost",
    refusal(502, "InvalidGatewayHost", "Host name resolution failed for 'microsoft.insights'"),
  ],
])("a PUT is repeated where Azure cannot have acted: %s", async (_, reply) => {
  const azure = replies(reply, ok(answer));
  const { writer } = await open({ httpClient: azure.client });
  expect((await writer.put(metricAlerts, cpu, body, never())).body).toEqual(answer);
  expect(azure.seen).toHaveLength(2);
});

test.each(["PUT", "DELETE"])("a %s that is dropped on a real socket is interrupted", async (method) => {
  const server = await serve((request) => request.socket.destroy());
  const { writer } = await open({ endpoint: server.url });
  const write =
    method === "PUT" ? writer.put(metricAlerts, cpu, body, never()) : writer.delete(metricAlerts, cpu, never());
  const error = await refusedBy(write);
  expect(error).toMatchObject({ reason: "interrupted", tried: `${method} ${cpu}` });
  expect(server.seen).toHaveLength(1);
});

test("a PUT whose answer is cut off on a real socket is interrupted, a DELETE's 200 stands", async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { "content-length": 100 }).write('{"id":');
    setImmediate(() => response.destroy());
  });
  const { writer } = await open({ endpoint: server.url });
  expect((await refusedBy(writer.put(metricAlerts, cpu, body, never()))).reason).toBe("interrupted");
  expect(await writer.delete(metricAlerts, cpu, never())).toBe("deleted");
  expect(server.seen).toHaveLength(2);
});

test("told to stop while a 202 is looked after, a write is interrupted", async () => {
  const stop = new AbortController();
  const azure = answering((seen) => {
    if (seen.method === "GET") stop.abort(new Error("enough"));
    return { status: 202 };
  });
  const { writer } = await open({ httpClient: azure.client });
  expect((await refusedBy(writer.put(metricAlerts, cpu, body, stop.signal))).reason).toBe("interrupted");
});

test("a refusal whose words are cut off is a refusal all the same", async () => {
  const server = await serve((_, response) => {
    response.writeHead(403, { "content-length": 100 }).write('{"error":');
    setImmediate(() => response.destroy());
  });
  const { writer } = await open({ endpoint: server.url });
  const error = await refusedBy(writer.put(metricAlerts, cpu, body, never()));
  expect(error).toMatchObject({ reason: "forbidden", status: 403 });
  expect(error.message).toContain("the answer was cut off");
});

test("a PUT that is told to stop while it is under way is interrupted; before it was sent, it only stops", async () => {
  const stop = new AbortController();
  const server = await serve(() => stop.abort(new Error("enough")));
  const { writer } = await open({ endpoint: server.url });
  const error = await refusedBy(writer.put(metricAlerts, cpu, body, stop.signal));
  expect(error.reason).toBe("interrupted");
  expect(error.message).toContain("broke (asked to stop)");
  await expect(writer.put(metricAlerts, cpu, body, stop.signal)).rejects.toThrow("enough");
  expect(server.seen).toHaveLength(1);
});

test("when Azure is down, the purse for retries is soon empty and requests fail at once", async () => {
  const azure = answering(() => refusal(503, "ServiceUnavailable", "…"));
  const { writer } = await open({ httpClient: azure.client });
  for (let i = 0; i < 100; i++) await refusedBy(writer.put(metricAlerts, cpu, body, never()));
  expect(azure.seen.length).toBe(130);
});
