// Everything that a scan works with, opened once: traffic, browser, listener, identities, journal, coverage; and its report.
import { join } from "node:path";
import type { Instant } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import { checks } from "../checks/index.ts";
import type { Check } from "../check.ts";
import { anonymous } from "../identities/anonymous.ts";
import { openSessions } from "../identities/open-sessions.ts";
import { budgetOf } from "../profile.ts";
import type { Budget, Profile } from "../profile.ts";
import type { Route } from "../route.ts";
import type { RetestAnswer, ScanReport } from "../scan.ts";
import { createSeed } from "../seed.ts";
import type { Session } from "../session.ts";
import { openTraffic } from "../traffic/open-traffic.ts";
import type { OpenTraffic } from "../traffic/open-traffic.ts";
import type { SendAbout } from "../traffic/request-log.ts";
import { keepCoverage } from "./coverage.ts";
import type { CoverageKeeper } from "./coverage.ts";
import { openHelpers } from "./helpers-of.ts";
import type { ScanHelpers } from "./helpers-of.ts";
import { openJournal } from "./journal.ts";
import type { Journal } from "./journal.ts";
import { knownRoutes } from "./known-routes.ts";
import type { KnownRoutes } from "./known-routes.ts";
import { createMask } from "./mask.ts";
import type { Mask } from "./mask.ts";
import { passiveWatch } from "./passive.ts";
import { profileOf } from "./parts.ts";
import type { ScanWorld } from "./parts.ts";
import { createPace } from "./progress.ts";
import type { Pace } from "./progress.ts";
import { shapeOf, writeShapes } from "./shapes.ts";
import { seenCookies } from "./seen-cookies.ts";
import type { SeenCookies } from "./seen-cookies.ts";
import { spendingOf, spentBefore } from "./spending.ts";
import type { Bench } from "./tools.ts";
import { chooseChecks } from "./units.ts";
import { collectWeaknesses } from "./weaknesses.ts";
import type { Weaknesses } from "./weaknesses.ts";

export interface OpenBench {
  world: ScanWorld; profile: Profile; budget: Budget; traffic: OpenTraffic; helpers: ScanHelpers; bench: Bench; journal: Journal; coverage: CoverageKeeper; pace: Pace; routes: KnownRoutes; weaknesses: Weaknesses;
  anonymous: Session; /** The scan's identities, the first one is who it is; anonymous alone without any. */ sessions: Session[]; registered: readonly Check[]; chosen: ReturnType<typeof chooseChecks>; shapes: Map<string, string>; sockets: Set<string>; /** Routes at which there is nothing to test. */ gone: Set<string>; cookies: SeenCookies; retests: RetestAnswer[];
  note(text: string): void;
  found(route: Route): void;
  login(): Promise<void>;
  watchMemory(): void;
  report(startedAt: Instant, ended: Pick<ScanReport, "endedBecause" | "detail">): ScanReport;
  close(): Promise<void>;
}

const notesKept = 500;

/** Throws when the scan's folder or log cannot be written. */
export async function openBench(world: ScanWorld): Promise<OpenBench> {
  const { spec, clock, log, signal, elapsedMs, folder } = world;
  const profile = profileOf(spec);
  const journal = openJournal(folder);
  const told = new Set(journal.before.flatMap((line) => (line.kind === "note" ? [line.text] : [])));
  const note = (text: string): void => { if (told.size < notesKept && !told.has(text)) { told.add(text); journal.write({ kind: "note", text }); } };
  const sessions: Session[] = [];
  const secrets = new Set<string>();
  const mask = createMask(() => [...secrets, ...sessions.flatMap((session) => session.cookies(spec.url).map(({ value }) => value))]);
  const logFile = join(folder, "requests.ndjson");
  const spent = spentBefore(journal, logFile, budgetOf(profile, spec.budget));
  const traffic = await openTraffic({
    profile, scope: { ...spec.scope, start: spec.url }, budget: spec.budget, window: spec.window, logFile, clock, elapsedMs, scanId: world.scanId, userAgent: `aftwatch-dast/${world.version}`, signal, resolve: world.resolve, note, maskUrl: mask.url, after: spent,
  });
  const seed = createSeed(spec.seed);
  const helpers = await openHelpers({ world, profile, traffic, seed, note });
  const routes = knownRoutes(spec.limits.routes, () => { note(`More than ${spec.limits.routes} routes: the rest is not kept (limit of routes).`); });
  const weaknesses = weaknessesOf(world, journal, mask);
  const [coverage, shapes, sockets] = [keepCoverage(), new Map<string, string>(), new Set<string>()];
  const retests = journal.before.flatMap((line) => (line.kind === "retest" ? [line.answer] : []));
  const risks = new Set(profile.risks);
  const chosen = chooseChecks(checks.all, spec.checks, risks, helpers.lacks);
  const pace = createPace({ elapsedMs, counts: traffic.counts, routes: () => routes.all().length, findings: () => weaknesses.all().length });
  const bench: Bench = { start: spec.url, traffic, risks, seed, clock, signal, sessions, browser: helpers.browser, outOfBand: helpers.outOfBand, routes: routes.all, note, baselines: new Map(), baselineBytes: new Map(), unreadNames: new Map() };
  const spending = spendingOf(journal, traffic, spent);
  const memory = { peakBytes: 0 };
  const watchMemory = (): void => { memory.peakBytes = Math.max(memory.peakBytes, world.memoryBytes()); spending.keep(); journal.flush(); };
  const cookies = seenCookies();
  traffic.watch((exchange, { phase }) => { if (plainPhases.has(phase)) cookies.saw(exchange); });
  watchAnswers({ traffic, routes, weaknesses, coverage, shapes, chosen: chosen.chosen, log });
  return {
    world, profile, budget: budgetOf(profile, spec.budget), traffic, helpers, bench, journal, coverage, pace, routes, weaknesses, anonymous, sessions, registered: checks.all, chosen, shapes, sockets, gone: new Set(), cookies, retests, note, watchMemory,
    found: (route) => { if (routes.add(route)) journal.write({ kind: "route", route }); },
    login: async () => {
      sessions.push(...await openSessions({ specs: spec.identities, url: spec.url, traffic, helpers, clock, elapsedMs, secretOf: world.secretOf, note, keepSecret: (secret) => { secrets.add(secret); } }));
      if (sessions.length === 0) sessions.push(anonymous);
    },
    report: (startedAt, ended) => {
      watchMemory();
      writeShapes(folder, shapes);
      return {
        ...ended, startedAt: startedBefore(journal) ?? startedAt, endedAt: clock.now(), ...spending.total(), peakMemoryBytes: memory.peakBytes, authorisedBy: journal.authorisedBy(), weaknesses: weaknesses.all(), retests, notes: [...told],
        coverage: coverage.give(routes.all(), weaknesses.all(), [...sockets], [...sessions, ...(sessions.includes(anonymous) ? [] : [anonymous])]),
      };
    },
    close: async () => { spending.keep(); journal.flush(); await helpers.close(); await traffic.close(); },
  };
}

function weaknessesOf({ spec, clock }: ScanWorld, journal: Journal, mask: Mask): Weaknesses {
  const before = new Map(journal.before.flatMap((line) => (line.kind === "weakness" ? [[line.weakness.fingerprint, line.weakness] as const] : [])));
  return collectWeaknesses({
    start: new URL(spec.url).origin, mask, now: () => clock.now(), before: [...before.values()],
    changed: (weakness, kind, at) => { journal.write(kind === "again" ? { kind: "again", fingerprint: weakness.fingerprint, at } : { kind: "weakness", weakness }); },
  });
}

interface Watching { traffic: OpenTraffic; routes: KnownRoutes; weaknesses: Weaknesses; coverage: CoverageKeeper; shapes: Map<string, string>; chosen: readonly Check[]; log: Log }

/** Every answer is looked at by the passive checks, and counted for the coverage; the first of each route gives its shape. */
function watchAnswers({ traffic, routes, weaknesses, coverage, shapes, chosen, log }: Watching): void {
  const passive = chosen.filter((check) => check.on === "exchange");
  traffic.watch(passiveWatch({
    checks: passive, routeOf: (exchange) => routes.of(exchange), anonymous, failed: (check, cause) => { log.warn("check failed", { check: check.id, cause }); },
    found: ({ check, proof, exchange, route, session }) => { weaknesses.take(check, proof, { origin: new URL(exchange.request.url).origin, route, point: undefined, identity: session.identity, url: exchange.request.url }); },
  }));
  traffic.watch((exchange, about, session) => {
    if (exchange.reply === undefined || !plainPhases.has(about.phase)) return;
    const route = routes.of(exchange);
    coverage.saw(exchange, route?.routeId, session?.identity ?? anonymous.identity);
    if (route !== undefined && !shapes.has(route.routeId)) shapes.set(route.routeId, shapeOf(exchange.reply));
  });
}

const plainPhases: ReadonlySet<SendAbout["phase"]> = new Set(["crawl", "baseline", "browser"]);
const startedBefore = (journal: Journal): Instant | undefined => journal.before.find((line) => line.kind === "started")?.at;
