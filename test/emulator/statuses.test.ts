import { describe, expect, test } from "vitest";
import { at, azure, group, typeNames, types, type TypeName } from "./azure.ts";

// Recorded: metric alerts answer 200 to their creation, and SDKs refuse a 201 from them.
const created: Readonly<Record<TypeName, number>> = {
  metricAlerts: 200,
  scheduledQueryRules: 201,
  activityLogAlerts: 201,
  actionGroups: 201,
  prometheusRuleGroups: 200,
  actionRules: 201,
};

describe.each(typeNames)("%s", (type) => {
  test("is created, updated, read and deleted with the statuses of the service", async () => {
    const { ask, create } = azure();
    expect((await create(type)).status).toBe(created[type]);
    expect((await create(type)).status).toBe(200);
    expect((await ask("GET", at(type))).status).toBe(200);
    const deleted = await ask("DELETE", at(type));
    expect([deleted.status, deleted.body]).toEqual([200, undefined]);
    expect((await ask("DELETE", at(type))).status).toBe(204);
  });

  test("is not found, in ARM's words, where it never was", async () => {
    const { ask } = azure();
    const { status, body } = await ask("GET", at(type));
    expect(status).toBe(404);
    expect(body.error.code).toBe("ResourceNotFound");
    expect(body.error.message.toLowerCase()).toContain(
      `'${/providers\/([^/]+)/.exec(types[type].path)?.[1]}/${type}/one' under resource group 'rg' was not found`.toLowerCase(),
    );
  });

  test("answers a PUT with what a GET and both lists then answer", async () => {
    const { ask, create } = azure();
    const put = await create(type);
    const list = types[type].path.replace(/\/one$/, "");
    const inSubscription = list.replace(/\/resourceGroups\/[^/]+/, "");
    const query = `?api-version=${types[type].version}`;
    expect((await ask("GET", at(type))).body).toEqual(put.body);
    expect((await ask("GET", list + query)).body).toEqual({ value: [put.body] });
    expect((await ask("GET", inSubscription + query)).body).toEqual({ value: [put.body] });
  });

  test("a PUT replaces: what it leaves out is gone", async () => {
    const { create } = azure();
    await create(type, { tags: { team: "a" } });
    expect((await create(type)).body.tags ?? {}).toEqual({});
  });

  test("a refused PUT leaves the resource as it was", async () => {
    const { ask, create } = azure();
    const before = (await create(type)).body;
    expect((await create(type, { properties: undefined })).status).toBe(400);
    expect((await ask("GET", at(type))).body).toEqual(before);
  });

  test("needs a location and never changes it", async () => {
    const { create } = azure();
    expect((await create(type, { location: undefined })).body.error.code).toBe("LocationRequired");
    expect((await create(type, { location: "atlantis" })).body.error.code).toBe("LocationNotAvailableForResourceType");
    await create(type);
    const other = type === "scheduledQueryRules" ? "northeurope" : "swedencentral";
    const moved = await create(type, { location: other });
    const left = await create(type, { location: undefined });
    expect([moved.status, moved.body.error.code]).toEqual([409, "InvalidResourceLocation"]);
    expect(left.body.error.message).toContain("<null>");
    expect((await create(type, { location: types[type].body.location.toUpperCase() })).status).toBe(200);
  });
});

test("every answer carries a request id and a correlation id", async () => {
  const { ask } = azure();
  const { headers } = await ask("GET", at("metricAlerts"), undefined, { "x-ms-correlation-request-id": "mine" });
  expect(headers["x-ms-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers["x-ms-correlation-request-id"]).toBe("mine");
});

test("a request without api-version is refused", async () => {
  const { ask } = azure();
  const { status, body } = await ask("GET", `${group}/providers/Microsoft.Insights/metricAlerts`);
  expect([status, body.error.code]).toEqual([400, "MissingApiVersionParameter"]);
});

test("a body that is no JSON object is refused", async () => {
  const { ask } = azure();
  const { status, body } = await ask("PUT", at("metricAlerts"));
  expect([status, body.error.code]).toEqual([400, "InvalidRequestContent"]);
});

test.each([
  { type: "metricAlerts", body: { tags: { a: "b" }, properties: { severity: 0 } }, changed: { severity: 0 } },
  { type: "scheduledQueryRules", body: { tags: { a: "b" }, properties: { severity: 0 } }, changed: { severity: 0 } },
  { type: "activityLogAlerts", body: { tags: { a: "b" }, properties: { enabled: true } }, changed: { enabled: true } },
  // Recorded 2020: 200, the tags applied, the group still enabled.
  { type: "actionGroups", body: { tags: { a: "b" }, properties: { enabled: false } }, changed: { enabled: true } },
] as const)("PATCH of $type changes what that type lets it change", async ({ type, body, changed }) => {
  const { ask, create } = azure();
  const before = (await create(type)).body;
  const patched = await ask("PATCH", at(type), body);
  expect(patched.status).toBe(200);
  expect(patched.body.tags).toEqual({ a: "b" });
  expect(patched.body.properties).toEqual({ ...before.properties, ...changed });
});

test("PATCH does not create", async () => {
  const { ask } = azure();
  expect((await ask("PATCH", at("metricAlerts"), { tags: {} })).status).toBe(404);
});
