// Cases of stored scripts: small sites that keep what visitors send and show it to others.
import { defineCase, escapeHtml, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";

interface Site { name: string; vulnerable: boolean; also?: readonly string[]; json?: boolean; /** After saving: to the page that shows it, or stay. */ answers?: "redirect" | "thanks"; show(kept: string): string; keep?(value: string): string | undefined; type?: string; elsewhere?: boolean }

const site = ({ name, vulnerable, also, json = false, answers = "redirect", show, keep = (value) => value, type, elsewhere = false }: Site): RangeCase => defineCase({
  check: "xss-stored", name, vulnerable, ...(also === undefined ? {} : { also }),
  build: (names) => {
    const [save, list, field] = [`/${names.word("save")}`, `/${names.word("list")}`, names.word("field")];
    const kept: string[] = [];
    const page = (): RangeAnswer => {
      const body = `<h1>Kept</h1><ul>${kept.slice(-20).map((one) => `<li>${show(one)}</li>`).join("")}</ul>`;
      return type === undefined ? htmlAnswer(`<!doctype html><html><head><title>Kept</title></head><body>${body}</body></html>`) : { headers: [["content-type", type]], body };
    };
    const form = (prefix: string): string => `<form method="post" action="${prefix}${save}"><input name="${field}" value="hello"><input name="count" value="1"><button>Send</button></form>`;
    const first = (prefix: string): string => (elsewhere ? form(prefix) : `${form(prefix)}<a href="${prefix}${list}">List</a>`);
    return {
      html: first,
      requests: [json ? { method: "POST", path: save, headers: [["content-type", "application/json"]], body: JSON.stringify({ [field]: "hello", count: 1 }) } : { method: "POST", path: save, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `${field}=hello&count=1` }, { method: "GET", path: list }],
      handle: (request) => {
        if (request.path === list) return page();
        if (request.path !== save) return undefined;
        if (request.method !== "POST") return htmlAnswer(form(request.prefix));
        const given = json ? request.json() : undefined;
        const value = json ? (typeof given === "object" && given !== null && field in given ? String((given as Record<string, unknown>)[field]) : undefined) : request.form().get(field) ?? undefined;
        const worth = value === undefined ? undefined : keep(value);
        if (worth === undefined) return htmlAnswer("<p>That cannot be kept.</p>", { status: 400 });
        kept.push(worth);
        return answers === "redirect" ? { status: 303, headers: [["location", `${request.prefix}${list}`]] } : htmlAnswer("<p>Thank you.</p>");
      },
    };
  },
});

const angles = (value: string): string => value.replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const cases: readonly RangeCase[] = [
  site({ name: "shown as it came, after a redirect", vulnerable: true, show: (kept) => kept }),
  site({ name: "shown on the list only, which the answer does not name", vulnerable: true, answers: "thanks", show: (kept) => `<p>${kept}</p>` }),
  site({ name: "attribute, angle brackets encoded", vulnerable: true, show: (kept) => `<input value="${angles(kept)}">` }),
  site({ name: "link of the visitor, encoded", vulnerable: true, show: (kept) => `<a href="${escapeHtml(kept)}">Page of the visitor</a>` }),
  site({ name: "JSON in, page out", vulnerable: true, json: true, answers: "thanks", show: (kept) => `<b>${kept}</b>` }),
  site({ name: "string of a script", vulnerable: true, show: (kept) => `<script>var last = "${angles(kept)}";</script>` }),
  site({ name: "whole tags taken out before keeping", vulnerable: true, keep: (value) => value.replaceAll(/<[^>]*>/g, ""), show: (kept) => `<p>${kept}</p>` }),

  site({ name: "encoded when shown", vulnerable: false, show: (kept) => escapeHtml(kept) }),
  site({ name: "encoded when kept", vulnerable: false, keep: escapeHtml, show: (kept) => `<p>${kept}</p>` }),
  site({ name: "link that may only be http, encoded", vulnerable: false, show: (kept) => `<a href="${/^https?:\/\//.test(kept) ? escapeHtml(kept) : "#"}">Page of the visitor</a>` }),
  site({ name: "only letters and digits are kept", vulnerable: false, keep: (value) => (/^\w{1,40}$/.test(value) ? value : undefined), show: (kept) => `<p>${kept}</p>` }),
  site({ name: "shown as plain text", vulnerable: false, type: "text/plain", show: (kept) => kept }),
  site({ name: "data of a script, escaped", vulnerable: false, show: (kept) => `<script>var last = ${JSON.stringify(kept).replaceAll("<", "\\u003c")};</script>` }),
  site({ name: "kept and never shown", vulnerable: false, answers: "thanks", show: () => "" }),
];
