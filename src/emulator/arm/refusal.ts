import type { JsonObject } from "./json.ts";

/**
 * How an error body is dressed. ARM itself wraps it in `error`; the alerting resource providers answer flat
 * (azure-rest-api-specs#11898), some of them with an Activity ID at the end of the message.
 */
export type ErrorStyle = "arm" | "flat" | "flat-with-activity";

/** The emulated service says no. Thrown anywhere below `arm`, which turns it into an answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly style: ErrorStyle;
  readonly headers: Readonly<Record<string, string>>;

  constructor(said: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly style?: ErrorStyle;
    readonly headers?: Readonly<Record<string, string>>;
  }) {
    super(said.message);
    this.name = "Refusal";
    this.status = said.status;
    this.code = said.code;
    this.style = said.style ?? "arm";
    this.headers = said.headers ?? {};
  }
}

/** The body of an error in the style of whoever refuses, for answers and for faults alike. */
export function errorBody(
  said: { readonly code: string; readonly message: string; readonly style: ErrorStyle },
  activityId: string,
): JsonObject {
  switch (said.style) {
    case "arm":
      return { error: { code: said.code, message: said.message } };
    case "flat":
      // Some refusals said no more than their code (recorded 2019).
      return { code: said.code, message: said.message === "" ? null : said.message };
    case "flat-with-activity":
      return { code: said.code, message: `${said.message} Activity ID: ${activityId}.` };
  }
}
