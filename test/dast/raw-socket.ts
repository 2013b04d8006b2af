// Bytes over a socket and what came back, for the direct test of checks that speak HTTP in their own way.
import { connect } from "node:net";
import type { RawReply, RawRequest } from "../../src/dast/check.ts";

export function sendRawOver({ origin, bytes, timeoutMs, until }: RawRequest): Promise<RawReply> {
  const { hostname, port } = new URL(origin);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const state: { first: number | undefined; closed: boolean; failure: string | undefined } = { first: undefined, closed: false, failure: undefined };
    const socket = connect({ host: hostname, port: Number(port || 80) }, () => { socket.write(bytes); });
    const end = (): void => { clearTimeout(timer); socket.destroy(); resolve({ bytes: Buffer.concat(chunks), closed: state.closed, firstByteMs: state.first, totalMs: performance.now() - startedAt, failure: state.failure }); };
    const timer = setTimeout(end, timeoutMs);
    socket.on("data", (chunk) => { state.first ??= performance.now() - startedAt; chunks.push(chunk); if (until?.(Buffer.concat(chunks)) === true) end(); });
    socket.on("end", () => { state.closed = true; end(); });
    socket.on("error", (thrown) => { state.failure = thrown.message; end(); });
  });
}
