import { canonical, isObject, type JsonObject } from "../../core/json.ts";
import type { ShortForm } from "../../core/kind.ts";
import { isComplaint, type Complaint } from "./words.ts";

interface Grammar {
  readonly wants: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly parse: (text: string) => JsonObject | Complaint;
  readonly print: (criterion: JsonObject) => string | undefined;
}

/**
 * A grammar as a short form. What it prints was parsed again and is the same, so that nothing is lost in a text that
 * looks right; the tag `form`, which follows from the rest, stands in no text.
 */
export function conditionForm({ wants, description, examples, parse, print }: Grammar): ShortForm {
  return {
    wants,
    schema: { type: "string", minLength: 1, description, examples },
    parse(written) {
      if (isObject(written)) return undefined;
      if (typeof written !== "string") return { complaint: `wanted is ${wants}, or Azure's map` };
      const parsed = parse(written);
      return isComplaint(parsed) ? parsed : { value: parsed };
    },
    print(value) {
      if (!isObject(value)) return undefined;
      const { form: _, ...criterion } = value;
      const text = print(criterion);
      const again = text === undefined ? undefined : parse(text);
      const same = again !== undefined && !isComplaint(again) && canonical(again) === canonical(criterion);
      return same ? text : undefined;
    },
  };
}
