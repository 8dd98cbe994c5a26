/** One entry of the activity log, as it is kept; its answer has five times as many properties. */
export interface ActivityEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly caller: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly correlationId: string;
  readonly operationId: string;
  readonly eventDataId: string;
  readonly operation: string;
  readonly method: string;
  readonly clientRequestId: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly outcome: "Started" | "Succeeded" | "Failed";
  /** The status of the answer, once there was one. */
  readonly status: number | undefined;
  /** Why the service did it by itself. */
  readonly reason?: string;
}
