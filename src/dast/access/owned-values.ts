// What belongs to one identity: values that its pages show to it and to nobody else.
import type { Tools } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import type { Session } from "../session.ts";
import { isGiven, loggedIn, pageAs } from "./views.ts";

/** sure: e-mail addresses, numbers and codes that belong to one person. names: words that may be shown to anybody, such as a user name. */
export interface Owned { sure: ReadonlySet<string>; names: ReadonlySet<string> }

const ownPages = /(?:^|[/_.-])(?:me|my|self|whoami|account|accounts|profile|profil|perfil|user|users|userinfo|settings|dashboard|home|konto|compte|cuenta|customer|member|preferences|overview|orders|start)(?:$|[/_.?-])/i;
const mostPages = 6;

const mail = /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g;
// Numbers and codes of at least six signs with two digits among them: of orders, accounts, telephones; keys of people.
const code = /\+?[\p{L}\p{N}](?:[\p{L}\p{N}]|[-_/.](?=[\p{L}\p{N}])){5,63}/gu;
const word = /[\p{L}\p{N}][\p{L}\p{N}._'-]{3,40}/gu;

/** The values of a text that can be somebody's own, and other words. */
export function valuesIn(text: string): { sure: Set<string>; names: Set<string> } {
  const plain = text.slice(0, 500_000).replaceAll(/<[^<>]*>/g, " ");
  const mails = (plain.match(mail) ?? []).map((one) => one.toLowerCase());
  const codes = (plain.match(code) ?? []).filter((one) => (one.match(/\d/g)?.length ?? 0) >= 2);
  return { sure: new Set([...mails, ...codes]), names: new Set(plain.match(word) ?? []) };
}

/** Pages that show people themselves: named so, the start, and the one given. */
function ownPagesOf(page: string | undefined, tools: Pick<Tools, "routes">, origin: string): string[] {
  const named = tools.routes().filter((route) => route.method === "GET" && route.origin === origin && !route.template.includes("{") && route.parameters.length === 0 && ownPages.test(route.template)).map(({ request }) => request.url);
  return [...new Set([...page === undefined ? [] : [page], ...named.slice(0, mostPages), `${origin}/`])];
}

/** Owned values of each logged-in identity. Each page is asked once as each of them and once as nobody. */
export async function ownedBy(page: string | undefined, origin: string, tools: Pick<Tools, "send" | "session" | "otherSessions" | "routes">): Promise<ReadonlyMap<Session, Owned>> {
  const people = loggedIn(tools);
  const pages = ownPagesOf(page, tools, origin);
  const shown = new Map<Session, Exchange[]>();
  const toNobody: Exchange[] = [];
  for (const url of pages) {
    toNobody.push(await pageAs("nobody", url, tools));
    for (const person of people) { const view = await pageAs(person, url, tools); if (isGiven(view)) shown.set(person, [...shown.get(person) ?? [], view]); }
  }
  const values = new Map(people.map((person) => [person, valuesOf(shown.get(person) ?? [], person.own ?? [])]));
  const common = valuesOf(toNobody, []);
  return new Map(people.map((person) => [person, withoutOthers(values.get(person), [common, ...people.filter((one) => one !== person).flatMap((one) => values.get(one) ?? [])])]));
}

function valuesOf(exchanges: readonly Exchange[], own: readonly string[]): Owned {
  const all = exchanges.map(({ reply }) => valuesIn(reply?.text ?? ""));
  return { sure: new Set([...all.flatMap(({ sure }) => [...sure]), ...own.filter((one) => one.includes("@")).map((one) => one.toLowerCase())]), names: new Set([...all.flatMap(({ names }) => [...names]), ...own]) };
}

function withoutOthers(own: Owned | undefined, others: readonly Owned[]): Owned {
  const alone = (kind: keyof Owned): Set<string> => new Set([...own?.[kind] ?? []].filter((one) => !others.some((other) => other[kind].has(one))));
  return { sure: alone("sure"), names: alone("names") };
}

/** Those of the values that an answer shows and its request did not say. */
export function shownOf(values: ReadonlySet<string>, { reply, request }: Exchange): string[] {
  if (reply === undefined || values.size === 0) return [];
  const asked = decoded(request.url).toLowerCase();
  const { sure, names } = valuesIn(reply.text);
  return [...values].filter((value) => (sure.has(value) || names.has(value)) && !asked.includes(value.toLowerCase()));
}

const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };
