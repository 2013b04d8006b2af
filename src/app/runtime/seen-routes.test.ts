// Routes of real traffic: what was answered is kept once, without what visitors typed, and given to scans of the same place.
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "../../runtime/event.ts";
import { unplaced } from "../../runtime/placement.ts";
import type { StateRow } from "../../runtime/state.ts";
import { createSeenRouteObserver, routesSeen } from "./seen-routes.ts";

const at = 1_000_000;
const event = (uri: string, more: Record<string, unknown> = {}, when = at): RuntimeEvent => {
  const [stem = "", query] = uri.split("?");
  return { id: undefined, at: when, isTimed: true, decoder: "access-log", logsource: { category: "webserver" }, origin: {}, fields: { "cs-method": "GET", "cs-uri": uri, "cs-uri-stem": stem, ...(query === undefined ? {} : { "cs-uri-query": query }), "sc-status": 200, "cs-user-agent": "Mozilla/5.0", ...more } as RuntimeEvent["fields"], raw: uri };
};
const place = (serviceId: string, endpointId?: string) => ({ ...unplaced("w of x"), serviceId, endpointId });
const portsOf = (rows: readonly StateRow[]) => ({ detections: { restore: (_org: string, _kinds: readonly string[], after: { key: string } | undefined) => Promise.resolve(after === undefined ? rows : []) } }) as unknown as Parameters<typeof routesSeen>[0];
const everywhere = { serviceId: "svc_1", endpointId: undefined };
const seenAfter = async (events: readonly RuntimeEvent[]): Promise<readonly string[]> => {
  const observer = createSeenRouteObserver();
  for (const one of events) observer.observe(one, place("svc_1", "end_1"));
  return routesSeen(portsOf(observer.take().put), "o", everywhere, 100);
};

describe("src/app/runtime/seen-routes", () => {
  it.each<[string, RuntimeEvent, readonly string[]]>([
    ["path and parameters", event("/orders?page=2&sort=date"), ["GET /orders?page=2&sort=date"]],
    ["a number in the path is one that exists", event("/orders/42/items"), ["GET /orders/42/items"]],
    ["what was typed is not kept", event("/search?q=my%20secret%20wish&page=1"), ["GET /search?q=1&page=1"]],
    ["a token is not kept", event("/feed?token=abcdef&access_key=letters"), ["GET /feed?token=1&access_key=1"]],
    ["a link that only its owner has is not asked for again", event("/reset/9f8e7d6c5b4a39281706"), []],
    ["nor an address in the path", event("/users/ana@shop.test"), []],
    ["refused", event("/admin", { "sc-status": 403 }), []],
    ["not there", event("/none", { "sc-status": 404 }), []],
    ["moved for good", event("/old", { "sc-status": 301 }), []],
    ["sent on", event("/start", { "sc-status": 302 }), ["GET /start"]],
    ["what changes something has a body that no log has", event("/orders", { "cs-method": "POST" }), []],
    ["files of the design", event("/static/app.3f2a.js"), []],
    ["an attack", event("/find?id=1", { "attack.class": "sqli" }), []],
    ["our own scans are no visitors", event("/only-by-us", { "cs-user-agent": "aftwatch-dast/1.0.0 (+scan scn_1)" }), []],
    ["a name that is no name", event("/x?<script>=1&ok=1"), ["GET /x?ok=1"]],
  ])("%s", async (_name, one, wanted) => { expect(await seenAfter([one])).toEqual(wanted); });

  it("a route is kept once a day, however often it is asked for, and again after a restart only when a day is over", () => {
    const first = createSeenRouteObserver();
    for (let count = 0; count < 1_000; count += 1) first.observe(event(`/orders/${count}?page=${count}`), place("svc_1"));
    const { put } = first.take();
    expect(put.length).toBe(1);
    const second = createSeenRouteObserver();
    second.restore(put);
    second.observe(event("/orders/7?page=1", {}, at + 1_000), place("svc_1"));
    expect(second.take().put.length).toBe(0);
    second.observe(event("/orders/7?page=1", {}, at + 24 * 3_600_000), place("svc_1"));
    expect(second.take().put.map(({ body }) => (JSON.parse(body) as { target: string }).target)).toEqual(["/orders/7?page=1"]);
  });

  it("a workload has so many routes and no more, and other workloads lose nothing by it", () => {
    const observer = createSeenRouteObserver();
    for (let count = 0; count < 2_000; count += 1) observer.observe(event(`/p${"abcdefghij"[count % 10] ?? ""}${"klmnopqrst"[Math.floor(count / 10) % 10] ?? ""}${"uvwxyzabcd"[Math.floor(count / 100) % 10] ?? ""}${"efghijklmn"[Math.floor(count / 1000)] ?? ""}`), place("svc_1"));
    expect(observer.take().put.length).toBe(500);
    observer.observe(event("/other"), { ...place("svc_2"), workload: "another" });
    expect(observer.take().put.length).toBe(1);
  });

  it("only of the place that is asked, the latest first; of no place nothing", async () => {
    const observer = createSeenRouteObserver();
    observer.observe(event("/a", {}, at), place("svc_1", "end_1"));
    observer.observe(event("/b", {}, at + 5), place("svc_1", "end_2"));
    observer.observe(event("/c", {}, at + 9), place("svc_2", "end_1"));
    const ports = portsOf(observer.take().put);
    const of = (serviceId: string | undefined, endpointId: string | undefined, limit = 10): Promise<readonly string[]> => routesSeen(ports, "o", { serviceId, endpointId }, limit);
    expect([await of("svc_1", undefined), await of("svc_1", "end_1"), await of(undefined, "end_1"), await of("svc_1", undefined, 1), await of(undefined, undefined)]).toEqual([["GET /b", "GET /a"], ["GET /a"], ["GET /c", "GET /a"], ["GET /b"], []]);
  });
});
