import type { Complain } from "../../core/diagnostic.ts";

interface Resolution {
  readonly autoMitigate?: boolean | undefined;
  readonly resolveConfiguration?: object | undefined;
  readonly muteActionsDuration?: string | undefined;
}

/** How a rule's alerts end can be said in one of three ways. */
export function checkResolution(rule: Resolution, complain: Complain): void {
  const { autoMitigate, resolveConfiguration, muteActionsDuration } = rule;
  // "ResolveConfiguration can't be used together with AutoMitigate", also where it is false.
  if (resolveConfiguration !== undefined && autoMitigate !== undefined) {
    const message =
      "Azure takes no `autoMitigate` beside `resolveConfiguration`, which says it too; take one of them out";
    complain("resolves-two-ways", ["autoMitigate"], message, "key");
  }
  if (muteActionsDuration === undefined) return;
  // "Auto mitigation must be disabled when action suppression is set": https://github.com/Azure/azure-powershell/issues/22583.
  if (autoMitigate === true) {
    const message =
      "a muted alert cannot resolve by itself; take `muteActionsDuration` out, or write `autoMitigate: false`";
    complain("resolves-two-ways", ["autoMitigate"], message);
  }
  if (resolveConfiguration !== undefined) {
    const message = "a muted alert does not resolve by itself, so `resolveConfiguration` has no effect or is refused";
    complain("muted-and-resolved", ["muteActionsDuration"], message, "key");
  }
}
