// The phase of checks: units side by side, each proof asked for a second time before it counts.
import { isFault, messageOf } from "../../kernel/fault.ts";
import type { Log } from "../../kernel/log.ts";
import type { Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Session } from "../session.ts";
import { ScanEnded } from "../traffic/traffic.ts";
import type { SendAbout } from "../traffic/request-log.ts";
import type { Point } from "../point.ts";
import { toolsOf } from "./tools.ts";
import type { Bench } from "./tools.ts";
import type { Unit } from "./units.ts";
import { isUnreadName } from "./unread-names.ts";

export interface UnitResult { unit: Unit; proofs: readonly Proof[]; /** Proofs that a second run did not give. */ unrepeated: number; requests: number; ms: number; unable: string | undefined }

export interface ChecksPhase { bench: Bench; units: readonly Unit[]; session: Session; concurrency(): number; log: Log; done(result: UnitResult): void }

/** Runs units until all are done; throws what ends the scan. A check that throws costs its unit, and is told. */
export async function runUnits({ bench, units, session, concurrency, log, done }: ChecksPhase): Promise<void> {
  const queue = units[Symbol.iterator]();
  const isShut = watchRefusals(bench);
  const worker = async (): Promise<void> => {
    for (const unit of queue) done("route" in unit && isShut(unit.route.routeId) ? { unit, proofs: [], unrepeated: 0, requests: 0, ms: 0, unable: "the route refused one request after the other (429)" } : await runUnit(bench, unit, session, log));
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency()) }, worker));
}

const refusalsInTurn = 20;

/** Routes that have answered with 429 so often without a break that nothing more can be learned there. */
function watchRefusals({ traffic }: Bench): (routeId: string) => boolean {
  const inTurn = new Map<string, number>();
  traffic.watch(({ reply }, { routeId }) => {
    if (routeId !== undefined && reply !== undefined && (inTurn.get(routeId) ?? 0) < refusalsInTurn) inTurn.set(routeId, reply.status === 429 ? (inTurn.get(routeId) ?? 0) + 1 : 0);
  });
  return (routeId) => (inTurn.get(routeId) ?? 0) >= refusalsInTurn;
}

export async function runUnit(bench: Bench, unit: Unit, session: Session, log: Log): Promise<UnitResult> {
  const about: SendAbout = { phase: "check", check: unit.check.id, ...("route" in unit ? { routeId: unit.route.routeId } : {}), ...("point" in unit ? { pointId: unit.point.pointId } : {}) };
  const tools = toolsOf(bench, unit.id, session, about);
  const again = toolsOf(bench, `${unit.id} again`, session, about);
  const given: Proof[] = [];
  const beganAt = bench.clock.now();
  const spent = () => ({ requests: tools.sent + again.sent, ms: bench.clock.now() - beganAt });
  try {
    if ("point" in unit && await unreadName(bench, unit.point, session, about)) return { unit, proofs: [], unrepeated: 0, ...spent(), unable: "the application makes nothing of this name" };
    for await (const proof of proofsOf(unit, tools)) given.push(proof);
    const { kept, unrepeated } = given.length === 0 ? { kept: [], unrepeated: 0 } : await repeated(given, proofsOf(unit, again));
    return { unit, proofs: kept, unrepeated, ...spent(), unable: undefined };
  } catch (thrown) {
    if (thrown instanceof ScanEnded || bench.signal.aborted) throw thrown;
    log.warn("check failed", { check: unit.check.id, unit: unit.id, cause: thrown });
    return { unit, proofs: [], unrepeated: given.length, ...spent(), unable: isFault(thrown) ? thrown.message : `the check failed: ${messageOf(thrown)}` };
  }
}

/** Asked once for each name, whichever check comes first. */
function unreadName(bench: Bench, point: Point, session: Session, { check: _check, ...about }: SendAbout): Promise<boolean> | false {
  if (point.kind !== "query-name" && point.kind !== "form-name" && point.kind !== "header-name") return false;
  const key = `${session.identity} ${point.route.routeId} ${point.pointId}`;
  const asked = bench.unreadNames.get(key) ?? isUnreadName(point, toolsOf(bench, `name ${key}`, session, about));
  bench.unreadNames.set(key, asked);
  return asked;
}

function proofsOf(unit: Unit, tools: Tools): AsyncIterable<Proof> {
  if ("point" in unit) return unit.check.probe(unit.point, tools);
  if ("route" in unit) return unit.check.probe(unit.route, tools);
  return unit.check.probe(unit.origin, unit.routes, tools);
}

/** Only what the second run, with other values, proves at the same place too. */
async function repeated(first: readonly Proof[], second: AsyncIterable<Proof>): Promise<{ kept: Proof[]; unrepeated: number }> {
  const places = new Set<string>();
  for await (const proof of second) places.add(placeKey(proof));
  const kept = first.filter((proof) => places.has(placeKey(proof)));
  return { kept, unrepeated: first.length - kept.length };
}

const placeKey = ({ at, about }: Proof): string => `${at ?? ""} ${about ?? ""}`;
