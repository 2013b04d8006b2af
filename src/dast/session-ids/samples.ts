// Session ids as they are given out: several in a row, to visitors who had none.
import { isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import type { Tools } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";
import type { Session } from "../session.ts";

/** at: when the answer came, epoch milliseconds. */
export interface IdSample { value: string; at: number; exchange: Exchange }

// Cookies that hold a time, a count or a choice, whatever else their names say.
const noIds = /time|start|expir|last|count|date|seen|visit|lang|locale|theme|zone|consent|version|status|flag|tab|page/i;
export const givenIds = (exchange: Exchange): { name: string; value: string }[] => setCookiesOf(exchange).filter((cookie) => isSessionLike(cookie) && !noIds.test(cookie.name));

const wanted = 12;
const quick = 5;
const mostSlow = 2;

/** Whether an id may be given out there: pages, and where writing is allowed, small forms without a password. */
export const mayGiveIds = ({ method, parameters, template }: Route, allowsWrites: boolean): boolean =>
  (method === "GET" && !/\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf)$/i.test(template)) || (method === "POST" && allowsWrites && parameters.length <= 2 && !parameters.some(({ type, name }) => type === "password" || /pass/i.test(name)));

const claimed = new WeakMap<Session, Map<string, string>>();

/** One route looks at a cookie for all of its origin, in every run of it. */
export function isOurs(session: Session, cookie: string, { origin, routeId }: Route): boolean {
  const taken = claimed.get(session) ?? new Map<string, string>();
  claimed.set(session, taken);
  const key = `${origin} ${cookie}`;
  if (!taken.has(key)) taken.set(key, routeId);
  return taken.get(key) === routeId;
}

/** Samples by cookie name from this place: by those who have nothing, or as the session where only that is given one. */
export async function samplesFrom(route: Route, tools: Pick<Tools, "send" | "session" | "pause">): Promise<Map<string, IdSample[]>> {
  const plain = tools.session.undress(route.request);
  const asNobody = (): Promise<Exchange> => tools.send(plain, { session: "none" });
  const asOneself = (): Promise<Exchange> => tools.send(plain, { session: tools.session });
  const fresh = (exchange: Exchange): boolean => givenIds(exchange).some(({ name }) => isOurs(tools.session, name, route));
  let ask = asNobody;
  let first = await ask();
  if (!fresh(first) && tools.session.state === "logged-in") { ask = asOneself; first = await ask(); }
  const samples = new Map<string, IdSample[]>();
  if (!fresh(first)) return samples;
  const take = (exchange: Exchange): void => { for (const { name, value } of givenIds(exchange)) if (isOurs(tools.session, name, route)) samples.set(name, [...samples.get(name) ?? [], { value, at: exchange.at, exchange }]); };
  take(first);
  for (let count = 1; count < wanted; count += 1) {
    // What stays the same for a moment may be a clock that counts seconds.
    if (count >= quick && [...samples.values()].some((given) => new Set(given.slice(-2).map(({ value }) => value)).size === 1)) await tools.pause(1_050);
    if (count >= quick + mostSlow && [...samples.values()].every((given) => new Set(given.map(({ value }) => value)).size === 1)) return new Map();
    take(await ask());
  }
  return samples;
}
