import type { Environment } from "../core/language/workspace.ts";

/** The values of an environment's secrets that are at hand, by name. A variable that is empty is not set. */
export function secretsOf(
  environment: Environment,
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(environment.secrets).flatMap(([name, source]) => {
      const value = "env" in source ? env[source.env] : undefined;
      return value === undefined || value === "" ? [] : [[name, value] as const];
    }),
  );
}
