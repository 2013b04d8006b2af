// A cache keeps an answer that a header or parameter changed which it does not look at, and gives it to the next visitor.
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { headerOf, withHeader } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Route } from "../route.ts";

/** Where an answer can be changed from outside its address. Each makes the request of a word. */
interface Way { name: string; put(request: TestRequest, word: string): TestRequest }

const host = (word: string): string => `${word}.invalid`;
const header = (name: string, value: (word: string) => string): Way => ({ name: `header:${name.toLowerCase()}`, put: (request, word) => withHeader(request, name, value(word)) });
const parameter = (name: string): Way => ({ name: `query:${name}`, put: (request, word) => { const url = new URL(request.url); url.searchParams.set(name, word); return { ...request, url: url.href }; } });
const ways: readonly Way[] = [
  ...["X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-HTTP-Host-Override"].map((name) => header(name, host)),
  header("Forwarded", (word) => `host=${host(word)}`), header("X-Original-URL", (word) => `/${word}`), header("X-Forwarded-Prefix", (word) => `/${word}`), header("X-Forwarded-For", (word) => word),
  header("Referer", (word) => `https://${host(word)}/`), header("Origin", (word) => `https://${host(word)}`), header("User-Agent", (word) => `Mozilla/5.0 (${word})`), header("Accept-Language", (word) => word),
  // What caches are often told to leave out of their keys, because it only counts visitors.
  ...["utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "fbclid", "gclid"].map(parameter),
];

export const cachePoisoning = defineCheck<RouteCheck>({
  id: "cache-poisoning", about: "Changes the answer by what a cache may leave out of its key, under an address that nobody else asks for, and asks again without it.",
  title: "Web cache poisoning", cwe: 349, owasp: ["A05"], severity: "high",
  remediation: "Let the cache key hold everything that changes the answer, or name it in Vary. Do not build answers of headers that proxies add.",
  risk: "payload", attackClass: "cache-poisoning", on: "route",
  fits: ({ method }) => method === "GET",
  async *probe(route, tools) {
    // A cache that looks at paths only is given a clean answer first: what comes after cannot take its place.
    const clean = await tools.send(at(route, tools, "keyed-1"));
    const all = await ask(route, tools, { set: ways, buster: "all" });
    const shown = ways.filter((_way, index) => shows(all.exchange, all.words[index] ?? ""));
    if (shown.length === 0 || !(await isKeyed(route, tools, clean))) return;
    for (const way of shown) {
      const proof = await prove(route, tools, way);
      if (proof !== undefined) { yield proof; return; }
    }
  },
});

/** A parameter with a value of its own: whatever a cache keeps of it, no visitor asks for. */
function at(route: Route, tools: Tools, buster: string): TestRequest {
  const url = new URL(route.request.url);
  url.searchParams.set(tools.seed.word("buster", 6), tools.seed.word(`buster-${buster}`, 10));
  return { ...route.request, url: url.href };
}

async function ask(route: Route, tools: Tools, { set, buster, label = buster }: { set: readonly Way[]; buster: string; label?: string }): Promise<{ exchange: Exchange; words: string[] }> {
  const words = set.map(({ name }) => tools.seed.word(`${label}-${name}`, 11));
  return { words, exchange: await tools.send(set.reduce((request, way, index) => way.put(request, words[index] ?? ""), at(route, tools, buster))) };
}

const shows = ({ reply }: Exchange, word: string): boolean => reply !== undefined && reply.status < 500 && reply.status !== 429 && (reply.text.toLowerCase().includes(word) || reply.headers.some(([, value]) => value.toLowerCase().includes(word)));

/** A cache that leaves our parameter out of its key as well would give what we send to everybody: then nothing more is sent. */
async function isKeyed(route: Route, tools: Tools, first: Exchange): Promise<boolean> {
  const second = await tools.send(at(route, tools, "keyed-2"));
  const isHit = ({ reply }: Exchange): boolean => reply !== undefined && (/\bhit\b/i.test(`${headerOf(reply.headers, "x-cache") ?? ""} ${headerOf(reply.headers, "cf-cache-status") ?? ""} ${headerOf(reply.headers, "cache-status") ?? ""} ${headerOf(reply.headers, "x-cache-status") ?? ""}`) || Number(headerOf(reply.headers, "age") ?? "0") > 0);
  if (!isHit(first) && !isHit(second)) return true;
  tools.note(`The cache before ${route.template} does not look at parameters: poisoning was not tried, because visitors would have been given the answer.`);
  return false;
}

async function prove(route: Route, tools: Tools, way: Way): Promise<Proof | undefined> {
  const kept: { attack: Exchange; clean: Exchange }[] = [];
  for (const round of ["1", "2"]) {
    const buster = `${way.name}-${round}`;
    const { exchange: attack, words: [word = ""] } = await ask(route, tools, { set: [way], buster });
    const clean = shows(attack, word) ? await tools.send(at(route, tools, buster)) : undefined;
    if (clean === undefined || !shows(clean, word)) return undefined;
    kept.push({ attack, clean });
  }
  const control = await tools.send(at(route, tools, `${way.name}-control`));
  const [first, second] = kept;
  if (first === undefined || second === undefined || control.reply === undefined || ["1", "2"].some((round) => shows(control, tools.seed.word(`${way.name}-${round}-${way.name}`, 11)))) return undefined;
  return {
    technique: way.name, confidence: "confirmed", at: way.name,
    because: `What was sent in ${way.name} stood in the answer to the next request of the same address without it, twice; under an address of its own it does not.`,
    steps: [
      { role: "control", exchange: control, shows: "Another address that was never asked with it does not show it." },
      { role: "attack", exchange: first.attack, shows: "Our word changes the answer." }, { role: "attack", exchange: first.clean, shows: "The same address without our word still shows it." },
      { role: "attack", exchange: second.attack, shows: "Another word, another address." }, { role: "attack", exchange: second.clean, shows: "It was kept again." },
    ],
  };
}
