import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { TLSSocket } from "node:tls";
import { setTimeout as wait } from "node:timers/promises";
import { answerAdmin, isAdmin } from "./admin.ts";
import { arm } from "./arm/arm.ts";
import type { Answer, ArmRequest } from "./arm/request.ts";
import { createWorld, type World } from "./arm/world.ts";
import { keepInFile } from "./data-file.ts";

/** How an emulator is started; everything may be left out. */
export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Loopback unless somebody asks for more: the emulator believes every token. */
  readonly host?: string;
  readonly world?: World;
  /** Where the world is kept between runs. */
  readonly dataFile?: string;
  /** With a certificate and its key, both PEM, it speaks TLS, and is to be called by a name in the certificate. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** A running emulator. */
export interface Emulator {
  readonly url: string;
  readonly world: World;
  /** Ends open connections and writes the data file for the last time. */
  close(): Promise<void>;
}

/** Starts the emulated Azure behind HTTP, for clients in other processes and for everything that needs real sockets. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const world = options.world ?? createWorld();
  const kept = options.dataFile === undefined ? undefined : await keepInFile(world, options.dataFile);
  const listener: RequestListener = (request, response) => {
    serve(request, response, world).catch((error: unknown) => {
      if (response.headersSent || request.socket.destroyed) return; // The client has gone away in the middle.
      // A bug of the emulator must not look like one of Azure's failures, which clients would retry.
      response.writeHead(501, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: "EmulatorBug", message: String(error) } }));
    });
  };
  const { tls } = options;
  const server =
    tls === undefined ? createServer(listener) : createTlsServer({ cert: tls.certificate, key: tls.key }, listener);
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, options.port ?? 0, host);
  return {
    url: tls === undefined ? `http://${host.includes(":") ? `[${host}]` : host}:${port}` : `https://localhost:${port}`,
    world,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await kept?.close();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.off("error", reject);
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error(`the emulator listens at ${String(address)}, which is no TCP port`));
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const asked = await readRequest(request);
  if (isAdmin(asked)) {
    send(response, answerAdmin(asked, world));
    return;
  }
  const outcome = await arm(asked, world);
  // Not `ref`: a closed emulator must not keep its process alive for a client that has gone.
  if (outcome.delay > 0) await wait(outcome.delay, undefined, { ref: false });
  switch (outcome.outcome) {
    case "dropped":
      request.socket.destroy();
      return;
    case "cut":
      cut(response, outcome.answer, outcome.bytes);
      return;
    case "answered":
      send(response, outcome.answer);
  }
}

async function readRequest(request: IncomingMessage): Promise<ArmRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const headers: [string, string][] = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
  );
  return {
    method: request.method ?? "GET",
    url: absolute(request),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

// A path that begins with `//` must not be read as a host.
function absolute({ url: path = "/", socket }: IncomingMessage): string {
  const scheme = socket instanceof TLSSocket ? "https" : "http";
  return path.startsWith("/") ? `${scheme}://localhost${path}` : path;
}

function send(response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body, "utf8");
  const length = answer.status === 204 ? {} : { "content-length": String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.status === 204 ? undefined : body);
}

// The head promises the whole answer, so the client can tell that the rest is missing.
function cut(response: ServerResponse, answer: Answer, bytes: number): void {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, { ...answer.headers, "content-length": String(Math.max(body.length, bytes + 1)) });
  response.write(body.subarray(0, bytes), () => response.destroy());
}
