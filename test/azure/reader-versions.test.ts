import { expect, test } from "vitest";
import { cpu, group, metricAlerts, never, open, refusedBy, scope } from "./support/azure.ts";
import { answering, ok, refusal, type Reply } from "./support/in-memory.ts";

/** A page in an older api-version hides properties that a write in ours would erase: what is on it is read again. */

const path = `${group}/providers/Microsoft.Insights/metricAlerts`;
const two = `${path}/two`;
const next = `${path}?api-version=2018-03-01&$skiptoken=1`;

function azureWith(gotten: Reply): ReturnType<typeof answering> {
  return answering(({ url }) => {
    if (url.pathname === two) return gotten;
    if (url.searchParams.has("$skiptoken")) return ok({ value: [{ id: two }] });
    return ok({ value: [{ id: cpu }], nextLink: next });
  });
}

test("one by one, in our version", async () => {
  const whole = { id: two, properties: { customProperties: { newer: "yes" } } };
  const azure = azureWith(ok(whole));
  const { reader } = await open({ httpClient: azure.client });
  expect(await reader.list(metricAlerts, scope, never())).toEqual([
    { armId: cpu, apiVersion: "2026-01-01", body: { id: cpu } },
    { armId: two, apiVersion: "2026-01-01", body: whole },
  ]);
  expect(azure.seen.map(({ url }) => url.searchParams.get("api-version"))).toEqual([
    "2026-01-01",
    "2018-03-01",
    "2026-01-01",
  ]);
});

test("and what is gone by then is not there", async () => {
  const azure = azureWith(refusal(404, "ResourceNotFound", "gone"));
  const { reader } = await open({ httpClient: azure.client });
  expect((await reader.list(metricAlerts, scope, never())).map(({ armId }) => armId)).toEqual([cpu]);
});

test("and what cannot be read fails the list", async () => {
  const azure = azureWith(refusal(403, "AuthorizationFailed", "no"));
  const { reader } = await open({ httpClient: azure.client });
  expect((await refusedBy(reader.list(metricAlerts, scope, never()))).reason).toBe("forbidden");
});

test("a link that spells the name of the parameter otherwise has a version", async () => {
  const azure = answering(({ url }) =>
    ok(
      url.search.includes("skiptoken")
        ? { value: [] }
        : { value: [], nextLink: `${path}?API-VERSION=2026-01-01&skiptoken=1` },
    ),
  );
  const { reader } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect(azure.seen[1]?.url.search).toBe("?API-VERSION=2026-01-01&skiptoken=1");
});
