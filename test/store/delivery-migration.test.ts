// A store that was made before deliveries had lanes: what waited goes on, in order, and what was told is known.
import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../src/kernel/clock.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import { statements } from "../../src/store/migrations/0001-foundation.ts";
import { openSqliteFile } from "../../src/store/sqlite.ts";
import { databaseFile, openStore } from "../../src/store/store.ts";
import { emptyFolder, startAt } from "./store-under-test.ts";

interface Old { id: string; lane: string; state: string; queuedAt: number; message?: string; nextAt?: number; sentAt?: number; leaseUntil?: number; attempts?: number }

function oldStore(directory: string, deliveries: readonly Old[]): void {
  const database = openSqliteFile(databaseFile(directory));
  for (const statement of [...statements("sqlite"), "create table schema_version (number integer primary key, name text not null)", "insert into schema_version values (1, 'foundation')"]) database.exec(statement);
  for (const { id, lane, state, queuedAt, message, nextAt, sentAt, leaseUntil, attempts = 0 } of deliveries) {
    database.prepare("insert into notice values ('o', ?, ?, 'k', 'high', ?, ?, 'routed', ?)").run(id, lane, id, JSON.stringify(sampleNotice({ title: id, groupKey: lane })), queuedAt);
    database.prepare("insert into delivery (org_id, delivery_id, notice_id, group_key, receiver_id, delivery_key, message_key, state, attempts, queued_at, next_attempt_at, created_at, sent_at, lease_until, lease_owner) values ('o', ?, ?, ?, 'slack', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(`d-${id}`, id, lane, `key-${id}`, message ?? null, state, attempts, queuedAt, nextAt ?? null, queuedAt, sentAt ?? null, leaseUntil ?? null, leaseUntil === undefined ? null : "old");
  }
  database.exec("insert into receiver values ('o', 'slack', 'slack', '{}', 0)");
  database.close();
}

describe("src/store/migrations/0002-delivery.ts", () => {
  it("what waited, was being sent and was sent is taken over", async () => {
    const directory = emptyFolder();
    oldStore(directory, [
      { id: "n1", lane: "told", state: "sent", queuedAt: 1, message: "key-n1", sentAt: 10 }, { id: "n2", lane: "told", state: "sent", queuedAt: 2, message: "key-n2", sentAt: 20 },
      { id: "n3", lane: "told", state: "waiting", queuedAt: 3, nextAt: 100 }, { id: "n4", lane: "told", state: "waiting", queuedAt: 4, nextAt: 90 },
      { id: "n5", lane: "leased", state: "sending", queuedAt: 1, message: "key-n5", leaseUntil: 200, attempts: 3 }, { id: "n6", lane: "leased", state: "waiting", queuedAt: 2, nextAt: 50 },
      { id: "n7", lane: "over", state: "dead", queuedAt: 1, message: "key-n7", attempts: 9 },
    ]);
    const { read, write, close } = await openStore({ kind: "sqlite", directory }, fakeClock(startAt));
    expect(await read.notices.nextDueAt()).toBe(100);
    const [first, ...none] = await write(({ notices }) => notices.claimDue(100, 9, 1000, "w"));
    expect([none, first?.groupKey, first?.told, first?.previous.map(({ title }) => title), first?.members.map(({ noticeId }) => noticeId)]).toEqual([[], "told", "open", ["n2"], ["n3", "n4"]]);
    const [leased] = await write(({ notices }) => notices.claimDue(200, 9, 1000, "w"));
    expect(leased).toMatchObject({ key: "key-n5", attempt: 4, number: 4, told: undefined, members: [{ noticeId: "n5" }] });
    expect((await read.notices.receiverHealth("o"))[0]).toMatchObject({ receiverId: "slack", waiting: 4, dead: 1, lastSentAt: 20 });
    expect(await read.settings.receivers("o")).toMatchObject([{ id: "slack", common: "{}" }]);
    await close();
    rmSync(directory, { recursive: true });
  });
});
