// Checks: each looks for one weakness, proves it to itself and says what it saw.
//
// check    one weakness: its words, its risk, its way of looking
// probe    a request that a check sends to learn something
// proof    what a check saw, with repeats and controls
// point    a place in a request where a value of ours can go
// route    what the system answers to
// session  makes requests those of an identity
import type { Clock } from "../kernel/clock.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { Browser } from "./browser.ts";
import type { Baseline } from "./compare/baseline.ts";
import type { Exchange, TestRequest } from "./exchange.ts";
import type { Proof } from "./evidence.ts";
import type { OutOfBand } from "./out-of-band.ts";
import type { Point } from "./point.ts";
import type { Risk } from "./risk.ts";
import type { Route } from "./route.ts";
import type { Seed } from "./seed.ts";
import type { Session } from "./session.ts";

export type DastSeverity = "critical" | "high" | "medium" | "low" | "info";

/** The words of a check, as findings, reports and the documentation show them. */
export interface CheckWords extends Plugin {
  /** What a finding of it is called: "SQL injection". */
  title: string;
  cwe: number;
  /** OWASP Top 10 (2021) category: "A03"; API checks add theirs: "API1". */
  owasp: readonly string[];
  severity: DastSeverity;
  /** What to do, in two sentences of ours. */
  remediation: string;
  /** The least of what it does. A technique that does more asks `tools.allows` first. */
  risk: Risk;
  /** The class of attack by which drills ask whether the runtime saw it: "sqli", "xss", "path-traversal", ...; none for what only looks. */
  attackClass?: string;
}

/** Looks at one exchange that came anyway. Pure. */
export interface PassiveCheck extends CheckWords { on: "exchange"; inspect(exchange: Exchange, context: PassiveContext): Iterable<Proof> }
/** https: the origin is reached by TLS. session: whose exchange it is. */
export interface PassiveContext { route: Route | undefined; session: Session; origin: string }

/** Probes one insertion point. fits: whether the point can be one of its kind at all. */
export interface PointCheck extends CheckWords {
  on: "point";
  /** Points (by id) that it costs so little that it probes them on every route, where others probe a few: "header:Referer". */
  everywhere?: readonly string[];
  fits(point: Point): boolean;
  probe(point: Point, tools: Tools): AsyncIterable<Proof>;
}
/** Probes one route as a whole: its method, headers, identity. */
export interface RouteCheck extends CheckWords { on: "route"; fits(route: Route): boolean; probe(route: Route, tools: Tools): AsyncIterable<Proof> }
/** Probes an origin once. routes: everything that is known of it. */
export interface OriginCheck extends CheckWords { on: "origin"; probe(origin: string, routes: readonly Route[], tools: Tools): AsyncIterable<Proof> }
export type Check = PassiveCheck | PointCheck | RouteCheck | OriginCheck;

export interface SendOptions {
  /** Whose request it is; default: the unit's own. "none" sends it as it stands. */
  session?: Session | "none";
  /** Follow redirects within scope, at most this many; default 0. */
  follow?: number;
  /** Give up after this long; default: the profile's. */
  timeoutMs?: number;
  /** The probe asks the target to wait this long: such a wait is no sign that it is unwell. */
  asksMs?: number;
}

/** A request in bytes of our own making, for what a client library refuses to send. */
export interface RawRequest {
  origin: string;
  bytes: Uint8Array;
  timeoutMs: number;
  /** Straight on the TCP connection although the origin is https: for a ClientHello of our own. */
  bare?: boolean;
  /** Asked after each part with everything so far: true when no more needs to be read. */
  until?: (bytes: Uint8Array) => boolean;
}
export interface RawReply { bytes: Uint8Array; closed: boolean; firstByteMs: number | undefined; totalMs: number; failure: string | undefined }

/** What a check works with. Everything that leaves goes through the scan's traffic. */
export interface Tools {
  /** Never throws for what a target does: look at `failure`. Throws only when the scan ends. */
  send(request: TestRequest, options?: SendOptions): Promise<Exchange>;
  sendRaw(raw: RawRequest): Promise<RawReply>;
  /** The route's answer without any attack, asked at least twice and kept: what changes by itself is known. Undefined: it does not answer steadily. */
  baseline(route: Route): Promise<Baseline | undefined>;
  /** Puts the value where the point is; fetches an anti-forgery token first when the route needs one. */
  at(point: Point, value: string, options?: SendOptions): Promise<Exchange>;
  allows(risk: Risk): boolean;
  /** Of this unit: the same in every run of the same scan seed. */
  seed: Seed;
  session: Session;
  /** Every other identity of the scan. */
  otherSessions: readonly Session[];
  browser: Browser | undefined;
  outOfBand: OutOfBand | undefined;
  /** The routes known so far, for checks that look elsewhere for an effect (stored payloads). */
  routes(): readonly Route[];
  clock: Clock;
  pause(ms: number): Promise<void>;
  /** Something that a person should know though it is no finding: what could not be tested, and why. */
  note(text: string): void;
}

export const defineCheck = <C extends Check>(check: C): C => check;
