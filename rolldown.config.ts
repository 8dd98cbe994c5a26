import { join } from "node:path";
import standalone from "ajv/dist/standalone/index.js";
import { defineConfig, type Plugin } from "rolldown";
import { createReportAjv, judgedReport } from "./src/core/settings/judge-report.ts";

/** Writes the validator of what a fork's run left out, so that a run does not load Ajv. */
function reportJudgeWrittenOut(): Plugin {
  return {
    name: "report-judge-written-out",
    load(id) {
      return id.endsWith("/src/core/settings/judge-report.ts") ? { code: writeReportJudge(), moduleType: "js" } : null;
    },
  };
}

function writeReportJudge(): string {
  const ajv = createReportAjv({ source: true, esm: true });
  ajv.addSchema(judgedReport, "judgeReport");
  // Sound because the package is CommonJS whose function is its `default`.
  const write = standalone as unknown as { readonly default: (ajv: object, names: Record<string, string>) => string };
  const written = write.default(ajv, { judgeReport: "judgeReport" });
  // Ajv writes modules and yet requires its own helpers.
  return written.replaceAll(
    /const (\w+) = require\("([^"]+)"\)\.default;?/g,
    (_, name: string, path: string) => `import ${name}Module from "${path}.js"; const ${name} = ${name}Module.default;`,
  );
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
  plugins: [reportJudgeWrittenOut()],
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
