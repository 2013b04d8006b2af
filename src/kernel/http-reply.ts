// An HTTP answer over any stream of bytes: read once, with a limit, given up when it falls silent.
import type { IncomingMessage } from "node:http";
import { Fault, isFault, messageOf } from "./fault.ts";
import type { HttpReply } from "./http.ts";
import { printableUrl } from "./printable-url.ts";

const defaultLimitBytes = 16 * 1024 * 1024;

/** The answer in `message`. A body nobody reads is released after `idleMs`; so is one whose sender went quiet. */
export function replyOf(message: IncomingMessage, url: URL, idleMs: number, signal: AbortSignal | undefined): HttpReply {
  const shown = printableUrl(url.href);
  message.on("error", () => {}); // Told to whoever reads the body; without a reader it must not end the process.
  message.setTimeout(idleMs, () => message.destroy(new Error(`nothing came for ${idleMs} ms`)));
  return replyWith(message.statusCode ?? 0, headersOf(message), () => guarded(message, shown, signal), shown);
}

/** An answer from its parts; `text` is derived from `body`. */
export function replyWith(status: number, headers: Readonly<Record<string, string>>, body: () => AsyncIterable<Uint8Array>, shown: string): HttpReply {
  return { status, headers, body, text: (limitBytes = defaultLimitBytes) => textOf(body(), limitBytes, shown) };
}

async function* guarded(message: IncomingMessage, shown: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of message) yield chunk as Uint8Array;
  } catch (cause) {
    signal?.throwIfAborted();
    if (isFault(cause)) throw cause;
    throw new Fault("http.unreachable", { detail: `${shown}: the answer broke off: ${messageOf(cause)}.` }, cause);
  }
}

async function textOf(body: AsyncIterable<Uint8Array>, limitBytes: number, shown: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) throw new Fault("http.too-large", { detail: `${shown} sent more than ${limitBytes} bytes.` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value ?? ""]));
