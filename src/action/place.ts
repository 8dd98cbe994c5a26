import { UsageError } from "../cli/usage-error.ts";
import type { Place } from "./run.ts";

/** Where the run is, from the variables that the runner sets in every step. */
export function placeOf(env: Readonly<Record<string, string | undefined>>, defaultBranch: string | undefined): Place {
  const missing: string[] = [];
  const get = (name: string): string => {
    const value = env[name];
    if (value !== undefined && value !== "") return value;
    missing.push(`\`${name}\``);
    return "";
  };
  const [repository, server] = [get("GITHUB_REPOSITORY"), get("GITHUB_SERVER_URL")];
  const [id, attempt] = [get("GITHUB_RUN_ID"), get("GITHUB_RUN_ATTEMPT")];
  const place = {
    repository,
    server,
    commit: get("GITHUB_SHA"),
    ref: get("GITHUB_REF"),
    defaultBranch,
    run: {
      id: Number(id),
      attempt: Number(attempt),
      url: `${server}/${repository}/actions/runs/${id}/attempts/${attempt}`,
    },
    temporary: get("RUNNER_TEMP"),
  };
  if (missing.length > 0)
    throw new UsageError(
      `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set, which the runner of GitHub Actions always does`,
    );
  return place;
}
