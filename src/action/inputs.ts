/** What a step of a workflow asks for, checked. */
export interface Inputs {
  readonly command: "validate" | "plan" | "apply" | "drift";
  readonly environment: string | undefined;
  /** The workspace file or its folder, from the root of the checkout. */
  readonly workspace: string | undefined;
  readonly token: string;
  /** Of `plan` and `apply`: whether the pull request gets a comment. `changes`: not where there never was anything to do. */
  readonly comment: "always" | "changes" | "never";
  /** Of `apply`: the digest of the only plan that may be applied; as many of its first signs as the reader was shown. */
  readonly digest: string | undefined;
  /** Of `drift`: apply what git says instead of telling. */
  readonly heal: boolean;
  /** Of `drift`: ask in a pull request for what Azure says. */
  readonly adopt: boolean;
  /** Of `drift`: the label of the issue. */
  readonly label: string;
  /** Of `validate` after a run for a fork: the report that run left. */
  readonly report: string | undefined;
  /** Another ARM endpoint. */
  readonly endpoint: string | undefined;
  readonly verbose: boolean;
}
