// Bytes of a check's own making over a socket, and what comes back until the other side closes, falls silent or the time is up.
import type { RawReply, RawRequest } from "../check.ts";
import { noReplyOf } from "./no-reply.ts";
import type { ReadLimits } from "./reply-reader.ts";
import type { Sockets } from "./sockets.ts";
import type { RequestTarget } from "./target.ts";

/** limits.timeoutMs counts from the connection on. */
export function exchangeRaw(sockets: Sockets, target: RequestTarget, { bytes, bare, until }: Pick<RawRequest, "bytes" | "bare" | "until">, limits: ReadLimits): Promise<RawReply> {
  const startedAt = limits.elapsedMs();
  return new Promise((resolve) => {
    sockets.open(target, { tls: target.isTls && bare !== true ? {} : undefined, timeoutMs: Math.min(10_000, limits.timeoutMs) }, (failure, socket) => {
      if (socket === undefined) { resolve({ bytes: new Uint8Array(), closed: false, firstByteMs: undefined, totalMs: limits.elapsedMs() - startedAt, failure: noReplyOf(failure).why }); return; }
      const chunks: Buffer[] = [];
      let [size, closed, isOver, error] = [0, false, false, undefined as string | undefined];
      let firstByteMs: number | undefined;
      const end = (): void => {
        if (isOver) return;
        isOver = true;
        clearTimeout(late);
        socket.destroy();
        resolve({ bytes: Buffer.concat(chunks), closed, firstByteMs, totalMs: limits.elapsedMs() - sentAt, failure: error });
      };
      const late = setTimeout(end, limits.timeoutMs);
      const sentAt = limits.elapsedMs();
      socket.on("data", (chunk: Buffer) => {
        firstByteMs ??= limits.elapsedMs() - sentAt;
        const room = limits.replyBytes - size;
        chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
        size += chunk.length;
        if (limits.spend(chunk.length) <= 0 || size >= limits.replyBytes) { error = `more than ${size} bytes were not read`; end(); }
        else if (until?.(Buffer.concat(chunks)) === true) end();
      });
      socket.on("error", (thrown) => { error = noReplyOf(thrown).why; });
      socket.on("end", () => { closed = true; });
      socket.on("close", () => { closed = true; end(); });
      socket.write(bytes);
    });
  });
}
