// An exchange: one request that was sent to a system under test, and what came back.
import type { Instant } from "../kernel/clock.ts";

/** A header as it goes over the wire: order and spelling are kept, a name may come twice. */
export type Header = readonly [name: string, value: string];

/** An HTTP request as it will be sent. url is absolute, without a fragment. */
export interface TestRequest { method: string; url: string; headers: readonly Header[]; body: string | Uint8Array | undefined }

/** What came back. text and body are cut at the limit of the traffic (truncated says so); sizes count what came. */
export interface Reply {
  status: number;
  headers: readonly Header[];
  /** Decoded (gzip, br, deflate, zstd undone). */
  body: Uint8Array;
  /** The body by its charset, made on first use. */
  readonly text: string;
  /** Bytes on the wire after decoding, cut parts counted as far as they were read. */
  sizeBytes: number;
  truncated: boolean;
  /** From the first byte sent until the head, and until the end. */
  headMs: number;
  totalMs: number;
}

/** Why no reply came. refused: our own guard said no (scope, word, method), nothing was sent. */
export type NoReplyKind = "refused" | "unreachable" | "timeout" | "reset" | "tls" | "malformed" | "stopped";
export interface NoReply { kind: NoReplyKind; why: string }

export interface Exchange {
  /** Its number in the request log of the scan, from 1. 0: nothing was sent. */
  seq: number;
  at: Instant;
  request: TestRequest;
  reply: Reply | undefined;
  failure: NoReply | undefined;
}

/** The first value of a header, by any spelling. */
export const headerOf = (headers: readonly Header[], name: string): string | undefined => headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];

export const headersOf = (headers: readonly Header[], name: string): string[] => headers.filter(([one]) => one.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

/** The request with this header in place of all of its name; undefined takes it away. */
export function withHeader(request: TestRequest, name: string, value: string | undefined): TestRequest {
  const others = request.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: value === undefined ? others : [...others, [name, value]] };
}

/** "text/html" of "text/html; charset=utf-8", lower case; undefined without one. */
export const mediaTypeOf = (headers: readonly Header[]): string | undefined => headerOf(headers, "content-type")?.split(";", 1)[0]?.trim().toLowerCase();

/** A plain GET. */
export const getRequest = (url: string, headers: readonly Header[] = []): TestRequest => ({ method: "GET", url, headers, body: undefined });
