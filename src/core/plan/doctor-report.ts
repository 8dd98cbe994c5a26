import type { Diagnostic } from "../diagnostic.ts";
import type { ShownAssertion } from "../federated-credential.ts";
import type { SignedIn } from "../rights/signed-in.ts";
import type { Subject } from "./report.ts";

/** What is looked at. */
export type CheckName =
  | "definitions"
  | "repository"
  | "sign-in"
  | "subscription"
  | "resource-group"
  | "provider"
  | "read"
  | "activity-log"
  | "apply"
  | "secret";

/** What came of one look. */
export interface ToldCheck {
  readonly check: CheckName;
  /** Which one, where there are several: a group, a namespace, a secret. */
  readonly about?: string;
  /** `warning`: nothing has to be done. `skipped`: it was not looked at, for the reason in `says`. */
  readonly state: "good" | "warning" | "bad" | "skipped";
  readonly says: string;
  /** What to do, in a sentence; the commands do it. */
  readonly todo?: string;
  readonly commands?: readonly string[];
  /** Azure did not answer: nothing is known, and nobody has to mend anything. */
  readonly unanswered?: true;
}

/** What `doctor` says of one environment. */
export interface Examination {
  readonly subject: Subject;
  /** Absent where nobody signed in. */
  readonly signedIn?: SignedIn;
  /** What Azure was shown of an OpenID Connect token, whether or not it took it. */
  readonly shown?: ShownAssertion;
  readonly checks: readonly ToldCheck[];
  /** Whether this identity has the rights for it. */
  readonly canPlan: Verdict;
  readonly canApply: Verdict;
}

/** `unknown` where it could not be asked. */
export type Verdict = "yes" | "no" | "unknown";

/** What `doctor` says. */
export interface DoctorReport {
  readonly command: "doctor";
  readonly stack: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What is looked at once. */
  readonly checks: readonly ToldCheck[];
  readonly environments: readonly Examination[];
}
