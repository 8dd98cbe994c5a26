/**
 * True for the paths of the token service: `/adfs/oauth2/token` of the Azure CLI, `/TENANT/oauth2/v2.0/token` of
 * @azure/identity, `/adfs/TENANT/…` of clients that take the authority from the endpoint's metadata, and the OpenID
 * Connect documents that lead there.
 */
export function isSignIn(segments: readonly string[]): boolean {
  const path = `/${segments.join("/")}`;
  return /^(\/[^/]+){1,2}((\/v2\.0)?\/\.well-known\/openid-configuration|\/oauth2(\/v2\.0)?\/token)$/i.test(path);
}
