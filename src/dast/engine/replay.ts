// Replays: a finding of before is looked at again at the very same place; what cannot be looked at is said, never passed over.
import type { Log } from "../../kernel/log.ts";
import type { Check } from "../check.ts";
import type { Reply } from "../exchange.ts";
import { headerOf } from "../exchange.ts";
import { anonymous } from "../identities/anonymous.ts";
import { pointsOf } from "../points/points.ts";
import type { Route } from "../route.ts";
import type { RetestAnswer, ScanSpec } from "../scan.ts";
import type { Session } from "../session.ts";
import { runUnit } from "./checks-phase.ts";
import type { Bench } from "./tools.ts";
import { toolsOf } from "./tools.ts";
import type { Unit } from "./units.ts";
import type { ProofSite, Weaknesses } from "./weaknesses.ts";
import type { Proof } from "../evidence.ts";

type Asked = ScanSpec["retests"][number];
export interface Replaying { bench: Bench; checks: ReadonlyMap<string, Check>; sessions: readonly Session[]; weaknesses: Weaknesses; risks: Bench["risks"]; log: Log; templates(asked: Asked, origin: string): Promise<readonly Proof[] | string> }

// A weakness that was really fixed stays away twice; one that depends on chance or load may be missed once.
const cleanRuns = 2;

export async function replayOne(world: Replaying, asked: Asked): Promise<RetestAnswer> {
  const answer = (outcome: RetestAnswer["outcome"], why: string, weakness: RetestAnswer["weakness"] = undefined): RetestAnswer => ({ findingId: asked.findingId, fingerprint: asked.fingerprint, outcome, why, weakness });
  const check = world.checks.get(asked.check);
  const why = unableBecause(world, asked, check);
  if (why !== undefined || check === undefined) return answer("not-retested", why ?? `there is no check ${asked.check}`);
  const session = world.sessions.find(({ identity }) => identity === asked.identity) ?? anonymous;
  const control = await controlOf(world, asked, check, session);
  if (control !== undefined) return answer("not-retested", control);
  for (let run = 1; run <= cleanRuns; run += 1) {
    const given = await proofsAgain(world, asked, check, session, run);
    if (typeof given === "string") return answer("not-retested", given);
    const weakness = given.map(({ proof, site }) => world.weaknesses.make(check, proof, site)).find(({ fingerprint }) => fingerprint === asked.fingerprint);
    if (weakness !== undefined) return answer("still", weakness.evidence.because, weakness);
  }
  return answer("fixed", `${cleanRuns} replays in a row did not find it, and the place still answers as usual`);
}

function unableBecause({ risks, sessions, bench }: Replaying, asked: Asked, check: Check | undefined): string | undefined {
  if (check === undefined) return `the check ${asked.check} is not there any more`;
  if (!risks.has(check.risk)) return `it takes the class ${check.risk}, which this scan does not allow`;
  if (asked.identity !== "anonymous" && !sessions.some(({ identity, state }) => identity === asked.identity && state === "logged-in")) return `the identity ${asked.identity} is not logged in`;
  const refused = asked.route === undefined ? undefined : bench.traffic.refusal(asked.route.request);
  return refused === undefined ? undefined : `its request is not sent: ${refused}`;
}

/** The control: the place must still answer as something that works. Silence, a page that is gone and a lost login are no fix. */
async function controlOf({ bench }: Replaying, { route, identity }: Asked, check: Check, session: Session): Promise<string | undefined> {
  if (route === undefined) return undefined;
  const { reply, failure } = await bench.traffic.send(route.request, { session, about: { phase: "replay", routeId: route.routeId } });
  return reply === undefined ? `the place does not answer: ${failure?.why ?? "no reply"}` : unfitBecause(reply, identity, check);
}

const gateways = new Set([502, 503, 504]);
// Of these the fix is that the place lets nobody in, or is gone.
const shutByFix = new Set(["access-control", "discovery"]);

function unfitBecause({ status, headers }: Reply, identity: string, check: Check): string | undefined {
  if (status === 429 || gateways.has(status)) return `the place answers with ${status}: too busy to tell`;
  // An error page may be what a passive check is about.
  if (status >= 500 && check.on !== "exchange") return `the place answers with an error (${status}): what it does with a value cannot be told`;
  const isShut = status === 401 || status === 403 || (status >= 300 && status < 400 && /log-?in|sign-?in|\/auth|sso/i.test(headerOf(headers, "location") ?? ""));
  if (isShut && identity !== "anonymous") return `the place does not let ${identity} in any more (${status})`;
  if (shutByFix.has(check.attackClass ?? "")) return undefined;
  if (isShut && check.on === "point") return `the place lets nobody in without a login now (${status})`;
  return status === 404 || status === 410 ? `the place is not there any more (${status})` : undefined;
}

async function proofsAgain(world: Replaying, asked: Asked, check: Check, session: Session, run: number): Promise<readonly { proof: Proof; site: ProofSite }[] | string> {
  const { route } = asked;
  const origin = route?.origin ?? new URL(world.bench.start).origin;
  const site = (point: ProofSite["point"]): ProofSite => ({ origin, route, point, identity: session.identity, url: route?.request.url ?? origin, ...(asked.template === undefined ? {} : { template: asked.template }) });
  if (asked.template !== undefined) {
    const given = await world.templates(asked, origin);
    return typeof given === "string" ? given : given.map((proof) => ({ proof, site: site(undefined) }));
  }
  if (check.on === "exchange") {
    if (route === undefined) return "nothing says which page showed it";
    const tools = toolsOf(world.bench, `replay ${asked.fingerprint} ${run}`, session, { phase: "replay", check: check.id, routeId: route.routeId });
    const exchange = await tools.send(route.request);
    return [...check.inspect(exchange, { route, session, origin })].map((proof) => ({ proof, site: site(undefined) }));
  }
  const unit = unitOf(asked, check, origin, run, world.bench.routes());
  if (typeof unit === "string") return unit;
  const { proofs, unable } = await runUnit(world.bench, unit, session, world.log);
  return unable ?? proofs.map((proof) => ({ proof, site: site("point" in unit ? unit.point : undefined) }));
}

function unitOf({ route, pointId }: Asked, check: Check, origin: string, run: number, routes: readonly Route[]): Unit | string {
  const id = `replay ${run} ${check.id} ${route?.routeId ?? origin} ${pointId ?? ""}`;
  if (check.on === "origin") return { id, check, origin, routes: route === undefined ? routes : [route, ...routes] };
  if (route === undefined) return "its route was not kept";
  if (check.on === "route") return { id, check, route };
  if (check.on !== "point") return "it looks at exchanges only";
  const point = pointsOf(route).find((one) => one.pointId === pointId);
  return point === undefined ? `the point ${pointId ?? ""} is not in the request any more` : { id, check, route, point };
}
