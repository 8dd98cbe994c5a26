#!/usr/bin/env node
// Nothing is imported before the version is known: an older Node fails at the first import it cannot resolve.
const oldest = 24;

if (Number(process.versions.node.split(".")[0]) < oldest) {
  process.stderr.write(`tocsin: Node ${oldest} or newer is needed, and this is ${process.versions.node}\n`);
  process.exitCode = 64;
} else {
  const { start } = await import("./start.ts");
  await start();
}
