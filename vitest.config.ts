import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

if (Number(process.versions.node.split(".")[0]) < 24) {
  throw new Error("the tests need Node 24: run `npm ci` with optional dependencies, it brings one on Linux");
}

// GitHub's language service imports JSON in a way that Node itself refuses, so it goes through the tests' own loader.
const languageService = /\/node_modules\/@actions\/(languageservice|workflow-parser|expressions)\//;

const patience = 300_000 * Math.max(1, Number(process.env["TOCSIN_RUNS"] ?? 1));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // What a killed process leaves behind goes with it.
    globalSetup: ["test/support/temporary-folder.ts"],
    // Bounds on waiting for what never comes. A machine that is slow or busy is no mistake, nor are more runs of a law.
    testTimeout: patience,
    hookTimeout: patience,
    expect: { poll: { timeout: 60_000 } },
    // Tests share what was loaded and built: no module of ours keeps anything, and no test leaves anything behind.
    isolate: false,
    // One core is not held back for whoever watches: most of the long tests wait for processes of their own.
    maxWorkers: "100%",
    server: { deps: { inline: [languageService] } },
  },
  plugins: [
    {
      // Its modules name source maps whose sources are not there: a warning for each of them.
      name: "without-source-maps",
      enforce: "pre",
      load: (id) =>
        languageService.test(id) && id.endsWith(".js")
          ? readFileSync(id, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "")
          : null,
    },
  ],
});
