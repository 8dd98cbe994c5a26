import { Ajv, type ValidateFunction } from "ajv";
import { ourKeywords, type Schema } from "./schema.ts";

/**
 * Makes the function that judges a value by a strict schema. In the bundle this whole module is replaced by the functions
 * themselves, written out when it is built: compiling them is half of a short run's time (see `rolldown.config.ts`).
 */
export function compileSchema(schema: Schema): ValidateFunction {
  shared ??= createAjv({});
  return shared.compile(schema);
}

let shared: Ajv | undefined;

/** Our Ajv: every mistake at once, unions by their tags, and our keywords known. */
export function createAjv(code: { readonly source?: boolean; readonly esm?: boolean }): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    validateSchema: false,
    meta: false,
    code: { optimize: false, ...code },
    strictTuples: false,
  });
  for (const keyword of ourKeywords) ajv.addKeyword({ keyword });
  return ajv;
}
