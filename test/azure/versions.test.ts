import { expect, test } from "vitest";
import type { Reply } from "./support/in-memory.ts";
import { cpu, metricAlerts, never, open, refusedBy, scope } from "./support/azure.ts";
import { answering, ok, refusal, replies } from "./support/in-memory.ts";

const supported = "The supported api-versions are '2017-09-01-preview,2018-03-01'.";
const refusals: readonly [string, Reply][] = [
  [
    "NoRegisteredProviderFound",
    refusal(
      400,
      "NoRegisteredProviderFound",
      `No registered resource provider found for location 'global' and API version '2026-01-01' for type 'metricAlerts'. ${supported} The supported locations are 'global'.`,
    ),
  ],
  [
    "InvalidResourceType",
    refusal(
      404,
      "InvalidResourceType",
      `The resource type 'metricAlerts' could not be found in the namespace 'Microsoft.Insights' for api version '2026-01-01'. ${supported}`,
    ),
  ],
  [
    "InvalidApiVersionParameter",
    refusal(
      400,
      "InvalidApiVersionParameter",
      "The api-version '2026-01-01' is invalid. The supported versions are '2018-03-01'.",
    ),
  ],
  [
    "UnsupportedApiVersion, flat",
    {
      status: 400,
      body: {
        Code: "UnsupportedApiVersion",
        Message:
          "The HTTP resource does not support the API version '2026-01-01'. The supported api-versions are '2018-03-01'.",
      },
    },
  ],
];

test.each(refusals)("%s: the next version that ARM has is taken, remembered and told", async (_, reply) => {
  const azure = answering((seen) =>
    seen.url.searchParams.get("api-version") === "2018-03-01" ? ok({ value: [], id: cpu }) : reply,
  );
  const { reader, writer, events } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect((await reader.get(metricAlerts, cpu, never()))?.apiVersion).toBe("2018-03-01");
  expect((await writer.put(metricAlerts, cpu, {}, never())).apiVersion).toBe("2018-03-01");
  expect(azure.seen.map((seen) => seen.url.searchParams.get("api-version"))).toEqual([
    "2026-01-01",
    "2018-03-01",
    "2018-03-01",
    "2018-03-01",
  ]);
  expect(events.filter((event) => event.event === "older-version")).toEqual([
    { event: "older-version", type: metricAlerts.name, refused: "2026-01-01", using: "2018-03-01" },
  ]);
});

test("without a list of what is supported, the versions are tried one by one", async () => {
  const azure = answering((seen) =>
    seen.url.searchParams.get("api-version") === "2018-03-01"
      ? ok({ value: [] })
      : refusal(400, "InvalidApiVersionParameter", "no"),
  );
  const { reader } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  expect(azure.seen).toHaveLength(3);
});

test("requests under way together step down once", async () => {
  const azure = answering((seen) =>
    seen.url.searchParams.get("api-version") === "2018-03-01" ? ok({ id: cpu }) : refusals[0]![1],
  );
  const { reader, events } = await open({ httpClient: azure.client });
  const all = await Promise.all([1, 2, 3].map(() => reader.get(metricAlerts, cpu, never())));
  expect(all.map((resource) => resource?.apiVersion)).toEqual(["2018-03-01", "2018-03-01", "2018-03-01"]);
  expect(events.filter((event) => event.event === "older-version")).toHaveLength(1);
});

test("where no version fits, the error names both sides' versions", async () => {
  const azure = replies(
    refusal(400, "NoRegisteredProviderFound", "The supported api-versions are '2015-01-01, 2016-01-01-preview'."),
  );
  const { reader } = await open({ httpClient: azure.client });
  const error = await refusedBy(reader.list(metricAlerts, scope, never()));
  expect(error.reason).toBe("rejected");
  expect(error.message).toContain(
    "has 2015-01-01, 2016-01-01-preview, and of Microsoft.Insights/metricAlerts we speak 2026-01-01,",
  );
});

test("a region that is refused in the same words is no matter of versions", async () => {
  const message =
    "No registered resource provider found for location 'mars' and API version '2026-01-01' for type 'x'. The supported api-versions are '2026-01-01, 2018-03-01'. The supported locations are 'global'.";
  const azure = replies(refusal(400, "NoRegisteredProviderFound", message));
  const { reader } = await open({ httpClient: azure.client });
  expect((await refusedBy(reader.get(metricAlerts, cpu, never()))).message).toContain("mars");
  expect(azure.seen).toHaveLength(1);
});

test("another type keeps its own newest version", async () => {
  const azure = answering((seen) =>
    seen.url.pathname.includes("metricAlerts") && seen.url.searchParams.get("api-version") !== "2018-03-01"
      ? refusals[0]![1]
      : ok({ value: [] }),
  );
  const { reader } = await open({ httpClient: azure.client });
  await reader.list(metricAlerts, scope, never());
  await reader.list({ name: "Microsoft.Insights/actionGroups", apiVersions: ["2024-10-01-preview"] }, scope, never());
  expect(azure.seen.at(-1)?.url.searchParams.get("api-version")).toBe("2024-10-01-preview");
});

test("a PUT is never repeated in an older version: what that cannot say would be dropped in silence", async () => {
  const azure = replies(refusals[0]![1], ok({ id: cpu }));
  const { writer } = await open({ httpClient: azure.client });
  expect((await refusedBy(writer.put(metricAlerts, cpu, {}, never()))).reason).toBe("rejected");
  expect(azure.seen).toHaveLength(1);
});
