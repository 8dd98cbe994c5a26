/** A JSON Web Token with these claims and a signature that nobody checks. */
export function jsonWebToken(claims: Readonly<Record<string, unknown>>): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}.c2lnbmF0dXJl`;
}

/** GitHub's claims for a run of a job: https://docs.github.com/actions/reference/security/oidc */
export function githubClaims(subject: string, audience = "api://AzureADTokenExchange"): Record<string, string> {
  return { iss: "https://token.actions.githubusercontent.com", sub: subject, aud: audience };
}
