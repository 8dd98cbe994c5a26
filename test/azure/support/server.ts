import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A real server on a loopback port, for what only sockets do; closed when the test is over. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, index: number) => void,
): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => handle(request, response, seen.push(`${request.method} ${request.url}`) - 1));
  });
  return { url: await listening(server), seen };
}

/** The address of a server on a loopback port of its own; it is closed when the test is over. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}
