// Made-up profiles for the fake server: one that waits for a person, one that learns, one that is paused by an incident.
import type { FactKind, FactOrigin, ProfileDetail, ProfileFact } from "../src/api/runtime-shapes.ts";

const hour = 3_600_000, day = 24 * hour;

export function fakeProfiles(nowMs: number): ProfileDetail[] {
  const at = (ago: number): string => new Date(nowMs - ago).toISOString();
  const fact = (kind: FactKind, value: string, origin: FactOrigin, count = 40): ProfileFact => ({ kind, value, origin, firstAt: at(origin === "pending" ? 2 * hour : 6 * day), lastAt: at(20 * 60_000), count, approvedBy: origin === "approved" ? "ana" : null });
  const pending = [fact("process", "/usr/bin/curl", "pending", 3), fact("destination", "198.51.100.0/24:443", "pending", 3), fact("destination", "203.0.113.0/24:8443", "pending", 1), fact("route", "POST /api/orders/{id}/refund", "pending", 12)];
  const known = [fact("process", "/usr/local/bin/node", "inherited", 8000), fact("parent", "/sbin/tini > /usr/local/bin/node", "inherited", 8000), fact("file-write", "/var/log", "learned"), fact("listen", "8080/tcp", "inherited"), fact("user", "app", "learned"), fact("verb", "get secrets by service account", "approved", 4), ...Array.from({ length: 30 }, (_, index) => fact("route", `GET /api/things-${index + 1}/{id}`, "learned", 100 + index))];
  const ceased = [fact("destination", "10.1.4.0/24:5432", "inherited")];
  const profile = (id: string, workload: string, more: Partial<ProfileDetail> = {}): ProfileDetail => ({
    id, workload, service: "checkout", releaseId: "rel_3", version: "2.6.1", state: "watching", because: "412,300 events of 6 days; the chance that the next fact is new is below 1 %", learningSince: at(6 * day), learnsUntil: at(day), inheritedFrom: "checkout 2.5.4", events: 412_300, facts: known.length, pending: pending.length,
    coverage: [{ kind: "process", facts: 38, events: 412_300, lastNewAt: at(2 * hour), unseenShare: 0.0004 }, { kind: "route", facts: 31, events: 92_000, lastNewAt: at(5 * hour), unseenShare: 0.013 }, { kind: "destination", facts: 4, events: 610, lastNewAt: at(2 * hour), unseenShare: 0.08 }],
    items: [...pending, ...known], difference: { from: "checkout 2.5.4", sentences: ["2.6.1 began to run curl and opened 2 new destinations (198.51.100.0/24:443, 203.0.113.0/24:8443).", "It answers one route more: POST /api/orders/{id}/refund.", "It no longer connects to 10.1.4.0/24:5432."], began: pending, ceased }, ...more,
  });
  return [
    profile("prf_1", "prod-eu/shop/checkout"),
    profile("prf_2", "prod-eu/shop/invoice-worker", { state: "learning", because: "after 7 h and 310 of at least 500 events", learnsUntil: new Date(nowMs + 17 * hour).toISOString(), inheritedFrom: null, pending: 0, items: known.slice(0, 4), facts: 4, events: 310, version: "3.1.0", service: "invoice-worker", difference: { from: null, sentences: [], began: [], ceased: [] } }),
    profile("prf_3", "node-eu-3", { state: "paused", because: "INC-31 is open on this workload: nothing is learned until it is closed", service: null, releaseId: null, version: null, inheritedFrom: null, pending: 0, items: [], facts: 0, coverage: [], difference: { from: null, sentences: [], began: [], ceased: [] } }),
  ];
}
