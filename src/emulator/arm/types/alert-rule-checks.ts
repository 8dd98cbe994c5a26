import { minutes } from "../durations.ts";
import { at, numberAt, textAt, type JsonObject } from "../json.ts";

/** Complains of a duration that is not one of the lengths the service offers; absent ones are somebody else's worry. */
export function* outsideLengths(body: JsonObject, name: string, allowed: readonly string[]): Iterable<string> {
  const said = textAt(body, "properties", name);
  if (said === undefined) return;
  const length = minutes(said);
  if (length === undefined || !allowed.some((one) => minutes(one) === length)) {
    yield `${name} ${said} is not supported. Supported values are: ${allowed.join(", ")}.`;
  }
}

/** Complains of a severity that is not 0 to 4. */
export function* badSeverity(body: JsonObject): Iterable<string> {
  const severity = numberAt(body, "properties", "severity");
  if (severity !== undefined && !(Number.isInteger(severity) && severity >= 0 && severity <= 4)) {
    yield `Severity ${severity} is not valid, it must be an integer between 0 and 4.`;
  }
}

/** Complains of a description over the limit, which is larger for log alerts (azure-monitor-limits-alerts.md). */
export function* longDescription(body: JsonObject, limit: number): Iterable<string> {
  const description = textAt(body, "properties", "description");
  if (description !== undefined && description.length > limit) {
    yield `The description has ${description.length} characters, at most ${limit} are allowed.`;
  }
}

/** Complains of a name with characters the type forbids, or with an end that ARM would cut off. */
export function* badName(name: string, forbidden: RegExp): Iterable<string> {
  if (name.length > 260) yield `The name has ${name.length} characters, at most 260 are allowed.`;
  if (forbidden.test(name)) yield `The name '${name}' has characters that are not allowed.`;
  if (/[ .]$/.test(name)) yield `The name '${name}' must not end with a space or a period.`;
}

/** Complains of more action groups than a rule may have (5, azure-monitor-limits-alerts.md). */
export function* tooManyActionGroups(ids: readonly string[]): Iterable<string> {
  if (ids.length > 5) yield `The rule has ${ids.length} action groups, at most 5 are allowed.`;
}

/** Complains of `minFailingPeriodsToAlert` above the number of periods, and of periods outside 1 to `most`. */
export function* badFailingPeriods(criterion: JsonObject, most: number): Iterable<string> {
  if (at(criterion, "failingPeriods") === undefined) return;
  const periods = numberAt(criterion, "failingPeriods", "numberOfEvaluationPeriods") ?? 1;
  const failing = numberAt(criterion, "failingPeriods", "minFailingPeriodsToAlert") ?? 1;
  if (![periods, failing].every((count) => Number.isInteger(count) && count >= 1 && count <= most)) {
    yield `failingPeriods ${failing} of ${periods} is not valid, both must be integers from 1${most === Infinity ? "" : ` to ${most}`}.`;
  }
  if (failing > periods) {
    yield `minFailingPeriodsToAlert ${failing} is greater than numberOfEvaluationPeriods ${periods}.`;
  }
}
