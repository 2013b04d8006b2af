// Session ids as they are given out: several in a row, to visitors who had none.
import { isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import type { Tools } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import type { Route } from "../route.ts";

/** at: when the answer came, epoch milliseconds. */
export interface IdSample { value: string; at: number; exchange: Exchange }

// Cookies that hold a time, a count or a choice, whatever else their names say.
const noIds = /time|start|expir|last|count|date|seen|visit|lang|locale|theme|zone|consent|version|status|flag|tab|page/i;
export const givenIds = (exchange: Exchange): { name: string; value: string }[] => setCookiesOf(exchange).filter((cookie) => isSessionLike(cookie) && !noIds.test(cookie.name));

const mostPlaces = 12;
const wanted = 12;

/** Where ids may be given out: the start, other pages, and where writing is allowed, forms without a password. */
export function idPlaces(origin: string, routes: readonly Route[], allowsWrites: boolean): TestRequest[] {
  const pages = routes.filter((route) => route.origin === origin && route.method === "GET" && !route.template.includes("{")).toSorted((a, b) => a.depth - b.depth).map(({ request }) => request);
  const forms = allowsWrites ? routes.filter((route) => route.origin === origin && route.method === "POST" && route.parameters.length <= 2 && !route.parameters.some(({ type, name }) => type === "password" || /pass/i.test(name))).map(({ request }) => request) : [];
  const unique = new Map([getRequest(`${origin}/`), ...pages.slice(0, mostPlaces), ...forms.slice(0, mostPlaces)].map((request) => [`${request.method} ${request.url}`, request]));
  return [...unique.values()];
}

/** Samples by cookie name from this place: by those who have nothing, or as the session where only that is given one. */
export async function samplesFrom(request: TestRequest, known: ReadonlySet<string>, tools: Pick<Tools, "send" | "session">): Promise<Map<string, IdSample[]>> {
  const plain = tools.session.undress(request);
  const asNobody = (): Promise<Exchange> => tools.send(plain, { session: "none" });
  const asOneself = (): Promise<Exchange> => tools.send(plain, { session: tools.session });
  const fresh = (exchange: Exchange): boolean => givenIds(exchange).some(({ name }) => !known.has(name));
  let ask = asNobody;
  let first = await ask();
  if (!fresh(first) && tools.session.state === "logged-in") { ask = asOneself; first = await ask(); }
  const samples = new Map<string, IdSample[]>();
  if (!fresh(first)) return samples;
  for (let at = 0, exchange = first; at < wanted; at += 1, exchange = at < wanted ? await ask() : exchange) {
    for (const { name, value } of givenIds(exchange)) if (!known.has(name)) samples.set(name, [...samples.get(name) ?? [], { value, at: exchange.at, exchange }]);
  }
  return samples;
}
