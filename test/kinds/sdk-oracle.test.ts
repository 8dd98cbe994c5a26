import fc from "fast-check";
import { expect, test } from "vitest";
import { isList, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { runs } from "../support/runs.ts";
import { validSettings } from "../support/valid-settings.ts";

/**
 * Microsoft's own SDK knows every word we send, for the types it has: a body goes through its deserialiser and back
 * through its serialiser, and must come out unchanged. This finds what a round trip between two functions of ours
 * cannot: a property misspelt both ways.
 */
const sdk = "../../node_modules/@azure/arm-monitor/dist/esm/models";

interface Oracle {
  readonly file: string;
  readonly resource: string;
  /** What the SDK's api-version does not know, by place, with the reason. */
  readonly exceptions: Readonly<Record<string, string>>;
}

const youngerThanTheSdk = "came with api-version 2026-09-01; the SDK speaks 2024-10-01-preview";

const oracles: Readonly<Record<string, Oracle>> = {
  "Microsoft.Insights/metricAlerts": { file: "metricAlertApi", resource: "metricAlertResource", exceptions: {} },
  "Microsoft.Insights/scheduledQueryRules": {
    file: "scheduledQueryRuleApi",
    resource: "scheduledQueryRuleResource",
    exceptions: {},
  },
  "Microsoft.Insights/activityLogAlerts": {
    file: "activityLogAlertsApi",
    resource: "activityLogAlertResource",
    exceptions: {},
  },
  "Microsoft.Insights/actionGroups": {
    file: "actionGroupsApi",
    resource: "actionGroupResource",
    exceptions: {
      "/properties/logicAppReceivers/*/triggerName": youngerThanTheSdk,
      "/properties/azureFunctionReceivers/*/scope": youngerThanTheSdk,
      "/properties/eventHubReceivers/*/resourceId": youngerThanTheSdk,
    },
  },
};

const judgedKinds = kinds.flatMap((kind) => {
  const oracle = oracles[kind.armType];
  return oracle === undefined ? [] : [{ name: kind.name, kind, oracle }];
});

test.each(judgedKinds)(
  "$name: the SDK understands every word of a body, and nothing is excepted that it has learned in the meantime",
  async ({ kind, oracle }) => {
    const seen = new Set<string>();
    const through = await roundTrip(oracle);
    fc.assert(
      fc.property(validSettings(kind), (settings) => {
        const body = kind.toArm(settings);
        const lost = lostIn(body, through(body), "");
        for (const place of lost) seen.add(place);
        expect(lost.filter((place) => oracle.exceptions[place] === undefined)).toEqual([]);
      }),
      { ...runs(60), seed: 1 },
    );
    const kindsOfType = kinds.filter(({ armType }) => armType === kind.armType);
    if (kindsOfType.length === 1)
      expect(Object.keys(oracle.exceptions).filter((place) => !seen.has(place))).toEqual([]);
  },
);

type Translate = (value: unknown) => unknown;

async function roundTrip({ file, resource }: Oracle): Promise<(body: JsonObject) => Json> {
  const url = new URL(`${sdk}/${file}/models.js`, import.meta.url);
  // Sound because a missing function fails the test at once.
  const module = (await import(url.href)) as Readonly<Record<string, Translate>>;
  const { [`${resource}Deserializer`]: read, [`${resource}Serializer`]: write } = module;
  if (read === undefined || write === undefined) throw new Error(`the SDK has no ${resource}`);
  return (body) => JSON.parse(JSON.stringify(write(read(JSON.parse(JSON.stringify(body)))))) as Json;
}

/** Places of what is sent and does not come out of the SDK as it went in. */
function lostIn(sent: Json, came: Json | undefined, place: string): readonly string[] {
  if (isList(sent))
    return sent.flatMap((item, index) => lostIn(item, isList(came) ? came[index] : undefined, `${place}/*`));
  if (isObject(sent)) {
    if (came === undefined) return [place];
    return Object.entries(sent).flatMap(([name, item]) =>
      lostIn(item, isObject(came) ? came[name] : undefined, `${place}/${name}`),
    );
  }
  return sent === came || isSameInstant(sent, came) ? [] : [place];
}

/** The SDK makes dates of instants and prints them its own way. */
function isSameInstant(sent: Json, came: Json | undefined): boolean {
  const isInstant = (value: Json | undefined): value is string =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);
  return isInstant(sent) && isInstant(came) && Date.parse(sent) === Date.parse(came);
}
