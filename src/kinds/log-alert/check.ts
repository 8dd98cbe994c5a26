import type { Complain } from "../../core/diagnostic.ts";
import { printLength, secondsOf } from "../../core/duration.ts";
import type { Path } from "../../core/json.ts";
import { checkIdentity } from "../identity.ts";
import { checkResolution } from "./check-resolution.ts";
import type { Criterion, LogAlert } from "./schema.ts";

const minute = 60;
const hour = 60 * minute;

/**
 * What Azure refuses of a log alert (errors), and what its documentation or Terraform's resource rules out (warnings: both
 * are known to be stricter than the service, and a rule that runs today must import).
 */
export function checkLogAlert(alert: LogAlert, complain: Complain): void {
  checkIdentity(alert.identity, complain);
  checkResolution(alert, complain);
  for (const [index, criterion] of alert.criteria.entries()) checkCriterion(alert, criterion, index, complain);
  checkTimes(alert, complain);
  checkQueries(alert, complain);
}

function checkCriterion(alert: LogAlert, criterion: Criterion, index: number, complain: Complain): void {
  const path = ["criteria", index];
  const { timeAggregation, metricMeasureColumn: column } = criterion;
  if (alert.query === undefined && criterion.query === undefined) {
    complain("missing-property", path, "`query` is missing: write it in `spec`, above `criteria`");
  }
  if (timeAggregation === "Count" && column !== undefined) {
    const message = `\`Count\` counts rows and has no column; \`${column}\` can be taken by another aggregation`;
    complain("column-of-count", [...path, "metricMeasureColumn"], message);
  }
  if (timeAggregation !== "Count" && column === undefined) {
    const message = `\`metricMeasureColumn\` is missing: the column of the query's result that \`${timeAggregation}\` is taken of`;
    complain("missing-property", path, message);
  }
  const { numberOfEvaluationPeriods: windows, minFailingPeriodsToAlert: failing } = criterion.failingPeriods;
  if (failing > windows) {
    const message = `${failing} of ${windows} windows can never fail; write at most \`${windows} of ${windows}\``;
    complain("failing-periods-exceed-evaluated", [...path, "failingPeriods"], message);
  }
  const splits = criterion.dimensions?.length ?? 0;
  if (splits > 6)
    complain("too-many-dimensions", [...path, "dimensions"], `${splits} dimensions; Azure takes 6 in a rule`);
}

/** https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule, and the notes of Terraform's resource. */
function checkTimes(alert: LogAlert, complain: Complain): void {
  const window = secondsOf(alert.windowSize);
  const frequency = secondsOf(alert.evaluationFrequency);
  if (window === undefined || frequency === undefined) return;
  const windows = Math.max(...alert.criteria.map(({ failingPeriods }) => failingPeriods.numberOfEvaluationPeriods));
  const seen = window * windows;
  const every = printLength(alert.evaluationFrequency);
  const each = windows === 1 ? printLength(alert.windowSize) : `${windows} × ${printLength(alert.windowSize)}`;
  if (frequency > seen) {
    complain(
      "window-leaves-gaps",
      ["windowSize"],
      `every ${every} the last ${each} are looked at; what lies between is never seen`,
    );
  }
  if (seen > 48 * hour) {
    complain("looks-back-too-far", ["windowSize"], `${each} are more than the two days that Azure looks back`);
  }
  if (frequency === minute && window > 6 * hour) {
    const message = `a rule that runs every minute looks back 6h at most, not ${printLength(alert.windowSize)}`;
    complain("not-every-minute", ["windowSize"], message);
  }
  const range = secondsOf(alert.overrideQueryTimeRange ?? "");
  if (range !== undefined && range < seen) {
    const message = `the query would see ${printLength(alert.overrideQueryTimeRange ?? "")}, less than the ${each} that are looked at`;
    complain("time-range-too-short", ["overrideQueryTimeRange"], message);
  }
  const mute = secondsOf(alert.muteActionsDuration ?? "");
  if (mute !== undefined && mute < frequency) {
    const message = `muted for ${printLength(alert.muteActionsDuration ?? "")}, while the rule runs every ${every}: it mutes nothing`;
    complain("mute-too-short", ["muteActionsDuration"], message);
  }
  if (alert.autoMitigate === true && frequency > 12 * hour) {
    const message = `a rule that runs every ${every} cannot resolve its alerts; write \`autoMitigate: false\``;
    complain("stateful-too-seldom", ["evaluationFrequency"], message);
  }
}

function checkQueries(alert: LogAlert, complain: Complain): void {
  const queries: [text: string | undefined, path: Path][] = [
    [alert.query, ["query"]],
    ...alert.criteria.map(({ query }, index): [string | undefined, Path] => [query, ["criteria", index, "query"]]),
  ];
  const everyMinute = secondsOf(alert.evaluationFrequency) === minute;
  const anonymous = alert.identity === undefined || alert.identity.type === "None";
  for (const [text, path] of queries) {
    if (text === undefined) continue;
    const bare = withoutTexts(text);
    const [, operator, call] = (everyMinute ? notEveryMinute.exec(bare) : undefined) ?? [];
    const word = operator ?? call;
    if (word !== undefined) {
      const message = `Azure cannot run a query with \`${word}\` every minute; write \`evaluationFrequency: 5m\` or another query`;
      complain("not-every-minute", path, message);
    }
    const elsewhere = anonymous ? /\b(adx|arg)\s*\(/i.exec(bare)?.[1] : undefined;
    if (elsewhere !== undefined) {
      const message = `\`${elsewhere}(…)\` reads outside of Azure Monitor, for which the rule needs an \`identity\``;
      complain("query-needs-identity", path, message);
    }
  }
}

/** Azure rewrites queries that run every minute, and cannot with these (same page of its documentation). */
const notEveryMinute = /(?:^|[|=(;])\s*(search|union|take|limit)\b|\b(ingestion_time|adx)(?=\s*\()/im;

/** A query without what stands in its texts and comments. */
function withoutTexts(query: string): string {
  return query.replaceAll(/@"[^"]*"|@'[^']*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/g, " ");
}
