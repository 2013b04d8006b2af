// A case of one page with one field: by where the value travels, and what the handler makes of it.
import type { BuiltCase, RangeAnswer, RangeNames, RangeRequest } from "./case.ts";

export interface OneField { by?: "query" | "form" | "cookie" | "header" | "json"; value?: string; answer(value: string, request: RangeRequest): RangeAnswer | Promise<RangeAnswer>; /** Pages beside it. */ others?(request: RangeRequest): RangeAnswer | undefined; close?(): void }

/** value: what the page's own link has. A request without the field is answered as one with it. */
export function oneField(names: RangeNames, { by = "query", value = "garden", answer, others, close }: OneField): BuiltCase {
  const coded = encodeURIComponent(value);
  const path = `/${names.word("path")}`;
  const field = names.word("field");
  const requests = {
    query: { method: "GET", path: `${path}?${field}=${coded}` },
    form: { method: "POST", path, headers: [["content-type", "application/x-www-form-urlencoded"]] as const, body: `${field}=${coded}` },
    cookie: { method: "GET", path, headers: [["cookie", `${field}=${coded}`]] as const },
    header: { method: "GET", path, headers: [[`X-${field}`, value]] as const },
    json: { method: "POST", path, headers: [["content-type", "application/json"]] as const, body: JSON.stringify({ [field]: value }) },
  };
  const read = (request: RangeRequest): string | undefined => ({
    query: () => request.query.get(field) ?? undefined, form: () => request.form().get(field) ?? undefined, cookie: () => request.cookies[field], header: () => request.headers[`x-${field}`],
    json: () => { const body = request.json(); return typeof body === "object" && body !== null ? String((body as Record<string, unknown>)[field] ?? "") : undefined; },
  })[by]();
  return {
    html: (prefix) => (by === "form" ? `<form method="post" action="${prefix}${path}"><input name="${field}" value="${value}"><button>Go</button></form>` : `<a href="${prefix}${path}?${field}=${coded}">Look</a>`),
    requests: [requests[by]],
    handle: (request) => (request.path === path ? answer(read(request) ?? value, request) : others?.(request)),
    ...(close === undefined ? {} : { close }),
  };
}
