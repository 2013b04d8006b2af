// Requests that an orderly client will not write (odd header names, Expect, Transfer-Encoding, two Hosts): the same bytes by hand, on a connection of their own.
import { request as httpRequest } from "node:http";
import type { ClientRequest } from "node:http";
import type { Dispatcher } from "undici";
import type { TestRequest } from "../exchange.ts";
import { bodyOf, wireHeaders } from "./wire-request.ts";
import type { Sockets } from "./sockets.ts";
import type { RequestTarget } from "./target.ts";

type Reader = Dispatcher.DispatchHandler;
type OnError = Reader["onResponseError"];

const mostHeaderBytes = 256 * 1024;

/** Node's own client takes any header as it stands, and reads replies with more patience. What even it refuses is an error that says so. */
export function sendUnusual(target: RequestTarget, request: TestRequest, { sockets, timeoutMs }: { sockets: Sockets; timeoutMs: number }, reader: Reader, failed: OnError): void {
  const control: { sent: ClientRequest | undefined; rawHeaders: string[]; isOver: boolean } = { sent: undefined, rawHeaders: [], isOver: false };
  const controller = {
    get rawHeaders() { return control.rawHeaders; }, rawTrailers: null, aborted: false, paused: false, reason: null, pause() {}, resume() {},
    abort() { control.isOver = true; control.sent?.destroy(); },
  } as unknown as Dispatcher.DispatchController;
  const fail = (thrown: unknown): void => { if (!control.isOver) failed?.(controller, thrown as Error); };
  sockets.open(target, { tls: target.isTls ? {} : undefined, timeoutMs }, (failure, socket) => {
    if (socket === undefined) { fail(failure); return; }
    try {
      const sent = httpRequest({ method: request.method, path: target.requestTarget, headers: withHost(target, request), setHost: false, createConnection: () => socket, insecureHTTPParser: true, maxHeaderSize: mostHeaderBytes });
      control.sent = sent;
      reader.onRequestStart?.(controller, undefined);
      sent.on("information", ({ statusCode }) => { reader.onResponseStart?.(controller, statusCode, {}); });
      sent.on("error", fail);
      sent.on("response", (response) => {
        control.rawHeaders = response.rawHeaders;
        reader.onResponseStart?.(controller, response.statusCode ?? 0, {});
        response.on("data", (chunk: Buffer) => { reader.onResponseData?.(controller, chunk); });
        response.on("end", () => { socket.destroy(); reader.onResponseEnd?.(controller, {}); });
        response.on("error", fail);
      });
      sent.end(bodyOf(request) ?? undefined);
    } catch (thrown) {
      socket.destroy();
      fail(thrown);
    }
  });
}

function withHost(target: RequestTarget, request: TestRequest): string[] {
  const wire = wireHeaders(request);
  const names = wire.filter((_one, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const body = bodyOf(request);
  const length = body === null || names.includes("transfer-encoding") ? [] : ["content-length", String(body.length)];
  return [...names.includes("host") ? [] : ["host", new URL(target.origin).host], ...wire, ...length, ...names.includes("connection") ? [] : ["connection", "close"]];
}
