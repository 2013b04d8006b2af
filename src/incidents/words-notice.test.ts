// An incident's messages: five lines, one story, each owner's own services.
import { describe, expect, it } from "vitest";
import { incidentOf, withSignal } from "./grouping-growth.ts";
import type { Incident, IncidentChange } from "./incident.ts";
import type { Signal } from "./signal.ts";
import { toNotices } from "./words-notice.ts";

const at = Date.UTC(2026, 0, 1);
const signal = (ref: string, more: Partial<Signal> = {}): Signal => ({
  kind: "finding", ref, title: "CVE-2099-1 in log of pay", severity: "critical", at, entities: [{ kind: "vulnerability", value: "CVE-2099-1" }], services: ["pay"], owner: "payments", environments: ["production"], tactics: [], opens: "exploited-vulnerability", because: "exploited in the wild", ended: false,
  due: { at: at + 86_400_000, by: "BOD 26-04 3DF" }, action: "Upgrade log to 2", ...more,
});
const [one, two] = [signal("fnd_1"), signal("fnd_2", { services: ["web"], owner: "frontend" })];
const born = incidentOf(one, { incidentId: "inc_1", number: 7, kind: "exploited-vulnerability", title: "Exploited vulnerability: CVE-2099-1", why: "exploited in the wild", cause: undefined, linked: [], now: at });
const incident = [one, two].reduce((before, next) => withSignal(before, next, { member: true, wasLive: false, now: at }).incident, born);
const change = (kind: IncidentChange["kind"], more: Partial<Incident> = {}, signals: readonly Signal[] = []): IncidentChange => ({ kind, incident: { ...incident, ...more }, before: incident, signals, actor: "ana" });
const notices = (told: IncidentChange, news: string[] = []) => toNotices({ change: told, news }, "https://aft", at);

describe("src/incidents/words-notice.ts", () => {
  it("an opening is told to each owner with the own services, as one story", () => {
    expect(notices(change("opened", {}, [one, two]))).toMatchObject([{ labels: { owner: "frontend", services: ["web"] } }, {
      kind: "incident.opened", groupKey: "inc_1", state: "open", severity: "critical", title: "INC-7 opened: Exploited vulnerability: CVE-2099-1", what: "Exploited vulnerability: exploited in the wild (2 signals).", where: "pay in production.", why: "critical; 2 signals, 2 live",
      due: "2026-01-02T00:00:00Z by BOD 26-04 3DF", action: { label: "Upgrade log to 2", url: "https://aft/incidents/inc_1" }, labels: { owner: "payments", services: ["pay"], environments: ["production"], vulnerability: "CVE-2099-1" }, items: [{ url: "https://aft/findings/fnd_1" }],
    }]);
  });
  it("what only repeats is not told, news are", () => { expect([notices(change("joined", {}, [one])), notices(change("joined", {}, [one]), ["also in api"]).length, notices(change("edited")), notices(change("moved"))]).toEqual([[], 1, [], []]); });
  it("acknowledging and closing change the state of the story", () => {
    expect(notices(change("acknowledged", { acknowledgedAt: at, acknowledgedBy: "ana" }))).toMatchObject([{ state: "acknowledged", what: "Acknowledged by ana." }]);
    expect(notices(change("closed", { phase: "closed", closedAt: at, closedBecause: "patched" }))).toMatchObject([{ state: "resolved", what: "Closed: patched", due: "nothing: it is over", action: { label: "Nothing is left to do; see the record" } }]);
    expect(notices(change("merged", { mergedInto: "inc_2" }))).toMatchObject([{ state: "resolved", groupKey: "inc_1", action: { url: "https://aft/incidents/inc_2" } }]);
  });
  it("the next action, when there is one, is what is due", () => { expect(notices(change("assigned", { next: { text: "rotate keys", dueAt: at } }))).toMatchObject([{ due: "2026-01-01T00:00:00Z for: rotate keys" }]); });
});
