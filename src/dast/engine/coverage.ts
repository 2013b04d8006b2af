// Coverage: what was tested, by check, route and identity; and in words what was not.
import type { Check } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { mediaTypeOf } from "../exchange.ts";
import type { FoundWeakness } from "../finding.ts";
import { asksForPassword, loginRedirectOf, looksLikeLoginUrl } from "../identities/logged-out.ts";
import type { Route } from "../route.ts";
import type { CheckCoverage, IdentityCoverage, RouteCoverage, ScanCoverage } from "../scan.ts";
import type { Session } from "../session.ts";
import type { JournalLine } from "./journal.ts";
import type { Unit } from "./units.ts";

interface Answered { status: number; mediaType: string | undefined; /** Sent to a login, or shown one in place of the page. */ asksToLogIn: boolean }

const isShut = ({ status, asksToLogIn }: Answered): boolean => asksToLogIn || status === 401 || status === 403;

export interface CoverageKeeper {
  saw(exchange: Exchange, routeId: string | undefined, identity: string): void;
  plan(units: readonly Unit[], left: readonly { check: Check; because: string }[]): void;
  did(line: Extract<JournalLine, { kind: "unit" }>): void;
  phase(name: string, ms: number): void;
  readonly planned: number;
  readonly done: number;
  give(routes: readonly Route[], weaknesses: readonly FoundWeakness[], sockets: readonly string[], sessions: readonly Session[]): ScanCoverage;
}

interface CheckCount { planned: number; done: number; proofs: number; unrepeated: number; requests: number; unable: Record<string, number> }

export function keepCoverage(): CoverageKeeper {
  const checks = new Map<string, CheckCount>();
  const byRoute = new Map<string, { planned: number; done: number }>();
  const unitRoute = new Map<string, string>();
  const answers = new Map<string, Map<string, Answered>>();
  const phases: Record<string, number> = {};
  let [planned, done] = [0, 0];
  const of = (id: string): CheckCount => { const one = checks.get(id) ?? { planned: 0, done: 0, proofs: 0, unrepeated: 0, requests: 0, unable: {} }; checks.set(id, one); return one; };
  const ofRoute = (id: string) => { const one = byRoute.get(id) ?? { planned: 0, done: 0 }; byRoute.set(id, one); return one; };
  return {
    get planned() { return planned; }, get done() { return done; },
    saw: (exchange, routeId, identity) => {
      const { reply } = exchange;
      if (routeId === undefined || reply === undefined) return;
      const own = answers.get(identity) ?? new Map<string, Answered>();
      answers.set(identity, own);
      const before = own.get(routeId);
      // What was shut while a login was over counts as it was answered after the next one.
      if (before === undefined || (isShut(before) && before.status < 500)) own.set(routeId, { status: reply.status, mediaType: mediaTypeOf(reply.headers), asksToLogIn: loginRedirectOf(exchange) !== undefined || (reply.status < 300 && !looksLikeLoginUrl(exchange.request.url) && asksForPassword(reply)) });
    },
    plan: (units, left) => {
      planned += units.length;
      for (const unit of units) { of(unit.check.id).planned += 1; if ("route" in unit) { ofRoute(unit.route.routeId).planned += 1; unitRoute.set(unit.id, unit.route.routeId); } }
      for (const { check, because } of left) of(check.id).unable[because] = 1;
    },
    did: ({ id, check, proofs, unrepeated, requests, unable }) => {
      const one = of(check);
      done += 1;
      one.done += 1; one.proofs += proofs; one.unrepeated += unrepeated; one.requests += requests;
      if (unable !== undefined) one.unable[unable] = (one.unable[unable] ?? 0) + 1;
      const route = unitRoute.get(id);
      if (route !== undefined) ofRoute(route).done += 1;
      unitRoute.delete(id);
    },
    phase: (name, ms) => { phases[name] = (phases[name] ?? 0) + Math.round(ms); },
    give: (routes, weaknesses, sockets, sessions) => ({
      checks: [...checks].map(([check, count]): CheckCoverage => ({ check, ...count })).toSorted((a, b) => (a.check < b.check ? -1 : 1)),
      identities: sessions.map((session) => identityOf(session, routes, answers.get(session.identity) ?? new Map())),
      routes: routes.map((route) => routeCoverage(route, answers, byRoute.get(route.routeId), weaknesses)), sockets, phases,
    }),
  };
}

function routeCoverage(route: Route, answers: ReadonlyMap<string, ReadonlyMap<string, Answered>>, units: { planned: number; done: number } | undefined, weaknesses: readonly FoundWeakness[]): RouteCoverage {
  const answered = [...answers.values()].map((own) => own.get(route.routeId)).filter((one) => one !== undefined).toSorted((a, b) => a.status - b.status)[0];
  return {
    routeId: route.routeId, method: route.method, origin: route.origin, template: route.template, source: route.source, depth: route.depth, foundOn: route.foundOn, status: answered?.status, mediaType: answered?.mediaType,
    parameters: route.parameters.length, points: route.parameters.length, planned: units?.planned ?? 0, done: units?.done ?? 0,
    findings: weaknesses.filter(({ place }) => place.origin === route.origin && place.method === route.method && place.template === route.template).length,
  };
}

/** What an identity reached, in numbers and in a sentence that does not flatter. */
function identityOf({ identity, state }: Session, routes: readonly Route[], own: ReadonlyMap<string, Answered>): IdentityCoverage {
  const given = [...own.values()];
  const count = (test: (one: Answered) => boolean): number => given.filter(test).length;
  const [reached, denied, missing, failed, redirectedToLogin] = [count(({ status, asksToLogIn }) => (status < 300 || status === 304) && !asksToLogIn), count(({ status }) => status === 401 || status === 403), count(({ status }) => status === 404 || status === 410), count(({ status }) => status >= 500), count(({ asksToLogIn }) => asksToLogIn)];
  return { identity, state, routes: given.length, reached, denied, missing, failed, redirectedToLogin, says: sentenceOf({ identity, state, routes: routes.length, answered: given.length, reached, denied, redirectedToLogin, failed }) };
}

function sentenceOf({ identity, state, routes, answered, reached, denied, redirectedToLogin, failed }: { identity: string; state: string; routes: number; answered: number; reached: number; denied: number; redirectedToLogin: number; failed: number }): string {
  if (state === "logged-out") return `${identity} lost its login and could not get it back: what needs it was not tested.`;
  if (answered === 0) return `${identity} got no answer.`;
  const shut = denied + redirectedToLogin;
  if (shut > answered / 2) return `${shut} of ${answered} routes answered ${identity} with 401, 403 or a login: most of the target was not tested as ${identity}.`;
  if (failed > answered / 2) return `${failed} of ${answered} routes answered ${identity} with an error of the server: little could be tested.`;
  return `${reached} of ${answered} routes asked (of ${routes} known) answered ${identity}${shut > 0 ? `; ${shut} did not let ${identity} in` : ""}.`;
}
