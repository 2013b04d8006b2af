// Names in an address or a document reach the prototype of all objects: in the browser by the page's scripts, on the server by merging JSON.
import type { Browser } from "../browser.ts";
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import { isWorthProbing } from "../dom-probes/same-scripts.ts";
import type { Proof } from "../evidence.ts";
import { headerOf } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { rendersAs } from "../html-context/renders-as.ts";
import type { Route } from "../route.ts";

/** The ways in which parsers of addresses spell a property of a property. */
const spellings: readonly ((name: string) => string)[] = [(name) => `__proto__[${name}]`, (name) => `__proto__.${name}`, (name) => `constructor[prototype][${name}]`, (name) => `constructor.prototype.${name}`, (name) => `x[__proto__][${name}]`, (name) => `x.__proto__.${name}`];

export const prototypePollution = defineCheck<RouteCheck>({
  id: "prototype-pollution", about: "Names the prototype in parameters, in the fragment and in JSON, and looks whether objects that have nothing to do with it got the property.",
  title: "Prototype pollution", cwe: 1321, owasp: ["A08"], severity: "medium",
  remediation: "Refuse the names __proto__, constructor and prototype when names of a request become names of properties, or collect them in a Map. Freeze Object.prototype where the code allows it.",
  risk: "browser", attackClass: "prototype-pollution", on: "route",
  fits: ({ method, request }) => method === "GET" || /json/i.test(headerOf(request.headers, "content-type") ?? ""),
  async *probe(route, tools) {
    if (route.method !== "GET") { yield* onTheServer(route, tools); return; }
    if (tools.browser === undefined || !tools.allows("browser")) return;
    const plain = (await tools.baseline(route))?.exchanges[0] ?? await tools.send(route.request);
    if (plain.reply === undefined || rendersAs(plain.reply) !== "html" || !/<script/i.test(plain.reply.text)) return;
    if (!isWorthProbing(tools.browser, "prototype", route, scriptTagsOf(plain.reply.text))) return;
    yield* inTheBrowser(route, { tools, browser: tools.browser, plain });
  },
});

/** Links and texts of the scripts, as they stand in the page. */
const scriptTagsOf = (text: string): string => [...text.slice(0, 1_000_000).matchAll(/<script\b[^>]*>[^<]*/gi)].map(([tag]) => tag).join("\n");

interface Where { query: readonly string[]; fragment: readonly string[] }

/** Loads the page with each spelling under a name of its own, in parameters and in the fragment, and gives those that reached all objects. */
async function polluted(route: Route, { tools, browser }: { tools: Tools; browser: Browser }, label: string, spell: typeof spellings): Promise<{ where: Where; request: TestRequest }> {
  const nameOf = (place: string, at: number): string => tools.seed.word(`${label}-${place}-${at}`, 10);
  const pairs = (place: string): string => spell.map((one, at) => `${one(nameOf(place, at))}=${tools.seed.word(`${label}-value`, 8)}`).join("&");
  const url = new URL(route.request.url);
  url.search = [url.search.slice(1), pairs("query")].filter((part) => part !== "").join("&");
  const request = { ...route.request, url: url.href };
  const names = ["query", "fragment"].flatMap((place) => spell.map((_one, at) => nameOf(place, at)));
  const found = await browser.evaluates(request, `${JSON.stringify(names)}.filter((name) => name in {} || name in [])`, { session: tools.session, timeoutMs: 8_000, fragment: pairs("fragment") });
  const has = (place: string): string[] => spell.filter((_one, at) => Array.isArray(found) && found.includes(nameOf(place, at))).map((one) => one("*"));
  return { request, where: { query: has("query"), fragment: has("fragment") } };
}

async function* inTheBrowser(route: Route, { tools, browser, plain }: { tools: Tools; browser: Browser; plain: Exchange }): AsyncGenerator<Proof> {
  const first = await polluted(route, { tools, browser }, "browser-1", spellings);
  if (first.where.query.length + first.where.fragment.length === 0) return;
  const second = await polluted(route, { tools, browser }, "browser-2", spellings);
  const control = await polluted(route, { tools, browser }, "browser-control", spellings.map((one) => (name: string) => one(name).replace("__proto__", "proto").replace("prototype", "proto")));
  if (control.where.query.length + control.where.fragment.length > 0) return;
  const attack = await tools.send(first.request);
  for (const place of ["query", "fragment"] as const) {
    const [spelling] = first.where[place].filter((one) => second.where[place].includes(one));
    if (spelling !== undefined) yield {
      technique: `browser:${place}:${spelling}`, confidence: "confirmed", at: `dom:${place}`,
      because: `After the page was loaded with ${spelling} in its ${place === "query" ? "parameters" : "fragment"}, every new object had the property, with another name as well; a name that is not the prototype's did nothing.`,
      steps: [{ role: "control", exchange: plain, shows: "The page as it is; with names that are not the prototype's nothing is polluted." }, { role: "attack", exchange: attack, shows: `Loaded with ${spelling}, the browser found the property in an empty object.` }],
    };
  }
}

/** Leaves a property behind on the server until it starts again: only where both writing and storing are allowed. */
async function* onTheServer(route: Route, tools: Tools): AsyncGenerator<Proof> {
  const body = bodyOf(route.request);
  if (body === undefined || !tools.allows("write") || !tools.allows("stored")) return;
  const before = await tools.send(route.request);
  if (before.reply === undefined || before.reply.status >= 500) return;
  for (const kind of ["__proto__", "constructor.prototype"] as const) {
    const proof = await byLeak(route, tools, { body, before, kind });
    if (proof !== undefined) { yield proof; return; }
  }
}

function bodyOf({ body, headers }: TestRequest): Record<string, unknown> | undefined {
  if (typeof body !== "string" || !/json/i.test(headerOf(headers, "content-type") ?? "")) return undefined;
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
  } catch { return undefined; }
}

/** The body's text with more members; JSON.stringify would lose the name of the prototype. */
const withMembers = (route: Route, body: Record<string, unknown>, more: string): TestRequest => ({ ...route.request, headers: route.request.headers.filter(([name]) => name.toLowerCase() !== "content-length"), body: `${JSON.stringify(body).slice(0, -1)}${Object.keys(body).length > 0 ? "," : ""}${more}}` });

interface Merge { body: Record<string, unknown>; before: Exchange; kind: "__proto__" | "constructor.prototype" }

/** The property shows in the answer to a request that does not name it: it has become everybody's. */
async function byLeak(route: Route, tools: Tools, { body, before, kind }: Merge): Promise<Proof | undefined> {
  const attackWith = async (name: string): Promise<{ attack: Exchange; after: Exchange }> => {
    const inner = JSON.stringify({ [name]: name });
    const attack = await tools.send(withMembers(route, body, kind === "__proto__" ? `"__proto__":${inner}` : `"constructor":{"prototype":${inner}}`));
    return { attack, after: await tools.send(route.request) };
  };
  const [one, other] = [tools.seed.word(`leak-${kind}-1`, 10), tools.seed.word(`leak-${kind}-2`, 10)];
  const first = await attackWith(one);
  if (!(first.after.reply?.text.includes(one) ?? false)) return undefined;
  const control = await tools.send(withMembers(route, body, `"${tools.seed.word("leak-plain", 8)}":${JSON.stringify({ [tools.seed.word("leak-control", 10)]: 1 })}`));
  const later = await tools.send(route.request);
  const repeat = await attackWith(other);
  if (control.reply === undefined || (later.reply?.text.includes(tools.seed.word("leak-control", 10)) ?? true) || !(repeat.after.reply?.text.includes(other) ?? false)) return undefined;
  tools.note(`Left behind by prototype-pollution: the properties ${one} and ${other} on the prototype of the process that serves ${route.template}, until it starts again.`);
  return {
    technique: `server:${kind}`, confidence: "firm", severity: "high",
    because: `A property named under ${kind} showed in the answer to the next request, which does not name it, twice; one under another name did not.`,
    steps: [
      { role: "baseline", exchange: before, shows: "The answer before." }, { role: "control", exchange: control, shows: "Another name is not kept." },
      { role: "attack", exchange: first.attack, shows: `Names ${kind}.` }, { role: "attack", exchange: first.after, shows: "The next answer shows the property, unasked." },
      { role: "attack", exchange: repeat.after, shows: "So does that after another one." },
    ],
  };
}
