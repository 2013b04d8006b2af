// The request log: one line for everything that was sent, and for what was refused; seq is the order of sending.
import type { Instant } from "../../kernel/clock.ts";

/** What a request was sent for. */
export interface SendAbout { phase: "authorise" | "login" | "crawl" | "baseline" | "check" | "template" | "replay" | "canary" | "browser"; check?: string; routeId?: string; pointId?: string }

/** One line of requests.ndjson, written when the request is over. status 0: no reply, why says what happened. seq 0: refused, nothing was sent. */
export interface LoggedRequest {
  seq: number; at: Instant; method: string; url: string; identity: string | undefined; status: number; sizeBytes: number; headMs: number | undefined; totalMs: number | undefined;
  phase: SendAbout["phase"]; check: string | undefined; routeId: string | undefined; pointId: string | undefined; refused: boolean; why: string | undefined;
}
