/** A difference between the service and us that we know of, and why it may be. */
export interface Excuse {
  /** The name of the recording. */
  readonly recording: string;
  /** The exchanges, from and to, both included. */
  readonly seq: readonly [from: number, to: number];
  /** The place of the difference, whole. */
  readonly place: RegExp;
  readonly because: string;
}

/** Every one of them. One that excuses nothing any more fails the conformance run, so that it goes. */
export const excuses: readonly Excuse[] = [
  {
    recording: "test_metric_alert_v2_scenario-9b929f71",
    seq: [7, 9],
    place: /^(.*\.)?properties\.templateType$/,
    because:
      "a number of the service's own, answered until 2020-11, which no client sends and no kind reads: mostly 8, once 0, by a rule that no recording shows",
  },
  {
    recording: "test_scheduled_query-1038fbe2",
    seq: [14, 14],
    place: /^\/subscriptions\/.*\/sq0[123]$/,
    because:
      "the subscription's list did not know rules 13 to 47 s after they were made; the emulator lags only when it is told to (`--fault 'GET scheduledQueryRules lag=47000'`), and then leaves out the same",
  },
];
