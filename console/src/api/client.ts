// One way to ask the server: JSON in and out, every failure a Problem that a page can show.
import type { Problem } from "./shapes.ts";

/** A failed request. `problem` is what the server said (RFC 9457), or what the console can say when nothing came back. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

export interface Ask { method?: "GET" | "POST" | "PUT" | "DELETE"; query?: Query; body?: unknown; ifMatch?: string; signal?: AbortSignal }
/** Undefined values are left out of the address. */
export type Query = Readonly<Record<string, string | undefined>>;
export interface Answer<T> { value: T; etag: string | undefined }

export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  return (await askWithTag<T>(path, options)).value;
}

/** The answer with its ETag, for editors that send it back as If-Match. */
export async function askWithTag<T>(path: string, options: Ask = {}): Promise<Answer<T>> {
  const response = await send(path, options);
  if (!response.ok) throw new ApiProblem(await readProblem(response));
  const text = await response.text();
  return { value: (text === "" ? undefined : JSON.parse(text)) as T, etag: response.headers.get("etag") ?? undefined };
}

export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "");
  const search = new URLSearchParams(given).toString();
  return `/api/v1${path}${search === "" ? "" : `?${search}`}`;
}

async function send(path: string, { method = "GET", query, body, ifMatch, signal }: Ask): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (ifMatch !== undefined) headers["if-match"] = ifMatch;
  if (method === "POST") headers["idempotency-key"] = freshKey();
  try {
    return await fetch(address(path, query), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiProblem(ownProblem("console.unreachable", 0, "The server did not answer", "Check that Aftwatch is running and that this browser can reach it, then try again."));
  }
}

// randomUUID exists on secure origins only; a console on plain http inside a network needs a key too.
function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback = ownProblem("console.unexpected-answer", response.status, `The server answered ${response.status}`, "Try again; when it stays, look at the server's log and at any proxy on the way.");
  if (!(response.headers.get("content-type") ?? "").includes("json")) return fallback;
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? { ...fallback, ...(body as Partial<Problem>) } : fallback;
}

const ownProblem = (code: string, status: number, title: string, fix: string): Problem => ({ type: "about:blank", title, status, code, fix, traceId: "", errors: [] });
