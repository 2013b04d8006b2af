// Passive checks look at every answer that came anyway: once for each route, kind of answer and identity, not once for each request.
import { hash } from "node:crypto";
import type { PassiveCheck } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";
import type { Session } from "../session.ts";
import type { SendAbout } from "../traffic/request-log.ts";

export interface PassiveFound { check: PassiveCheck; proof: Proof; exchange: Exchange; route: Route | undefined; session: Session }

/** Answers to attacks say what attacks made of them; these phases show the target as visitors see it. */
const lookedAt: ReadonlySet<SendAbout["phase"]> = new Set(["crawl", "baseline", "browser", "login"]);
const keptKeys = 20_000;

/** found is called for each proof; a check that throws is told to failed and costs that answer. */
export function passiveWatch({ checks, routeOf, anonymous, found, failed }: { checks: readonly PassiveCheck[]; routeOf(exchange: Exchange): Route | undefined; anonymous: Session; found(one: PassiveFound): void; failed(check: PassiveCheck, thrown: unknown): void }): (exchange: Exchange, about: SendAbout, session: Session | undefined) => void {
  const seen = new Set<string>();
  return (exchange, about, session) => {
    const { reply, request } = exchange;
    if (reply === undefined || !lookedAt.has(about.phase)) return;
    const route = routeOf(exchange);
    const key = hash("sha256", `${request.method} ${route?.routeId ?? request.url} ${session?.identity ?? ""} ${reply.status} ${reply.headers.map(([name, value]) => (/^(?:date|age|expires|last-modified|etag|x-request-id|content-length)$/i.test(name) ? name : `${name}:${value.length}`)).join()} ${reply.sizeBytes >> 8}`, "base64");
    if (seen.has(key)) return;
    if (seen.size < keptKeys) seen.add(key);
    const context = { route, session: session ?? anonymous, origin: new URL(request.url).origin };
    for (const check of checks) {
      try { for (const proof of check.inspect(exchange, context)) found({ check, proof, exchange, route, session: context.session }); } catch (thrown) { failed(check, thrown); }
    }
  };
}
