import { defineConfig } from "rolldown";

/**
 * The command line as a folder of modules, `dist/cli.js` first. Split, so that a command loads what it needs: `validate`
 * has no business with Azure's SDK.
 */
export default defineConfig({
  input: { cli: "src/cli/main.ts" },
  platform: "node",
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    cleanDir: true,
    minify: true,
  },
});
