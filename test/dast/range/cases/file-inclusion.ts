// Range cases of file inclusion: documents that become part of the page, and twins that include only their own.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { dataText, fetched } from "../fetching.ts";
import { oneField } from "../one-field.ts";

const check = "file-inclusion";
const also = ["ssrf"];
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, also, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const failed = (status = 502): RangeAnswer => htmlAnswer("The picture could not be loaded.", { status });
const value = "welcome.html";
const own = "<p>Welcome to the house of many rooms.";
const safely = async (url: string, answer: (text: string) => RangeAnswer, status?: number): Promise<RangeAnswer> => { try { return answer(await fetched(url)); } catch { return failed(status); } };

/** Runs what stands between the tags of the language, as an include of it would; a multiplication is all that this one knows. */
const run = (text: string): string => text.replace(/<\?php echo (\d+)\*(\d+);\?>/g, (_all, left: string, right: string) => String(Number(left) * Number(right)));
const opened = async (name: string): Promise<string> => (name === value ? own : dataText(name) ?? await fetched(name));

export const cases: readonly RangeCase[] = [
  vulnerable("a page of the site is included by its URL", (names) => oneField(names, { value, answer: (name) => (name === value ? htmlAnswer(own) : safely(name, (text) => htmlAnswer(text))) })),
  vulnerable("a data URL is included and run", (names) => oneField(names, { by: "form", value, answer: async (name) => { try { return htmlAnswer(run(name.startsWith("data:") ? await opened(name) : own)); } catch { return failed(500); } } })),
  vulnerable("a data URL is opened and shown", (names) => oneField(names, { value, answer: (name) => htmlAnswer(dataText(name) ?? own) })),
  vulnerable("a URL with an extension appended", (names) => oneField(names, { value: "welcome", answer: (name) => (name === "welcome" ? htmlAnswer(own) : safely(`${name}.html`, (text) => htmlAnswer(text))) })),
  vulnerable("small letters of the scheme are filtered", (names) => oneField(names, { value, answer: (name) => (name.includes("http:") || name === value ? htmlAnswer(own) : safely(name, (text) => htmlAnswer(text), 404)) })),
  vulnerable("the source of the page through a stream filter", (names) => oneField(names, { value, answer: (name) => { const found = /^php:\/\/filter\/convert\.base64-encode\/resource=(.+)$/.exec(name); return found?.[1] === value ? htmlAnswer(Buffer.from(`<?php $greeting = "${names.word("greeting")}"; echo $greeting; ?>`).toString("base64")) : htmlAnswer(own); } })),
  vulnerable("a value in a cookie, the included page in one of status 500", (names) => oneField(names, { by: "cookie", value, answer: (name) => (name === value ? htmlAnswer(own) : safely(name, (text) => htmlAnswer(text, { status: 500 }))) })),
  twin("only pages of a list", (names) => oneField(names, { value, answer: (name) => (name === value ? htmlAnswer(own) : failed(404)) })),
  twin("the name is shown in a page that is always the same", (names) => oneField(names, { value, answer: (name) => htmlAnswer(`${own}<p>Not found: ${escapeHtml(name)}`) })),
  twin("the parts of a data URL are shown as they came", (names) => oneField(names, { by: "form", value, answer: (name) => jsonAnswer({ scheme: name.split(":")[0], rest: name.split(",")[1] ?? "" }) })),
  twin("a redirect to the name", (names) => oneField(names, { value, answer: (name) => ({ status: 302, headers: [["location", encodeURI(name.split(String.fromCharCode(0))[0] ?? "")]] }) })),
  twin("a URL is refused with an error of status 500", (names) => oneField(names, { by: "cookie", value, answer: (name) => (name.includes(":") ? htmlAnswer("include(): http:// wrapper is disabled in the server configuration", { status: 500 }) : htmlAnswer(own)) })),
  twin("the site's first page whatever is asked for", (names) => oneField(names, { value, answer: async (_name, request) => htmlAnswer(await fetched(`${request.origin}/`)) })),
  twin("base64 of PHP for everyone", (names) => oneField(names, { value, answer: () => htmlAnswer(Buffer.from("<?php echo 'an example of a tutorial'; ?>").toString("base64")) })),
];
