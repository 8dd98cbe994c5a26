import {
  armId,
  boolean,
  closed,
  listOf,
  location,
  mapOfText,
  number,
  optional,
  required,
  serverOwned,
  setOf,
  text,
  word,
  type ObjectShape,
  type Property,
} from "../property-table.ts";
import { systemData } from "./envelope.ts";

/** The words of conditions since 2021, in the server's own spelling. */
export const fields = [
  "Severity",
  "MonitorService",
  "MonitorCondition",
  "SignalType",
  "TargetResourceType",
  "TargetResource",
  "TargetResourceGroup",
  "AlertRuleId",
  "AlertRuleName",
  "Description",
  "AlertContext",
];
/** How conditions compare, in both generations. */
export const operators = ["Equals", "NotEquals", "Contains", "DoesNotContain"];
/** Days as recurrences name them; the place of each is its number in 2019. */
export const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const envelope: Readonly<Record<string, Property>> = {
  id: serverOwned(armId),
  name: serverOwned(text),
  type: serverOwned(text),
  location: required(location),
  tags: optional(mapOfText),
};

const times = { startTime: optional(text), endTime: optional(text) };

/** A body since 2021-08-08-preview. */
export const ruleShape: ObjectShape = closed({
  properties: required(
    closed({
      scopes: required(setOf(armId)),
      schedule: optional(
        closed({
          effectiveFrom: optional(text),
          effectiveUntil: optional(text),
          timeZone: optional(text),
          recurrences: optional(
            setOf({
              is: "union",
              tag: "recurrenceType",
              members: {
                Daily: { shape: closed({ recurrenceType: required(text), ...times }) },
                Weekly: {
                  shape: closed({
                    daysOfWeek: required(setOf(word(...days))),
                    recurrenceType: required(text),
                    ...times,
                  }),
                },
                Monthly: {
                  shape: closed({ daysOfMonth: required(setOf(number)), recurrenceType: required(text), ...times }),
                },
              },
            }),
          ),
        }),
      ),
      conditions: optional(
        setOf(
          closed({
            field: optional(word(...fields)),
            operator: optional(word(...operators)),
            values: optional(setOf(text)),
          }),
        ),
      ),
      enabled: optional(boolean),
      actions: required(
        setOf({
          is: "union",
          tag: "actionType",
          members: {
            AddActionGroups: {
              shape: closed({ actionGroupIds: required(setOf(armId)), actionType: required(text) }),
            },
            RemoveAllActionGroups: { shape: closed({ actionType: required(text) }) },
          },
        }),
      ),
      description: optional(text),
    }),
  ),
  systemData: serverOwned(systemData),
  ...envelope,
});

const condition = closed({ operator: optional(word(...operators)), values: optional(listOf(text)) });

const common: Readonly<Record<string, Property>> = {
  type: required(text),
  scope: optional(
    closed({ scopeType: optional(word("Resource", "ResourceGroup", "Subscription")), values: optional(listOf(armId)) }),
  ),
  conditions: optional(
    closed({
      severity: optional(condition),
      monitorService: optional(condition),
      monitorCondition: optional(condition),
      targetResourceType: optional(condition),
      alertRuleId: optional(condition),
      alertRuleName: optional(condition),
      description: optional(condition),
      alertContext: optional(condition),
    }),
  ),
  description: optional(text),
  createdAt: serverOwned(text),
  lastModifiedAt: serverOwned(text),
  createdBy: serverOwned(text),
  lastModifiedBy: serverOwned(text),
  status: optional(word("Enabled", "Disabled")),
};

/** A body of 2019-05-05-preview; its third type, `Diagnostics`, never did anything and is not served. */
export const ruleShapeOf2019: ObjectShape = closed({
  ...envelope,
  properties: required({
    is: "union",
    tag: "type",
    members: {
      Suppression: {
        shape: closed({
          suppressionConfig: required(
            closed({
              recurrenceType: required(word("Always", "Once", "Daily", "Weekly", "Monthly")),
              schedule: optional(
                closed({
                  startDate: optional(text),
                  endDate: optional(text),
                  startTime: optional(text),
                  endTime: optional(text),
                  recurrenceValues: optional(listOf(number)),
                }),
              ),
            }),
          ),
          ...common,
        }),
      },
      ActionGroup: { shape: closed({ actionGroupId: required(armId), ...common }) },
    },
  }),
});
