// Range cases of Shellshock: programs that import functions from headers as an old bash did, and twins as every bash since does.
import { defineCase, escapeHtml, htmlAnswer } from "../case.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames, RangeRequest } from "../case.ts";
import { confined, sh } from "../confined.ts";

const check = "shellshock";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });

/** bash before its patch 25: what follows an imported function is run. The rest is left to a real shell. */
const oldBash = async (variable: string, pattern = /^\(\) \{ :; ?\};\s*([\s\S]*)$/): Promise<string> => { const command = pattern.exec(variable)?.[1]; return command === undefined ? "" : (await sh(command)).output; };
/** RFC 3875 6.2: the program's fields and body; without fields of its own its output is an error of the server. */
const cgi = (output: string): RangeAnswer => { const at = output.indexOf("\n\n"); return at < 0 ? htmlAnswer("Status: fine") : htmlAnswer(output.slice(at + 2)); };

function program(names: RangeNames, answer: (request: RangeRequest) => RangeAnswer | Promise<RangeAnswer>, { cookie = false } = {}): BuiltCase {
  const path = `/cgi-${names.word("folder")}/${names.word("program")}`;
  const name = names.word("cookie");
  return { html: (prefix) => `<a href="${prefix}${path}">Status</a>`, requests: [{ method: "GET", path, ...(cookie ? { headers: [["cookie", `${name}=1`]] as const } : {}) }], handle: async (request) => (request.path === path ? withCookie(await answer(request), cookie ? `${name}=1; Path=${request.prefix}` : undefined) : undefined) };
}
const withCookie = (answer: RangeAnswer, line: string | undefined): RangeAnswer => (line === undefined ? answer : { ...answer, headers: [...answer.headers ?? [], ["set-cookie", line]] });
const header = (request: RangeRequest, name: string): string => request.headers[name] ?? "";
const cookieOf = (request: RangeRequest): string => Object.values(request.cookies)[0] ?? "";

export const cases: readonly RangeCase[] = [
  vulnerable("User-Agent", (names) => program(names, async (request) => cgi(await oldBash(header(request, "user-agent"))))),
  vulnerable("Referer", (names) => program(names, async (request) => cgi(await oldBash(header(request, "referer"))))),
  vulnerable("a cookie", (names) => program(names, async (request) => cgi(await oldBash(cookieOf(request))), { cookie: true })),
  vulnerable("the second form of the weakness", (names) => program(names, async (request) => cgi(await oldBash(header(request, "user-agent"), /^\(\) \{ _; \} >_\[\$\(\$\(\)\)\] \{([\s\S]*)\}$/)))),
  vulnerable("the output is part of a page", (names) => program(names, async (request) => htmlAnswer(`<pre>${escapeHtml(await oldBash(header(request, "user-agent")))}</pre>`))),
  vulnerable("an error of the server shows the output", (names) => program(names, async (request) => htmlAnswer(`<h1>500</h1>malformed header: ${escapeHtml(await oldBash(header(request, "referer")))}`, { status: 500 }))),
  twin("the bash of today", (names) => program(names, async (request) => cgi((await confined("/bin/bash", ["-c", "echo Content-Type: text/plain; echo; echo fine"], { environment: { HTTP_USER_AGENT: header(request, "user-agent"), HTTP_REFERER: header(request, "referer") } })).output))),
  twin("the header is shown", (names) => program(names, (request) => htmlAnswer(`<p>You use ${escapeHtml(header(request, "user-agent"))}, from ${escapeHtml(header(request, "referer"))}`))),
  twin("function definitions bring an error", (names) => program(names, (request) => (header(request, "user-agent").startsWith("()") ? htmlAnswer("bash: warning: HTTP_USER_AGENT: ignoring function definition attempt", { status: 500 }) : htmlAnswer("fine")))),
  twin("numbers in a header are multiplied", (names) => program(names, (request) => { const [, a, b] = /(\d{5})\*(\d{5})/.exec(header(request, "user-agent")) ?? []; return htmlAnswer(a === undefined ? "fine" : String(Number(a) * Number(b))); })),
  twin("a cookie that is shown", (names) => program(names, (request) => htmlAnswer(escapeHtml(cookieOf(request))), { cookie: true })),
  twin("a proxy refuses what looks like an attack", (names) => program(names, (request) => (/\(\)/.test(`${header(request, "user-agent")}${header(request, "referer")}`) ? htmlAnswer("Blocked", { status: 403 }) : htmlAnswer("fine")))),
];
