// The doors of the fake server: enough of the REST contract for every page to be used, over data in memory.
import { alertDoor } from "./fake-alert-doors.ts";
import type { FakeAnswer, FakeRequest } from "./fake-answer.ts";
import type { FakeData } from "./fake-data.ts";
import { incidentDoor } from "./fake-incident-doors.ts";
import { runtimeDoor } from "./fake-runtime-doors.ts";
import { incidentMeasuresOf } from "./fake-measures.ts";

const ok = (body: unknown): FakeAnswer => ({ status: 200, body });
export const problem = (status: number, code: string, title: string, fix: string): FakeAnswer => ({ status, body: { type: "about:blank", title, status, code, fix, traceId: "trace-of-the-fake-server", errors: [] }, headers: { "content-type": "application/problem+json" } });
const missing = problem(404, "request.not-found", "Nothing is stored under this name", "Check the id; list what exists with the page of the same noun.");

// "Nothing is stored there" is an answer too: only what no file of doors knows goes on to the next.
function answered(data: FakeData, request: FakeRequest): FakeAnswer | null | undefined {
  const first = alertDoor(data, request);
  const second = first === undefined ? incidentDoor(data.response, request) : first;
  return second === undefined ? runtimeDoor(data.runtime, request) : second;
}

export function answer(data: FakeData, request: FakeRequest): FakeAnswer {
  const { method, path, query } = request;
  const response = answered(data, request);
  if (response !== undefined) return response?.body === null ? missing : response ?? missing;
  if (method !== "GET") return write(data, request);
  const [noun = "", id, part] = path.split("/").slice(1).map(decodeURIComponent);
  const one = <Row>(rows: readonly Row[], same: (row: Row) => boolean): FakeAnswer => { const row = rows.find(same); return row === undefined ? missing : ok(row); };
  switch (noun) {
    case "me": return ok(data.me);
    case "now": return ok(data.now);
    case "coverage": return ok(data.coverage);
    case "metrics": return ok(query.get("about") === "incidents" ? incidentMeasuresOf(data.metrics) : data.metrics);
    case "services": return id === undefined ? page(sorted(named(data.services, query, (row) => row.name), query.get("sort") ?? "name"), query) : one(data.services, (row) => row.id === id);
    case "releases": return id === undefined ? page(named(data.releases, query, (row) => `${row.service} ${row.version}`).filter((row) => matches(query, "service", row.serviceId)), query) : part === "components" ? page(named(data.components, query, (row) => row.purl), query) : part === "rejects" ? page([{ at: "/components/17/purl", name: null, reason: "not a package URL", detail: "There is no type before the first slash." }], query) : one(data.releases, (row) => row.id === id);
    case "components": return id === undefined ? page(named(data.components, query, (row) => row.purl), query) : one(data.components, (row) => row.purl === query.get("purl"));
    case "endpoints": return id === undefined ? page(named(data.endpoints, query, (row) => row.name), query) : one(data.endpoints, (row) => row.id === id);
    case "deployments": return page(data.deployments.filter((row) => matches(query, "service", row.serviceId, row.service) && matches(query, "endpoint", row.endpointId) && matches(query, "release", row.releaseId) && matches(query, "live", String(row.endedAt === null))), query);
    case "exposures": return page(data.exposures.filter((row) => matches(query, "vulnerability", row.vulnerability) && matches(query, "purl", row.component) && matches(query, "service", row.serviceId) && matches(query, "endpoint", row.endpointId) && matches(query, "release", row.releaseId) && matches(query, "live", String(row.until === null))), query);
    case "findings": return id === undefined ? findings(data, query) : finding(data, id);
    case "fixes": return page(named(data.fixes, query, (row) => row.packageKey), query);
    case "vulnerabilities": return id === undefined ? page(named(data.vulnerabilities, query, (row) => `${row.id} ${row.summary}`).map((row) => ({ id: row.id, summary: row.summary, severity: row.severity, cvss: row.cvss, epss: row.epss, kev: row.kev, publishedAt: row.publishedAt, findings: data.findings.filter((each) => each.vulnerability === row.id).length, deployments: row.live.deployments })), query) : one(data.vulnerabilities, (row) => row.id === id || row.aliases.includes(id));
    case "explain": return ok({ items: traces(query.get("purl") ?? ""), clearsAll: "1.9.3" });
    case "decisions": return page(data.decisions, query);
    case "feeds": return part === "rejects" ? page([{ record: "EX-2026-1", reason: "The range has no event.", at: data.coverage.evaluatedAt }], query) : ok({ items: data.feeds });
    case "ledger": return id === "verify" ? ok({ whole: true, entries: data.facts.length, head: data.facts[0]?.hash ?? null, broken: null }) : page(data.facts.filter((row) => matches(query, "kind", row.kind) && matches(query, "subject", row.subject)), query);
    case "receivers": return ok({ items: data.receivers });
    case "channels": return ok({ items: [{ id: "slack", about: "A Slack incoming webhook.", fields: [{ name: "url", secret: true, about: "The webhook's address.", required: true }] }, { id: "email", about: "Mail over SMTP.", fields: [{ name: "to", secret: false, about: "Who gets it.", required: true }, { name: "host", secret: false, about: "The SMTP server.", required: true }, { name: "password", secret: true, about: "For servers that ask for one.", required: false }] }] });
    case "routes": return { ...ok(routesOf(data)), headers: { etag: tagOf(data) } };
    case "notices": return page(data.deliveries.filter((row) => matches(query, "state", row.state)), query);
    case "tokens": return ok({ items: data.tokens });
    case "search": return ok({ items: search(data, (query.get("q") ?? "").toLowerCase()) });
    default: return missing;
  }
}

const tagOf = (data: FakeData): string => `"${data.routes.length}-${encodeURIComponent(data.routes).slice(-40)}"`;
const routesOf = (data: FakeData): object => ({ text: data.routes, routing: {}, saved: true, version: 1, nodes: [] });

const matches = (query: URLSearchParams, name: string, ...values: readonly (string | null)[]): boolean => query.get(name) === null || values.includes(query.get(name));
const named = <Row>(rows: readonly Row[], query: URLSearchParams, nameOf: (row: Row) => string): Row[] => rows.filter((row) => nameOf(row).toLowerCase().includes((query.get("q") ?? "").toLowerCase()));

function sorted(rows: FakeData["services"], sort: string): FakeData["services"] {
  if (sort === "risk") return rows.toSorted((a, b) => b.risk.act - a.risk.act || b.openFindings - a.openFindings);
  return sort === "-created" ? rows.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)) : rows.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Keyset cursors, here simply the place in the list. */
function page<Row>(rows: readonly Row[], query: URLSearchParams): FakeAnswer {
  const [start, limit] = [Number(query.get("after") ?? 0), Number(query.get("limit") ?? 50)];
  return ok({ items: rows.slice(start, start + limit), total: rows.length, next: start + limit < rows.length ? String(start + limit) : null });
}

function findings(data: FakeData, query: URLSearchParams): FakeAnswer {
  const rows = named(data.findings, query, (row) => `${row.vulnerability} ${row.title} ${row.packageKey}`).filter((row) =>
    matches(query, "state", row.state) && matches(query, "severity", row.severity) && matches(query, "outcome", row.outcome) && matches(query, "kev", String(row.kev)) && matches(query, "service", row.serviceId, row.service)
    && matches(query, "owner", row.owner) && matches(query, "environment", ...row.environments) && matches(query, "vulnerability", row.vulnerability) && matches(query, "package", row.packageKey) && matches(query, "label", ...row.labels));
  const order = ["act", "attend", "track*", "track"];
  const by = { priority: (a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome), detected: (a, b) => a.detectedAt.localeCompare(b.detectedAt), "-detected": (a, b) => b.detectedAt.localeCompare(a.detectedAt) } satisfies Record<string, (a: FakeData["findings"][number], b: FakeData["findings"][number]) => number>;
  const chosen = by[(query.get("sort") ?? "") as keyof typeof by] ?? ((a, b) => (a.clock.dueAt ?? "9").localeCompare(b.clock.dueAt ?? "9"));
  return page(rows.toSorted(chosen), query);
}

function finding(data: FakeData, id: string): FakeAnswer {
  const found = data.findings.find((row) => row.id === id);
  if (!found) return missing;
  const exposures = data.exposures.filter((row) => row.findingId === id);
  return ok({ finding: found, verdict: found.labels.includes("malicious") ? `${found.packageKey} in ${found.service} is a malicious package (${found.vulnerability}) on ${exposures.length} live deployments. Remove it, replace the secrets it could read, and look for what it did; an upgrade alone undoes nothing.` : `${found.packageKey.split(":").at(-1)} in ${found.service} is running on ${exposures.length} live deployments${found.kev ? "; it is exploited in the wild" : ""}.`, environmental: found.cvss === null ? null : { score: found.cvss, vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N/CR:H/IR:H/AR:H", because: ["CR:H because the endpoint is critical"] }, exposures, traces: traces(exposures[0]?.component ?? "pkg:npm/path-weaver@1.4.2"), periods: [{ openedAt: found.exposedSince, closedAt: found.closedAt, reason: found.closeReason }], decisions: data.decisions.filter((row) => row.vulnerability === found.vulnerability && row.service === found.service), timeline: data.facts.filter((fact) => fact.subject === id), incident: id === "fnd_0001" ? { incidentId: "inc_31", number: 31 } : null });
}

const traces = (component: string) => [
  { component, advisory: "CVE-2026-10000", source: "osv", verdict: "affected", why: "1.4.2 is at or after 1.0.0 and before 1.9.3 by the order of semver.", clearedBy: "1.9.3", detectedAt: "2026-11-20T08:00:00Z", compared: "1.4.2", order: "semver (Semantic Versioning 2.0.0, section 11)", events: ["introduced 1.0.0", "fixed 1.9.3"], fixState: null },
  { component, advisory: "CVE-2026-10037", source: "ghsa", verdict: "not-affected", why: "1.4.2 is before 2.0.0, the first affected version.", clearedBy: null, detectedAt: null, compared: "1.4.2", order: "semver (Semantic Versioning 2.0.0, section 11)", events: ["introduced 2.0.0"], fixState: "will-not-fix" },
  { component, advisory: "CVE-2026-10074", source: "nvd", verdict: "unknown", why: "The advisory names a product, not a package; the version cannot be compared.", clearedBy: null, detectedAt: null, compared: null, order: null, events: [], fixState: null },
];

function search(data: FakeData, q: string): unknown[] {
  const hit = (kind: string, id: string, title: string, detail: string, path: string) => ({ kind, id, title, detail, path });
  const all = [...data.vulnerabilities.map((row) => hit("vulnerability", row.id, row.id, row.summary, `/advisories/${row.id}`)), ...data.services.map((row) => hit("service", row.id, row.name, row.owner ?? "no owner", `/services/${row.id}`)), ...data.endpoints.map((row) => hit("endpoint", row.id, row.name, row.environment, `/endpoints/${row.id}`)), ...data.components.map((row) => hit("component", row.purl, row.purl, "component", `/components/${encodeURIComponent(row.purl)}`))];
  return all.filter((each) => each.title.toLowerCase().includes(q)).slice(0, 12);
}

function write(data: FakeData, { method, path, body, headers }: FakeRequest): FakeAnswer {
  const [noun = "", id = "", part] = path.split("/").slice(1).map(decodeURIComponent);
  const given = (body ?? {}) as Record<string, never>;
  if (noun === "findings" && part === "acknowledge") return edit(data.findings, id, { acknowledgedAt: data.coverage.evaluatedAt, acknowledgedBy: data.me.name });
  if (noun === "vulnerabilities") return preview(data, given);
  if (noun === "services") return edit(data.services, id, { owner: given["owner"] ?? null });
  if (noun === "endpoints") return edit(data.endpoints, id, given);
  if (noun === "decisions" && part === "revoke") return edit(data.decisions, id, { holds: false, revokedAt: data.coverage.evaluatedAt });
  if (noun === "decisions") { data.decisions.unshift({ packageKey: null, serviceId: null, service: null, justification: null, untilAt: null, ...given, id: `dec_${data.decisions.length + 1}`, actor: data.me.name, fromAt: data.coverage.evaluatedAt ?? "", revokedAt: null, holds: true } as FakeData["decisions"][number]); return { status: 201, body: data.decisions[0] }; }
  if (noun === "tokens" && method === "POST") { const token = { id: `tok_${data.tokens.length + 1}`, prefix: "aft_new1", createdAt: data.coverage.evaluatedAt ?? "", expiresAt: null, lastUsedAt: null, revokedAt: null, name: String(given["name"]), scopes: given["scopes"] ?? [] }; data.tokens.unshift(token); return { status: 201, body: { token, secret: "aft_shown_once_and_never_again" } }; }
  if (noun === "tokens") return edit(data.tokens, id, { revokedAt: data.coverage.evaluatedAt });
  if (noun === "routes" && headers["if-match"] !== tagOf(data)) return problem(412, "request.stale", "What you edit has changed since you read it", "Read it again and repeat the edit.");
  if (noun === "routes") { data.routes = String(given["text"] ?? ""); return { ...ok(routesOf(data)), headers: { etag: tagOf(data) } }; }
  if (noun === "receivers" && method === "DELETE") data.receivers = data.receivers.filter((row) => row.id !== id);
  return { status: 202 };
}

/** Hits whatever runs the first package the record names; refuses what names none. */
function preview(data: FakeData, { id, affected }: { id?: string; affected?: readonly { package: { name: string } }[] }): FakeAnswer {
  const [first] = affected ?? [];
  if (id === undefined || first === undefined) return { ...problem(400, "request.invalid", "The request does not have the expected shape", "Correct the fields named in `errors` and send it again."), body: { type: "about:blank", status: 400, code: "request.invalid", title: "The request does not have the expected shape", detail: "It is no OSV record: no affected package.", fix: "Correct the fields named in `errors` and send it again.", traceId: "trace-of-the-fake-server", errors: [{ at: "/", rule: "one OSV record (OSV schema 1.7)" }] } };
  const live = data.exposures.filter((row) => row.until === null && row.component.includes(`/${first.package.name}@`));
  const hit = [...new Map(live.map((row) => [row.deploymentId, row])).values()].slice(0, 6);
  const deployments = hit.map(({ deploymentId, service, owner, version, endpoint, environment, exposure, component }) => ({ deploymentId, service, owner, version, endpoint, environment, exposure, component, why: "Affected: 1.4.2 is at or after introduced 0 and before fixed 1.9.3 in npm, range 1, by semver order; 1.9.3 clears it.", clearedBy: "1.9.3" }));
  return ok({ advisory: id, left: [], components: hit.length === 0 ? 0 : 2, undecided: hit.length === 0 ? [] : [{ purl: `pkg:npm/${first.package.name}@master`, why: "Cannot be told: master is no semver version." }], deployments });
}

function edit<Row extends { id: string }>(rows: Row[], id: string, patch: object): FakeAnswer {
  const row = rows.find((each) => each.id === id);
  return row ? ok(Object.assign(row, patch)) : missing;
}
