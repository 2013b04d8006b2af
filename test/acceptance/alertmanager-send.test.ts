// Alertmanager's behaviour when it sends: grouping, waiting, repeating, resolving; each case a timeline on the fake clock.
import { afterEach, describe, expect, it } from "vitest";
import { alert, openAlertmanager, quick } from "./alertmanager-under-test.ts";
import type { AlertmanagerUnderTest } from "./alertmanager-under-test.ts";

let am: AlertmanagerUnderTest;
const open = async (...parts: Parameters<typeof openAlertmanager>): Promise<AlertmanagerUnderTest> => { am = await openAlertmanager(...parts); return am; };
afterEach(async () => { await am.close(); });
const root = (route: Record<string, unknown>) => ({ route: { receiver: "default", ...quick, ...route } });
const short = () => am.messages.map(({ at, firing, resolved }) => [at, firing.join(" "), resolved.join(" ")]);

describe("test/acceptance/alertmanager-send: grouping and waiting", () => {
  it("a group waits group_wait from its first alert, and what comes meanwhile goes with it", async () => {
    await open(root({ groupBy: [], groupWait: "10s" }));
    await am.push(alert("one"));
    await am.at("5s");
    await am.push(alert("two"));
    await am.at("9s");
    expect(short()).toEqual([]);
    await am.at("12s");
    expect(am.messages).toEqual([{ at: 10, to: "default", reason: "first notification", firing: ["one", "two"], resolved: [] }]);
  });

  it("an alert that comes after the first message waits for group_interval", async () => {
    await open(root({ groupBy: [], groupWait: "1s", groupInterval: "10s" }));
    await am.push(alert("one"));
    await am.at("3s");
    await am.push(alert("two"));
    await am.at("30s");
    expect(short()).toEqual([[1, "one", ""], [11, "one two", ""]]);
    expect(am.messages[1]?.reason).toBe("new alerts");
  });

  it("group_wait counts from startsAt: an alert that is older is told at once", async () => {
    await open(root({ groupWait: "30s" }));
    await am.at("1m");
    await am.push({ ...alert("old"), starts: "0s" });
    expect(short()).toEqual([[60, "old", ""]]);
  });

  it("group_wait 0s tells at once", async () => {
    await open(root({ groupWait: "0s" }));
    await am.push(alert("now"));
    expect(short()).toEqual([[0, "now", ""]]);
  });

  it("group_by makes one message for each value, and '...' one for each alert", async () => {
    await open({ route: { receiver: "default", ...quick, groupBy: ["cluster"], routes: [{ matchers: ['each="yes"'], groupBy: ["..."], continue: true }, { matchers: ['each="yes"'] }] } });
    await am.push(alert("one", { cluster: "eu", each: "yes" }), alert("two", { cluster: "eu", each: "yes" }), alert("three", { cluster: "us" }));
    await am.at("2s");
    expect(am.messages.map(({ firing }) => firing.join(" ")).toSorted()).toEqual(["one", "one two", "three", "two"]);
    expect(am.bodies.map(({ groupKey }) => groupKey).toSorted()).toEqual([
      '{}/{each="yes"}:{alertname="one", cluster="eu", each="yes"}', '{}/{each="yes"}:{alertname="two", cluster="eu", each="yes"}', '{}/{each="yes"}:{cluster="eu"}', '{}:{cluster="us"}',
    ]);
  });

  it("an absent label of group_by is not in the group's labels", async () => {
    await open(root({ groupBy: ["cluster", "alertname"] }));
    await am.push(alert("one"));
    await am.at("2s");
    expect(am.bodies[0]).toMatchObject({ groupLabels: { alertname: "one" }, groupKey: '{}:{alertname="one"}' });
  });

  it("what all alerts of a message agree on is common; the rest is not", async () => {
    await open(root({ groupBy: [] }));
    await am.push({ labels: { alertname: "one", team: "x" }, annotations: { runbook: "r", summary: "1" } }, { labels: { alertname: "two", team: "x" }, annotations: { runbook: "r", summary: "2" } });
    await am.at("2s");
    expect(am.bodies[0]).toMatchObject({ status: "firing", commonLabels: { team: "x" }, commonAnnotations: { runbook: "r" }, truncatedAlerts: 0 });
  });
});

describe("test/acceptance/alertmanager-send: repeating", () => {
  it("nothing new is not told again before repeat_interval", async () => {
    await open(root({ groupWait: "1s", groupInterval: "1m", repeatInterval: "10m" }));
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("25m");
    expect(am.messages.map(({ at, reason }) => [at, reason])).toEqual([[1, "first notification"], [601, "repeat"], [1201, "repeat"]]);
  });

  it("repeat_interval is rounded up to the next flush of the group", async () => {
    await open(root({ groupWait: "0s", groupInterval: "4m", repeatInterval: "10m" }));
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("25m");
    expect(am.messages.map(({ at }) => at / 60)).toEqual([0, 12, 24]);
  });

  it("the same alert posted again is not new, whatever its annotations say now", async () => {
    await open(root({}));
    await am.push({ ...alert("one"), annotations: { summary: "10 %" } });
    await am.at("2s");
    await am.push({ ...alert("one"), annotations: { summary: "20 %" } });
    await am.at("1m");
    expect(short()).toEqual([[1, "one", ""]]);
  });

  it("a removed alert name that fires again after its resolve was told is new", async () => {
    await open(root({}));
    await am.push(alert("one"));
    await am.at("5s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("10s");
    await am.push({ ...alert("one"), starts: "10s" });
    await am.at("50s");
    expect(short()).toEqual([[1, "one", ""], [6, "", "one"], [11, "one", ""]]);
  });
});

describe("test/acceptance/alertmanager-send: resolving", () => {
  it("resolved before group_wait is over: nobody is told", async () => {
    await open(root({ groupWait: "10s" }));
    await am.push(alert("one"));
    await am.at("4s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("5m");
    expect(am.messages).toEqual([]);
    const { items } = await am.test.app.alerts.suppressions(am.test.app.org, { by: "resolved" }, { limit: 10, after: undefined });
    expect(items).toMatchObject([{ byId: "root", subject: '{}:{alertname="one"}', why: "over before anybody was told of it", times: 1 }]);
  });

  it("a resolve is told at the next flush, once, and the group goes", async () => {
    await open(root({ groupInterval: "10s" }));
    await am.push(alert("one"));
    await am.at("3s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("10m");
    expect(am.messages.map(({ at, reason }) => [at, reason])).toEqual([[1, "first notification"], [11, "all resolved"]]);
    expect(am.bodies[1]).toMatchObject({ status: "resolved", alerts: [{ status: "resolved", endsAt: am.test.clock.now() - 597_000 }] });
    expect(await am.test.app.store.read.alerts.nextFlushAt()).toBeUndefined();
  });

  it("one of two resolves: told with those that still fire, and gone from the message after", async () => {
    await open(root({ groupBy: [], repeatInterval: "20s", groupInterval: "5s" }));
    await am.push({ ...alert("one"), ends: "1h" }, { ...alert("two"), ends: "1h" });
    await am.at("2s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("30s");
    expect(am.messages.map(({ at, reason, firing, resolved }) => [at, reason, firing.join(), resolved.join()])).toEqual([
      [1, "first notification", "one,two", ""], [6, "some resolved", "two", "one"], [26, "repeat", "two", ""],
    ]);
  });

  it("silence of the sender counts as resolved after resolve_timeout (5 m)", async () => {
    await open(root({ groupInterval: "1m" }));
    await am.push(alert("one"));
    await am.at("4m");
    await am.push(alert("one"));
    await am.at("20m");
    expect(short()).toEqual([[1, "one", ""], [541, "", "one"]]);
  });

  it("send_resolved off: resolves are not told, also not as part of another message, and firing again is", async () => {
    await open(root({ groupBy: [] }), { silent: ["default"] });
    await am.push({ ...alert("one"), ends: "1h" }, { ...alert("two"), ends: "1h" });
    await am.at("2s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("4s");
    await am.push({ ...alert("three"), ends: "1h" }, { ...alert("two"), starts: "0s", ends: "now" });
    await am.at("6s");
    await am.push({ ...alert("three"), starts: "4s", ends: "now" });
    await am.at("9s");
    await am.push({ ...alert("three"), starts: "9s", ends: "1h" });
    await am.at("15s");
    expect(short()).toEqual([[1, "one two", ""], [5, "three", ""], [10, "three", ""]]);
  });

  it("fired and resolved between two flushes of a group that was told: nobody is told", async () => {
    await open(root({ groupBy: [], groupInterval: "10s" }));
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("3s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("12s");
    await am.push({ ...alert("two"), ends: "1h" });
    await am.at("14s");
    await am.push({ ...alert("two"), starts: "12s", ends: "now" });
    await am.at("5m");
    expect(short()).toEqual([[1, "one", ""], [11, "", "one"]]);
  });
});

describe("test/acceptance/alertmanager-send: merging reports", () => {
  it("the earliest start of overlapping reports is kept", async () => {
    await open(root({}));
    await am.push({ ...alert("one"), starts: "0s" });
    await am.at("2s");
    await am.push({ ...alert("one"), starts: "1s" });
    const [row] = await am.firing();
    expect(row?.startsAt).toBe(am.test.clock.now() - 2000);
  });

  it("a later report with an explicit, earlier end ends it; one without an end does not shorten an explicit one", async () => {
    await open(root({}));
    await am.push({ ...alert("one"), starts: "0s", ends: "20m" }, { ...alert("two"), starts: "0s", ends: "20m" });
    await am.at("1m");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" }, { ...alert("two"), starts: "0s" });
    const rows = await am.firing();
    expect(rows.map(({ labels, endsAt, startsAt }) => [labels["alertname"], (endsAt - startsAt) / 60_000])).toEqual([["two", 20]]);
  });

  it("a stretch that begins after the kept one ended stands alone", async () => {
    await open(root({}));
    await am.push({ ...alert("one"), starts: "0s", ends: "1m" });
    await am.at("10m");
    await am.push({ ...alert("one"), starts: "9m" });
    const [row] = await am.firing();
    expect(row && (am.test.clock.now() - row.startsAt) / 60_000).toBe(1);
  });

  it("two receivers of one route are told each by itself", async () => {
    await open({ route: { receivers: ["a", "b"], ...quick } }, { silent: ["b"] });
    await am.push(alert("one"));
    await am.at("2s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" });
    await am.at("5s");
    expect(am.messages.map(({ at, to, reason }) => [at, to, reason])).toEqual([[1, "a", "first notification"], [1, "b", "first notification"], [3, "a", "all resolved"]]);
  });

  it("a change of the routes tells nobody again of what he knows, and a new receiver of all that fires", async () => {
    await open(root({ repeatInterval: "1h" }));
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("5s");
    await am.test.app.routes.put(am.test.app.org, { routing: { route: { receivers: ["default", "a"], ...quick, routes: [{ matchers: ['alertname="other"'] }] } } }, "test");
    await am.at("30s");
    expect(am.messages.map(({ to, firing }) => [to, ...firing])).toEqual([["default", "one"], ["a", "one"]]);
  });
});
