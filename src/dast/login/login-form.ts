// Logins among the known routes: which fields take the name and the password, and what a refused attempt looks like.
import type { Tools } from "../check.ts";
import { partsOf, similarity } from "../compare/parts.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import { headerOf, headersOf, mediaTypeOf } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";
import type { Route } from "../route.ts";

const passwordNames = /^(?:.*[._/[-])?(?:pass(?:word|wd|code|phrase)?|passwort|pwd|kennwort|contrasena|senha|mot_?de_?passe|pin|user_?pass\w*|login_?pass\w*)\]?$/i;
const userNames = /^(?:.*[._/[-])?(?:user(?:_?name|_?id)?|login|log|e?-?mail|account|name|benutzer(?:name)?|usuario|utilisateur|uid|identifier|j_username|user_?login|login_?name)\]?$/i;

export interface LoginFields { user: string; password: string; isJson: boolean }

/** The fields of a login: one password, one name, sent in the body or, by careless ones, in the query. Registrations have more. */
export function loginFieldsOf({ parameters, request }: Route): LoginFields | undefined {
  const sent = parameters.filter((one) => one.in === "body" || one.in === "query");
  const passwords = sent.filter(({ name, type }) => type === "password" || passwordNames.test(name));
  const user = sent.find(({ name }) => userNames.test(name) && !passwordNames.test(name));
  const [password] = passwords;
  if (password === undefined || user === undefined || passwords.length > 1 || sent.length > 8) return undefined;
  return { user: user.name, password: password.name, isJson: mediaTypeOf(request.headers)?.endsWith("json") === true };
}

/** The login's request with this name and password. */
export function loginWith({ request }: Route, fields: LoginFields, { user, password }: { user: string; password: string }): TestRequest {
  const values = { [fields.user]: user, [fields.password]: password };
  const body = typeof request.body === "string" ? request.body : Buffer.from(request.body ?? []).toString("utf8");
  if (fields.isJson) return { ...request, headers: request.headers.filter(([name]) => name.toLowerCase() !== "content-length"), body: JSON.stringify(withLeaves(parsed(body), values)) };
  if (body === "") {
    const url = new URL(request.url);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    return { ...request, url: url.href };
  }
  const form = new URLSearchParams(body);
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return { ...request, headers: request.headers.filter(([name]) => name.toLowerCase() !== "content-length"), body: form.toString() };
}

const parsed = (text: string): unknown => { try { return JSON.parse(text); } catch { return {}; } };
/** Names may be JSON pointers ("/user/name") or plain. */
function withLeaves(value: unknown, leaves: Readonly<Record<string, string>>): unknown {
  const root: Record<string, unknown> = typeof value === "object" && value !== null ? structuredClone(value) as Record<string, unknown> : {};
  for (const [pointer, leaf] of Object.entries(leaves)) {
    const path = pointer.split("/").filter((part) => part !== "");
    let at = root;
    for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[path.at(-1) ?? pointer] = leaf;
  }
  return root;
}

const heldBack = /too many|rate.?limit|locked|lock(?:ed)? out|try again (?:later|in)|temporarily (?:blocked|disabled)|captcha|throttl|zu viele|gesperrt|demasiados|bloquead|trop de/i;
/** The system defends itself: says so, or asks for more than a password. */
export const isHeldBack = ({ reply, failure }: Exchange): boolean => failure !== undefined || reply === undefined || reply.status === 429 || reply.status === 503 || headerOf(reply.headers, "retry-after") !== undefined || heldBack.test(reply.text.slice(0, 50_000));

/** Everything by which answers to a login differ that is no accident: status, target, text without what was sent. */
export function loginLook({ reply, request }: Exchange, sent: readonly string[]): { head: string; parts: readonly string[] } {
  const location = headerOf(reply?.headers ?? [], "location");
  const target = location === undefined || !URL.canParse(location, request.url) ? "" : new URL(location, request.url).pathname;
  return { head: `${reply?.status ?? 0} ${target}`, parts: reply === undefined ? [] : partsOf(reply, sent) };
}
export const looksAlike = (one: ReturnType<typeof loginLook>, other: ReturnType<typeof loginLook>): boolean => one.head === other.head && similarity(one.parts, other.parts) > 0.995;

/** Whether an answer that is no refusal lets in: no password is asked for any more, and a session or another page comes. */
export function letsIn({ reply }: Exchange, refused: Exchange): boolean {
  if (reply === undefined || reply.status >= 400) return false;
  if (elementsOf(reply).named("input").some(({ attributes }) => attributes["type"]?.toLowerCase() === "password")) return false;
  const names = (of: readonly (readonly [string, string])[]): string[] => headersOf(of, "set-cookie").map((line) => line.split("=", 1)[0] ?? "");
  const newCookie = names(reply.headers).some((name) => !names(refused.reply?.headers ?? []).includes(name));
  const token = /"(?:access_?token|token|jwt|id_token|session)"\s*:\s*"[^"]{8,}"/i.test(reply.text) && !/"(?:access_?token|token|jwt)"\s*:\s*"/i.test(refused.reply?.text ?? "");
  const elsewhere = headerOf(reply.headers, "location") !== headerOf(refused.reply?.headers ?? [], "location");
  return newCookie || token || elsewhere || (reply.status < 300 && (refused.reply?.status ?? 0) >= 400) || similarity(partsOf(reply), refused.reply === undefined ? [] : partsOf(refused.reply)) < 0.9;
}

/** Two attempts that nobody could make by right; undefined when they are not answered alike, or the system holds back. */
export async function refusedTwice(route: Route, fields: LoginFields, tools: Pick<Tools, "send" | "seed">, label: string): Promise<{ exchanges: readonly [Exchange, Exchange]; names: readonly string[] } | undefined> {
  const tries = [1, 2].map((at) => ({ user: `${tools.seed.word(`${label} user ${at}`, 8)}`, password: tools.seed.word(`${label} password ${at}`, 12) }));
  const [one, two] = [await attempt(route, fields, tries[0], tools), await attempt(route, fields, tries[1], tools)];
  if (isHeldBack(one) || isHeldBack(two) || (one.reply?.status ?? 500) >= 500) return undefined;
  const sent = tries.flatMap(({ user, password }) => [user, password]);
  return looksAlike(loginLook(one, sent), loginLook(two, sent)) ? { exchanges: [one, two], names: sent } : undefined;
}

export const attempt = (route: Route, fields: LoginFields, pair: { user: string; password: string } | undefined, { send }: Pick<Tools, "send">): Promise<Exchange> => send(loginWith(route, fields, pair ?? { user: "", password: "" }), { session: "none" });
