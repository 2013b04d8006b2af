// Names and passwords that systems are delivered with, at logins and Basic authentication: few, and none after the first sign of a lock.
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { headerOf, withHeader } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import { attempt, isHeldBack, letsIn, loginFieldsOf, loginLook, looksAlike, refusedTwice } from "../login/login-form.ts";
import type { Route } from "../route.ts";

// At most three for one name: fewer than the usual threshold of a lock.
const pairs: readonly (readonly [user: string, password: string])[] = [["admin", "admin"], ["admin", "password"], ["root", "root"], ["test", "test"], ["user", "user"], ["guest", "guest"], ["administrator", "administrator"], ["demo", "demo"], ["admin", "admin123"], ["tomcat", "tomcat"], ["root", "toor"], ["user", "password"]];

type Try = (user: string, password: string) => Promise<Exchange>;
const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** Goes through the pairs until one is let in, twice, while a wrong password for the same name is not. */
async function* provenPairs(tryPair: Try, isIn: (exchange: Exchange, sent: readonly string[]) => boolean, { refused, tools }: { refused: Exchange; tools: Tools }): AsyncIterable<Proof> {
  for (const [user, password] of pairs) {
    const exchange = await tryPair(user, password);
    if (isHeldBack(exchange)) { tools.note(`Default passwords were given up at ${new URL(exchange.request.url).pathname}: the system began to hold back.`); return; }
    if (!isIn(exchange, [user, password])) continue;
    const wrong = await tryPair(user, tools.seed.word(`wrong ${user}`, 12));
    const again = await tryPair(user, password);
    if (isHeldBack(wrong) || isIn(wrong, [user]) || !isIn(again, [user, password])) continue;
    yield { technique: "pair", confidence: "confirmed", about: user, because: `${user} with a password that systems are delivered with is let in; another password for ${user} is not.`, steps: [{ role: "baseline", exchange: refused, shows: "Nobody's name is refused." }, { role: "attack", exchange: exchange, shows: `${user} is let in.` }, { role: "control", exchange: wrong, shows: `${user} with another password is refused.` }, { role: "attack", exchange: again, shows: "Let in again." }] };
    return;
  }
}

async function* atBasic(route: Route, tools: Tools): AsyncIterable<Proof> {
  const ask: Try = (user, password) => tools.send(withHeader(route.request, "authorization", basic(user, password)), { session: "none" });
  const refused = await ask(tools.seed.word("basic user", 8), tools.seed.word("basic password", 12));
  if (refused.reply?.status !== 401 || !/basic/i.test(headerOf(refused.reply.headers, "www-authenticate") ?? "")) return;
  yield* provenPairs(ask, ({ reply }) => reply !== undefined && reply.status < 400, { refused, tools });
}

export const defaultCredentials = defineCheck<RouteCheck>({
  id: "default-credentials", about: "A name and password that systems are delivered with is let in.", title: "Default password",
  cwe: 1392, owasp: ["A07"], severity: "critical", risk: "credentials", attackClass: "brute-force", on: "route",
  remediation: "Change the password and make the installation ask for one of its own. Refuse well-known passwords when people choose one.",
  fits: (route) => loginFieldsOf(route) !== undefined || route.method === "GET",
  async *probe(route, tools) {
    const fields = loginFieldsOf(route);
    if (fields === undefined) {
      if ((await tools.baseline(route))?.status === 401) yield* atBasic(route, tools);
      return;
    }
    const nobody = await refusedTwice(route, fields, tools, "default");
    if (nobody === undefined) return;
    const [refused] = nobody.exchanges;
    const isIn = (exchange: Exchange, sent: readonly string[]): boolean => !looksAlike(loginLook(exchange, [...sent, ...nobody.names]), loginLook(refused, [...sent, ...nobody.names])) && letsIn(exchange, refused);
    yield* provenPairs((user, password) => attempt(route, fields, { user, password }, tools), isIn, { refused, tools });
  },
});
