/** As whom a run is signed in, by what its token says of itself; what it does not say is absent. */
export interface SignedIn {
  /** `GitHub OpenID Connect`, `Azure CLI`, … */
  readonly way: string;
  readonly is: "application" | "person";
  readonly tenant?: string;
  readonly client?: string;
  /** The object in the tenant that roles are assigned to. */
  readonly object?: string;
  readonly name?: string;
}
