// An outbox driven by a test: notices go in, messages are claimed and settled in a line each.
import { expect } from "vitest";
import { outboxRows } from "./notice-store.ts";
import type { Claim, NoticeStore, OutboxRows, Settlement } from "./notice-store.ts";
import { sampleNotice } from "./notice.sample.ts";
import type { Notice } from "./notice.ts";

/** An empty store and what lets go of it. */
export interface OpenNoticeStore { store: NoticeStore; close(): Promise<void> }

export const leaseMs = 60_000;
/** How long a notice waits for others of its group. */
export const wait = 500;

export function drivenBy(store: () => NoticeStore) {
  const enqueue = (noticeId: string, at: number, { org = "org_1", receivers = ["slack"], groupKey = "g" } = {}) =>
    store().enqueue(outboxRows({ org, noticeId, notice: sampleNotice({ groupKey, title: noticeId }), routed: { kind: "routed", receivers }, now: at }));
  const rowsOf = (noticeId: string, at: number, changed: Partial<Notice> = {}): OutboxRows =>
    outboxRows({ org: "org_1", noticeId, notice: sampleNotice({ groupKey: "g", title: noticeId, at, ...changed }), routed: { kind: "routed", receivers: ["slack"] }, now: at });
  const claim = (now: number, owner = "w1", limit = 10): Promise<Claim[]> => store().claimDue(now, limit, leaseMs, owner);
  const titlesOf = (claims: readonly Claim[]): string[][] => claims.map(({ members }) => members.map(({ notice }) => notice.title));
  const settlement = (state: Settlement["state"], at: number, changed: Partial<Settlement> = {}): Settlement => ({ state, why: undefined, nextAttemptAt: undefined, attempts: 1, at, ...changed });
  const only = async (now: number, owner = "w1"): Promise<Claim> => {
    const claims = await claim(now, owner);
    expect(claims).toHaveLength(1);
    return claims[0]!;
  };
  return { enqueue, rowsOf, claim, only, titlesOf, settlement };
}
