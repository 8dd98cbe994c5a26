import { diagnose, type Diagnostic } from "../diagnostic.ts";
import type { Kind } from "../kind.ts";
import type { Stack } from "../stack.ts";

/** What kinds say of resources where they stand and on a day (`2026-11-20`, UTC). */
export function checkInPlace(
  { environment, resources }: Stack,
  kinds: readonly Kind[],
  today: string,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  for (const { kind, settings, place, locate } of resources) {
    byName.get(kind)?.checkInPlace(settings, { subscription: place.subscription, today }, (code, path, message, on) => {
      const complaint = { code, path, message, ...(on === undefined ? {} : { on }) };
      diagnostics.push({ ...diagnose(complaint, locate(complaint)), environments: [environment.name] });
    });
  }
  return diagnostics;
}
