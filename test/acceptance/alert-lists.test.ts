// Lists of 100,000 alerts: a page reads about what it shows, and the whole list is what its pages say.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import type { AlertQuery } from "../../src/app/alerts/alert-desk.ts";
import { createServer } from "../../src/api/server.ts";
import { createIds } from "../../src/kernel/id.ts";
import type { Alert } from "../../src/notify/alert.ts";
import { readMatchers } from "../../src/notify/matcher.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const count = 100_000;
const perGroup = 20;
let test: TestApp;

const alertOf = (n: number, now: number): Alert => ({
  fingerprint: n.toString(16).padStart(16, "0"), labels: { alertname: `Kind${n % 40}`, service: `s${n % 25}`, severity: n % 5 === 0 ? "critical" : "warning", instance: `i${n}` }, annotations: { summary: `Instance ${n}` },
  startsAt: now - (n % 5000) * 1000, endsAt: n % 10 === 0 ? now - 1000 : now + 3_600_000, updatedAt: now, generatorUrl: "", timeout: true,
});

beforeAll(async () => {
  test = await openTestApp();
  const { app, clock } = test;
  const [now, org] = [clock.now(), app.org];
  for (let from = 0; from < count; from += 10_000) {
    await app.store.write(async ({ alerts }) => {
      const some = Array.from({ length: 10_000 }, (_, index) => alertOf(from + index, now));
      const groupOf = (n: number): string => `agr_${String(Math.floor(n / perGroup)).padStart(8, "0")}`;
      await alerts.putAlerts(org, some);
      await alerts.putGroups(Array.from({ length: 10_000 / perGroup }, (_, index) => ({ org, groupId: groupOf(from + index * perGroup), leafId: "root", groupKey: `{}:{n="${from + index}"}`, labels: {}, createdAt: now, flushedAt: undefined, nextFlushAt: now + 60_000, isEmpty: false })));
      await alerts.addMembers(org, some.map(({ fingerprint }, index) => ({ groupId: groupOf(from + index), fingerprint })));
    });
  }
}, 180_000);
afterAll(() => test.close());

/** Alerts read whole for it, and milliseconds. */
async function reading<T>(work: () => Promise<T>): Promise<{ answer: T; read: number; ms: number }> {
  const { alerts } = test.app.store.read;
  let read = 0;
  const spies = [vi.spyOn(alerts, "newestAlerts"), vi.spyOn(alerts, "membersAfter")];
  const startedAt = performance.now();
  const answer = await work();
  const ms = performance.now() - startedAt;
  for (const spy of spies) { for (const { value } of spy.mock.results) read += (await value as unknown[]).length; spy.mockRestore(); }
  return { answer, read, ms };
}

const query = (state: AlertQuery["state"], matchers = ""): AlertQuery => ({ state, matchers: matchers === "" ? [] : readMatchers(matchers) });

describe("test/acceptance/alert-lists: 100,000 alerts", () => {
  it.each([
    ["all", query(undefined), count, 200], ["what fires", query("firing"), 90_000, 200], ["what is resolved", query("resolved"), 10_000, 200], ["nothing is suppressed", query("suppressed"), 0, 0], ["by a label", query("firing", 'severity="critical"'), 10_000, 2500],
    ["by two labels", query(undefined, 'service="s7", alertname="Kind7"'), 500, 30_000],
  ] as const)("%s: the total is exact, and a page of 100 reads few more alerts than it shows", async (_what, asked, total, most) => {
    const { answer, read, ms } = await reading(() => test.app.alerts.list(test.app.org, asked, { limit: 100, after: undefined }));
    expect([answer.total, answer.items.length]).toEqual([total, Math.min(100, total)]);
    expect(read).toBeLessThanOrEqual(most);
    process.stderr.write(`  ${_what}: ${read} alerts read, ${ms.toFixed(0)} ms\n`);
    expect(ms).toBeLessThan(10_000);
  });

  it("pages follow one another without a gap or a repeat, and count once", async () => {
    const labels = vi.spyOn(test.app.store.read.alerts, "labelsAfter");
    const asked = query("firing", 'service="s7", alertname="Kind7"');
    const seen: string[] = [];
    let [after, total]: [string | undefined, number] = [undefined, 0];
    do {
      const page = await test.app.alerts.list(test.app.org, asked, { limit: 150, after });
      seen.push(...page.items.map(({ fingerprint }) => fingerprint));
      [after, total] = [page.next, page.total];
    } while (after !== undefined);
    expect([seen.length, new Set(seen).size, total]).toEqual([500, 500, 500]);
    expect(labels.mock.calls.length).toBe(Math.ceil(90_001 / 5000));
    labels.mockRestore();
  });

  it("a silence moves what it covers from firing to suppressed, in the totals too", async () => {
    const { app, clock } = test;
    const { silenceId } = await app.silences.put(app.org, undefined, { matchers: ['service="s3"'], endsAt: new Date(clock.now() + 3_600_000).toISOString(), createdBy: "ana", comment: "x" }, "ana");
    const suppressed = await app.alerts.list(app.org, query("suppressed"), { limit: 10, after: undefined });
    const firing = await app.alerts.list(app.org, query("firing"), { limit: 10, after: undefined });
    expect([suppressed.total, firing.total]).toEqual([4000, 86_000]);
    expect(suppressed.items.every(({ labels, silencedBy }) => labels["service"] === "s3" && silencedBy[0] === silenceId)).toBe(true);
    await app.silences.expire(app.org, silenceId, "ana");
  });

  it("groups come in pages with the first alerts of each, and say how many there are", async () => {
    const { answer, read, ms } = await reading(() => test.app.alerts.groupPage(test.app.org, { limit: 50, after: undefined }, 3));
    process.stderr.write(`  groups: ${read} alerts read, ${ms.toFixed(0)} ms\n`);
    expect([answer.total, answer.items.length, read]).toEqual([count / perGroup, 50, 150]);
    expect(answer.items.every(({ alerts, alertCount }) => alerts.length === 3 && alertCount === perGroup)).toBe(true);
    const next = await test.app.alerts.groupPage(test.app.org, { limit: 50, after: answer.next }, 1);
    expect(next.total).toBe(count / perGroup);
    expect(next.items[0]?.groupId).toBe("agr_00000050");
  });

  it("over HTTP: groups and alerts in pages, a cursor of another list refused", async () => {
    const { app } = test;
    const server = createServer(app, { consoleDir: undefined });
    const { secret } = await makeToken({ store: app.access, clock: app.clock, ids: createIds(app.clock) }, { org: app.org, name: "t", scopes: ["admin"], expiresAt: undefined });
    const get = async (path: string) => server.inject({ url: `/api/v1${path}`, headers: { authorization: `Bearer ${secret}` } });
    const groups = (await get("/alerts/groups?limit=2&alerts=1")).json<{ items: { alerts: unknown[]; alertCount: number }[]; total: number; next: string }>();
    expect([groups.items.length, groups.total, groups.items[0]?.alerts.length, groups.items[0]?.alertCount]).toEqual([2, count / perGroup, 1, perGroup]);
    expect((await get(`/alerts?after=${groups.next}`)).statusCode).toBe(400);
    expect((await get("/alert-settings")).json()).toMatchObject({ longestSilence: "90d" });
    await server.close();
  });
});
