// What one visitor leaves behind is shown to others as markup or script: proven by a call of ours that runs on the page that shows it.
import { defineCheck } from "../check.ts";
import type { RouteCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { getRequest, headerOf } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { attemptsFor } from "../html-context/attempts.ts";
import { rendersAs } from "../html-context/renders-as.ts";
import type { Rendering } from "../html-context/renders-as.ts";
import { shownIn, surveyed } from "../html-context/shows.ts";
import type { Shown } from "../html-context/shows.ts";
import { wouldRun } from "../html-context/would-run.ts";
import type { Point } from "../point.ts";
import { pointsOf, withValue } from "../points/points.ts";
import type { Route } from "../route.ts";

const kinds: ReadonlySet<Point["kind"]> = new Set(["form", "json", "multipart", "xml", "graphql", "query"]);
// A word would be refused where a number, a date or an address is wanted; choices have their own words.
const isFree = (point: Point): boolean => kinds.has(point.kind) && point.wrappings.length === 0 && !/^(?:-?[\d.,]+|\d{4}-\d\d-\d\d.*|[^\s@]+@[^\s@]+|true|false|[0-9a-f-]{36})$/i.test(point.value) && !/passw|csrf|token|captcha/i.test(point.name);
const mostPoints = 12;
const mostPages = 14;

export const xssStored = defineCheck<RouteCheck>({
  id: "xss-stored", about: "Leaves a word behind, looks on which pages it turns up, and leaves what would run at that very place.",
  title: "Stored cross-site scripting", cwe: 79, owasp: ["A03"], severity: "high",
  remediation: "Encode stored values for the place where they are shown, each time they are shown. Add a Content-Security-Policy without unsafe-inline as a second line.",
  risk: "stored", attackClass: "xss", on: "route",
  fits: ({ method, source }) => method !== "GET" || source === "form",
  async *probe(route, tools) {
    const left = await leaveWords(route, tools);
    if (left === undefined) return;
    const found = await pagesWith(left, { route, tools });
    const done = new Set<string>();
    for (const one of found) {
      if (done.has(one.point.pointId)) continue;
      const proof = await prove(route, tools, one);
      if (proof === undefined) continue;
      done.add(one.point.pointId);
      tools.note(`Left behind by xss-stored: calls of functions that do not exist, sent to ${route.method} ${route.template} as ${one.point.pointId}.`);
      yield proof;
    }
  },
});

interface Left { words: ReadonlyMap<string, Point>; answer: Exchange }

/** One request with a word of its own at every free place; undefined when there is none, or nothing was accepted. */
async function leaveWords(route: Route, tools: Tools): Promise<Left | undefined> {
  const free = pointsOf(route).filter(isFree).slice(0, mostPoints);
  const last = free.at(-1);
  if (last === undefined) return undefined;
  const words = new Map(free.map((point) => [wordOf(point, tools), point]));
  const all = free.slice(0, -1).reduce((filled, point) => filledWith(filled, point, wordOf(point, tools)), route);
  const answer = await tools.at({ ...last, route: all }, wordOf(last, tools));
  return answer.reply === undefined || answer.reply.status >= 400 ? undefined : { words, answer };
}

const wordOf = (point: Point, tools: Tools): string => tools.seed.word(`left-${point.pointId}`, 10);
const filledWith = (route: Route, point: Point, value: string): Route => ({ ...route, request: withValue({ ...point, route }, value) });

interface Found { point: Point; page: TestRequest; plain: Exchange; rendering: Rendering; contexts: Shown["context"][] }

/** Pages that show a word though the request for them does not have it. */
async function pagesWith({ words, answer }: Left, { route, tools }: { route: Route; tools: Tools }): Promise<Found[]> {
  const found: Found[] = [];
  for (const page of pagesOf(answer, { route, tools })) {
    const plain = await tools.send(page, { follow: 2 });
    for (const [word, point] of words) {
      const shown = shownIn(plain, word);
      if (shown !== undefined) found.push({ point, page, plain, ...shown });
    }
    if (new Set(found.map(({ point }) => point.pointId)).size === words.size) break;
  }
  return found;
}

/** The likeliest first: where the answer leads, where the form was, the address itself, pages nearby, others. */
function pagesOf(answer: Exchange, { route, tools }: { route: Route; tools: Tools }): TestRequest[] {
  const location = headerOf(answer.reply?.headers ?? [], "location");
  const own = new URL(route.request.url);
  const first = [location !== undefined && URL.canParse(location, own.href) ? new URL(location, own.href).href : undefined, route.foundOn, own.origin + own.pathname].filter((one) => one !== undefined);
  const near = tools.routes().filter((one) => one.method === "GET" && one.origin === route.origin && one.routeId !== route.routeId && !/\.(?:css|m?js|png|jpe?g|gif|svg|ico|woff2?)$/i.test(one.template)).toSorted((one, other) => nearness(other, route) - nearness(one, route)).map(({ request }) => request);
  const all = [...first.filter((url) => new URL(url).origin === route.origin).map((url) => getRequest(url)), ...near];
  return [...new Map(all.map((request) => [request.url, request])).values()].slice(0, mostPages);
}

function nearness(one: Route, to: Route): number {
  const [own, other] = [one.template.split("/"), to.template.split("/")];
  const differ = own.findIndex((segment, at) => segment !== other[at]);
  return (differ === -1 ? own.length : differ) * 10 - one.depth;
}

async function prove(route: Route, tools: Tools, { point, page, plain, rendering, contexts }: Found): Promise<Proof | undefined> {
  const store = async (value: string): Promise<Exchange> => { await tools.at(point, value); return tools.send(page, { follow: 2 }); };
  const seed = tools.seed.of(point.pointId);
  let count = 0;
  for (const { context, survey } of (await surveyed(contexts, seed, store)).slice(0, 3)) {
    for (const { technique, make } of attemptsFor(context, survey, rendering)) {
      const token = seed.word(`run-${count++}`, 10);
      const attack = await tools.at(point, make(token));
      const where = runsAt(await tools.send(page, { follow: 2 }), token);
      if (where === undefined) continue;
      const again = seed.word(`run-again-${count}`, 10);
      const repeat = await store(make(again));
      if (runsAt(repeat, again) === undefined) continue;
      return proofOf({ point, tools, route }, { technique: `${context.place}:${technique}`, where, plain, attack, repeat, token: again });
    }
  }
  return undefined;
}

function runsAt({ reply }: Exchange, token: string): string | undefined {
  const rendering = reply === undefined ? undefined : rendersAs(reply);
  return reply === undefined || rendering === undefined ? undefined : wouldRun(reply.text, token, rendering)?.where;
}

interface Seen { technique: string; where: string; plain: Exchange; attack: Exchange; repeat: Exchange; token: string }

async function proofOf({ point, tools, route }: { point: Point; tools: Tools; route: Route }, { technique, where, plain, attack, repeat, token }: Seen): Promise<Proof> {
  const seen = tools.browser !== undefined && tools.allows("browser") ? await tools.browser.executes(repeat.request, token, { session: tools.session, interact: true, timeoutMs: 8_000 }) : undefined;
  const run = seen?.how === "navigation" ? undefined : seen;
  const shownOn = new URL(repeat.request.url).pathname;
  return {
    technique, confidence: run === undefined ? "firm" : "confirmed", at: point.pointId,
    because: `What was sent to ${route.method} ${route.template} as ${point.pointId} stands on ${shownOn} as ${where} and ${run === undefined ? "calls our function" : "was run by a browser"}, twice with different names; a plain word there is only text.`,
    steps: [
      { role: "control", exchange: plain, shows: `${shownOn} shows the plain word that was left and runs nothing.` },
      { role: "attack", exchange: attack, shows: "Leaves a call of our function behind." },
      { role: "attack", exchange: repeat, shows: `${shownOn} now holds the call of another function as ${where}.` },
    ],
  };
}
