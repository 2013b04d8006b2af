// Made-up alerts, silences, receivers and on-call for developing the console.
import type { Alert, AlertGroup, Fairness, Oncall, Override, Ownership, Receiver, Shift, Silence, Suppression } from "../src/api/alert-shapes.ts";

export interface FakeAlerts { alerts: Alert[]; groups: AlertGroup[]; suppressions: Suppression[]; silences: Silence[]; oncall: Oncall; overrides: Override[]; fairness: Fairness[]; owners: Ownership[]; shifts: (fromMs: number, toMs: number) => Shift[] }

const hour = 3_600_000, day = 24 * hour;
const iso = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString();
const silenceId = "3f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b21";

export function fakeAlerts(nowMs: number): FakeAlerts {
  const alert = (index: number, state: Alert["state"], labels: Record<string, string>, extra: Partial<Alert> = {}): Alert => ({
    fingerprint: `a1b2c3d4e5f6000${index}`, state, labels, annotations: { summary: `${labels["alertname"]} on ${labels["instance"] ?? labels["service"]}`, runbook_url: "https://runbooks.example.org/disk" }, startsAt: iso(nowMs - index * hour - 300_000), endsAt: state === "resolved" ? iso(nowMs - hour / 2) : null, updatedAt: iso(nowMs - 60_000),
    generatorUrl: "https://prometheus.example.org/graph?g0.expr=up", receivers: ["slack-payments"], routes: ["urgent"], groups: [`urgent:{alertname="${labels["alertname"]}"}`], suppressedBy: [], ...extra,
  });
  const alerts = [
    alert(1, "firing", { alertname: "DiskFull", severity: "critical", service: "ledger-api", instance: "db-1.eu-central.example.internal:9100", environment: "prod" }), alert(2, "firing", { alertname: "LatencyHigh", severity: "warning", service: "checkout" }, { receivers: [] }),
    alert(3, "suppressed", { alertname: "DiskFull", severity: "low", service: "search-indexer", instance: "ix-2" }, { suppressedBy: [{ by: "silence", byId: silenceId, why: "silenced by ana until the upgrade is over: database upgrade, change 4711" }] }),
    alert(4, "suppressed", { alertname: "PodDown", severity: "high", service: "notifier" }, { suppressedBy: [{ by: "inhibition", byId: "cluster-down", why: "ClusterDown fires with the same cluster" }, { by: "mute", byId: "nights", why: "inside the mute time nights" }] }), alert(5, "resolved", { alertname: "CertificateExpires", service: "storefront" }),
  ];
  const [first, second, third] = alerts as [Alert, Alert, Alert];
  const silence = (id: string, state: Silence["state"], name: string, value: string, fromH: number, toH: number, lastHeldAt: string | null): Silence => ({ id, state, matchers: [{ name, op: "=", value }, { name: "severity", op: "!=", value: "critical" }], matchersText: `{${name}="${value}",severity!="critical"}`, startsAt: iso(nowMs + fromH * hour), endsAt: iso(nowMs + toH * hour), createdBy: "ana", comment: "Database upgrade, change 4711", updatedAt: iso(nowMs + fromH * hour), remindAt: iso(nowMs + (toH - 1) * hour), lastHeldAt });
  const shifts = (fromMs: number, toMs: number): Shift[] => {
    const start = Math.floor(fromMs / day) * day - 7 * day + 8 * hour;
    return Array.from({ length: Math.ceil((toMs - start) / day) }, (_, index): Shift => {
      const gap = index % 7 === 5, override = index % 7 === 2;
      return { schedule: "primary", person: gap ? null : override ? "lee" : ["ana", "ben", "chidi"][Math.floor(index / 3) % 3] ?? "ana", from: iso(Math.max(fromMs, start + index * day)), to: iso(Math.min(toMs, start + (index + 1) * day)), layer: gap ? null : index % 2 === 0 ? "week" : "nights", overrideId: override ? `ovr_${index}` : null };
    }).filter(({ from, to }) => from < to);
  };
  return {
    alerts, shifts,
    groups: [{ groupKey: "urgent:{alertname=\"DiskFull\"}", route: "urgent", labels: { alertname: "DiskFull" }, receivers: ["slack-payments"], createdAt: first.startsAt, flushedAt: iso(nowMs - 200_000), nextFlushAt: iso(nowMs + 100_000), alerts: [first, third], alertCount: 2 }, { groupKey: "root:{alertname=\"LatencyHigh\"}", route: "root", labels: { alertname: "LatencyHigh" }, receivers: [], createdAt: second.startsAt, flushedAt: null, nextFlushAt: iso(nowMs + 20_000), alerts: [second], alertCount: 1 }],
    suppressions: [{ by: "silence", byId: silenceId, subject: third.fingerprint, target: "slack-payments", title: "DiskFull search-indexer", why: "silenced by ana: database upgrade, change 4711", times: 14, firstAt: iso(nowMs - 3 * hour), lastAt: iso(nowMs - 200_000) }, { by: "route", byId: "root", subject: second.fingerprint, target: "", title: "LatencyHigh checkout", why: "no route names a receiver", times: 1, firstAt: iso(nowMs - hour), lastAt: iso(nowMs - hour) }],
    silences: [silence(silenceId, "active", "service", "search-indexer", -3, 2, iso(nowMs - 200_000)), silence("5f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b22", "active", "instance", "a-machine-that-is-long-gone.example.internal:9100", -30, 40, null), silence("6f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b23", "pending", "cluster", "eu-2", 20, 24, null), silence("7f0c9a54-1f6e-8d0b-a0aa-6f3e1c5d7b24", "expired", "service", "ledger-api", -40, -30, iso(nowMs - 31 * hour))],
    oncall: fakeOncall(nowMs),
    overrides: [{ id: "ovr_2", schedule: "primary", person: "lee", from: iso(nowMs - 5 * day), to: iso(nowMs - 4 * day), reason: "ben is away", createdAt: iso(nowMs - 6 * day), createdBy: "ben", removedAt: null, removedBy: null }],
    fairness: [{ person: "ana", hours: 240, nightHours: 90, weekendHours: 48, holidayHours: 0, shifts: 10 }, { person: "ben", hours: 216.5, nightHours: 81, weekendHours: 96, holidayHours: 24, shifts: 9 }, { person: null, hours: 24, nightHours: 9, weekendHours: 24, holidayHours: 0, shifts: 1 }],
    owners: [{ serviceId: "svc_1", service: "checkout", owner: "payments", source: "import:CODEOWNERS:3", since: iso(nowMs - 9 * day), known: "team", policy: "payments", because: "the policy of its owner payments" }, { serviceId: "svc_2", service: "ledger-api", owner: "platform", source: "hand", since: iso(nowMs - 9 * day), known: null, policy: "payments", because: "the default policy: the document does not know its owner" }, { serviceId: "svc_4", service: "invoice-worker", owner: null, source: null, since: null, known: null, policy: null, because: "it has no owner, and there is no default policy" }],
  };
}

function fakeOncall(nowMs: number): Oncall {
  const person = (name: string, receivers: string[]): Oncall["document"]["people"][number] => ({ name, email: `${name}@example.org`, zone: "Europe/Berlin", receivers, aliases: [] });
  const layer = (name: string, restrict: Oncall["document"]["schedules"][number]["layers"][number]["restrict"]): Oncall["document"]["schedules"][number]["layers"][number] => ({ name, rotation: ["ana", "ben", "chidi"], handover: "weekly", handoverAt: "09:00", startsOn: "2026-01-05", endsOn: null, restrict });
  return {
    text: "# Who answers for payments.\npeople:\n  - {name: ana, receivers: [slack-payments]}\n  - {name: ben}\nschedules:\n  - name: primary\n    zone: Europe/Berlin\n    layers:\n      - {name: week, rotation: [ana, ben], handover: weekly, startsOn: 2026-01-05}\n", version: 3, writtenAt: iso(nowMs - 9 * day), writtenBy: "lee",
    document: {
      people: [person("ana", ["slack-payments"]), person("ben", []), person("chidi", ["mail-oncall"]), person("lee", ["mail-oncall"])], teams: [{ name: "payments", members: ["ana", "ben"], receivers: [], schedule: "primary", policy: "payments", aliases: ["@acme/payments"] }],
      schedules: [{ name: "primary", zone: "Europe/Berlin", layers: [layer("week", []), layer("nights", [{ days: ["mon", "tue"], from: "22:00", to: "06:00" }])] }], holidays: ["2026-12-25"], rules: { minimumSeverity: "high", alwaysKinds: ["web-shell"], defaultPolicy: null, exceptions: 2 },
      policies: [{ name: "payments", steps: [{ notify: ["schedule:primary"], afterMinutes: 0 }, { notify: ["team:payments", "receiver:mail-oncall"], afterMinutes: 10 }], giveUpAfterMinutes: 15, repeat: 1, thenReceivers: [] }],
    },
    warnings: [{ at: "/people/1/receivers", line: 4, rule: "ben has no receiver: pages cannot reach him" }, { at: "/schedules/0", line: 6, rule: "has gaps in the next 30 days: 2026-11-28 09:00 to 2026-11-29 09:00" }],
  };
}

export function fakeReceivers(nowMs: number): Receiver[] {
  const good = { common: { fallbackAfterMinutes: 10, failingAfterMinutes: 15, sendResolved: true }, oldestAt: null, refused: 0, lastFailureAt: null, lastFailure: null, openSince: null, resumeAt: null, failingSince: null, offSince: null, offWhy: null, heartbeatAt: null, limit: { messages: 60, perMs: 60_000 } };
  const [then, before] = [iso(nowMs - 2 * hour), iso(nowMs - 40 * day)];
  return [
    { ...good, id: "slack-payments", channel: "slack", settings: { url: "https://hooks.example.org/[secret]" }, common: { ...good.common, fallback: "mail-oncall", titleTemplate: "{{ severity | upcase }}: {{ title }}" }, createdAt: before, state: "good", waiting: 1, oldestAt: then, dead: 0, lastSentAt: then, p50Ms: 212, p99Ms: 1840 },
    { ...good, id: "mail-oncall", channel: "email", settings: { to: "oncall@example.org", host: "mail.example.org", password: "[secret]" }, createdAt: before, state: "failing", waiting: 7, oldestAt: then, dead: 2, refused: 1, lastSentAt: iso(nowMs - 3 * day), lastFailureAt: then, lastFailure: "451 4.7.1 Greylisting in action, please come back later; mail.example.org:587", failingSince: then, openSince: then, resumeAt: iso(nowMs + 30_000), p50Ms: null, p99Ms: null },
    { ...good, id: "pager", channel: "webhook", settings: { url: "https://pager.example.org/in" }, createdAt: before, state: "unused", waiting: 0, dead: 0, lastSentAt: null, p50Ms: null, p99Ms: null, limit: null },
  ];
}
