// What the scripts of a page read that comes from outside, and by which names: this decides which probes a browser has to make.
import type { Browser } from "../browser.ts";
import type { TestRequest } from "../exchange.ts";
import type { Session } from "../session.ts";

export type DomSource = "fragment" | "query" | "name" | "referrer" | "message" | "storage" | "cookie";

/** What scripts make of a text: markup, code that is run, or the address of what is loaded. */
export type DomSink = "markup" | "code" | "source";
export interface PageScripts { sources: ReadonlySet<DomSource>; sinks: ReadonlySet<DomSink>; /** Names that the scripts look up in addresses, messages and storage. */ names: readonly string[]; /** Pages of a router that keeps them in the fragment. */ paths: readonly string[]; text: string }

// Read in the page, so that its own rules of loading hold; a script that cannot be read is left out.
const gather = `Promise.all([...document.scripts].slice(0, 40).map((one) => one.src ? fetch(one.src).then((reply) => reply.text()).catch(() => "") : one.text)).then((all) => [...all, ...[...document.querySelectorAll("*")].flatMap((one) => [...one.attributes].filter(({ name }) => name.startsWith("on")).map(({ value }) => value))].join("\\n;\\n").slice(0, 3000000))`;

const reads: Readonly<Record<DomSource, RegExp>> = {
  fragment: /location|\bhash\b|document\s*\.\s*(?:URL|documentURI|baseURI)|hashchange/,
  query: /location|\bsearch(?:Params)?\b|URLSearchParams|document\s*\.\s*(?:URL|documentURI|baseURI)/,
  name: /(?:window|self|top|this)\s*(?:\.\s*name\b|\[\s*["']name["'])/,
  referrer: /\breferrer\b/,
  message: /["']message["']|onmessage\b/,
  storage: /\b(?:local|session)Storage\b/,
  cookie: /\bdocument\s*\.\s*cookie\b/,
};
const makes: Readonly<Record<DomSink, RegExp>> = {
  markup: /\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\s*\.\s*write|\bsrcdoc\b|createContextualFragment|parseHTML|setHTML|\$\s*\(|jQuery|\.\s*(?:html|append|prepend|after|before|wrap)\s*\(|\[\s*["'](?:inner|outer)HTML/,
  source: /\.\s*(?:src|data)\s*=|setAttribute\s*\(\s*["'](?:src|data|href)|\bimport\s*\(|importScripts/,
  // Timers are everywhere; only those are meant that may be given a text.
  code: /\beval\b|\bFunction\s*\(|set(?:Timeout|Interval)\s*\(\s*(?!function\b|async\b|\(|[\w$]+\s*=>)|execScript|\.\s*(?:text|textContent|innerText)\s*=|createElement\s*\(\s*["']script|setAttribute\s*\(\s*["']on/,
};
const routed = /useHash|HashRouter|WebHashHistory|HashLocationStrategy|["'`]#!?\//;
const named = [/query(?:Params?|ParamMap)?\s*\.\s*([\w$]{1,40})/gi, /(?:get|getItem|has|param|parameter|query)\s*\(\s*["'`]([\w-]{1,40})["'`]/gi, /[?&#]?\b([\w-]{1,30})=["'`]/g, /\.data\s*\.\s*([\w$]{1,40})/g, /(?:local|session)Storage\s*(?:\.\s*(?!getItem|setItem|removeItem|clear|length|key)([\w$]{1,40})|\[\s*["']([\w.-]{1,40})["'])/g, /\[\s*["']([\w-]{1,30})["']\s*\]/g];

const methods = new Set(["get", "has", "getAll", "keys", "forEach", "length", "indexOf", "split", "slice", "substring", "substr", "replace", "match", "map", "filter", "pipe", "subscribe", "toString"]);

/** undefined: the page could not be loaded. */
export async function scriptsOf(browser: Browser, request: TestRequest, session: Session): Promise<PageScripts | undefined> {
  const text = await browser.evaluates(request, gather, { session, timeoutMs: 8_000 });
  return typeof text === "string" ? readScripts(text) : undefined;
}

/** From the text of all scripts. */
export function readScripts(text: string): PageScripts {
  const names = named.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter((one) => one !== undefined)));
  return { text, sources: new Set((Object.keys(reads) as DomSource[]).filter((source) => reads[source].test(text))), sinks: new Set((Object.keys(makes) as DomSink[]).filter((sink) => makes[sink].test(text))), names: [...new Set(names)].filter((name) => !methods.has(name)).slice(0, 12), paths: routed.test(text) ? [...new Set([...text.matchAll(/\bpath\s*:\s*["'`]\/?([\w/-]{1,40})["'`]/g)].map(([, path = ""]) => path))].slice(0, 40) : [] };
}
