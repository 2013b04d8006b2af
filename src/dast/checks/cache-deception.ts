// A page for one visitor is kept by a cache because its address ends like that of a picture, and given to everybody.
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Route } from "../route.ts";

/** Ends that an application ignores and a cache takes for a file. */
const ends: readonly ((word: string) => string)[] = [
  (word) => `/${word}.css`, (word) => `;${word}.css`, (word) => `%2f${word}.css`, (word) => `%3b${word}.css`, (word) => `%23${word}.css`, (word) => `%3f${word}.css`, (word) => `%00${word}.css`, (word) => `%0a${word}.css`,
  (word) => `/${word}.js`, (word) => `.css?${word}=1`, (word) => `/..%2fstatic%2f..%2f${word}.css`,
];

export const cacheDeception = defineCheck<RouteCheck>({
  id: "cache-deception", about: "Asks for a personal page under an address that ends like a file, and then again without a login.",
  title: "Web cache deception", cwe: 524, owasp: ["A05"], severity: "high",
  remediation: "Send Cache-Control: no-store with every answer that is made for one visitor, and let the cache honour it. Answer 404 to addresses that are longer than the page's own.",
  risk: "marker", attackClass: "cache-deception", on: "route",
  fits: ({ method, template }) => method === "GET" && !/\.(?:css|m?js|png|jpe?g|gif|svg|ico|woff2?)$/i.test(template),
  async *probe(route, tools) {
    if (tools.session.state !== "logged-in") { tools.note("Cache deception needs a login: without one no page is personal."); return; }
    const personal = await personalWords(route, tools);
    if (personal.length === 0) return;
    for (const [index, end] of ends.entries()) {
      const first = await trap(route, tools, { end, personal, label: `${index}-1` });
      if (first === undefined) continue;
      const repeat = await trap(route, tools, { end, personal, label: `${index}-2` });
      const control = await asStranger(tools, ending(route, end(tools.seed.word(`${index}-control`, 10))));
      if (repeat !== undefined && !holds(control, personal)) { yield proofOf({ personal, first, repeat, control, end: end("x") }); return; }
    }
  },
});

const asStranger = (tools: Tools, request: TestRequest): Promise<Exchange> => tools.send(tools.session.undress(request), { session: "none" });

/** Words of the page that are there each time, and never without the login. */
async function personalWords(route: Route, tools: Tools): Promise<string[]> {
  const [once, twice] = [await tools.send(route.request), await tools.send(route.request)];
  if (once.reply === undefined || twice.reply === undefined || once.reply.status !== 200) return [];
  const stranger = await asStranger(tools, route.request);
  const strange = new Set(wordsOf(stranger));
  const again = new Set(wordsOf(twice));
  return [...new Set(wordsOf(once))].filter((word) => again.has(word) && !strange.has(word)).slice(0, 40);
}

const wordsOf = ({ reply }: Exchange): string[] => reply?.text.match(/[\p{L}\p{N}@._-]{4,60}/gu) ?? [];

/** Most of them: a heading that both pages share is not the visitor's page. */
function holds(exchange: Exchange, personal: readonly string[]): boolean {
  if (exchange.reply === undefined || exchange.reply.status >= 400) return false;
  const words = new Set(wordsOf(exchange));
  return personal.filter((word) => words.has(word)).length >= Math.max(1, Math.ceil(personal.length * 0.7));
}

function ending(route: Route, end: string): TestRequest {
  const { origin, pathname, search } = new URL(route.request.url);
  const [path = "", query = ""] = end.split("?");
  const all = [search.slice(1), query].filter((part) => part !== "").join("&");
  return { ...route.request, url: `${origin}${pathname === "/" && path.startsWith("/") ? "" : pathname}${path}${all === "" ? "" : `?${all}`}` };
}

interface Trap { own: Exchange; stranger: Exchange }

async function trap(route: Route, tools: Tools, { end, personal, label }: { end: (word: string) => string; personal: readonly string[]; label: string }): Promise<Trap | undefined> {
  const request = ending(route, end(tools.seed.word(label, 10)));
  const own = await tools.send(request);
  if (!holds(own, personal)) return undefined;
  const stranger = await asStranger(tools, request);
  return holds(stranger, personal) ? { own, stranger } : undefined;
}

function proofOf({ personal, first, repeat, control, end }: { personal: readonly string[]; first: Trap; repeat: Trap; control: Exchange; end: string }): Proof {
  return {
    technique: end.replaceAll("x", "*"), confidence: "confirmed",
    because: `After the visitor had asked for the page with the end ${end}, somebody without a login was given ${personal.length} words of it that are otherwise only the visitor's, twice; an address that the visitor never asked for gives none.`,
    steps: [
      { role: "control", exchange: control, shows: "An address that the visitor never asked for does not give the page." },
      { role: "attack", exchange: first.own, shows: "The visitor is shown the own page under the longer address." }, { role: "attack", exchange: first.stranger, shows: "Without a login the same address gives the visitor's page." },
      { role: "attack", exchange: repeat.own, shows: "Another address like it." }, { role: "attack", exchange: repeat.stranger, shows: "It was kept again." },
    ],
  };
}
