import { shellCommand } from "./shell.ts";

/** What a sign-in by OpenID Connect showed: the claims that a federated credential has to say just so, case included. */
export interface ShownAssertion {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** A sign-in by OpenID Connect that was refused: who wanted in, what was shown, and what was said to it. */
export interface RefusedFederation {
  readonly shown: ShownAssertion;
  readonly client: string;
  /** Whether it is that no federated credential of the client's fits. */
  readonly isUnknown: boolean;
  /** Microsoft Entra's own words. */
  readonly said: string;
}

/**
 * The commands that make Microsoft Entra accept what it was shown. Which of the two it takes only the administrator
 * knows: from outside an application and a managed identity look alike.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
 */
export function federatedCredentialCommands(
  { issuer, subject, audience }: ShownAssertion,
  client: string,
): readonly string[] {
  const name = credentialName(subject);
  const parameters = JSON.stringify({ name, issuer, subject, audiences: [audience] });
  return [
    shellCommand("az", "ad", "app", "federated-credential", "create", "--id", client, "--parameters", parameters),
    `${shellCommand("az", "identity", "federated-credential", "create", "--name", name)} --identity-name IDENTITY --resource-group GROUP ${shellCommand("--issuer", issuer, "--subject", subject, "--audiences", audience)}`,
  ];
}

/** A name for the credential of a subject: 3 to 120 letters, digits, `-` and `_`, as both commands want it. */
export function credentialName(subject: string): string {
  const [, what = subject] = /^repo:[^:]*:(.+)$/.exec(subject) ?? [];
  const plain = what.replaceAll(/[^\w]+/g, "-").replaceAll(/^[-_]+|[-_]+$/g, "");
  return `github-${plain}`.slice(0, 120).replace(/-+$/, "");
}
