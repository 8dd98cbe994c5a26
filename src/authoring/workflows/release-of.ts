import type { Release } from "./setting.ts";

/** What is in `package.json` of a copy of the tool. The release writes `repository` there; a clone has none. */
export interface Manifest {
  readonly version: string;
  readonly repository?: string | { readonly url?: string };
}

/** Stands for whoever owns the repository of the tool where `package.json` does not say it. */
export const unknownOwner = "OWNER";

/** The release whose action the workflows use: the version that is running. */
export function releaseOf({ version, repository }: Manifest): Release {
  const written = typeof repository === "string" ? repository : (repository?.url ?? "");
  return { name: nameOf(written) ?? `${unknownOwner}/tocsin`, version };
}

/** `owner/name` out of what npm allows for a repository on GitHub. */
function nameOf(repository: string): string | undefined {
  const [, name] =
    /^(?:github:|(?:git\+)?(?:https|ssh):\/\/(?:git@)?github\.com\/)?([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository) ??
    [];
  return name;
}
