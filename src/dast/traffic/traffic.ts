// Traffic: the one way by which anything of a scan reaches a system under test: guarded, paced, bounded, logged, and stopped at once.
import type { RawReply, RawRequest } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Session } from "../session.ts";
import type { SendAbout } from "./request-log.ts";

export interface SendPlan {
  session: Session | undefined;
  about: SendAbout;
  follow?: number;
  timeoutMs?: number;
  /** The request asks the target to wait this long: it does not count as a slow answer. */
  asksMs?: number;
}

export interface TrafficCounts { requests: number; bytes: number; failures: number; refused: number; statuses: Readonly<Record<string, number>>; requestsPerSecond: number; backingOff: boolean }

export interface Traffic {
  /** Never throws for what a target does. Throws ScanEnded when the scan was stopped or its budget is spent. */
  send(request: TestRequest, plan: SendPlan): Promise<Exchange>;
  sendRaw(raw: RawRequest, about: SendAbout): Promise<RawReply>;
  /** Whether this request would be let through; else why not. Nothing is sent. */
  refusal(request: TestRequest): string | undefined;
  counts(): TrafficCounts;
  /** Called for each exchange after it was logged. */
  watch(listener: (exchange: Exchange, about: SendAbout, session: Session | undefined) => void): void;
  close(): Promise<void>;
}

/** The scan is over for everybody: stopped by a person, budget spent, change window closed, target unwell. */
export class ScanEnded extends Error {
  readonly reason: "stopped" | "budget" | "window" | "distress";
  constructor(reason: "stopped" | "budget" | "window" | "distress", message: string) {
    super(message);
    this.name = "ScanEnded";
    this.reason = reason;
  }
}
