// The embedded Azure of the benchmark: says its address, then how many requests it has answered when asked.
import { createWorld } from "../src/emulator/arm/world.ts";
import { startEmulator } from "../src/emulator/http.ts";

const emulator = await startEmulator({ world: createWorld({ rateLimits: "off" }) });
process.stdout.write(`${emulator.url}\n`);
process.stdin.on("data", () => {
  process.stdout.write(`${emulator.world.requests.length}\n`);
});
