import type { Bystander } from "../../authoring/bystanders.ts";
import { diagnosticCodes } from "../../core/codes/diagnostic-codes.ts";
import { withoutCredentials } from "../../core/language/credentials.ts";
import type { Complaint } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import { noIdOf } from "../../core/language/references.ts";
import { referencePlaces } from "../../core/plan/edges.ts";
import type { LiveResource } from "../../core/plan/live.ts";
import { printPath } from "../../core/settings/compare.ts";
import { validate } from "../../core/settings/validate.ts";

/** Why a live resource cannot be said in a definition, and where; nothing where it can. */
export function judge(kind: Kind, { settings }: LiveResource): (Bystander & { readonly at: string }) | undefined {
  const complaints: Complaint[] = [...validate(kind.schema, settings, () => undefined)];
  if (!complaints.some(isError)) {
    kind.check(settings, (code, path, message) => void complaints.push({ code, path, message }));
  }
  for (const { armId, path, type } of referencePlaces(kind.schema, settings)) {
    const message = noIdOf(type, armId);
    if (message !== undefined) complaints.push({ code: "wrong-reference", path, message });
  }
  const [first, ...more] = complaints.filter(isError);
  if (first === undefined) return undefined;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return {
    reason: "no-words",
    because: "it is not what a definition can say",
    at: withoutCredentials(`${first.path.length === 0 ? "" : `${printPath(first.path)}: `}${first.message}${others}`),
  };
}

function isError({ code }: Complaint): boolean {
  return diagnosticCodes[code].severity === "error";
}
