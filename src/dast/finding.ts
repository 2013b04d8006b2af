// A finding of the tests from outside: one weakness at one place of one target, open until a replay passes or a person decides.
//
// place     what of the target it is about: a point of a route, a route, or the origin as a whole
// evidence  the exchanges that prove it, with secrets masked
// retest    what it takes to look again
// verdict   what a person said of it
import { derivedId } from "../kernel/id.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Check, DastSeverity } from "./check.ts";
import type { Confidence, Proof } from "./evidence.ts";
import type { Header } from "./exchange.ts";
import type { Point } from "./point.ts";
import type { Route } from "./route.ts";

/** Where a finding is: the same text in every scan. origin is left out for the target's own. */
export interface FindingPlace { origin: string; method: string | undefined; template: string | undefined; point: string | undefined; at: string | undefined }

/** An exchange as it is kept: bodies cut around what matters, secrets masked. */
export interface KeptExchange {
  role: "baseline" | "control" | "attack"; shows: string; at: Instant; method: string; url: string;
  requestHeaders: readonly Header[]; requestBody: string | undefined; status: number; headers: readonly Header[]; body: string; bodyBytes: number; cut: boolean; totalMs: number | undefined; failure: string | undefined;
  curl: string;
}

export interface FindingEvidence { technique: string; because: string; exchanges: readonly KeptExchange[] }

/** What a replay starts from. template: a test template found it, by that id. */
export interface Retest { check: string; route: Route | undefined; pointId: string | undefined; identity: string; template: string | undefined }

export interface FoundWeakness {
  /** Derived from check, place and what it is about: the same in every scan of every target address. */
  fingerprint: string;
  check: string;
  title: string;
  place: FindingPlace;
  about: string | undefined;
  severity: DastSeverity;
  confidence: Confidence;
  cwe: number;
  owasp: readonly string[];
  remediation: string;
  component: string | undefined;
  evidence: FindingEvidence;
  retest: Retest;
  foundAt: Instant;
  /** Further places with the same fingerprint in this scan: URLs, at most ten. */
  alsoAt: readonly string[];
  count: number;
}

/** open; fixed: a replay passed; dismissed: a person has judged it. */
export const dastStates = ["open", "fixed", "dismissed"] as const;
export type DastState = (typeof dastStates)[number];
export const dastVerdicts = ["false-positive", "accepted", "wont-fix"] as const;
export type DastVerdict = (typeof dastVerdicts)[number];

/** What one scan said of a finding. not-retested: it was open before, and this scan could not say; why is kept. */
export const scanOutcomes = ["new", "same", "regressed", "fixed", "not-retested"] as const;
export type ScanOutcome = (typeof scanOutcomes)[number];

/** As it is stored: the latest sighting, and the times. */
export interface DastFinding extends FoundWeakness {
  findingId: string;
  targetId: string;
  state: DastState;
  firstAt: Instant;
  lastAt: Instant;
  /** When it was last looked for with an answer, and what the last look said. */
  retestedAt: Instant | undefined;
  lastOutcome: ScanOutcome;
  notRetestedBecause: string | undefined;
  lastScanId: string;
  fixedAt: Instant | undefined;
  verdict: DastVerdict | undefined;
  verdictUntil: Instant | undefined;
  note: string | undefined;
  judgedBy: string | undefined;
}

/** The place of a proof. A proof `at` "origin:..." is about the whole origin, whichever page showed it. */
export function placeOf(proof: Pick<Proof, "at">, route: Route | undefined, point: Point | undefined, origin: string): FindingPlace {
  const whole = proof.at?.startsWith("origin:") === true || route === undefined;
  return { origin, method: whole ? undefined : route.method, template: whole ? undefined : route.template, point: whole ? undefined : point?.pointId, at: proof.at };
}

/** start: the target's own origin; another address of it gives the same fingerprint. */
export const fingerprintOf = (check: Pick<Check, "id">, place: FindingPlace, about: string | undefined, start: string): string =>
  derivedId("dfp", check.id, place.origin === start ? "" : place.origin, place.method ?? "", place.template ?? "", place.point ?? "", place.at ?? "", about ?? "");

export const dastFindingId = (org: string, targetId: string, fingerprint: string): string => derivedId("dfn", org, targetId, fingerprint);

/** "GET /orders/{n} query:sort", "https://cdn.example header:server". */
export const placeText = ({ origin, method, template, point, at }: FindingPlace): string =>
  [method === undefined ? origin : `${method} ${template ?? ""}`, point, at?.replace(/^origin:/, "")].filter((part) => part !== undefined && part !== "").join(" ");

export const dastSeverities = ["critical", "high", "medium", "low", "info"] as const satisfies readonly DastSeverity[];
