// Nothing is imported before the version is known: an older Node fails at the first import it cannot resolve.
const oldest = 24;

if (Number(process.versions.node.split(".")[0]) < oldest) {
  const message = `Node ${oldest} or newer is needed, and this is ${process.versions.node}: the runner is too old for node24`;
  process.stdout.write(`::error title=tocsin::${message}\n`);
  process.exitCode = 1;
} else {
  const { start } = await import("./start.ts");
  await start();
}
