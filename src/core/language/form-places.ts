import type { ShortForm } from "../kind.ts";
import type { Schema } from "../settings/schema.ts";

/** The places below one place of a value where short forms may stand. */
export interface FormPlace {
  readonly form?: ShortForm;
  readonly below: ReadonlyMap<string, FormPlace>;
}

/** What stands at a place: the schemas that may hold there, and the short forms at it and below. */
export interface Shape {
  readonly schemas: readonly Schema[];
  readonly forms: FormPlace;
}

interface Growing {
  form?: ShortForm;
  readonly below: Map<string, Growing>;
}

/** Short forms by place (`criteria/*`) as a tree that is walked beside the value. */
export function formPlaces(forms: Readonly<Record<string, ShortForm>>): FormPlace {
  const root: Growing = { below: new Map() };
  for (const [pattern, form] of Object.entries(forms)) {
    let here = root;
    for (const step of pattern.split("/")) {
      const next = here.below.get(step) ?? { below: new Map() };
      here.below.set(step, next);
      here = next;
    }
    here.form = form;
  }
  return root;
}

/** The place one step further, an element's where the step has no place of its own. */
export function formBelow(place: FormPlace | undefined, step: string | number): FormPlace | undefined {
  return place?.below.get(String(step)) ?? place?.below.get("*");
}

/** True where a text may be a short form: there itself, or as the one element of a list. */
export function takesForm(place: FormPlace | undefined): boolean {
  return place?.form !== undefined || place?.below.get("*")?.form !== undefined;
}
