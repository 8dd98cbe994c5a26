import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/**
 * A door before a server that lets everything through but some requests, which wait until it is opened: so a test knows
 * what is under way when something happens to who sent it, however slow the machine is.
 */
export interface Gate {
  readonly url: string;
  /** That somebody waits before it. */
  readonly reached: Promise<void>;
  readonly open: () => void;
}

/** Puts one before a server, for the test at hand. */
export async function startGate(server: string, isHeld: (request: IncomingMessage) => boolean): Promise<Gate> {
  const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const pass = (request: IncomingMessage, response: ServerResponse): void => {
    const { method, headers, url = "/" } = request;
    const passed = send(new URL(url, server), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  };
  const gate = createServer((request, response) => {
    if (!isHeld(request)) return pass(request, response);
    reached.resolve();
    void opened.promise.then(() => pass(request, response));
  });
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    gate.closeAllConnections();
    await new Promise((resolve) => gate.close(resolve));
  });
  // Sound because it listens on a port.
  const { port } = gate.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, reached: reached.promise, open: opened.resolve };
}
