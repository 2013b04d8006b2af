// Delivery as people see it: limits, summaries, fallbacks, receivers that are gone or fail, heartbeats; on a clock that moves when told to.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { minuteMs, secondMs } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import type { Notice } from "../../src/notify/notice.ts";
import { outboxRows } from "../../src/notify/outbox-rows.ts";
import { openReceiver } from "../../src/notify/receiver.sample.ts";
import type { LoopbackReceiver } from "../../src/notify/receiver.sample.ts";
import { webhookTo } from "../bench/server-under-test.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

interface Body { type: string; data: Notice }

let test: TestApp;
let hooks: Map<string, LoopbackReceiver>;
let status: Map<string, number>;
let made: number;

beforeEach(async () => {
  test = await openTestApp();
  [hooks, status, made] = [new Map(), new Map(), 0];
});
afterEach(async () => {
  for (const hook of hooks.values()) await hook.close();
  await test.close();
});

async function receiver(id: string, common: Record<string, unknown> = {}): Promise<void> {
  const hook = hooks.get(id) ?? await openReceiver((response) => { response.writeHead(status.get(id) ?? 200).end(); });
  hooks.set(id, hook);
  await test.app.notices.putReceiver(test.app.org, { id, channel: "webhook", settings: webhookTo(hook.port), common }, "test");
}

async function push(to: string, changed: Partial<Notice> = {}): Promise<void> {
  made += 1;
  const { store, org, clock } = test.app;
  const notice = sampleNotice({ groupKey: `story-${made}`, title: `notice ${made}`, at: clock.now(), items: [], ...changed });
  await store.write((ports) => ports.notices.enqueue(outboxRows({ org, noticeId: `ntc_${String(made).padStart(5, "0")}`, notice, routed: { kind: "routed", receivers: [to] }, now: clock.now(), groupWaitMs: 0 })));
}

/** Delivers until nothing more is due now. */
async function deliver(): Promise<void> {
  for (let next = await due(); next !== undefined && next <= test.clock.now(); next = await due()) await test.app.steps.deliver();
}
const due = () => test.app.store.read.notices.nextDueAt();

async function pass(ms: number, step = 15 * secondMs): Promise<void> {
  for (let past = 0; past < ms; past += step) {
    test.clock.advance(Math.min(step, ms - past));
    await test.app.steps.lookAfterReceivers();
    await deliver();
  }
}

const bodies = (id: string): Body[] => (hooks.get(id)?.received ?? []).map(({ body }) => JSON.parse(body) as Body);
const titles = (id: string): string[] => bodies(id).map(({ data }) => data.title);
const rowOf = async (id: string) => (await test.app.notices.receivers(test.app.org)).find((row) => row.id === id);
const deliveries = async (filter: Parameters<TestApp["app"]["notices"]["deliveries"]>[1]) => (await test.app.notices.deliveries(test.app.org, filter, { limit: 500, after: undefined })).items;

describe("test/acceptance/delivery: a rate limit", () => {
  it("makes messages wait, and summarises a storm; nobody gets more than the limit, and every delivery names its message", async () => {
    await receiver("hook", { messagesPerMinute: 5 });
    for (let n = 0; n < 200; n += 1) await push("hook");
    await deliver();
    expect(bodies("hook")).toHaveLength(5);
    expect(bodies("hook").at(-1)).toMatchObject({ type: "summary", data: { groupKey: "summary|hook", title: "196 more within 1 min: 196 critical" } });
    const all = await deliveries({});
    expect([new Set(all.map(({ state }) => state)), new Set(all.map(({ message }) => message)).size]).toEqual([new Set(["sent"]), 5]);
    const detail = await test.app.notices.delivery(test.app.org, all[0]?.id ?? "");
    expect([detail?.together.length, detail?.attempts]).toMatchObject([196, [{ number: 1, outcome: "sent" }]]);
  });

  it("holds over a restart", async () => {
    await receiver("hook", { messagesPerMinute: 3 });
    for (let n = 0; n < 3; n += 1) await push("hook");
    await deliver();
    await test.app.close();
    const again = await openApp({ ...readSettings({ AFTWATCH_DATA: `${test.dir}/data`, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_CACHE_MIB: "8" }, {}, test.dir) }, { clock: test.clock, log: silentLog, random: () => 0.5 });
    test = { ...test, app: again, close: async () => { await again.close(); } };
    await push("hook");
    await deliver();
    expect(bodies("hook")).toHaveLength(3);
    test.clock.advance(minuteMs);
    await deliver();
    expect(bodies("hook")).toHaveLength(4);
  });

  it("a resolve comes after its trigger, also when that went in a summary", async () => {
    await receiver("hook", { messagesPerMinute: 1 });
    for (let n = 0; n < 3; n += 1) await push("hook", { groupKey: `g${n}`, state: "open" });
    await deliver();
    await push("hook", { groupKey: "g1", state: "resolved", title: "g1 is over" });
    await pass(2 * minuteMs);
    expect(bodies("hook").map(({ type, data }) => [type, data.groupKey, data.state])).toEqual([["summary", "summary|hook", "open"], ["finding.opened", "g1", "resolved"]]);
    for (const n of [0, 2]) await push("hook", { groupKey: `g${n}`, state: "resolved" });
    await pass(4 * minuteMs);
    expect(bodies("hook").at(-1)).toMatchObject({ type: "summary", data: { groupKey: "summary|hook", state: "resolved" } });
  });
});

describe("test/acceptance/delivery: the end of a story", () => {
  it("that was never told is not told, and the delivery says why", async () => {
    await receiver("hook");
    await push("hook", { groupKey: "g", state: "resolved" });
    await deliver();
    expect([bodies("hook"), await deliveries({})]).toMatchObject([[], [{ state: "suppressed", why: "resolved before this receiver was told that it began" }]]);
  });

  it("that waited together with its beginning is one message", async () => {
    await receiver("hook");
    status.set("hook", 503);
    await push("hook", { groupKey: "other" });
    await push("hook", { groupKey: "g", state: "open", title: "began", at: 1 });
    await push("hook", { groupKey: "g", state: "resolved", title: "ended", at: 2 });
    status.set("hook", 200);
    await deliver();
    expect(bodies("hook").filter(({ data }) => data.groupKey === "g")).toMatchObject([{ data: { state: "resolved", title: "ended (and 1 more)" } }]);
  });

  it("is not told where it is not wanted", async () => {
    await receiver("hook", { sendResolved: false });
    await push("hook", { groupKey: "g", state: "open" });
    await deliver();
    await push("hook", { groupKey: "g", state: "resolved" });
    await deliver();
    expect([bodies("hook").length, (await deliveries({ state: "suppressed" })).length]).toEqual([1, 1]);
  });
});

describe("test/acceptance/delivery: a receiver that is not reached", () => {
  it("410: it is switched off, the others are told once, its fallback gets what it was for; saving switches it on", async () => {
    await receiver("mail");
    await receiver("hook", { fallback: "mail" });
    status.set("hook", 410);
    await push("hook", { title: "the news" });
    await deliver();
    await pass(minuteMs);
    expect(await rowOf("hook")).toMatchObject({ state: "off", offWhy: expect.stringContaining("410") as string });
    const [news] = bodies("mail").filter(({ data }) => data.title === "the news");
    expect(news?.data.changes?.[0]).toMatch(/^sent here because hook could not be reached: HTTP 410/);
    expect(titles("mail").filter((title) => title.includes("switched off"))).toHaveLength(1);
    await push("hook", { title: "while off" });
    await pass(minuteMs);
    expect([titles("hook").length, titles("mail").includes("while off")]).toEqual([1, true]);
    status.set("hook", 200);
    await receiver("hook", { fallback: "mail" });
    await deliver();
    expect([titles("hook").at(-1), (await rowOf("hook"))?.state]).toEqual(["while off", "good"]);
  });

  it("undelivered for too long: the fallback gets it too, once; when it is over, both are told", async () => {
    await receiver("mail");
    await receiver("hook", { fallback: "mail", fallbackAfterMinutes: 5, failingAfterMinutes: 60 });
    status.set("hook", 500);
    await push("hook", { groupKey: "g", state: "open", title: "began" });
    await deliver();
    await pass(4 * minuteMs);
    expect(titles("mail")).toEqual([]);
    await pass(3 * minuteMs);
    expect(titles("mail")).toEqual(["began"]);
    status.set("hook", 200);
    await pass(60 * minuteMs, 5 * minuteMs);
    await push("hook", { groupKey: "g", state: "resolved", title: "ended" });
    await deliver();
    expect([titles("hook").at(-1), titles("mail")]).toEqual(["ended", ["began", "ended"]]);
  });

  it("nothing arrives for a quarter of an hour: the others are told, once, and once when it is over", async () => {
    await receiver("mail");
    await receiver("hook");
    status.set("hook", 500);
    await push("hook");
    await deliver();
    await pass(30 * minuteMs, minuteMs);
    expect([titles("mail"), (await rowOf("hook"))?.state]).toEqual([["Nothing reaches hook"], "failing"]);
    status.set("hook", 200);
    await pass(120 * minuteMs, 5 * minuteMs);
    expect([titles("mail"), (await rowOf("hook"))?.state]).toEqual([["Nothing reaches hook", "hook is reached again"], "good"]);
  });

  it("dead letters are listed with their cause, and all of a receiver are sent again at once", async () => {
    await receiver("hook");
    status.set("hook", 404);
    await push("hook");
    await push("hook");
    await deliver();
    expect(await deliveries({ state: "refused", receiver: "hook" })).toMatchObject([{ why: "HTTP 404" }, { why: "HTTP 404" }]);
    status.set("hook", 200);
    expect(await test.app.notices.replayReceiver(test.app.org, "hook", "session:dana")).toBe(2);
    await deliver();
    expect([await test.app.notices.deliveryCounts(test.app.org), new Set(hooks.get("hook")?.received.map(({ headers }) => headers["webhook-id"])).size]).toMatchObject([{ sent: 2, refused: 0 }, 2]);
  });
});

describe("test/acceptance/delivery: heartbeats and loops", () => {
  it("a heartbeat goes out at its interval, by itself", async () => {
    await receiver("hook", { heartbeatMinutes: 10 });
    await receiver("mail");
    await pass(25 * minuteMs, minuteMs);
    expect([bodies("hook").map(({ type }) => type), bodies("mail")]).toEqual([["heartbeat", "heartbeat", "heartbeat"], []]);
  });

  it("fallbacks in a circle, and the removal of one that is leant on, are refused", async () => {
    await receiver("mail");
    await receiver("hook", { fallback: "mail" });
    await expect(receiver("mail", { fallback: "hook" })).rejects.toMatchObject({ places: [{ at: "/common/fallback", rule: "leads in a circle: mail to hook to mail" }] });
    await expect(test.app.notices.removeReceiver(test.app.org, "mail", "test")).rejects.toMatchObject({ places: [{ at: "/receivers/hook/common/fallback" }] });
  });
});

describe("test/acceptance/delivery: secrets of a receiver", () => {
  const put = (settings: Record<string, unknown>, common?: Record<string, unknown>): Promise<void> => test.app.notices.putReceiver(test.app.org, { id: "a", channel: "webhook", settings, ...(common === undefined ? {} : { common }) }, "test");
  const arrived = async (): Promise<number> => {
    await push("a");
    await deliver();
    return bodies("a").length;
  };

  it("that are left out stay as they were, so that the rest can be edited", async () => {
    await receiver("a");
    await put({ allowPrivate: true }, { titleTemplate: "edited" });
    expect([await arrived(), titles("a")]).toEqual([1, ["edited"]]);
  });
  it("go to no other host: there they must be entered again", async () => {
    await receiver("a");
    await expect(put({ url: "http://127.0.0.2:9/", allowPrivate: true })).rejects.toMatchObject({ code: "settings.invalid", places: [{ at: "/secrets" }] });
    expect(await arrived()).toBe(1);
  });
});
