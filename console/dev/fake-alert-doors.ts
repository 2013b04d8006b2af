// The doors of alerts, silences, routes, on-call and deliveries of the fake server, over data in memory.
import type { Silence } from "../src/api/alert-shapes.ts";
import type { FakeData } from "./fake-data.ts";
import type { FakeAnswer, FakeRequest } from "./fake-answer.ts";

const ok = (body: unknown, status = 200): FakeAnswer => ({ status, body });
const whole = (items: readonly unknown[]): FakeAnswer => ok({ items });
const list = (rows: readonly unknown[], query: URLSearchParams): FakeAnswer => { const start = Number(query.get("after") ?? 0), limit = Number(query.get("limit") ?? 50); return ok({ items: rows.slice(start, start + limit), total: rows.length, next: start + limit < rows.length ? String(start + limit) : null }); };
const same = (query: URLSearchParams, name: string, value: string | null): boolean => query.get(name) === null || query.get(name) === value;

/** Undefined: the path is not one of these doors; null: nothing is stored under this name. */
export function alertDoor(data: FakeData, { method, path, query, body }: FakeRequest): FakeAnswer | null | undefined {
  const [noun = "", id = "", part = ""] = path.split("/").slice(1).map(decodeURIComponent);
  const given = (body ?? {}) as Record<string, unknown>;
  const { alerting } = data;
  switch (`${method} ${noun}`) {
    case "GET alerts": return id === "groups" ? whole(alerting.groups) : list(alerting.alerts.filter(({ state }) => same(query, "state", state)), query);
    case "GET suppressions": return list(alerting.suppressions.filter((row) => same(query, "by", row.by) && same(query, "id", row.byId) && same(query, "subject", row.subject)), query);
    case "GET silences": return id === "" ? whole(alerting.silences) : found(alerting.silences.find((row) => row.id === id));
    case "POST silences": return id === "preview" ? preview(data, String(given["matchers"])) : part === "expire" ? expired(data, id) : made(data, given);
    case "POST routes": return id === "simulate" ? simulated(data, given) : imported(data, given);
    case "GET oncall": return oncall(data, id, query);
    case "POST oncall": return id === "check" ? ok({ errors: String(given["text"]).includes("wrong") ? [{ at: "/people/0", line: 2, rule: "has no name" }] : [], warnings: [] }) : id === "preview" ? ok({ policy: "payments", because: "the policy of its owner payments", steps: [{ afterMinutes: 0, told: [{ target: "schedule:primary", person: "ana", receiver: "slack-payments", why: null }, { target: "team:payments", person: "ben", receiver: null, why: "ben has no receiver" }] }] }) : ok({ id: "ovr_9", ...given, removedAt: null, from: given["from"] ?? given["shiftAt"] }, 201);
    case "GET owners": return list(alerting.owners.filter(({ owner }) => query.get("without") !== "true" || owner === null), query);
    case "POST owners": return ok({ dryRun: query.get("dryRun") === "true", changes: [{ serviceId: "svc_1", service: "checkout", before: "web", after: "payments", at: "CODEOWNERS:3", state: "conflict", why: "lee set web by hand" }, { serviceId: "svc_4", service: "invoice-worker", before: null, after: "payments", at: "CODEOWNERS:4", state: "set", why: null }], unknown: [{ service: "old-thing", owner: "web", at: "CODEOWNERS:9" }], unclaimed: ["identity"], left: [{ at: "CODEOWNERS:12", why: "has no owner" }], suggestion: "teams:\n  - name: web\n" });
    case "POST receivers": return part === "preview" ? ok({ message: {}, text: "CRITICAL: Upgrade libexample to 2.4.1\nlibexample 2.3.0 parses a length field without a bound", payload: { to: "hooks.example.org", body: "{\"text\":\"CRITICAL\"}" } }) : undefined;
    case "GET deliveries": return deliveries(data, id, query);
    default: return undefined;
  }
}

const found = (row: unknown): FakeAnswer | null => (row === undefined ? null : ok(row));

function preview({ alerting: { alerts } }: FakeData, matchers: string): FakeAnswer {
  const covered = alerts.filter(({ labels, state }) => state !== "resolved" && [...matchers.matchAll(/(\w+)="([^"]*)"/g)].every(([, name = "", value]) => labels[name] === value));
  return ok({ covers: covered.length, firing: covered.length, note: covered.length === 0 ? "Look for a slip in a name or a value." : "", alerts: covered.map(({ fingerprint, labels, startsAt }) => ({ fingerprint, labels, startsAt })) });
}

function expired({ alerting: { silences } }: FakeData, id: string): FakeAnswer | null {
  const silence = silences.find((row) => row.id === id);
  return found(silence && Object.assign(silence, { state: "expired" }));
}

function made({ alerting: { silences }, me }: FakeData, given: Record<string, unknown>): FakeAnswer {
  const matchers = [...String(given["matchers"]).matchAll(/(\w+)(=~|!=|!~|=)"([^"]*)"/g)].map(([, name = "", op, value = ""]) => ({ name, op: op as "=", value }));
  const silence: Silence = { id: `new-${silences.length}`, state: "active", matchers, matchersText: `{${String(given["matchers"])}}`, startsAt: String(given["startsAt"] ?? silences[0]?.startsAt), endsAt: String(given["endsAt"]), createdBy: me.name, comment: String(given["comment"]), updatedAt: silences[0]?.startsAt ?? "", remindAt: null, lastHeldAt: null };
  silences.unshift(silence);
  return ok(silence, 201);
}

function simulated(data: FakeData, given: Record<string, unknown>): FakeAnswer {
  if (String(given["text"]).includes("wrong")) return { status: 400, body: { type: "about:blank", title: "The routes cannot be used", status: 400, code: "routing.invalid", fix: "Correct the places named.", traceId: "trace-of-the-fake-server", errors: [{ at: "line 4, /route/routes/0", rule: "names the receiver wrong, which does not exist" }] } };
  const urgent = /critical|high/.test((given["labels"] as { severity?: string } | undefined)?.severity ?? "");
  const steps = [{ id: "root", depth: 0, outcome: urgent ? "passed-down" : "taken", why: urgent ? "it matches, and so does urgent below it" : "it matches, and no route below it does" }, { id: "urgent", depth: 1, outcome: urgent ? "taken" : "not-matched", why: urgent ? "it matches" : 'severity is absent or empty, which does not satisfy severity=~"critical|high"' }];
  const receivers = urgent ? ["slack-payments", "mail-oncall"] : ["mail-oncall"];
  return ok({ steps, receivers, groups: [{ leafId: urgent ? "urgent" : "root", receivers, muted: null }], history: given["since"] === undefined ? null : { alerts: data.alerting.alerts.length, notices: 12, different: 2, receivers: [{ receiver: "mail-oncall", before: 12, after: 4 }, { receiver: "slack-payments", before: 3, after: 9 }], differences: [{ what: "{alertname=\"DiskFull\",severity=\"low\"}", before: ["mail-oncall"], after: [] }] } });
}

const imported = (data: FakeData, given: Record<string, unknown>): FakeAnswer => ok({ applied: given["apply"] === true, text: data.routes, routing: {}, left: [{ at: "/global/smtp_hello", why: "has no counterpart here" }], receivers: [{ id: "slack-payments", channel: "slack", settings: {}, exists: true, problem: null }, { id: "web", channel: "webhook", settings: { url: "https://web.example.org" }, exists: false, problem: null }] });

function oncall({ alerting }: FakeData, id: string, query: URLSearchParams): FakeAnswer | undefined {
  if (id === "") return { ...ok(alerting.oncall), headers: { etag: `"${alerting.oncall.version}"` } };
  if (id === "shifts") return whole(alerting.shifts(Date.parse(query.get("from") ?? ""), Date.parse(query.get("to") ?? "")));
  if (id === "fairness") return whole(alerting.fairness);
  return id === "overrides" ? list(alerting.overrides, query) : undefined;
}

function deliveries({ deliveries: rows }: FakeData, id: string, query: URLSearchParams): FakeAnswer | null {
  if (id === "counts") return ok(Object.fromEntries(["waiting", "sending", "sent", "refused", "dead", "suppressed", "no-receiver"].map((state) => [state, rows.filter((row) => row.state === state).length])));
  if (id === "") return list(rows.filter((row) => same(query, "state", row.state) && same(query, "receiver", row.receiver) && same(query, "kind", row.kind)), query);
  const delivery = rows.find((row) => row.id === id);
  if (!delivery) return null;
  const attempt = { at: delivery.createdAt, endedAt: delivery.createdAt, latencyMs: 184, worker: "worker-1" };
  return ok({ delivery, together: [{ id, title: delivery.title }, { id: "dlv_2", title: "another of the same message" }], attempts: [{ ...attempt, number: 1, outcome: "retry", why: "HTTP 503: the receiver is busy" }, { ...attempt, number: 2, outcome: delivery.state === "sent" ? "sent" : "refused", why: delivery.why }] });
}
