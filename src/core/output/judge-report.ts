import { Ajv, type ErrorObject } from "ajv";
import { outputSchemas } from "./output-schemas.ts";

/** What may stand in a file that somebody says `validate --format json` wrote: that contract, by its `command`. */
export const judgedReport = {
  type: "object",
  required: ["command"],
  discriminator: { propertyName: "command" },
  oneOf: [outputSchemas.validate, outputSchemas.workspace],
};

/** An Ajv for it: one mistake is enough, and a file of anybody's must not make it list millions. */
export function createReportAjv(code: { readonly source?: boolean; readonly esm?: boolean }): Ajv {
  return new Ajv({ discriminator: true, strict: false, validateSchema: false, meta: false, code });
}

/**
 * Judges a report of `validate`. In the bundle this module is replaced by the function itself, written out when it is
 * built (`rolldown.config.ts`).
 */
export const judgeReport: {
  (value: unknown): unknown;
  errors?: readonly Pick<ErrorObject, "instancePath" | "message">[] | null;
} = createReportAjv({}).compile(judgedReport);
