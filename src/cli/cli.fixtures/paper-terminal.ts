// An Io whose terminal is text and whose network is a function: for tests of commands without a server.
import { fakeClock } from "../../kernel/clock.ts";
import type { Program } from "../command.ts";
import type { Io } from "../io.ts";
import { runCli } from "../run.ts";

export const at0 = Date.UTC(2026, 10, 1, 12);

export interface Answers { [methodAndPath: string]: unknown }

/** answers: by "GET /path" below /api/v1, without the query; a number is a status with a problem. */
export function paperTerminal(answers: Answers = {}, options: { isTty?: boolean; env?: Record<string, string>; cwd?: string; input?: string; inputIsTty?: boolean } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: { method: string; path: string; query: Record<string, string>; body: unknown; headers: Headers }[] = [];
  const clock = fakeClock(at0);
  const sink = (lines: string[]) => ({ write: (text: string) => { lines.push(text); }, isTty: options.isTty ?? false, columns: 80 });
  async function* typed(): AsyncIterable<Uint8Array> { if (options.input !== undefined) yield Buffer.from(options.input); }
  const io: Io = {
    out: sink(out), err: sink(err), input: Object.assign(typed(), { isTty: options.inputIsTty ?? false }),
    env: options.env ?? {}, cwd: options.cwd ?? "/nowhere", home: "/nowhere", clock, signal: new AbortController().signal, wait: async (ms) => { clock.advance(ms); },
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      const path = url.pathname.replace(/^\/api\/v1/, "");
      const method = init.method ?? "GET";
      asked.push({ method, path, query: Object.fromEntries(url.searchParams), body: typeof init.body === "string" ? JSON.parse(init.body) : init.body, headers: new Headers(init.headers) });
      return replyOf(answers[`${method} ${path}`]);
    },
  };
  const program: Program = { version: "0.0.0", rootDir: "/nowhere", openServer: () => Promise.reject(new Error("no server here")) };
  return { io, clock, asked, run: (...words: string[]) => runCli(io, program, words), out: () => out.join(""), err: () => err.join("") };
}

function replyOf(answer: unknown): Response {
  const value: unknown = typeof answer === "function" ? answer() : answer;
  if (value instanceof Error) throw value;
  if (typeof value !== "number" && value !== undefined) return Response.json(value);
  const status = value ?? 404;
  const code = status === 401 ? "auth.required" : status === 404 ? "request.not-found" : "internal";
  return new Response(JSON.stringify({ code, title: "t", errors: [], traceId: "trace-1" }), { status, headers: { "content-type": "application/problem+json" } });
}

export const page = (...items: readonly unknown[]) => ({ items, total: items.length, next: null });
export const soundCoverage = { evaluatedAt: "2026-11-01T11:59:46Z", liveDeployments: 3, withoutSbom: 0, staleFeeds: [], starterOnly: false, uncoveredComponents: 0, unknownExposure: 0, withoutOwner: 0 };
