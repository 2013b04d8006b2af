// Opens the traffic of a scan: guard, budget, pace, sending, log and listeners, in this order, for everything that leaves.
import type { Clock } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/fault.ts";
import { createMask } from "../engine/mask.ts";
import { headerOf } from "../exchange.ts";
import type { Exchange, NoReply, TestRequest } from "../exchange.ts";
import { budgetOf } from "../profile.ts";
import type { Budget, Profile } from "../profile.ts";
import type { ChangeWindow } from "../scan.ts";
import type { Scope } from "../scope.ts";
import { createScopeGuard } from "../scope-guard.ts";
import { createAdmission } from "./admission.ts";
import { createCanary } from "./canary.ts";
import { createEnding } from "./ending.ts";
import { createHosts, retryAfterOf } from "./hosts.ts";
import type { Host } from "./hosts.ts";
import { createHttpClient } from "./http-client.ts";
import { openLogWriter } from "./log-writer.ts";
import { pinAddresses } from "./pins.ts";
import type { Resolve } from "./pins.ts";
import { redirectOf } from "./redirect.ts";
import type { Outcome, ReadLimits } from "./reply-reader.ts";
import { createRequestGuard } from "./request-guard.ts";
import { socketTraffic } from "./socket-traffic.ts";
import type { SocketTraffic } from "./socket-traffic.ts";
import { createSockets } from "./sockets.ts";
import { createStalls } from "./stalls.ts";
import { createTally } from "./tally.ts";
import { readTarget } from "./target.ts";
import type { SendPlan, Traffic } from "./traffic.ts";
import { bytesWithOurHeaders, withOurHeaders } from "./our-headers.ts";

export interface TrafficOptions {
  profile: Profile;
  scope: Scope;
  /** In place of the profile's. */
  budget?: Partial<Budget>;
  /** Outside it nothing is sent: the scan waits, or ends with "window". */
  window?: ChangeWindow | undefined;
  outsideWindow?: "wait" | "end";
  /** requests.ndjson, appended to; undefined: no log, for tests only. */
  logFile: string | undefined;
  clock: Clock;
  /** Milliseconds of a clock that never jumps, with fractions: performance.now. */
  elapsedMs: () => number;
  scanId: string;
  /** "aftwatch-dast/1.2.3". */
  userAgent: string;
  signal: AbortSignal;
  resolve: Resolve;
  /** What a person should know: told once each. */
  note(text: string): void;
  /** The start page is asked this often; 0: never, and suspicion alone makes the scan give way. Default: 5 s. */
  canaryEveryMs?: number;
  /** Distress that lasts this long ends the scan. Default: 30 s. */
  distressMs?: number;
  /** Where a scan goes on that was broken off. */
  after?: { seq: number; requests: number; bytes: number };
  /** The URL as the log may hold it. Default: values whose names say that they are secret are masked. */
  maskUrl?: (url: string) => string;
}

export interface OpenTraffic extends Traffic {
  /** A handshake by the system's OpenSSL, counted and logged like a request. */
  probeTls: SocketTraffic["probeTls"];
  /** Why the scan is over; undefined: it is not. */
  ended(): Error | undefined;
}

const tickMs = 100;
// What a killed scan has sent and not logged is what came in this time.
const flushMs = tickMs;

/** Resolves the names of the scope once. Rejects when the log cannot be opened. */
export async function openTraffic(options: TrafficOptions): Promise<OpenTraffic> {
  const { profile, scope, clock, elapsedMs, note } = options;
  const budget = budgetOf(profile, options.budget ?? {});
  const ending = createEnding(options.signal);
  const scopeGuard = createScopeGuard(scope);
  const pins = await pinAddresses(scope, scopeGuard.origins, { resolve: options.resolve, elapsedMs, note });
  const refusalOf = createRequestGuard(profile, scopeGuard, pins);
  const log = options.logFile === undefined ? undefined : await openLogWriter(options.logFile, (thrown) => { ending.end("stopped", `The request log cannot be written: ${messageOf(thrown)}`); });
  const sockets = createSockets(pins);
  const client = createHttpClient(sockets, budget.concurrency + 2);
  const hosts = createHosts({ budget, backsOff: profile.backsOff, ending, elapsedMs, note });
  const start = readTarget(scope.start);
  const startHost = hosts.of("refusal" in start ? "" : start.hostname);
  Object.assign(startHost.spent, { requests: options.after?.requests ?? 0, bytes: options.after?.bytes ?? 0 });
  const admission = createAdmission({ budget, window: options.window, outsideWindow: options.outsideWindow ?? "wait", clock, elapsedMs, ending, startHost, note });
  const tally = createTally({ log, maskUrl: options.maskUrl ?? createMask(() => []).url, firstSeq: options.after?.seq ?? 0 });
  ending.onEnd((error, underWay) => { if (underWay === "stop") client.stop({ kind: "stopped", why: error.message }); });

  let isGranted = false;
  const limitsOf = (host: Host, timeoutMs: number): ReadLimits => ({
    replyBytes: budget.replyBytes, timeoutMs, elapsedMs,
    spend(bytes) { host.spent.bytes += bytes; tally.bytes(bytes); return budget.bytes - host.spent.bytes; },
  });

  /** Counts, times and logs what `act` sends; undefined: the budget of a host beside the start's is spent. */
  async function counted<T>(host: Host, isCanary: boolean, act: (seq: number, limits: (timeoutMs: number) => ReadLimits) => Promise<T>, endOf: (result: T) => { status: number; headMs: number; isLost: boolean; retryAfterMs: number | undefined }, place?: string): Promise<T | undefined> {
    const restMs = place === undefined || isCanary ? 0 : host.restMs(place);
    if (restMs > 0) await ending.sleep(restMs);
    const isAdmitted = await admission.enter(host, isCanary);
    if (!isAdmitted) return undefined;
    const now = elapsedMs();
    const seq = tally.sent(now);
    host.governor.started(seq, now);
    const result = await act(seq, (timeoutMs) => limitsOf(host, timeoutMs));
    if (!isCanary) host.lane.leave();
    host.ended(seq, endOf(result), place);
    return result;
  }

  function refused(request: TestRequest, plan: SendPlan, why: string): Exchange {
    const exchange: Exchange = { seq: 0, at: clock.now(), request, reply: undefined, failure: { kind: "refused", why } };
    tally.ended(exchange, plan.about, plan.session, why);
    return exchange;
  }

  /** Waits for a login that is being renewed; what was answered to nobody because it had ended is sent once more. */
  async function sendOne(given: TestRequest, plan: SendPlan): Promise<Exchange> {
    const wait = plan.session?.ready?.();
    if (wait !== undefined) await wait;
    const exchange = await sendOnce(given, plan);
    const again = plan.session?.again?.(exchange);
    return again !== undefined && await again ? sendOnce(given, plan) : exchange;
  }

  async function sendOnce(given: TestRequest, plan: SendPlan): Promise<Exchange> {
    ending.check();
    const request = plan.session === undefined ? given : plan.session.dress(given);
    const why = refusalOf(request, plan.about) ?? plan.session?.refuses?.(request);
    const target = readTarget(request.url);
    if (why !== undefined || "refusal" in target) return refused(request, plan, why ?? "not a URL");
    // Before anybody has said that it may be tested, nothing but the question for that is sent.
    if (plan.about.phase !== "authorise") isGranted = true;
    const host = hosts.of(target.hostname);
    let at = 0;
    let number = 0;
    const outcome = await counted(host, plan.about.phase === "canary", (seq, limits) => {
      [number, at] = [seq, clock.now()];
      return client.exchange(target, withOurHeaders(request, options), limits(plan.timeoutMs ?? budget.replyMs));
    }, (result) => withoutAsked(endOfOutcome(result), plan.asksMs ?? 0), `${request.method} ${request.url.split("?", 1)[0] ?? ""}`);
    if (outcome === undefined) return refused(request, plan, `the budget for ${host.hostname} is spent`);
    const exchange: Exchange = { seq: number, at, request, reply: outcome.reply, failure: outcome.failure };
    tally.ended(exchange, plan.about, plan.session, outcome.why);
    if (outcome.failure?.kind === "stopped") ending.check();
    plan.session?.saw(exchange);
    return exchange;
  }

  const endOfOutcome = ({ reply, failure }: Outcome): { status: number; headMs: number; isLost: boolean; retryAfterMs: number | undefined } => ({
    status: reply?.status ?? 0, headMs: reply?.headMs ?? 0, isLost: isLoss(failure), retryAfterMs: reply === undefined ? undefined : retryAfterOf(reply.status, headerOf(reply.headers, "retry-after"), clock.now()),
  });

  async function send(request: TestRequest, plan: SendPlan): Promise<Exchange> {
    let exchange = await sendOne(request, plan);
    for (let left = plan.follow ?? 0; left > 0; left -= 1) {
      const next = redirectOf(exchange);
      if (next === undefined) return exchange;
      const why = refusalOf(next, plan.about);
      // The redirect itself is the answer when it leads outside; that nobody went there is logged.
      if (why !== undefined) { refused(next, plan, why); return exchange; }
      exchange = await sendOne(next, plan);
    }
    return exchange;
  }

  const canary = options.canaryEveryMs === 0 || !profile.backsOff ? undefined : createCanary({
    ask: () => sendOne({ method: "GET", url: scope.start, headers: [], body: undefined }, { session: undefined, about: { phase: "canary" }, timeoutMs: Math.min(10_000, budget.replyMs) }),
    judged: (isWell, why) => { startHost.judged(isWell, why); },
    elapsedMs, stallMs: () => stalls.worst(), isActiveSince: (at) => isGranted && tally.lastSentAt() >= at, everyMs: options.canaryEveryMs ?? 5_000,
  });
  const stalls = createStalls(tickMs, elapsedMs());
  let flushedAt = elapsedMs();
  const tick = (): void => {
    const now = elapsedMs();
    stalls.tick(now);
    admission.tick();
    if (profile.backsOff) {
      const suspicion = startHost.governor.suspicion(now);
      if (canary !== undefined) canary.tick(now, suspicion, startHost.governor.isBackingOff());
      for (const host of hosts.all()) if (host !== startHost || canary === undefined) { const why = host === startHost ? suspicion : host.governor.suspicion(now); if (why !== undefined || host.governor.isBackingOff()) host.judged(why === undefined, why ?? ""); }
      const since = startHost.governor.unwellSince();
      if (since !== undefined && now - since >= (options.distressMs ?? 30_000)) ending.end("distress", `${startHost.hostname} has been unwell for ${Math.round((now - since) / 1000)} s: ${startHost.governor.why() ?? "no reason known"}.`);
    }
    if (now - flushedAt >= flushMs) { flushedAt = now; void log?.flush(); }
  };
  const ticker = setInterval(tick, tickMs);
  ticker.unref();
  ending.onEnd(() => { clearInterval(ticker); canary?.stop(); });

  return {
    send, ...socketTraffic({ sockets, refusalOf, elapsedMs, now: () => clock.now(), counted: (hostname, act) => counted(hosts.of(hostname), false, act, () => noSign), ended: tally.ended, withHeaders: (bytes) => bytesWithOurHeaders(bytes, options), check: ending.check }),
    refusal: (request) => refusalOf(request, undefined),
    counts: () => ({ ...tally.counts(), requestsPerSecond: [...hosts.all()].reduce((sum, host) => sum + host.governor.requestsPerSecond(elapsedMs()), 0), backingOff: [...hosts.all()].some((host) => host.governor.isBackingOff()) }),
    watch: tally.watch,
    ended: () => ending.error(),
    async close() {
      ending.end("stopped", "The scan is over.");
      client.stop({ kind: "stopped", why: "The scan is over." });
      // Those that were under way get their lines before the log is closed.
      await new Promise((resolve) => { setImmediate(resolve); });
      await log?.close();
    },
  };
}

/** What was asked for is no distress; what came on top of it may be. */
const withoutAsked = <E extends { headMs: number }>(end: E, asksMs: number): E => ({ ...end, headMs: end.headMs >= asksMs * 0.9 ? Math.max(0, end.headMs - asksMs) : end.headMs });

const noSign = { status: 0, headMs: 0, isLost: false, retryAfterMs: undefined };
const isLoss = (failure: NoReply | undefined): boolean => failure !== undefined && ["unreachable", "timeout", "reset"].includes(failure.kind);
