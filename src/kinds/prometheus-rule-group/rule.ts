import { isList, isNothing, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { nearest } from "../../core/nearest.ts";

/*
 * One rule of a group. Whether it alerts or records follows from what is in it, and no author says it. Azure's `actions`
 * are `actionGroups` here, as in every kind.
 */

/** The tag `form` of a rule: what its name stands under; nothing where it has none. */
function formOf(rule: JsonObject): "alert" | "record" | undefined {
  if (!isNothing(rule["alert"])) return "alert";
  return isNothing(rule["record"]) ? undefined : "record";
}

/** A rule as somebody wrote it, tagged. One without a name is taken for what a misspelt word nearly says. */
export function tagged(rule: Json): Json {
  if (!isObject(rule)) return rule;
  const form =
    formOf(rule) ??
    Object.keys(rule)
      .map((key) => nearest(key, ["record", "alert"]))
      .find(isForm) ??
    "alert";
  return completed({ form, ...rule });
}

function isForm(word: string | undefined): boolean {
  return word !== undefined;
}

/** Azure resolves after five minutes unless it is told when, and answers what it was told only. */
function completed(rule: JsonObject): JsonObject {
  const resolve = rule["resolveConfiguration"];
  if (rule["form"] !== "alert" || !isObject(resolve) || isNothing(resolve)) return rule;
  if (resolve["autoResolved"] === false || !isNothing(resolve["timeToResolve"])) return rule;
  return { ...rule, resolveConfiguration: { ...resolve, timeToResolve: "PT5M" } };
}

/** A rule of the body. One of a sort that nobody knows stays as it is. */
export function ruleToArm(rule: Json): Json {
  if (!isObject(rule) || rule["form"] === undefined) return rule;
  const { form: _, actionGroups, ...rest } = rule;
  if (actionGroups === undefined) return rest;
  return {
    ...rest,
    actions: mapObjects(actionGroups, ({ name = null, ...extras }) => ({ actionGroupId: name, ...extras })),
  };
}

/** The rule in a body of any api-version, the reverse. */
export function ruleFromArm(rule: Json): Json {
  const form = isObject(rule) ? formOf(rule) : undefined;
  if (!isObject(rule) || form === undefined) return rule;
  const { actions, ...rest } = rule;
  const groups = mapObjects(actions, ({ actionGroupId = null, ...extras }) => ({ name: actionGroupId, ...extras }));
  return completed({ form, ...rest, ...(groups === undefined ? {} : { actionGroups: groups }) });
}

function mapObjects(list: Json, change: (object: JsonObject) => JsonObject): Json;
function mapObjects(list: Json | undefined, change: (object: JsonObject) => JsonObject): Json | undefined;
function mapObjects(list: Json | undefined, change: (object: JsonObject) => JsonObject): Json | undefined {
  return isList(list) ? list.map((element) => (isObject(element) ? change(element) : element)) : list;
}
