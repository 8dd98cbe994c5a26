import { join } from "node:path";
import standalone from "ajv/dist/standalone/index.js";
import { defineConfig, type Plugin } from "rolldown";
import { createAjv } from "./src/core/settings/compile-schema.ts";
import { createReportAjv, judgedReport } from "./src/core/output/judge-report.ts";
import { envelopeSchema } from "./src/core/language/envelope.ts";
import type { Schema } from "./src/core/settings/schema.ts";
import { workspaceSchema } from "./src/core/language/workspace-schema.ts";
import { kinds } from "./src/kinds/kinds.ts";

/** Writes the validators of all our schemas out, so that a run compiles none of them and does not load Ajv. */
function validatorsWrittenOut(): Plugin {
  return {
    name: "validators-written-out",
    load(id) {
      if (id.endsWith("/src/core/settings/compile-schema.ts")) return { code: writeValidators(), moduleType: "js" };
      if (id.endsWith("/src/core/output/judge-report.ts")) return { code: writeReportJudge(), moduleType: "js" };
      return null;
    },
  };
}

function writeReportJudge(): string {
  const ajv = createReportAjv({ source: true, esm: true });
  ajv.addSchema(judgedReport, "judgeReport");
  return writtenOut(ajv, ["judgeReport"]);
}

function writeValidators(): string {
  const ajv = createAjv({ source: true, esm: true });
  const schemas: readonly Schema[] = [envelopeSchema, workspaceSchema, ...kinds.map((kind) => kind.schema)];
  const titles = schemas.map(({ title = "" }) => title);
  if (new Set(titles).size < titles.length) throw new Error(`two schemas have one title: ${titles.join(", ")}`);
  for (const schema of schemas) ajv.addSchema(withoutWords(schema), schema.title);
  return `${writtenOut(ajv, titles)}
const validators = { ${titles.join(", ")} };
export function compileSchema({ title }) {
  if (!Object.hasOwn(validators, title)) throw new Error("no validator was written out for the schema " + title);
  return validators[title];
}
`;
}

/** The validators of an Ajv as a module that exports each by its name. */
function writtenOut(ajv: object, names: readonly string[]): string {
  // Sound because the package is CommonJS whose function is its `default`.
  const write = standalone as unknown as { readonly default: (ajv: object, names: Record<string, string>) => string };
  const written = write.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  // Ajv writes modules and yet requires its own helpers.
  return written.replaceAll(
    /const (\w+) = require\("([^"]+)"\)\.default;?/g,
    (_, name: string, path: string) => `import ${name}Module from "${path}.js"; const ${name} = ${name}Module.default;`,
  );
}

/** A schema with what judges and nothing else: descriptions are most of it, and every run would read them. */
function withoutWords(schema: Schema): Schema {
  const { description: _, examples: _examples, title: _title, default: _default, ...judging } = schema;
  const { properties, items, oneOf, additionalProperties } = judging;
  return {
    ...judging,
    ...(items === undefined ? {} : { items: withoutWords(items) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(withoutWords) }),
    ...(additionalProperties ? { additionalProperties: withoutWords(additionalProperties) } : {}),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, below]) => [name, withoutWords(below)]),
          ),
        }),
  };
}

// The runner's toolkit brings an HTTP client for tokens we get otherwise; loading it would be most of a short run.
const unusedOfToolkit = /\/node_modules\/(?:@actions|undici|tunnel)\//;

/**
 * The command line and the action as a folder of modules, `dist/cli.js` and `dist/action.js` first. Split, so that a
 * command loads what it needs: `validate` has no business with Azure's SDK.
 */
export default defineConfig({
  input: { cli: "src/cli/main.ts", action: "src/action/main.ts" },
  platform: "node",
  // The same parser, written as modules; the one for Node asks the environment at each token whether to log it.
  resolve: { alias: { yaml: join(import.meta.dirname, "node_modules/yaml/browser/index.js") } },
  treeshake: { moduleSideEffects: [{ test: unusedOfToolkit, sideEffects: false }] },
  plugins: [validatorsWrittenOut()],
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    cleanDir: true,
    codeSplitting: {
      // Each file costs about a millisecond at every start. What is needed as soon as definitions are read is one, for
      // all commands; what the first look at the arguments needs is not in it.
      groups: [
        { name: "failure", test: /[\\/]src[\\/]cli[\\/]failure\.ts$/, priority: 2 },
        {
          name: "definitions",
          test: /[\\/]src[\\/](?:cli[\\/](?:opened|tell)|commands[\\/]load|kinds[\\/]kinds)\.ts$/,
        },
      ],
    },
    // Not minified: it starts as fast, and a stack in a report of a bug can be read.
    minify: false,
  },
});
