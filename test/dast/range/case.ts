// The shape of a case of the range: a small application with one weakness, or its secure twin.
import type { Header } from "../../../src/dast/exchange.ts";

/** Names and paths of a case: the same for the same seed, and never words that a check could know. */
export interface RangeNames { word(label: string): string; number(label: string, from: number, to: number): number }

export interface RangeRequest {
  method: string;
  /** Below the case's prefix: "/" or "/abc". Still percent-encoded. */
  path: string;
  /** Complete, as the client sees it. */
  url: URL;
  /** "http://127.0.0.1:4711" and the prefix of this case: for absolute links. */
  origin: string;
  prefix: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  rawHeaders: readonly Header[];
  cookies: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  /** The body as application/x-www-form-urlencoded. */
  form(): URLSearchParams;
  /** The body as JSON; undefined when it is not. */
  json(): unknown;
}

export interface RangeAnswer { status?: number; headers?: readonly Header[]; body?: string | Uint8Array; delayMs?: number }

export interface BuiltCase {
  /** What the case's first page shows: links, forms, scripts by which a visitor reaches everything. Links start with "./" or the given prefix. */
  html(prefix: string): string;
  /** The requests that reach the place, for direct tests of the check; path below the prefix. */
  requests: readonly { method: string; path: string; headers?: readonly Header[]; body?: string }[];
  /** undefined: 404. "/" without an answer of its own shows `html`. */
  handle(request: RangeRequest): RangeAnswer | undefined | Promise<RangeAnswer | undefined>;
  close?(): void | Promise<void>;
}

export interface RangeCase {
  /** The check that must find it, or must not. */
  check: string;
  /** In words what makes it vulnerable, or why it is not: unique within the check. */
  name: string;
  vulnerable: boolean;
  /** Other active checks that rightly find something here. */
  also?: readonly string[];
  build(names: RangeNames): BuiltCase | Promise<BuiltCase>;
}

export const defineCase = (one: RangeCase): RangeCase => one;

export const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
export const htmlAnswer = (body: string, more: Partial<RangeAnswer> = {}): RangeAnswer => ({ status: 200, ...more, headers: [["content-type", "text/html; charset=utf-8"], ...more.headers ?? []], body });
export const jsonAnswer = (value: unknown, more: Partial<RangeAnswer> = {}): RangeAnswer => ({ status: 200, ...more, headers: [["content-type", "application/json"], ...more.headers ?? []], body: JSON.stringify(value) });
