import type { AzureOptions } from "../azure/azure.ts";
import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { VaultSecret } from "../core/language/key-vault.ts";
import { secretsOf } from "../core/settings/inherit.ts";
import type { Stack } from "../core/stack.ts";
import { AzureError } from "../ports/azure.ts";

/** The secrets of a run by name: values at hand, and why others are not. */
export interface GatheredSecrets {
  readonly secrets: ReadonlyMap<string, string>;
  readonly unread: ReadonlyMap<string, string>;
}

/**
 * The secrets at hand and, from key vaults, those that definitions of the environment use; no other is asked for. A vault
 * that says no is no reason to stop here: a plan goes on without the secret and says so, an apply refuses.
 */
export async function gatherSecrets(
  { stack, diagnostics }: { readonly stack: Stack; readonly diagnostics: readonly Diagnostic[] },
  atHand: ReadonlyMap<string, string>,
  azure: AzureOptions,
): Promise<GatheredSecrets> {
  // Without a plan nothing is compared.
  const wanted = hasErrors(diagnostics) ? [] : vaultSecretsIn(stack);
  if (wanted.length === 0) return { secrets: atHand, unread: new Map() };
  // Loaded here, so that a run without key vaults does not pay for it.
  const { openVaults } = await import("../azure/azure.ts");
  const vaults = openVaults(azure);
  const { signal } = new AbortController();
  const outcomes = await Promise.all(
    wanted.map(async ([name, address]) => {
      try {
        return { name, value: await vaults.read(address, signal) };
      } catch (error) {
        if (error instanceof AzureError) return { name, because: error.message };
        throw error;
      }
    }),
  );
  // In the order of the workspace, whoever answered first.
  return {
    secrets: new Map([
      ...atHand,
      ...outcomes.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])),
    ]),
    unread: new Map(outcomes.flatMap(({ name, because }) => (because === undefined ? [] : [[name, because] as const]))),
  };
}

/** The secrets of key vaults that definitions of the environment use. */
export function vaultSecretsIn({ environment, resources }: Stack): readonly (readonly [string, VaultSecret])[] {
  const kept = Object.entries(environment.secrets).flatMap(([name, source]) =>
    "keyVault" in source ? [[name, source.keyVault] as const] : [],
  );
  // Thousands of definitions are not looked into for what nobody keeps there.
  if (kept.length === 0) return [];
  const used = new Set(resources.flatMap(({ settings, arm }) => [...secretsOf(settings), ...secretsOf(arm ?? {})]));
  return kept.filter(([name]) => used.has(name));
}
