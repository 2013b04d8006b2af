// The API from a terminal: requests, pages, uploads and the stream; problems come out as the faults they are.
import { randomUUID } from "node:crypto";
import { Fault, faults } from "../kernel/fault.ts";
import type { FaultCode } from "../kernel/fault.ts";
import type { Connection } from "./connection.ts";
import type { Io } from "./io.ts";

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Paths are below /api/v1. Every call throws a Fault when the server does not answer or answers with a problem. */
export interface Client {
  readonly url: string;
  get<T>(path: string, query?: Query): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** ifMatch: the tag of what is replaced, so that somebody else's edit is not lost. */
  put<T>(path: string, body: unknown, ifMatch?: string): Promise<T>;
  remove(path: string): Promise<void>;
  /** Every row of a list, page by page; all of them unless limit is given. */
  list<T>(path: string, query?: Query, limit?: number): Promise<{ items: T[]; total: number }>;
  upload<T>(path: string, query: Query, chunks: AsyncIterable<Uint8Array>): Promise<T>;
  /** The body as it comes: backups and the stream. */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

const pageSize = 500;

export function createClient(io: Pick<Io, "fetch" | "signal">, connection: Connection): Client {
  const { url: { value: url }, token } = connection;
  const send = async (path: string, init: RequestInit & { duplex?: "half" }): Promise<Response> => {
    const headers = { accept: "application/json", ...(token ? { authorization: `Bearer ${token.value.reveal()}` } : {}), ...init.headers as Record<string, string> };
    const response = await answerOf(() => io.fetch(`${url}/api/v1${path}`, { ...init, headers, signal: io.signal, redirect: "error" }), url, io.signal);
    if (!response.ok) throw await faultFrom(response, url);
    return response;
  };
  const get = async <T>(path: string, query: Query = {}): Promise<T> => jsonOf<T>(await send(path + queryText(query), {}), url);
  return {
    url, get,
    // The key makes a repeat after a lost answer harmless (the fetch below may be retried by a proxy).
    post: async <T>(path: string, body: unknown) => jsonOf<T>(await send(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", "idempotency-key": randomUUID() } }), url),
    put: async <T>(path: string, body: unknown, ifMatch?: string) => jsonOf<T>(await send(path, { method: "PUT", body: JSON.stringify(body), headers: { "content-type": "application/json", ...(ifMatch === undefined ? {} : { "if-match": ifMatch }) } }), url),
    remove: async (path: string) => { await send(path, { method: "DELETE" }); },
    async list<T>(path: string, query: Query = {}, limit = Infinity) {
      const items: T[] = [];
      for (let after: string | undefined; ;) {
        const page = await get<{ items: T[]; total: number; next: string | null }>(path, { ...query, limit: Math.min(pageSize, limit - items.length), after });
        items.push(...page.items);
        if (page.next === null || items.length >= limit) return { items, total: page.total };
        after = page.next;
      }
    },
    upload: async <T>(path: string, query: Query, chunks: AsyncIterable<Uint8Array>) =>
      jsonOf<T>(await send(path + queryText(query), { method: "POST", body: ReadableStream.from(chunks), duplex: "half", headers: { "content-type": "application/octet-stream" } }), url),
    open: (path, headers = {}) => send(path, { headers }),
  };
}

function queryText(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

async function answerOf(fetchIt: () => Promise<Response>, url: string, signal: AbortSignal): Promise<Response> {
  try { return await fetchIt(); } catch (cause) {
    if (signal.aborted) throw cause;
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new Fault("cli.server-unreachable", { detail: `${url}: ${why}.` }, cause);
  }
}

async function jsonOf<T>(response: Response, url: string): Promise<T> {
  if (response.status === 204) return undefined as T;
  if (!response.headers.get("content-type")?.startsWith("application/json")) throw strange(response, url);
  return await response.json() as T;
}

interface SentProblem { code: string; title: string; detail?: string; traceId: string; errors: { at: string; rule: string; mend?: string }[] }

/** A problem of a server that knows more codes than this client keeps its own words in the detail. */
async function faultFrom(response: Response, url: string): Promise<Fault> {
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return strange(response, url);
  const { code, title, detail, errors, traceId } = await response.json() as SentProblem;
  if (code in faults && code !== "internal") return new Fault(code as FaultCode, { ...(detail === undefined ? {} : { detail }), places: errors });
  return new Fault("internal", { detail: [title, detail, `Trace id ${traceId}.`].filter(Boolean).join(" ") });
}

const strange = (response: Response, url: string): Fault => new Fault("cli.server-strange", { detail: `${url} answered ${response.status} ${response.headers.get("content-type") ?? "without a content type"}.` });
