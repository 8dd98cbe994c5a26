import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { readLive } from "../../../src/core/plan/live.ts";
import { makePlan } from "../../../src/core/plan/plan.ts";
import { createSealer } from "../../../src/core/settings/secrets.ts";
import { settle } from "../../../src/core/settings/settings.ts";
import { kinds } from "../../../src/kinds/kinds.ts";
import { desiredOf, kindNamed, stackOf } from "../../support/stacks.ts";

const kind = kindNamed("AlertProcessingRule");
const remove = { actionType: "RemoveAllActionGroups" };
const correlate = { actionType: "CorrelateAlerts", correlateBy: [{ field: "essentials.alertRule" }] };

/** What a plan does to a rule that silences, where Azure has these actions in it. */
function planned(actions: Json, arm?: JsonObject): readonly string[] {
  const scopes = ["/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai"];
  const settled = desiredOf(kind, "r", settle(kind.schema, { scopes, actions: [remove] }));
  const desired = arm === undefined ? settled : { ...settled, arm };
  const tags = { "tocsin-stack": "laws/production" };
  const body = { tags, location: "global", properties: { scopes, enabled: true, actions } };
  const sealer = createSealer(new Map());
  const live = readLive({ armId: desired.armId, apiVersion: "2021-08-08", body }, kinds, sealer);
  return makePlan({ stack: stackOf([desired]), live: [live], kinds, sealer }).changes.flatMap((change) => [
    change.action,
    ...("because" in change ? change.because.map(({ message }) => message.split(",")[0] ?? "") : []),
  ]);
}

const lost = "Azure has `properties.actions.correlatealerts.correlateBy`";

// An action of previews: what we have no words for is never taken away unsaid, nor put into another action.
test.each<[string, Json, JsonObject | undefined, readonly string[]]>([
  ["instead of ours is blocked", [correlate], undefined, ["blocked", lost]],
  ["beside ours is blocked", [remove, correlate], undefined, ["blocked", lost]],
  [
    "goes away where that is said",
    [remove, correlate],
    { properties: { actions: { correlatealerts: null } } },
    ["update"],
  ],
  ["in ours stays", [{ ...remove, future: 1 }], undefined, ["keep"]],
])("what Azure invents %s", (_, actions, arm, expected) => {
  expect(planned(actions, arm)).toEqual(expected);
});
