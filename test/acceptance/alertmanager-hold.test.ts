// Alertmanager's behaviour when it holds back: inhibition, silences, mute times; and who is named for it.
import { afterEach, describe, expect, it } from "vitest";
import type { SuppressionKind } from "../../src/notify/suppression.ts";
import { alert, openAlertmanager, quick } from "./alertmanager-under-test.ts";
import type { AlertmanagerUnderTest } from "./alertmanager-under-test.ts";

let am: AlertmanagerUnderTest;
const open = async (...parts: Parameters<typeof openAlertmanager>): Promise<AlertmanagerUnderTest> => { am = await openAlertmanager(...parts); return am; };
afterEach(async () => { await am.close(); });
const short = () => am.messages.map(({ at, firing, resolved }) => [at, firing.join(" "), resolved.join(" ")]);
const heldBy = async (by: SuppressionKind) => (await am.test.app.alerts.suppressions(am.test.app.org, { by }, { limit: 50, after: undefined })).items;
const route = { receiver: "default", ...quick, groupBy: [] };
const jobDown = { route, inhibitRules: [{ id: "job-down", sourceMatchers: ['alertname="JobDown"'], targetMatchers: ['alertname="InstanceDown"'], equal: ["job", "zone"] }] };

describe("test/acceptance/alertmanager-hold: inhibition", () => {
  it("a firing source mutes targets with equal labels, and no others", async () => {
    await open(jobDown);
    await am.push(alert("test", { job: "testjob", zone: "aa" }), alert("InstanceDown", { job: "testjob", zone: "aa" }), alert("InstanceDown", { job: "testjob", zone: "ab" }), alert("JobDown", { job: "testjob", zone: "aa" }));
    await am.at("3s");
    expect(am.bodies[0]?.alerts.map(({ labels }) => `${labels["alertname"]} ${labels["zone"]}`).toSorted()).toEqual(["InstanceDown ab", "JobDown aa", "test aa"]);
    expect(await heldBy("inhibition")).toMatchObject([{ byId: "job-down", title: '{alertname="InstanceDown", job="testjob", zone="aa"}' }]);
  });

  it("the target is told when the source is over", async () => {
    await open(jobDown);
    await am.push({ ...alert("InstanceDown", { job: "j", zone: "aa" }), ends: "1h" }, { ...alert("JobDown", { job: "j", zone: "aa" }), ends: "1h" });
    await am.at("4s");
    await am.push({ ...alert("JobDown", { job: "j", zone: "aa" }), starts: "0s", ends: "now" });
    await am.at("8s");
    expect(short()).toEqual([[1, "JobDown", ""], [5, "InstanceDown", "JobDown"]]);
  });

  it("a source that comes later mutes from then on, and the target that was told is not repeated", async () => {
    await open({ ...jobDown, route: { ...route, repeatInterval: "5s" } });
    await am.push({ ...alert("InstanceDown", { job: "j", zone: "aa" }), ends: "1h" });
    await am.at("2s");
    await am.push({ ...alert("JobDown", { job: "j", zone: "aa" }), ends: "1h" });
    await am.at("9s");
    expect(short()).toEqual([[1, "InstanceDown", ""], [3, "JobDown", ""], [8, "JobDown", ""]]);
  });

  it("a missing label equals an empty one", async () => {
    await open(jobDown);
    await am.push(alert("JobDown", { job: "j" }), alert("InstanceDown", { job: "j", zone: "" }), alert("InstanceDown", { job: "j", zone: "aa" }));
    await am.at("2s");
    expect(am.bodies[0]?.alerts.map(({ labels }) => labels["zone"] ?? "-").toSorted()).toEqual(["-", "aa"]);
  });

  it("an alert that matches both sides is not muted by itself or by another that does", async () => {
    await open({ route, inhibitRules: [{ sourceMatchers: ['severity=~"critical|warning"'], targetMatchers: ['severity="warning"'], equal: ["job"] }] });
    await am.push(alert("w1", { severity: "warning", job: "j" }), alert("w2", { severity: "warning", job: "j" }));
    await am.at("2s");
    await am.push(alert("c", { severity: "critical", job: "j" }));
    await am.at("4s");
    expect(short()).toEqual([[1, "w1 w2", ""], [3, "c", ""]]);
  });

  it("a rule whose equal list is empty mutes everything that its target side matches", async () => {
    await open({ route, inhibitRules: [{ sourceMatchers: ['alertname="Maintenance"'], targetMatchers: ['alertname!="Maintenance"'] }] });
    await am.push(alert("Maintenance", { job: "a" }), alert("one", { job: "b" }), alert("two"));
    await am.at("2s");
    expect(short()).toEqual([[1, "Maintenance", ""]]);
  });

  it("a restart opens no gap: the source is still known, and the target stays quiet", async () => {
    await open(jobDown);
    await am.push({ ...alert("JobDown", { job: "j", zone: "aa" }), ends: "1h" });
    await am.at("2s");
    // Nothing of the inhibition is held in memory: the routing is read anew, as after a start.
    await am.test.app.routes.put(am.test.app.org, { routing: { ...jobDown, route: { ...route, groupWait: "2s" } } }, "test");
    await am.push({ ...alert("InstanceDown", { job: "j", zone: "aa" }), ends: "1h" });
    await am.at("10s");
    expect(short()).toEqual([[1, "JobDown", ""]]);
  });
});

describe("test/acceptance/alertmanager-hold: silences", () => {
  it("what a silence covers is not told; what it does not cover is", async () => {
    await open({ route });
    const id = await am.silence('alertname="one"', { until: "10s" });
    await am.push({ ...alert("one"), ends: "1h" }, { ...alert("two"), ends: "1h" });
    await am.at("5s");
    expect(short()).toEqual([[1, "two", ""]]);
    expect(await heldBy("silence")).toMatchObject([{ byId: id, title: '{alertname="one"}', times: 5 }]);
    await am.at("15s");
    expect(short()).toEqual([[1, "two", ""], [10, "one two", ""]]);
  });

  it("ended early, it covers nothing from the next flush on", async () => {
    await open({ route });
    const id = await am.silence('alertname=~"o.e"');
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("4s");
    expect(am.messages).toEqual([]);
    expect(await am.test.app.silences.expire(am.test.app.org, id, "test")).toBe("expired");
    await am.at("8s");
    expect(short()).toEqual([[5, "one", ""]]);
  });

  it("one that is pending covers nothing before it starts", async () => {
    await open({ route: { ...route, repeatInterval: "3s" } });
    await am.silence('alertname="one"', { from: "6s" });
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("20s");
    expect(short()).toEqual([[1, "one", ""], [4, "one", ""]]);
  });

  it("other matchers make another silence; another end does not", async () => {
    await open({ route });
    const id = await am.silence('alertname="one"', { until: "1h" });
    expect(await am.silence('alertname="one"', { until: "2h", id })).toBe(id);
    const other = await am.silence('alertname="two"', { until: "2h", id });
    expect(other).not.toBe(id);
    expect((await am.test.app.silences.list(am.test.app.org)).map(({ silenceId, state }) => [silenceId, state])).toEqual([[other, "active"], [id, "expired"]]);
  });

  it("the alert itself stays, and says which silence holds it", async () => {
    await open({ route });
    const id = await am.silence('alertname="one"');
    await am.push(alert("one"));
    const page = await am.test.app.alerts.list(am.test.app.org, { state: "suppressed", matchers: [] }, { limit: 10, after: undefined });
    expect(page).toMatchObject({ total: 1, items: [{ state: "suppressed", silencedBy: [id], receivers: ["default"] }] });
  });

  it("a preview counts what it covers now, and says aloud when that is nothing", async () => {
    await open({ route });
    await am.push(alert("one"), alert("two"));
    const preview = (value: string) => am.test.app.silences.preview(am.test.app.org, [{ name: "alertname", op: "=", value }]);
    expect(await preview("one")).toMatchObject({ covers: 1, firing: 2 });
    expect((await preview("three")).note).toBe("matches nothing: none of the 2 alerts that fire now");
  });

  it("its author is reminded before it ends, and told when it has held nothing for a day", async () => {
    await open({ route });
    await am.silence('alertname="never"', { until: "2d" });
    const titles = async () => (await am.test.app.fleet.deliveries(am.test.app.org, {}, { limit: 10, after: undefined })).items.map(({ kind }) => kind);
    await am.at("23h");
    expect(await titles()).toEqual([]);
    await am.at("1d 1m");
    expect(await titles()).toEqual(["silence.idle"]);
    await am.at("1d 23h 5m");
    expect(await titles()).toEqual(["silence.expiring", "silence.idle"]);
    await am.at("1d 23h 30m");
    expect(await titles()).toHaveLength(2);
  });
});

describe("test/acceptance/alertmanager-hold: quiet times and repeats", () => {
  // The clock of the tests starts on Sunday at noon UTC.
  const lunch = [{ name: "lunch", timeIntervals: [{ times: [{ startTime: "12:00", endTime: "12:10" }] }] }];

  it("inside a mute time nothing is told; at its end what still fires is", async () => {
    await open({ route: { ...route, groupInterval: "1m", routes: [{ matchers: ['quiet="yes"'], muteTimeIntervals: ["lunch"] }] }, timeIntervals: lunch });
    await am.push({ ...alert("one", { quiet: "yes" }), ends: "1h" }, { ...alert("loud"), ends: "1h" });
    await am.at("9m");
    expect(short()).toEqual([[1, "loud", ""]]);
    expect(await heldBy("mute")).toMatchObject([{ byId: "lunch" }]);
    await am.at("12m");
    expect(short()).toEqual([[1, "loud", ""], [600, "one", ""]]);
  });

  it("outside an active time nothing is told", async () => {
    await open({ route: { ...route, groupInterval: "1m", routes: [{ matchers: ['quiet="yes"'], activeTimeIntervals: ["later"] }] }, timeIntervals: [{ name: "later", timeIntervals: [{ times: [{ startTime: "12:05", endTime: "13:00" }] }] }] });
    await am.push({ ...alert("one", { quiet: "yes" }), ends: "1h" });
    await am.at("20m");
    expect(short()).toEqual([[300, "one", ""]]);
  });

  it("a resolve inside a mute time is told after it, when the receiver knows of the alert", async () => {
    await open({ route: { ...route, groupInterval: "1m", routes: [{ matchers: ['quiet="yes"'], muteTimeIntervals: ["tea"] }] }, timeIntervals: [{ name: "tea", timeIntervals: [{ times: [{ startTime: "12:05", endTime: "12:30" }] }] }] });
    await am.push({ ...alert("one", { quiet: "yes" }), ends: "1h" });
    await am.at("10m");
    await am.push({ ...alert("one", { quiet: "yes" }), starts: "0s", ends: "now" });
    await am.at("40m");
    expect(short()).toEqual([[1, "one", ""], [1800, "", "one"]]);
  });

  it("what is not told because nothing is new is counted as a duplicate", async () => {
    await open({ route });
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("10s");
    expect(await heldBy("duplicate")).toMatchObject([{ subject: "{}:{}", target: "default", times: 9 }]);
  });

  it("a route without a receiver is named once for what it takes", async () => {
    await open({ route: { receivers: [], ...quick } });
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("10s");
    expect(am.messages).toEqual([]);
    expect(await heldBy("route")).toMatchObject([{ byId: "root", why: "route root names no receiver", times: 1 }]);
    const { items } = await am.test.app.fleet.deliveries(am.test.app.org, {}, { limit: 10, after: undefined });
    expect(items).toMatchObject([{ state: "no-receiver", kind: "alert.firing" }]);
  });
});
