// Range cases of server-side request forgery: handlers that really fetch, and twins that only look as if they did.
import { defineCase, escapeHtml, htmlAnswer, jsonAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase } from "../case.ts";
import { fetched } from "../fetching.ts";
import { oneField } from "../one-field.ts";

const check = "ssrf";
const also = ["file-inclusion"];
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, also, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });
const failed = (status = 502): RangeAnswer => htmlAnswer("The picture could not be loaded.", { status });
const value = "http://pictures.invalid/one.txt";
const safely = async (url: string, answer: (text: string) => RangeAnswer, status?: number): Promise<RangeAnswer> => { try { return answer(await fetched(url)); } catch { return failed(status); } };

export const cases: readonly RangeCase[] = [
  vulnerable("the content of a URL is shown", (names) => oneField(names, { value, answer: (url) => safely(url, (text) => htmlAnswer(text)) })),
  vulnerable("a URL in a form, its content escaped within a page", (names) => oneField(names, { by: "form", value, answer: (url) => safely(url, (text) => htmlAnswer(`<pre>${escapeHtml(text)}</pre>`)) })),
  vulnerable("a URL in JSON, its content in JSON", (names) => oneField(names, { by: "json", value, answer: async (url) => { try { return jsonAnswer({ preview: await fetched(url) }); } catch { return jsonAnswer({ error: "unreachable" }, { status: 502 }); } } })),
  vulnerable("a suffix is appended to the URL", (names) => oneField(names, { value: "http://pictures.invalid/one", answer: (url) => safely(`${url}.png`, (text) => htmlAnswer(text), 200) })),
  vulnerable("the scheme is added by the server", (names) => oneField(names, { value: "pictures.invalid/one.txt", answer: (url) => safely(`http://${url}`, (text) => htmlAnswer(text)) })),
  vulnerable("a filter for \"http://\" takes it away once", (names) => oneField(names, { value, answer: (url) => safely(url.replace("http://", ""), (text) => htmlAnswer(text)) })),
  vulnerable("a URL in a cookie, the content in an error page", (names) => oneField(names, { by: "cookie", value, answer: (url) => safely(url, (text) => htmlAnswer(`<h1>Not a picture</h1>${text}`, { status: 500 })) })),
  vulnerable("only the length of what was fetched is told", (names) => oneField(names, { value, answer: (url) => safely(url, (text) => htmlAnswer(`<p>Loaded ${text.length} characters.`)) })),
  twin("the names of its own pages are known, nothing is fetched", (names) => oneField(names, { value, answer: (url, { origin }) => htmlAnswer(URL.canParse(url) && ["/", new URL(origin).pathname].includes(new URL(url).pathname) ? "<p>One of our pages." : "<p>None of our pages.") })),
  twin("only hosts of a list are fetched", (names) => oneField(names, { value, answer: (url) => (URL.canParse(url) && new URL(url).host === "pictures.invalid" ? safely(url, (text) => htmlAnswer(text)) : failed(400)) })),
  twin("the URL is shown as a link", (names) => oneField(names, { value, answer: (url) => htmlAnswer(`<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`) })),
  twin("the visitor is sent to the URL", (names) => oneField(names, { value, answer: (url) => ({ status: 302, headers: [["location", encodeURI(url).replaceAll("%25", "%")]] }) })),
  twin("the browser is told to load it", (names) => oneField(names, { by: "form", value, answer: (url) => htmlAnswer(`<iframe src="${escapeHtml(url)}"></iframe><p>Loading the frame for you.`) })),
  twin("one page of the site whatever is asked for", (names) => oneField(names, { value, answer: async (_url, request) => htmlAnswer(await fetched(`${request.origin}/`)) })),
  twin("not fetched, only its length is told", (names) => oneField(names, { by: "json", value, answer: (url) => jsonAnswer({ length: url.length }) })),
  twin("an error that names the URL", (names) => oneField(names, { value, answer: (url) => htmlAnswer(`connect ECONNREFUSED: could not fetch ${escapeHtml(url)}`, { status: 500 }) })),
];
