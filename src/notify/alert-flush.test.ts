// Whether a group is told, by Alertmanager's table, and what the notice says.
import { describe, expect, it } from "vitest";
import type { Alert } from "./alert.ts";
import { flushReason } from "./alert-flush.ts";
import type { FlushReason } from "./alert-flush.ts";
import { noticeOf } from "./alert-flush-notice.ts";
import { tallySuppressions } from "./suppression.ts";
import type { Suppression } from "./suppression.ts";
import { inhibitPlaces } from "./suppression-sources.ts";

const now = 10_000_000;
const told = (firing: string[], resolved: string[] = [], toldAt = now - 1000) => ({ toldId: "t", receiverId: "r", toldAt, firing, resolved, expiresAt: now + 1 });

describe("src/notify/alert-flush.ts (notify/dedup_stage.go, needsUpdate)", () => {
  it.each<[string, string[], string[], ReturnType<typeof told> | undefined, boolean, FlushReason | undefined]>([
    ["never told, something fires", ["a"], [], undefined, true, "first notification"],
    ["never told, only resolved", [], ["a"], undefined, true, undefined],
    ["one more fires", ["a", "b"], [], told(["a"]), true, "new alerts"],
    ["nothing new", ["a"], [], told(["a", "b"]), true, undefined],
    ["all resolved", [], ["a"], told(["a"]), true, "all resolved"],
    ["all resolved, resolves unwanted: the log still forgets", [], ["a"], told(["a"]), false, "all resolved"],
    ["resolved again, which was told", [], ["a"], told([], ["a"]), true, undefined],
    ["one of two resolved", ["b"], ["a"], told(["a", "b"]), true, "some resolved"],
    ["one of two resolved, resolves unwanted", ["b"], ["a"], told(["a", "b"]), false, undefined],
    ["a resolve that was told", ["b"], ["a"], told(["b"], ["a"]), true, undefined],
    ["the repeat interval is over", ["a"], [], told(["a"], [], now - 60_000), true, "repeat"],
    ["just before it is over", ["a"], [], told(["a"], [], now - 59_999), true, undefined],
  ])("%s", (_title, firing, resolved, before, sendResolved, expected) => {
    expect(flushReason({ state: { firing, resolved }, told: before, repeatIntervalMs: 60_000, sendResolved, now })).toBe(expected);
  });
});

const alert = (n: number, more: Partial<Alert> = {}): Alert => ({ fingerprint: `f${n}`, labels: { alertname: "Down", severity: n === 1 ? "warning" : "page", service: "checkout", instance: `h${9 - n}` }, annotations: { summary: `${n} is down`, runbook_url: "https://r.example" }, startsAt: now - 5, endsAt: now + 5, updatedAt: now, generatorUrl: "https://p.example", timeout: false, ...more });

describe("src/notify/alert-flush-notice.ts", () => {
  const base = { group: { groupKey: '{}:{alertname="Down"}', labels: { alertname: "Down" } }, reason: "new alerts" as const, now, publicUrl: "https://w.example", common: { labels: { alertname: "Down" }, annotations: { runbook_url: "https://r.example" } } };

  it("says what, where and why, the worst severity, and carries the alerts in Alertmanager's order", () => {
    const notice = noticeOf({ ...base, alerts: [alert(1), alert(2)], firing: 2, resolved: 0 });
    expect(notice).toMatchObject({ kind: "alert.firing", state: "open", severity: "critical", title: "[FIRING:2] Down", labels: { services: ["checkout"] }, links: [{ label: "Open the runbook" }, { label: "Open the source" }, { label: "Silence" }] });
    expect(notice.alerts?.alerts.map(({ labels, endsAt }) => [labels["instance"], endsAt])).toEqual([["h7", undefined], ["h8", undefined]]);
    expect(notice.what).toBe("2 is down (2 firing)");
  });

  it("when all is over it is resolved, and says how many alerts it leaves out", () => {
    const notice = noticeOf({ ...base, alerts: [alert(1, { endsAt: now })], firing: 0, resolved: 3 });
    expect(notice).toMatchObject({ kind: "alert.resolved", state: "resolved", title: "[RESOLVED:3] Down", alerts: { status: "resolved", truncatedAlerts: 2, alerts: [{ status: "resolved", endsAt: now }] } });
  });

  it("a link is one only when it is http", () => {
    expect(noticeOf({ ...base, common: { labels: {}, annotations: { runbook_url: "javascript:alert(1)" } }, alerts: [alert(1, { generatorUrl: "file:///etc" })], firing: 1, resolved: 0 }).links?.map(({ label }) => label)).toEqual(["Silence"]);
  });
});

describe("src/notify/suppression.ts", () => {
  it("the same pair is one row that counts", () => {
    const one: Suppression = { by: "silence", byId: "s", subject: "f", target: "g", title: "t", why: "w" };
    expect(tallySuppressions([one, one, { ...one, subject: "x" }]).map(({ times }) => times)).toEqual([2, 1]);
  });
});

describe("src/notify/suppression-sources.ts", () => {
  const places = inhibitPlaces([{ id: "r", source: [{ name: "severity", op: "=~", value: "critical|warning" }], target: [{ name: "severity", op: "=", value: "warning" }], equal: ["job", "zone"] }]);

  it("source and target meet under the values of the equal labels, an absent one empty", () => {
    const [source] = places.sourcesOf({ fingerprint: "f", labels: { severity: "critical", job: "j" }, endsAt: 1 });
    const [target] = places.targetsOf({ severity: "warning", job: "j", zone: "" });
    expect([source?.equalKey, source?.bothSides, source?.ruleKey]).toEqual([target?.equalKey, false, target?.ruleKey]);
  });

  it("a target that is a source too asks only for sources that are no targets", () => {
    expect(places.targetsOf({ severity: "warning" }).map(({ bothSides }) => bothSides)).toEqual([false]);
    expect(places.sourcesOf({ fingerprint: "f", labels: { severity: "warning" }, endsAt: 1 })).toMatchObject([{ bothSides: true }]);
  });
});
