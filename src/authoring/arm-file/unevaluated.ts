import type { DiagnosticCode } from "../../core/codes/diagnostic-codes.ts";
import type { Path } from "../../core/json.ts";

/** Why an expression has no value here. */
export interface Reason {
  readonly code: DiagnosticCode;
  /** What is wrong and what would be right, without the resources that need it. */
  readonly message: string;
  /** The text with the expression. */
  readonly path: Path;
  /** The character in that text, from 0. */
  readonly character: number;
}

/**
 * An expression that has no value here. Thrown and caught inside the reading of one template, never past it: an
 * expression is evaluated through many functions, and none of them can do anything about it.
 */
export class Unevaluated extends Error {
  readonly code: DiagnosticCode;
  /** Where in the expression, once that is known. */
  readonly character: number | undefined;
  /** The whole reason, once the place is known. */
  readonly reason: Reason | undefined;

  constructor(
    message: string,
    given: { readonly code?: DiagnosticCode; readonly character?: number | undefined; readonly reason?: Reason } = {},
  ) {
    super(message);
    this.code = given.code ?? given.reason?.code ?? "not-evaluated";
    this.character = given.character;
    this.reason = given.reason;
  }
}

/** Does something at a character of an expression: what it throws without a place gets that one. */
export function at<T>(character: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unevaluated) || error.reason !== undefined || error.character !== undefined) throw error;
    throw new Unevaluated(error.message, { code: error.code, character });
  }
}
