// Merging, grouping and joining, by Alertmanager's rules.
import { describe, expect, it } from "vitest";
import type { Alert } from "./alert.ts";
import type { RouteLeaf } from "./compiled-routing.ts";
import { groupPlaceOf, joinGroup, labelsText, mergeAlerts, toldIdOf } from "./dispatch.ts";
import { readAlerts } from "./dispatch-reader.ts";

const now = Date.UTC(2026, 2, 1, 12);
const base: Alert = { fingerprint: "f", labels: { alertname: "a" }, annotations: {}, startsAt: now - 1000, endsAt: now + 5000, updatedAt: now - 1000, generatorUrl: "", timeout: false };
const leaf: RouteLeaf = { id: "root/0", receivers: ["r"], groupBy: ["alertname", "zone"], groupWaitMs: 1000, groupIntervalMs: 5000, repeatIntervalMs: 60_000, muteTimes: [], activeTimes: [], routeKey: '{}/{team="x"}' };

describe("src/notify/dispatch.ts: mergeAlerts", () => {
  it.each<[string, Partial<Alert>, Partial<Alert>, Partial<Alert>]>([
    ["the earlier start is kept when they overlap", {}, { startsAt: now, updatedAt: now }, { startsAt: now - 1000 }],
    ["an explicit later end of the older report stays", { endsAt: now + 9000 }, { startsAt: now, endsAt: now + 2000, updatedAt: now }, { endsAt: now + 9000 }],
    ["a guessed later end of the older report does not", { endsAt: now + 9000, timeout: true }, { startsAt: now, endsAt: now + 2000, updatedAt: now }, { endsAt: now + 2000 }],
    ["a resolve ends it", {}, { endsAt: now, updatedAt: now }, { endsAt: now }],
    ["of two ends that are past, the later counts", { endsAt: now - 100 }, { startsAt: now - 500, endsAt: now - 300, updatedAt: now }, { endsAt: now - 100 }],
    ["a stretch after the kept one stands alone", { endsAt: now - 500 }, { startsAt: now - 200, updatedAt: now }, { startsAt: now - 200 }],
    ["the younger report leads whatever the order of arrival", { updatedAt: now, startsAt: now - 500 }, { endsAt: now + 2000, updatedAt: now - 1000, annotations: { old: "1" } }, { startsAt: now - 1000, endsAt: now + 5000, annotations: {} }],
  ])("%s", (_title, kept, reported, expected) => {
    expect(mergeAlerts({ ...base, ...kept }, { ...base, ...reported }, now)).toMatchObject(expected);
  });
});

describe("src/notify/dispatch.ts: groups", () => {
  it("a group is named by its route and the group labels that the alert has", () => {
    const place = groupPlaceOf(leaf, { alertname: "Down", zone: "", host: "h" });
    expect(place).toMatchObject({ groupKey: '{}/{team="x"}:{alertname="Down"}', labels: { alertname: "Down" } });
    expect(groupPlaceOf(leaf, { alertname: "Down", host: "i" }).groupId).toBe(place.groupId);
    expect(groupPlaceOf({ ...leaf, id: "root/1" }, { alertname: "Down" }).groupId).not.toBe(place.groupId);
    expect(toldIdOf(place)).toBe(toldIdOf(groupPlaceOf({ ...leaf, id: "root/1" }, { alertname: "Down" })));
  });

  it("labels are written sorted and quoted", () => {
    expect(labelsText({ b: 'say "x"', a: "1" })).toBe('{a="1", b="say \\"x\\""}');
  });

  it("joins: waits for group_wait, at once when that is past, and at its own pace when it was empty", () => {
    const place = groupPlaceOf(leaf, { alertname: "a" });
    const first = joinGroup("o", undefined, place, { ...base, startsAt: now }, now);
    expect(first.nextFlushAt).toBe(now + 1000);
    expect(joinGroup("o", undefined, place, { ...base, startsAt: now - 1001 }, now).nextFlushAt).toBe(now);
    expect(joinGroup("o", first, place, { ...base, startsAt: now - 5000 }, now).nextFlushAt).toBe(now);
    expect(joinGroup("o", first, place, { ...base, startsAt: now }, now + 10)).toBe(first);
    const emptied = { ...first, flushedAt: now, isEmpty: true, nextFlushAt: now + 100 };
    expect(joinGroup("o", emptied, place, base, now + 50)).toMatchObject({ isEmpty: false, nextFlushAt: now + 5000 });
  });
});

describe("src/notify/dispatch-reader.ts", () => {
  it("fills what is missing: startsAt is endsAt or now, endsAt is now and five minutes", () => {
    const { alerts } = readAlerts([{ labels: { a: "1" } }, { labels: { a: "2" }, endsAt: "2026-03-01T11:00:00Z" }, { labels: { a: "3" }, startsAt: "0001-01-01T00:00:00Z" }], now);
    expect(alerts.map(({ startsAt, endsAt, timeout }) => [startsAt - now, endsAt - now, timeout])).toEqual([[0, 300_000, true], [-3_600_000, -3_600_000, false], [0, 300_000, true]]);
  });

  it.each<[unknown, string]>([
    ["x", "is not an object"], [{}, "labels is not an object of texts"], [{ labels: {} }, "at least one label pair required"], [{ labels: { a: "" } }, "at least one label pair required"], [{ labels: { a: 1 } }, 'labels: the value of "a" is not a text'],
    [{ labels: { a: "1" }, startsAt: "soon" }, "startsAt is not an RFC 3339 time"], [{ labels: { a: "1" }, startsAt: "2026-03-01T11:00:00Z", endsAt: "2026-03-01T10:00:00Z" }, "start time must be before end time"],
    [{ labels: { a: "x".repeat(70_000) } }, "labels has 70001 characters; up to 65536 are read"], [{ labels: { a: "1" }, generatorURL: 5 }, "generatorURL is not a text"],
  ])("%j is refused and costs only itself", (raw, rule) => {
    expect(readAlerts([{ labels: { ok: "1" } }, raw], now)).toMatchObject({ alerts: [{ labels: { ok: "1" } }], rejects: [{ at: "/1", rule }] });
  });

  it("a prototype is a name like any other", () => {
    const { alerts } = readAlerts([JSON.parse('{"labels":{"__proto__":"x","a":"1"}}')], now);
    expect(Object.entries(alerts[0]?.labels ?? {})).toContainEqual(["a", "1"]);
  });
});
