// Signs in an answer that it was given to nobody: refused, sent to a login, or a login in place of the page.
import type { Exchange, Reply, TestRequest } from "../exchange.ts";
import { headerOf } from "../exchange.ts";
import { elementsOf, isMarkup } from "../page/elements.ts";

const loginPath = /(?:^|[/_.-])(?:log-?in|log-?on|sign-?in|sign-?on|signin|sso|cas|oauth2?|saml2?|openid|authorize|authenticate|auth|anmelden|anmeldung|einloggen|connexion|iniciar-?sesion|acceso|accedi|entrar|inloggen|session\/new|sessions\/new)(?:$|[/_.?-])/i;

export const looksLikeLoginUrl = (url: string): boolean => URL.canParse(url) && loginPath.test(new URL(url).pathname);

/** Where a redirect leads when that is a login. */
export function loginRedirectOf({ request, reply }: Exchange): string | undefined {
  if (reply === undefined || reply.status < 300 || reply.status > 399) return undefined;
  const location = headerOf(reply.headers, "location");
  if (location === undefined || !URL.canParse(location, request.url)) return undefined;
  const to = new URL(location, request.url);
  return looksLikeLoginUrl(to.href) && to.pathname !== new URL(request.url).pathname ? to.href : undefined;
}

/** A page that asks for one password: a change of a password asks for several. */
export function asksForPassword(reply: Reply): boolean {
  if (!isMarkup(reply) || !/type\s*=\s*["']?password/i.test(reply.text)) return false;
  const page = elementsOf(reply);
  const passwords = page.named("input").filter(({ attributes }) => attributes["type"]?.toLowerCase() === "password");
  return passwords.length === 1 && passwords[0]?.attributes["autocomplete"] !== "new-password";
}

/** 401, a redirect to a login, or a login where something else was asked for. A sign, no proof: routes may be shut to some. */
export function looksLoggedOut(exchange: Exchange): boolean {
  const { reply, request } = exchange;
  if (reply === undefined) return false;
  if (reply.status === 401) return true;
  return loginRedirectOf(exchange) !== undefined || (reply.status < 500 && !looksLikeLoginUrl(request.url) && asksForPassword(reply));
}

// Words that end a login, in the languages of many applications; whole names in paths, values and labels.
const logoutWords = /(?:^|[^a-z])(?:log[-_ ]?out|log[-_ ]?off|sign[-_ ]?out|sign[-_ ]?off|abmelden|ausloggen|abmeldung|d[eé]connexion|se d[eé]connecter|deconnecter|cerrar[-_ ]?sesi[oó]n|salir|desconectar|sair|terminar[-_ ]?sess[aã]o|esci|disconnetti|uitloggen|afmelden|logga[-_ ]?ut|log[-_ ]?ud|logg[-_ ]?ut|kirjaudu[-_ ]?ulos|wyloguj|odhl[aá]sit|kijelentkez[eé]s|[cç][iı]k[iı][sş]|end[-_]?session|revoke)(?:$|[^a-z])/i;
const logoutSigns = /ログアウト|登出|注销|退出登录|로그아웃|выйти|выход|вийти/;

const saysLogout = (text: string): boolean => logoutWords.test(text.replace(/([a-z])([A-Z])/g, "$1 $2")) || logoutSigns.test(text);

/** Whether the request's own words say that it ends a login: "/user/logout", "?action=signOut", DELETE of a session. */
export function endsLogin({ method, url }: TestRequest): boolean {
  const { pathname, searchParams } = new URL(url);
  if (method === "DELETE" && /\/(?:sessions?|tokens?|login)(?:\/(?:current|me|self))?\/?$/i.test(pathname)) return true;
  return pathname.split("/").some((segment) => segment.length <= 60 && saysLogout(decoded(segment))) || [...searchParams].some(([name, value]) => saysLogout(name) || (value.length <= 40 && !/[/:]/.test(value) && /^(?:do|action|act|op|mode|cmd|task|page|p|view|m|method|route|r|q?event)$/i.test(name) && saysLogout(value)));
}

const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

/** URLs of links and forms whose label says that they end the login. */
export function logoutPlacesOf({ request, reply }: Exchange): string[] {
  if (reply === undefined || !isMarkup(reply) || reply.text.length > 2_000_000 || !saysLogout(reply.text)) return [];
  const { elements } = elementsOf(reply);
  const places = elements.flatMap((element): string[] => {
    const { name, attributes, parent } = element;
    const label = [element.text, attributes["title"], attributes["aria-label"], attributes["value"]].join(" ").trim();
    if (label.length > 60 || !saysLogout(label)) return [];
    if (name === "a") return [attributes["href"] ?? ""];
    if (parent?.name === "a") return [parent.attributes["href"] ?? ""];
    return name === "button" || name === "input" ? [attributes["formaction"] ?? formAction(element) ?? ""] : [];
  });
  return places.filter((place) => place !== "" && !place.startsWith("#") && !/^javascript:/i.test(place) && URL.canParse(place, request.url)).map((place) => withoutFragment(new URL(place, request.url)));
}

function formAction(element: { parent: typeof element | undefined; name: string; attributes: Readonly<Record<string, string>> }): string | undefined {
  for (let above = element.parent; above !== undefined; above = above.parent) if (above.name === "form") return above.attributes["action"];
  return undefined;
}

export const withoutFragment = (url: URL): string => { const plain = new URL(url); plain.hash = ""; return plain.href; };
