// A request or an answer that another tool kept as text: start line, headers, empty line, body (RFC 9112 section 2.1).
import type { Header } from "../exchange.ts";

export interface HttpText { start: string; headers: readonly Header[]; body: string }

/** Lines may end as the tool likes. Undefined: it is no such text. */
export function readHttpText(text: string): HttpText | undefined {
  const [, head, body = ""] = /^([^]*?)(?:\r?\n\r?\n([^]*))?$/.exec(text) ?? [];
  const [start = "", ...lines] = (head ?? "").split(/\r?\n/);
  if (!/^(?:HTTP\/\d|[A-Z-]+ )/.test(start)) return undefined;
  const headers = lines.flatMap((line): Header[] => { const at = line.indexOf(":"); return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]; });
  return { start, headers, body };
}

export const statusIn = (answer: HttpText | undefined): number => Number(/^HTTP\/[\d.]+ (\d{3})/.exec(answer?.start ?? "")?.[1] ?? 0);
export const methodIn = (request: HttpText | undefined): string | undefined => /^([A-Z-]+) /.exec(request?.start ?? "")?.[1];
