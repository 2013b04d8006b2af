// One round of the pipeline: sent, retried, refused, given up.
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../kernel/clock.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";
import { Secret } from "../kernel/secret.ts";
import { channels } from "./channels/index.ts";
import { openReceiver } from "./receiver.sample.ts";
import { startWatch } from "./watch.sample.ts";
import type { Answer } from "./watch.sample.ts";

const failing: Answer = () => ({ kind: "retry", why: "HTTP 503" });
const nothing = { sent: 0, retried: 0, refused: 0, dead: 0, suppressed: 0, deferred: 0, nextDueAt: undefined };

describe("src/notify/pipeline.ts", () => {
  it("with nothing due it does nothing, and says when to come again", async () => {
    const watch = startWatch();
    expect(await watch.round()).toEqual(nothing);
    await watch.push();
    expect(await watch.round()).toEqual({ ...nothing, nextDueAt: 500 });
    expect(watch.sends).toEqual([]);
  });

  it("notices of one group within the wait are one message per receiver; another group is another", async () => {
    const watch = startWatch();
    await watch.push({ title: "A" }, ["slack", "mail"]);
    watch.clock.advance(400);
    await watch.push({ title: "B" }, ["slack", "mail"]);
    await watch.push({ title: "C", groupKey: "other" }, ["slack"]);
    watch.clock.advance(500);
    expect(await watch.round()).toEqual({ ...nothing, sent: 3 });
    expect(watch.sends.map(({ host, notice }) => `${host} ${notice.title}`).toSorted()).toEqual(["mail.example B (and 1 more)", "slack.example B (and 1 more)", "slack.example C"]);
    expect((await watch.store.counts("org_1")).sent).toBe(5);
  });

  it("a later message of the group says what changed", async () => {
    const watch = startWatch();
    await watch.push({ severity: "high" });
    watch.clock.advance(500);
    await watch.round();
    await watch.push({ severity: "critical" });
    watch.clock.advance(500);
    await watch.round();
    expect(watch.sends.map(({ notice }) => notice.changes)).toEqual([undefined, ["severity: high -> critical", "rows: 1 new, 1 not in this message"]]);
  });

  it("a failed one is tried again later and later, under one key, with the same words", async () => {
    const watch = startWatch({ answer: failing });
    await watch.push();
    for (let next: number | undefined = 500; watch.sends.length < 4; ) {
      watch.clock.set(next ?? 0);
      ({ nextDueAt: next } = await watch.round());
    }
    watch.say(() => ({ kind: "sent" }));
    watch.clock.advance(20_000);
    expect(await watch.round()).toEqual({ ...nothing, sent: 1 });
    expect(watch.sends.map(({ at }) => at)).toEqual([500, 3_000, 8_000, 18_000, 38_000]);
    expect(new Set(watch.sends.map(({ key, notice }) => key + canonicalJson(notice as unknown as Json))).size).toBe(1);
    expect(await watch.rows()).toMatchObject([{ state: "sent", attempts: 5, sentAt: 38_000 }]);
  });

  it("waits as long as the receiver asks", async () => {
    const watch = startWatch({ answer: () => ({ kind: "retry", why: "HTTP 429", afterMs: hourMs }) });
    await watch.push();
    watch.clock.set(500);
    expect(await watch.round()).toEqual({ ...nothing, retried: 1, nextDueAt: 500 + hourMs });
  });

  it("a later notice of a group does not overtake an earlier one that is to be tried again", async () => {
    const watch = startWatch({ answer: failing });
    await watch.push({ kind: "finding.opened" });
    watch.clock.set(500);
    await watch.round();
    await watch.push({ kind: "finding.fixed" });
    watch.say(() => ({ kind: "sent" }));
    watch.clock.set(2_999);
    expect(await watch.round()).toMatchObject({ sent: 0, nextDueAt: 3_000 });
    watch.clock.set(3_000);
    await watch.round();
    await watch.round();
    expect(watch.sends.slice(1).map(({ notice }) => notice.kind)).toEqual(["finding.opened", "finding.fixed"]);
  });

  it("a receiver that fails holds up no other one", async () => {
    const watch = startWatch({ answer: (_notice, { settings }) => (settings.host === "mail.example" ? { kind: "retry", why: "HTTP 500" } : { kind: "sent" }) });
    await watch.push({}, ["mail", "slack"]);
    watch.clock.set(500);
    expect(await watch.round()).toMatchObject({ sent: 1, retried: 1 });
    watch.clock.set(10_000);
    await watch.round();
    expect(watch.sends.map(({ host }) => host).toSorted()).toEqual(["mail.example", "mail.example", "slack.example"]);
  });

  it("what the receiver refuses is final, with its words", async () => {
    const watch = startWatch({ answer: () => ({ kind: "refused", why: "HTTP 404: no such hook" }) });
    await watch.push();
    watch.clock.set(500);
    expect(await watch.round()).toEqual({ ...nothing, refused: 1 });
    expect(await watch.rows()).toMatchObject([{ state: "refused", lastWhy: "HTTP 404: no such hook" }]);
  });

  it("a receiver that was removed is said", async () => {
    const watch = startWatch();
    await watch.push({}, ["gone"]);
    watch.clock.set(500);
    expect(await watch.round()).toEqual({ ...nothing, refused: 1 });
    expect(await watch.rows()).toMatchObject([{ lastWhy: "the receiver no longer exists" }]);
  });

  it("after three days it is dead with the cause, and can be sent again under the same key", async () => {
    const watch = startWatch({ answer: failing });
    await watch.push();
    watch.clock.set(500);
    let report = await watch.round();
    while (report.nextDueAt !== undefined) {
      watch.clock.set(report.nextDueAt);
      report = await watch.round();
    }
    const [row] = await watch.rows();
    expect(row).toMatchObject({ state: "dead", lastWhy: `given up after ${row?.attempts} attempts; the last one: HTTP 503` });
    expect([watch.clock.now() > 2.9 * dayMs, watch.clock.now() <= 3 * dayMs, report.dead]).toEqual([true, true, 1]);
    expect(watch.events().at(-1)).toBe("notice given up");
    watch.clock.advance(dayMs);
    watch.say(() => ({ kind: "sent" }));
    await watch.store.requeue("org_1", row?.deliveryId ?? "", watch.clock.now());
    expect(await watch.round()).toMatchObject({ sent: 1 });
    expect(new Set(watch.sends.map(({ key }) => key)).size).toBe(1);
  });

  it("a Retry-After beyond the three days is the end, not a wait for ever", async () => {
    const watch = startWatch({ answer: () => ({ kind: "retry", why: "HTTP 503", afterMs: 365 * dayMs }) });
    await watch.push();
    watch.clock.set(500);
    expect(await watch.round()).toEqual({ ...nothing, dead: 1 });
  });

  it("five failures of a host pause it: the rest waits without being tried, and without losing an attempt", async () => {
    const watch = startWatch({ answer: failing });
    for (let n = 0; n < 8; n += 1) await watch.push({ groupKey: `g${n}` });
    await watch.push({ groupKey: "elsewhere" }, ["mail"]);
    watch.clock.set(500);
    expect(await watch.round()).toMatchObject({ retried: 6, deferred: 3 });
    expect(watch.sends.filter(({ host }) => host === "slack.example")).toHaveLength(5);
    expect((await watch.rows()).filter(({ attempts }) => attempts === 0)).toMatchObject(Array.from({ length: 3 }, () => ({ state: "waiting", nextAttemptAt: 500 + minuteMs })));
    watch.say(() => ({ kind: "sent" }));
    watch.clock.advance(minuteMs);
    // One tries each host; what it shows lets the others go.
    expect(await watch.round()).toMatchObject({ sent: 2, nextDueAt: 500 + minuteMs });
    expect(await watch.round()).toEqual({ ...nothing, sent: 7 });
  });

  it("a channel that throws costs its message an attempt, the others nothing, and its words are not logged", async () => {
    const watch = startWatch({ answer: (notice) => { if (notice.title === "bad") throw new Error("token hunter2"); return { kind: "sent" }; } });
    await watch.push({ title: "bad" });
    await watch.push({ title: "good", groupKey: "h" });
    watch.clock.set(500);
    expect(await watch.round()).toMatchObject({ sent: 1, retried: 1 });
    expect(watch.events()).toContain("notice channel failed");
    expect(watch.lines.join("") + JSON.stringify(await watch.rows())).not.toContain("hunter2");
  });

  it("a channel that does not listen to the deadline does not hold the round", async () => {
    const deadline = new AbortController();
    const watch = startWatch({ answer: () => { deadline.abort(); return new Promise(() => {}); } });
    await watch.push();
    watch.clock.set(500);
    expect(await watch.round({ deadline: () => deadline.signal })).toMatchObject({ retried: 1 });
    expect(await watch.rows()).toMatchObject([{ lastWhy: "no answer in time" }]);
  });

  it("at shutdown nothing new is begun and nothing is counted against anybody", async () => {
    const watch = startWatch();
    await watch.push();
    watch.clock.set(500);
    watch.stop.abort();
    expect(await watch.round()).toEqual({ ...nothing, deferred: 1, nextDueAt: 500 });
    expect([watch.sends, (await watch.rows())[0]?.attempts]).toEqual([[], 0]);
  });

  it("when one host's queue outlives the lease, the rest is given back unsent", async () => {
    const watch = startWatch({ answer: () => { watch.clock.advance(25_000); return { kind: "sent" }; } });
    for (let n = 0; n < 4; n += 1) await watch.push({ groupKey: `g${n}` });
    watch.clock.set(500);
    expect(await watch.round()).toMatchObject({ sent: 2, deferred: 2 });
    expect(await watch.round()).toMatchObject({ sent: 2 });
    expect(watch.sends).toHaveLength(4);
  });

  it("two workers at once send each message once", async () => {
    const watch = startWatch();
    for (let n = 0; n < 40; n += 1) await watch.push({ groupKey: `g${n}` });
    watch.clock.set(500);
    const [a, b] = await Promise.all([watch.round({ worker: "w1" }), watch.round({ worker: "w2" })]);
    expect([a.sent + b.sent, new Set(watch.sends.map(({ key }) => key)).size, watch.sends.length]).toEqual([40, 40, 40]);
  });

  it("logs fixed sentences, and never the settings", async () => {
    const watch = startWatch();
    const url = "https://hooks.example/xyzzy";
    watch.receivers.set("slack", { receiverId: "slack", channel: watch.receivers.get("mail")!.channel, settings: { host: "h", url: new Secret(url) } });
    await watch.push();
    watch.clock.set(500);
    await watch.round();
    expect(JSON.parse(watch.lines[0] ?? "")).toMatchObject({ event: "notice sent", org: "org_1", receiver: "slack", attempt: 1, notices: 1 });
    expect(watch.lines.join("")).not.toContain("xyzzy");
  });

  it("reaches a real webhook receiver, which sees one id for both attempts", async () => {
    const statuses = [503, 200];
    const receiver = await openReceiver((response) => response.writeHead(statuses.shift() ?? 200, { "retry-after": "7" }).end());
    const watch = startWatch();
    const webhook = channels.find("webhook")!;
    const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
    watch.receivers.set("slack", { receiverId: "slack", channel: webhook, settings: webhook.readSettings({ url: `http://127.0.0.1:${receiver.port}/`, secrets: [secret], allowPrivate: true }) });
    await watch.push();
    watch.clock.set(500);
    expect(await watch.round()).toMatchObject({ retried: 1, nextDueAt: 7_500 });
    watch.clock.set(7_500);
    expect(await watch.round()).toMatchObject({ sent: 1 });
    const [row] = await watch.rows();
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([row?.messageKey, row?.messageKey]);
    await receiver.close();
  });
});
