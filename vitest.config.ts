import { defineConfig } from "vitest/config";

if (Number(process.versions.node.split(".")[0]) < 24) {
  throw new Error("the tests need Node 24: run `npm ci` with optional dependencies, it brings one on Linux");
}

export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
