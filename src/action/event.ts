/** What started the workflow, as far as commands ask. Commits are whole ids. */
export type Event =
  | {
      readonly name: "pull_request";
      readonly number: number;
      /** The commit at its head, which is not what is checked out: that is its merge into the base. */
      readonly head: string;
      readonly base: string;
      /** From a repository where nobody of this one decides: no secrets, no sign-in, a token that only reads. */
      readonly fork: boolean;
    }
  | { readonly name: "merge_group"; readonly head: string; readonly base: string }
  | { readonly name: "push"; readonly branch: string | undefined }
  | { readonly name: "schedule" | "workflow_dispatch" }
  | {
      readonly name: "workflow_run";
      /** What started the run that is over. */
      readonly of: string;
      /** The repository and branch of the run that is over: anybody's. */
      readonly owner: string;
      readonly branch: string;
      readonly head: string;
    }
  | { readonly name: "other"; readonly called: string };
