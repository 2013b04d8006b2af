// One address as several people see it: asked as each, told apart by what only a real answer holds.
import type { Tools } from "../check.ts";
import { partsOf } from "../compare/parts.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import { asksForPassword, looksLoggedOut } from "../identities/logged-out.ts";
import { elementsOf } from "../page/elements.ts";
import type { Session } from "../session.ts";

/** "nobody": without anything that tells who asks. */
export type Viewer = Session | "nobody";

type Asking = Pick<Tools, "send" | "session">;

export const askAs = (viewer: Viewer, request: TestRequest, { send, session }: Asking): Promise<Exchange> => {
  const plain = session.undress(request);
  return viewer === "nobody" ? send(plain, { session: "none" }) : send(plain, { session: viewer });
};

/** The identities that are logged in, the unit's own first. */
export const loggedIn = ({ session, otherSessions }: Pick<Tools, "session" | "otherSessions">): Session[] => [session, ...otherSessions].filter(({ state }) => state === "logged-in");

/** Something was given: success, not empty, no login in its place. */
export const isGiven = (exchange: Exchange): boolean => exchange.reply !== undefined && exchange.reply.status >= 200 && exchange.reply.status < 300 && exchange.reply.sizeBytes > 0 && !looksLoggedOut(exchange) && !asksForPassword(exchange.reply);

const nothing = /=(?:\[\]|\{\}|null|false|true|0|#|)$/;
/** Texts and JSON leaves; tags, empty values and single signs say nothing of whose answer it is. */
export const saidIn = ({ reply }: Exchange): string[] => (reply === undefined ? [] : partsOf(reply).filter((part) => !part.startsWith("<") && !(part.startsWith("/") && nothing.test(part)) && part.length >= 3 && part !== "#"));

/** What this answer says and none of the others does. */
export function onlyIn(exchange: Exchange, others: readonly Exchange[]): string[] {
  const known = new Set(others.flatMap(saidIn));
  return [...new Set(saidIn(exchange))].filter((part) => !known.has(part));
}

/** How much of it the other says too: 0 to 1; of nothing, 0. */
export function shareIn(parts: readonly string[], exchange: Exchange): number {
  const said = new Set(saidIn(exchange));
  return parts.length === 0 ? 0 : parts.filter((part) => said.has(part)).length / parts.length;
}

const seen = new WeakMap<Session, Map<string, Promise<Exchange>>>();
const keptPages = 60;

/** A page as somebody sees it, asked once for the scan; by is the session whose memory it is. */
export function pageAs(viewer: Viewer, url: string, tools: Asking): Promise<Exchange> {
  const pages = seen.get(tools.session) ?? new Map<string, Promise<Exchange>>();
  seen.set(tools.session, pages);
  const key = `${viewer === "nobody" ? "" : viewer.identity} ${url}`;
  const known = pages.get(key);
  if (known !== undefined) return known;
  if (pages.size >= keptPages) pages.delete(pages.keys().next().value ?? "");
  const asked = askAs(viewer, getRequest(url), tools);
  pages.set(key, asked);
  asked.catch(() => pages.delete(key));
  return asked;
}

/** Addresses that a page leads to: its links, forms and frames, and paths in its scripts and JSON. */
export function leadsTo({ request, reply }: Exchange, url: string): boolean {
  if (reply === undefined) return false;
  const { pathname, search } = new URL(url);
  return addressesIn({ request, reply }).has(url) || new RegExp(`["'\`]${escaped(pathname + search)}["'\`]`).test(reply.text);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

export function addressesIn({ request, reply }: Pick<Exchange, "request" | "reply">): Set<string> {
  const given = reply === undefined ? [] : elementsOf(reply).elements.flatMap(({ attributes }) => [attributes["href"], attributes["src"], attributes["action"]]).filter((one) => one !== undefined);
  const quoted = [...(reply?.text ?? "").slice(0, 500_000).matchAll(/["'](\/[\w\-./%?=&;]{1,300})["']/g)].map(([, one = ""]) => one);
  return new Set([...given, ...quoted].flatMap((one) => (URL.canParse(one, request.url) ? [new URL(one, request.url).href.split("#", 1)[0] ?? ""] : [])));
}
