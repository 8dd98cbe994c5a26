import { createHttpHeaders, RestError } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { setTimeout as wait } from "node:timers/promises";
import { arm } from "./arm/arm.ts";
import type { ArmRequest } from "./arm/request.ts";
import type { World } from "./arm/world.ts";

/**
 * The emulated Azure as the HTTP client of an Azure SDK pipeline, so that tests need no socket. A cut answer arrives
 * as a shorter body here, where a socket would break: tests of that belong to `startEmulator`.
 */
export function inProcess(world: World): HttpClient {
  return { sendRequest: (request) => send(request, world) };
}

async function send(request: PipelineRequest, world: World): Promise<PipelineResponse> {
  const outcome = await arm(toArm(request), world);
  if (outcome.delay > 0) await wait(outcome.delay, undefined, { signal: signalOf(request) });
  switch (outcome.outcome) {
    case "dropped":
      // A pipeline tries again only after the code a socket gives.
      throw new RestError("socket hang up", { code: "ECONNRESET", request });
    case "cut":
    case "answered": {
      const { status, headers, body } = outcome.answer;
      const bodyAsText =
        outcome.outcome === "cut" ? Buffer.from(body).subarray(0, outcome.bytes).toString("utf8") : body;
      return { request, status, headers: createHttpHeaders(headers), bodyAsText };
    }
  }
}

// Aborting ends the wait with an AbortError, as on a socket.
function signalOf(request: PipelineRequest): AbortSignal | undefined {
  const given = request.abortSignal;
  if (given === undefined) return undefined;
  const controller = new AbortController();
  if (given.aborted) controller.abort();
  else given.addEventListener("abort", () => controller.abort());
  return controller.signal;
}

function toArm(request: PipelineRequest): ArmRequest {
  const headers = Object.fromEntries(
    [...request.headers].map(([name, value]): [string, string] => [name.toLowerCase(), value]),
  );
  return { method: request.method, url: request.url, headers, body: textOf(request.body) };
}

function textOf(body: PipelineRequest["body"]): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string") return body;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return Buffer.from(bytesOf(body)).toString("utf8");
  throw new Error("the emulated Azure in process reads bodies of text or bytes only");
}

function bytesOf(body: ArrayBuffer | ArrayBufferView): Uint8Array {
  return body instanceof ArrayBuffer
    ? new Uint8Array(body)
    : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
}
