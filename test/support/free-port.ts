import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port of this machine that nobody has. It is none of those that a system gives to who asks for any, as our servers do: it
 * is still free when somebody comes to it.
 */
export async function freePort(taken: readonly number[] = []): Promise<number> {
  const port = randomInt(10_000, 32_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((done) =>
    server.once("error", () => done(false)).listen(port, "127.0.0.1", () => server.close(() => done(true))),
  );
  return isFree && !taken.includes(port) ? port : freePort(taken);
}
