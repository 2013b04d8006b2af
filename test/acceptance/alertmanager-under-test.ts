// Aftwatch as Alertmanager's acceptance tests see one: alerts go in on a timeline, and what each receiver was told comes out.
import type { AlertRow } from "../../src/app/alerts/alert-desk.ts";
import type { NoticeAlerts } from "../../src/notify/alert.ts";
import type { LabelSet } from "../../src/notify/label.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { spanMs } from "./timeline.ts";

/** What one message told: seconds after the start, and the values of the label "alertname" that fire and that are over. */
export interface Message { at: number; to: string; reason: string; firing: string[]; resolved: string[] }

export interface AlertmanagerUnderTest {
  test: TestApp;
  /** Lets time pass up to "1m 30s", flushing each group at its own moment. */
  at(text: string): Promise<void>;
  /** Posts alerts now. Without ends they go on for five minutes. */
  push(...alerts: readonly Pushed[]): Promise<void>;
  silence(matchers: string, options?: { from?: string; until?: string; id?: string }): Promise<string>;
  /** Every message up to now, in order. */
  messages: Message[];
  bodies: NoticeAlerts[];
  firing(): Promise<AlertRow[]>;
  close(): Promise<void>;
}

/** starts and ends in spans after the start, as "1m"; ends "now" for a resolve. */
export interface Pushed { labels: LabelSet; annotations?: LabelSet; starts?: string; ends?: string }
export const alert = (name: string, labels: LabelSet = {}): Pushed => ({ labels: { alertname: name, ...labels } });

export const quick = { groupBy: ["alertname"], groupWait: "1s", groupInterval: "1s", repeatInterval: "1h" };

/** Receivers a, b and default; each keeps what it is told. `silent` ones do not want resolves. */
export async function openAlertmanager(routing: Record<string, unknown>, options: { databaseUrl?: string; silent?: readonly string[]; receivers?: readonly string[] } = {}): Promise<AlertmanagerUnderTest> {
  const test = await openTestApp(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl });
  const { app, clock } = test;
  for (const id of options.receivers ?? ["default", "a", "b"]) {
    const settings = JSON.stringify({ url: "http://127.0.0.1:9/", allowPrivate: true });
    const common = JSON.stringify(options.silent?.includes(id) ? { sendResolved: false } : {});
    await app.store.write((ports) => ports.settings.putReceiver(app.org, { id, channel: "webhook", settings, common, createdAt: clock.now() }));
  }
  await app.routes.put(app.org, { routing }, "test");
  const am: AlertmanagerUnderTest = {
    test, messages: [], bodies: [],
    at: async (text) => {
      const target = testStartAt + spanMs(text);
      for (;;) {
        await flush(am);
        const next = await app.store.read.alerts.nextFlushAt();
        if (next === undefined || next > target) break;
        clock.set(Math.max(clock.now(), next));
      }
      clock.set(target);
      await flush(am);
    },
    push: async (...alerts) => {
      const timeOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : new Date(text === "now" ? clock.now() : testStartAt + spanMs(text)).toISOString());
      const receipt = await app.alerts.receive(app.org, alerts.map(({ starts, ends, ...rest }) => ({ ...rest, startsAt: timeOf(starts), endsAt: timeOf(ends) })), "test");
      if (receipt.rejects.length > 0) throw new Error(JSON.stringify(receipt.rejects));
      await flush(am);
    },
    silence: async (matchers, { from, until = "1d", id } = {}) => (await app.silences.put(app.org, id, {
      matchers: [matchers], startsAt: new Date(from === undefined ? clock.now() : testStartAt + spanMs(from)).toISOString(), endsAt: new Date(testStartAt + spanMs(until)).toISOString(), createdBy: "ana", comment: "planned work",
    }, "test")).silenceId,
    firing: async () => {
      const rows: AlertRow[] = [];
      for await (const row of app.alerts.firing(app.org)) rows.push(row);
      return rows;
    },
    close: () => test.close(),
  };
  return am;
}

/** Flushes what is due at this very instant and takes it out of the outbox, as its delivery would. */
async function flush({ test: { app, clock }, messages, bodies }: AlertmanagerUnderTest): Promise<void> {
  const now = clock.now();
  await app.steps.flushAlerts();
  for (;;) {
    const claims = await app.store.write(async ({ notices }) => {
      const taken = await notices.claimDue(now, 100, 60_000, "test");
      for (const claim of taken) await notices.settle(claim, { state: "sent", why: undefined, nextAttemptAt: undefined, attempts: claim.attempt, at: now });
      return taken;
    });
    if (claims.length === 0) return;
    for (const { receiverId, members } of claims) for (const { notice } of members) if (notice.alerts) record(notice.alerts, receiverId);
  }
  function record(told: NoticeAlerts, to: string): void {
    const names = (status: string): string[] => told.alerts.filter((one) => one.status === status).map(({ labels }) => labels["alertname"] ?? "").toSorted();
    bodies.push(told);
    messages.push({ at: (now - testStartAt) / 1000, to, reason: told.reason, firing: names("firing"), resolved: names("resolved") });
  }
}
