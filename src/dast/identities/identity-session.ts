// The session of an identity: its cookies and tokens put on requests, its answers watched, its way out kept shut.
import type { Exchange, Header, TestRequest } from "../exchange.ts";
import { headerOf, headersOf } from "../exchange.ts";
import { isSessionName } from "../route-from.ts";
import type { Session } from "../session.ts";
import type { IdentityJar } from "./cookie-jar.ts";
import { isSameSite } from "./cookie-jar.ts";
import { endsLogin, logoutPlacesOf, withoutFragment } from "./logged-out.ts";
import type { Credentials } from "./login.ts";
import type { LoginKeeper } from "./login-keeper.ts";

export interface IdentityParts {
  name: string;
  own: readonly string[];
  start: string;
  jar: IdentityJar;
  credentials(): Credentials;
  keeper: LoginKeeper;
  logoutUrls: readonly string[];
  logIn: Session["logIn"];
}

const tells = /^(?:cookie|authorization|proxy-authorization|x-api-key|x-auth-token|x-access-token)$/i;
const unsafe = /^(?:POST|PUT|PATCH|DELETE)$/i;
const keptLogouts = 500;

/** undressed: without what tells who one is, the identity's own headers included. */
const undressed = (request: TestRequest, own: ReadonlySet<string>): TestRequest => ({ ...request, headers: request.headers.filter(([name]) => !tells.test(name) && !own.has(name.toLowerCase())) });

export function identitySession({ name, own, start, jar, credentials, keeper, logoutUrls, logIn }: IdentityParts): Session {
  const logouts = new Set(logoutUrls.flatMap((url) => (URL.canParse(url, start) ? [withoutFragment(new URL(url, start))] : [])));
  const ownNames = (): ReadonlySet<string> => new Set([...credentials().headers, ...Object.values(credentials().headersByOrigin ?? {}).flat()].map(([header]) => header.toLowerCase()));
  const undress = (request: TestRequest): TestRequest => undressed(request, ownNames());
  return {
    identity: name, own, get state() { return keeper.isOut ? "logged-out" : "logged-in"; },
    dress: (request) => {
      if (keeper.isOut) return undress(request);
      const dressed = dressedBy(request, { start, jar, credentials: credentials() });
      keeper.dressed(dressed);
      return dressed;
    },
    undress,
    saw: (exchange) => {
      if (keeper.isOut) return;
      jar.take(exchange);
      if (logouts.size < keptLogouts) for (const place of logoutPlacesOf(exchange)) if (isSameSite(place, start) && logouts.size < keptLogouts) logouts.add(place);
    },
    cookies: (url) => (keeper.isOut ? [] : jar.cookies(url)),
    storage: (origin) => (keeper.isOut ? [] : credentials().storage?.[origin] ?? []),
    refuses: (request) => (logouts.has(request.url) || logouts.has(request.url.split(/[?#]/, 1)[0] ?? "") || endsLogin(request) ? `it would log out ${name}` : undefined),
    ready: () => keeper.ready(),
    again: (exchange) => keeper.again(exchange),
    ...(logIn === undefined ? {} : { logIn }),
  };
}

interface Wardrobe { start: string; jar: IdentityJar; credentials: Credentials }

/** Cookies and headers of the identity in place of those of the same name; a parameter that a check put into another cookie stays. */
export function dressedBy(request: TestRequest, { start, jar, credentials }: Wardrobe): TestRequest {
  const held = jar.cookies(request.url);
  const own = isSameSite(request.url, start) ? [...credentials.headers, ...credentials.headersByOrigin?.[new URL(request.url).origin] ?? []] : [];
  const set = new Map<string, Header>([...own, ...forgeryHeader(request, held)].map(([name, value]) => [name.toLowerCase(), [name, value]]));
  const kept = request.headers.filter(([name]) => !set.has(name.toLowerCase()) && !/^cookie$/i.test(name));
  const cookie = cookieLine(request, held);
  return { ...request, headers: [...kept, ...set.values(), ...(cookie === "" ? [] : [["cookie", cookie] as const])] };
}

/** The jar wins for what it holds of a session; other cookies of the request are values that are being tested. */
function cookieLine(request: TestRequest, held: readonly { name: string; value: string; httpOnly: boolean }[]): string {
  const asked = headersOf(request.headers, "cookie").flatMap((line) => line.split(/; */)).filter((pair) => pair !== "");
  if (asked.length === 0) return held.map(({ name, value }) => `${name}=${value}`).join("; ");
  const nameOf = (pair: string): string => pair.split("=", 1)[0] ?? "";
  const isOurs = ({ name, httpOnly }: { name: string; httpOnly: boolean }): boolean => httpOnly || isSessionName(name) || !asked.some((pair) => nameOf(pair) === name);
  const ours = held.filter(isOurs);
  const names = new Set(ours.map(({ name }) => name));
  return [...ours.map(({ name, value }) => `${name}=${value}`), ...asked.filter((pair) => !names.has(nameOf(pair)))].join("; ");
}

/** The double-submit pattern: what scripts read from a cookie and send as a header with all that changes something. */
function forgeryHeader({ method, headers }: TestRequest, held: readonly { name: string; value: string; httpOnly: boolean }[]): Header[] {
  if (!unsafe.test(method)) return [];
  const found = held.find(({ name, httpOnly }) => !httpOnly && /[cx]srf/i.test(name));
  if (found === undefined) return [];
  const header = /^xsrf-token$/i.test(found.name) ? "x-xsrf-token" : /^csrftoken$/i.test(found.name) ? "x-csrftoken" : "x-csrf-token";
  const named = ["x-xsrf-token", "x-csrf-token", "x-csrftoken"].find((one) => headerOf(headers, one) !== undefined) ?? header;
  return [[named, decoded(found.value)]];
}

const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

/** Takes cookies from an exchange of a login that has no session yet. */
export const bareSession = (name: string, jar: IdentityJar): Session => ({
  identity: name, state: "anonymous", undress: (request) => undressed(request, new Set()), saw: (exchange: Exchange) => { jar.take(exchange); }, cookies: () => [],
  dress: (request) => dressedBy(request, { start: request.url, jar, credentials: { headers: [] } }),
});
