// The tools of a unit: everything a check needs, bound to the scan's traffic, its session and a seed of its own.
import type { Clock } from "../../kernel/clock.ts";
import type { SendOptions, Tools } from "../check.ts";
import type { Browser } from "../browser.ts";
import { baselineOf } from "../compare/baseline-of.ts";
import type { Baseline } from "../compare/baseline.ts";
import type { TestRequest } from "../exchange.ts";
import type { OutOfBand } from "../out-of-band.ts";
import type { Point } from "../point.ts";
import { withValue } from "../points/points.ts";
import type { Risk } from "../risk.ts";
import type { Route } from "../route.ts";
import type { Seed } from "../seed.ts";
import type { Session } from "../session.ts";
import type { SendAbout } from "../traffic/request-log.ts";
import type { Traffic } from "../traffic/traffic.ts";
import { withFreshToken } from "./anti-forgery.ts";

/** What all units of a scan share. */
export interface Bench {
  /** Where the scan starts. */
  start: string;
  traffic: Traffic;
  risks: ReadonlySet<Risk>;
  seed: Seed;
  clock: Clock;
  signal: AbortSignal;
  sessions: readonly Session[];
  browser: Browser | undefined;
  outOfBand: OutOfBand | undefined;
  routes(): readonly Route[];
  note(text: string): void;
  /** Baselines by session and route, kept for as long as the scan needs them. */
  baselines: Map<string, Promise<Baseline | undefined>>;
  /** About how much each of them holds in memory. */
  baselineBytes: Map<string, number>;
  /** By session, route and point: whether the application makes nothing of the name of a parameter. */
  unreadNames: Map<string, Promise<boolean>>;
}

const keptBaselines = 2_000;
const keptBytes = 32 * 2 ** 20;

export interface UnitTools extends Tools { readonly sent: number }

export function toolsOf(bench: Bench, unit: string, session: Session, about: SendAbout): UnitTools {
  let sent = 0;
  const send = (request: TestRequest, { session: as = session, follow, timeoutMs, asksMs }: SendOptions = {}) => {
    sent += 1;
    return bench.traffic.send(request, { session: as === "none" ? undefined : as, about, ...(follow === undefined ? {} : { follow }), ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(asksMs === undefined ? {} : { asksMs }) });
  };
  return {
    get sent() { return sent; },
    send,
    sendRaw: (raw) => { sent += 1; return bench.traffic.sendRaw(raw, about); },
    baseline: (route) => keptBaseline(bench, session, route, about),
    at: async (point: Point, value, options) => send(await withFreshToken(withValue(point, value), point.route, (request) => send(request, options ?? {})), options),
    allows: (risk) => bench.risks.has(risk),
    seed: bench.seed.of(unit), session, otherSessions: bench.sessions.filter((one) => one !== session), browser: bench.risks.has("browser") ? bench.browser : undefined, outOfBand: bench.risks.has("out-of-band") ? bench.outOfBand : undefined,
    routes: bench.routes, clock: bench.clock, note: bench.note,
    pause: (ms) => new Promise((resolve, reject) => {
      const timer = setTimeout(() => { bench.signal.removeEventListener("abort", stop); resolve(); }, ms);
      const stop = (): void => { clearTimeout(timer); reject(bench.signal.reason as Error); };
      bench.signal.addEventListener("abort", stop, { once: true });
    }),
  };
}

function keptBaseline(bench: Bench, session: Session, route: Route, about: SendAbout): Promise<Baseline | undefined> {
  const key = `${session.identity} ${route.routeId}`;
  const known = bench.baselines.get(key);
  if (known !== undefined) return known;
  if (bench.baselines.size >= keptBaselines) forgetOldest(bench);
  const made = askBaseline(bench, session, route, about);
  bench.baselines.set(key, made);
  made.then((baseline) => { keepWithin(bench, key, baseline); }, () => bench.baselines.delete(key));
  return made;
}

// Units of a route run together, so that the oldest baseline is one that is not asked for any more.
function keepWithin(bench: Bench, key: string, baseline: Baseline | undefined): void {
  if (!bench.baselines.has(key)) return;
  bench.baselineBytes.set(key, sizeOf(baseline));
  let bytes = [...bench.baselineBytes.values()].reduce((sum, one) => sum + one, 0);
  while (bytes > keptBytes && bench.baselines.size > 1) bytes -= forgetOldest(bench);
}

function forgetOldest({ baselines, baselineBytes }: Bench): number {
  const oldest = baselines.keys().next().value ?? "";
  const bytes = baselineBytes.get(oldest) ?? 0;
  baselines.delete(oldest);
  baselineBytes.delete(oldest);
  return bytes;
}

// A body is kept as bytes, as text and as parts.
const sizeOf = (baseline: Baseline | undefined): number => (baseline === undefined ? 0 : baseline.exchanges.reduce((sum, { reply }) => sum + (reply?.body.length ?? 0), 0) * 4);

async function askBaseline({ traffic }: Bench, session: Session, route: Route, { check: _check, pointId: _pointId, ...about }: SendAbout): Promise<Baseline | undefined> {
  const ask = async () => {
    const send = (request: TestRequest) => traffic.send(request, { session, about: { ...about, phase: "baseline", routeId: route.routeId } });
    return send(await withFreshToken(route.request, route, send));
  };
  return baselineOf([await ask(), await ask()]);
}
