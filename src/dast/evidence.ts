// Evidence: what a finding rests on, enough to see it, repeat it and judge it.
import type { Exchange, TestRequest } from "./exchange.ts";

/** confirmed: an effect that only the weakness explains was seen to repeat (executed, computed, called back, read). firm: repeated differences. tentative: a sign. */
export const confidences = ["confirmed", "firm", "tentative"] as const;
export type Confidence = (typeof confidences)[number];

/** One exchange of a proof, and what it shows. role: control = the same without the attack. */
export interface ProofStep { role: "baseline" | "control" | "attack"; exchange: Exchange; shows: string }

/** What a check hands over when it has proved something to itself, repeats and controls included. */
export interface Proof {
  /** The way it was found, one of the check's own words: "error", "boolean", "time:postgresql". Part of the evidence, not of the identity. */
  technique: string;
  confidence: Confidence;
  /** One sentence of what was seen, with the values. */
  because: string;
  steps: readonly ProofStep[];
  /** More exact than the check's own. */
  severity?: "critical" | "high" | "medium" | "low" | "info";
  cwe?: number;
  /** Where, when it is not the point or route that was probed: "header:x-powered-by", "cookie:sid", "script:/js/app.js", "tls:protocol". */
  at?: string;
  /** Names what makes two proofs at one place different findings: a library and version, the kind of a secret. Nothing that changes from run to run. */
  about?: string;
  /** A component that the answer gave away, for the join with advisories: "pkg:npm/jquery@1.12.4". */
  component?: string;
}

/** A request as the shell command that sends it. */
export type AsCurl = (request: TestRequest) => string;
