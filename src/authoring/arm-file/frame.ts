import type { Json, Path } from "../../core/json.ts";
import type { Expression } from "./expression.ts";
import type { Session } from "./session.ts";

/** Where a template is deployed to; without a resource group it is a template of the whole subscription. */
export interface Target {
  readonly subscription: string;
  readonly resourceGroup?: string;
  /** The region of the resource group, where it is known. */
  readonly location?: string;
}

/** One round of a `copy`. */
interface Round {
  readonly loop: string;
  readonly index: number;
}

/** A function that the template declares itself. */
export interface DeclaredFunction {
  readonly parameters: readonly string[];
  readonly output: Json;
  readonly path: Path;
}

/** What an expression can speak of where it stands. What has no value throws `Unevaluated`. */
export interface Frame {
  readonly session: Session;
  readonly target: Target;
  parameter(name: string): Json;
  variable(name: string): Json;
  declared(name: string): DeclaredFunction | undefined;
  /** An output of a deployment inside this template; the expression is what `reference` is called with. */
  output(deployment: Expression, name: string): Json;
  /** The deployment's own name, where the template says it. */
  readonly deployment?: string;
  /** Loops around this place, the innermost last. */
  readonly rounds: readonly Round[];
  readonly lambdas: ReadonlyMap<string, Json>;
}
