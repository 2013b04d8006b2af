// The outbox in memory keeps the port's word.
import { describe, expect, it } from "vitest";
import { createMemoryNoticeStore } from "./notice-store.memory.ts";
import { describeNoticeStore } from "./notice-store.suite.ts";
import { outboxRows } from "./notice-store.ts";
import { sampleNotice } from "./notice.sample.ts";

describeNoticeStore("src/notify/notice-store.memory.ts", async () => ({ store: createMemoryNoticeStore(), close: async () => {} }));

describe("src/notify/notice-store.ts", () => {
  const rows = (org: string, noticeId: string, receivers: string[]) => outboxRows({ org, noticeId, notice: sampleNotice(), routed: { kind: "routed", receivers }, now: 5, groupWaitMs: 7 });

  it("the same notice and receiver have the same key, another org, notice or receiver another", () => {
    const keysOf = (org: string, noticeId: string, receivers: string[]) => rows(org, noticeId, receivers).deliveries.map(({ key }) => key);
    expect(keysOf("o", "n", ["a", "b"])).toEqual(keysOf("o", "n", ["a", "b"]));
    expect(new Set([...keysOf("o", "n", ["a", "b"]), ...keysOf("p", "n", ["a"]), ...keysOf("o", "m", ["a"])]).size).toBe(4);
  });

  it("a delivery waits for its group from when it was made", () => expect(rows("o", "n", ["a"]).deliveries[0]).toMatchObject({ state: "waiting", createdAt: 5, queuedAt: 5, nextAttemptAt: 12, attempts: 0 }));
});
