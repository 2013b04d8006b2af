// Cases around one value: how a visitor's request carries it, and the page that leads there.
import { escapeHtml } from "./case.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames, RangeRequest } from "./case.ts";

export type Carrier = "query" | "form" | "json" | "cookie" | "header";
export interface OneValue {
  check: string;
  name: string;
  vulnerable: boolean;
  by?: Carrier;
  also?: readonly string[];
  /** value: what the visitor sends; answer gets the value as it came, an object when the carrier can hold one. */
  build(names: RangeNames): { value: string; answer(given: unknown, request: RangeRequest): RangeAnswer };
}

/** Queries and forms nest `a[b]=c` as the usual frameworks do: the value is then an object. */
export const oneValue = ({ check, name, vulnerable, by = "query", also, build }: OneValue): RangeCase => ({
  check, name, vulnerable, ...(also === undefined ? {} : { also }),
  build(names): BuiltCase {
    const [parameter, path] = [names.word("parameter"), `/${names.word("path")}`];
    const { value, answer } = build(names);
    const request = requestOf(by, path, parameter, value);
    return {
      html: (prefix) => (by === "form" ? `<form method="post" action="${prefix}${path}"><input name="${parameter}" value="${escapeHtml(value)}"></form>` : by === "query" ? `<a href="${prefix}${escapeHtml(request.path)}">look</a>` : `<script>${by === "cookie" ? `document.cookie=${JSON.stringify(`${parameter}=${encodeURIComponent(value)};path=${prefix}`)};` : ""}fetch(${JSON.stringify(`${prefix}${path}`)},${JSON.stringify({ method: request.method, headers: Object.fromEntries((request.headers ?? []).filter(([header]) => header !== "cookie")), ...(request.body === undefined ? {} : { body: request.body }) })})</script>`),
      requests: [request],
      handle: (came) => (came.path === path ? answer(valueIn(by, came, parameter), came) : undefined),
    };
  },
});

function requestOf(by: Carrier, path: string, parameter: string, value: string): BuiltCase["requests"][number] {
  const pair = `${parameter}=${encodeURIComponent(value)}`;
  if (by === "form") return { method: "POST", path, headers: [["content-type", "application/x-www-form-urlencoded"]], body: pair };
  if (by === "json") return { method: "POST", path, headers: [["content-type", "application/json"]], body: JSON.stringify({ [parameter]: value }) };
  if (by === "cookie") return { method: "GET", path, headers: [["cookie", pair]] };
  return by === "header" ? { method: "GET", path, headers: [[`x-${parameter}`, value]] } : { method: "GET", path: `${path}?${pair}` };
}

function valueIn(by: Carrier, request: RangeRequest, parameter: string): unknown {
  if (by === "json") return (request.json() as Record<string, unknown> | undefined)?.[parameter];
  if (by === "cookie") return request.cookies[parameter] ?? "";
  if (by === "header") return request.headers[`x-${parameter}`] ?? "";
  return nested(by === "form" ? request.form() : request.query, parameter);
}

function nested(pairs: URLSearchParams, parameter: string): unknown {
  const plain = pairs.get(parameter);
  if (plain !== null) return plain;
  const members = [...pairs].flatMap(([name, value]) => { const key = name.startsWith(`${parameter}[`) ? /^\[([^\]]*)\]$/.exec(name.slice(parameter.length))?.[1] : undefined; return key === undefined ? [] : [[key, value] as const]; });
  return members.length === 0 ? "" : Object.fromEntries(members);
}
