// Cases of header injection: heads that are written as text, as servers over plain sockets do, and read line by line, as every client does.
import type { Header } from "../../../../src/dast/exchange.ts";
import { defineCase } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";

/** What a client makes of a head that was written as text: each line up to the first empty one is a header. */
function sent(head: string, status = 302): RangeAnswer {
  const [block = ""] = head.split(/\r?\n\r?\n/);
  const headers = block.split(/\r\n|\n|\r/).flatMap((line): Header[] => {
    const [, name, value = ""] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name.toLowerCase(), value.replaceAll(/[^\x20-\x7e\t]/g, "?")]];
  });
  return { status, headers, body: "" };
}

/** A server that writes one byte for each character. */
const lowBytes = (text: string): string => [...text].map((one) => String.fromCharCode((one.codePointAt(0) ?? 0) & 0xff)).join("");
const decodedAgain = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

interface Way { name: string; vulnerable: boolean; kind?: "query" | "path" | "form" | "cookie"; head(value: string): string; status?: number }

const way = ({ name, vulnerable, kind = "query", head, status }: Way): RangeCase => defineCase({
  check: "crlf-injection", name, vulnerable, also: ["open-redirect"],
  build: (names) => {
    const path = `/${names.word("path")}`;
    const field = names.word("field");
    const value = names.word("value");
    return {
      html: (prefix) => (kind === "form" ? `<form method="post" action="${prefix}${path}"><input name="${field}" value="${value}"><button>Go</button></form>` : `<a href="${prefix}${path}${kind === "path" ? `/${value}` : `?${field}=${value}`}">Go</a>`),
      requests: [kind === "form" ? { method: "POST", path, headers: [["content-type", "application/x-www-form-urlencoded"]], body: `${field}=${value}` } : kind === "cookie" ? { method: "GET", path, headers: [["cookie", `${field}=${value}`]] } : { method: "GET", path: kind === "path" ? `${path}/${value}` : `${path}?${field}=${value}` }],
      handle: (request) => {
        if (request.path !== path && !(kind === "path" && request.path.startsWith(`${path}/`))) return undefined;
        const given = kind === "form" ? request.form().get(field) : kind === "cookie" ? request.cookies[field] : kind === "path" ? decodedAgain(request.path.split("/").at(-1) ?? "") : request.query.get(field);
        return sent(head(given ?? ""), status);
      },
    };
  },
});

const noBreaks = (value: string): string => value.replaceAll(/[\r\n]/g, "");

export const cases: readonly RangeCase[] = [
  way({ name: "Location, nothing taken out", vulnerable: true, head: (value) => `Location: /to/${value}\r\n` }),
  way({ name: "cookie of the answer", vulnerable: true, status: 200, head: (value) => `Content-Type: text/html\r\nSet-Cookie: lang=${value}; Path=/\r\n` }),
  way({ name: "carriage returns taken out, line feeds not", vulnerable: true, head: (value) => `Location: /to/${value.replaceAll("\r", "")}\r\n` }),
  way({ name: "tested for line breaks, then decoded once more", vulnerable: true, head: (value) => `Location: /to/${decodedAgain(noBreaks(value))}\r\n` }),
  way({ name: "only the low byte of each character is written", vulnerable: true, head: (value) => `Location: /to/${lowBytes(noBreaks(value))}\r\n` }),
  way({ name: "redirect of a path to the same path", vulnerable: true, kind: "path", head: (value) => `Location: /elsewhere/${value}\r\n` }),
  way({ name: "form", vulnerable: true, kind: "form", head: (value) => `X-Saved: ${value}\r\nLocation: /done\r\n` }),

  way({ name: "line breaks taken out", vulnerable: false, head: (value) => `Location: /to/${noBreaks(value)}\r\n` }),
  way({ name: "encoded for the URL", vulnerable: false, head: (value) => `Location: /to/${encodeURIComponent(value)}\r\n` }),
  way({ name: "cookie value encoded", vulnerable: false, status: 200, head: (value) => `Set-Cookie: lang=${encodeURIComponent(value)}; Path=/\r\n` }),
  way({ name: "cut at the first line break", vulnerable: false, head: (value) => `Location: /to/${value.split(/[\r\n]/, 1)[0]}\r\n` }),
  way({ name: "decoded twice, then line breaks taken out", vulnerable: false, head: (value) => `Location: /to/${noBreaks(decodedAgain(value))}\r\n` }),
  way({ name: "value is not in the head at all", vulnerable: false, status: 200, head: () => "Content-Type: text/html\r\n" }),
  way({ name: "path encoded as it came", vulnerable: false, kind: "path", head: (value) => `Location: /elsewhere/${encodeURI(value)}\r\n` }),
];
