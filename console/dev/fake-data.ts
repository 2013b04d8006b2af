// A made-up organisation for developing the console: services, releases, endpoints, findings; the same for the same instant.
import type { Component, Coverage, Decision, Delivery, Deployment, Endpoint, Exposure, Fact, FeedStatus, Finding, Fix, Me, MetricsAnswer, Now, Receiver, Release, Service, Token, Vulnerability } from "../src/api/shapes.ts";
import { dice } from "./dice.ts";
import { fakeAlerts, fakeReceivers } from "./fake-alerts.ts";
import type { FakeAlerts } from "./fake-alerts.ts";
import { fakeIncidents } from "./fake-incidents.ts";
import type { FakeIncidents } from "./fake-incidents.ts";
import { fakeRuntime } from "./fake-runtime.ts";
import type { FakeRuntime } from "./fake-runtime.ts";

const hour = 3_600_000, day = 24 * hour;

export interface FakeData {
  me: Me; coverage: Coverage; services: Service[]; releases: Release[]; endpoints: Endpoint[]; deployments: Deployment[]; components: Component[];
  vulnerabilities: Vulnerability[]; findings: Finding[]; exposures: Exposure[]; fixes: Fix[]; decisions: Decision[]; feeds: FeedStatus[]; facts: Fact[];
  receivers: Receiver[]; alerting: FakeAlerts; routes: string; deliveries: Delivery[]; tokens: Token[]; now: Now; metrics: MetricsAnswer; response: FakeIncidents; runtime: FakeRuntime;
}

const serviceNames = ["checkout", "ledger-api", "storefront", "invoice-worker", "identity", "search-indexer", "notifier", "fleet-gateway"];
const owners = ["payments", "platform", "web", null];
const packages = ["npm:path-weaver", "npm:tiny-templater", "maven:org.example:record-io", "pypi:quickform", "golang:example.org/netkit", "deb:debian:12:libframe", "cargo:bytebarn", "npm:query-glue"];
const flaws = ["reads beyond the buffer when a frame is cut short", "lets a crafted header split the response", "follows links out of the archive it unpacks", "spends exponential time on nested brackets", "accepts a token signed with an empty key", "evaluates template text from the request"];

export function fakeData(nowMs: number): FakeData {
  const { pick, upTo, chance } = dice(20_261_122);
  const at = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString();
  const ago = (days: number): string => at(nowMs - days * day);
  const hex = (length: number): string => Array.from({ length }, () => upTo(16).toString(16)).join("");

  const endpoints: Endpoint[] = Array.from({ length: 14 }, (_, index) => ({
    id: `end_${index + 1}`, name: `${index < 8 ? "prod" : "stage"}-${pick(["eu", "us", "ap"])}/${serviceNames[index % 8]}`, environment: index < 8 ? "prod" : "staging",
    exposure: index % 5 === 4 ? "unknown" : index % 2 === 0 ? "internet" : "internal", criticality: pick(["critical", "high", "medium", "unknown"] as const), liveDeployments: 1 + upTo(4), openFindings: upTo(30), createdAt: ago(200 + index),
  }));
  const services: Service[] = serviceNames.map((name, index) => ({ id: `svc_${index + 1}`, name, owner: owners[index % 4] ?? null, liveDeployments: 2 + upTo(6), releases: 3 + upTo(20), openFindings: 0, risk: { act: 0, attend: 0, "track*": 0, track: 0 }, createdAt: ago(300 - index * 9) }));
  const releases: Release[] = services.flatMap((service, index) => Array.from({ length: 3 }, (_, version): Release => ({
    id: `rel_${index * 3 + version + 1}`, serviceId: service.id, service: service.name, version: `${2 + (index % 3)}.${version + 4}.${upTo(9)}`, digest: chance(0.8) ? `sha256:${hex(64)}` : null, commit: chance(0.7) ? hex(40) : null, createdAt: ago(60 - version * 18),
    sbom: (index * 3 + version) % 7 === 5 ? null : { digest: `sha256:${hex(64)}`, format: "CycloneDX", specVersion: "1.6", receivedAt: ago(60 - version * 18), components: 120 + upTo(900), rejects: upTo(3), duplicates: upTo(9) }, liveDeployments: version === 2 ? 2 : 0, openFindings: version === 2 ? upTo(20) : 0,
  })));
  const deployments: Deployment[] = releases.flatMap((release, index) => endpoints.filter((_, place) => place % 8 === Math.floor(index / 3)).map((endpoint, place): Deployment => {
    const live = index % 3 === 2;
    return { id: `dep_${index}_${place}`, serviceId: release.serviceId, service: release.service, owner: services[Math.floor(index / 3)]?.owner ?? null, releaseId: release.id, version: release.version, endpointId: endpoint.id, endpoint: endpoint.name, environment: endpoint.environment, exposure: endpoint.exposure, startedAt: ago(live ? 6 + place : 60 - (index % 3) * 20), endedAt: live ? null : ago(40 - (index % 3) * 20), hasSbom: release.sbom !== null, openFindings: live ? 1 + upTo(12) : 0 };
  }));
  const components: Component[] = packages.flatMap((key, index) => ["1.4.2", "2.0.0"].map((version): Component => {
    const [ecosystem = "npm", ...name] = key.split(":");
    return { purl: `pkg:${ecosystem}/${name.join("/")}@${version}`, name: name.at(-1) ?? key, version, ecosystem: index === 5 ? null : ecosystem, packageKey: key, releases: 1 + upTo(9), liveDeployments: upTo(12), openFindings: upTo(9) };
  }));
  const vulnerabilities = Array.from({ length: 34 }, (_, index): Vulnerability => {
    const malicious = index % 23 === 7;
    const drawn = chance(0.15) ? null : Math.round(35 + upTo(65)) / 10;
    const cvss = malicious ? null : drawn;
    const packageKey = packages[index % packages.length] ?? "npm:path-weaver";
    const id = `CVE-2026-${10_000 + index * 37}`;
    const gone = index % 11 === 10;
    const summary = `${packageKey.split(":").at(-1)} ${flaws[index % flaws.length]}`;
    return {
      id, aliases: [`GHSA-${hex(4)}-${hex(4)}-${hex(4)}`], summary, severity: malicious ? "critical" : cvss === null ? "unknown" : cvss >= 9 ? "critical" : cvss >= 7 ? "high" : cvss >= 4 ? "medium" : "low", cvss, cvssVector: cvss === null ? null : "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N", severityFrom: malicious ? "MAL-2026-4411, malicious package" : cvss === null ? null : "nvd", severityBecause: malicious ? "a malicious package has no score; it takes over what runs it" : cvss === null ? null : "the highest of the CVSS 3 ratings; GHSA says 7.1",
      epss: chance(0.2) ? null : upTo(1000) / 1000, epssPercentile: upTo(1000) / 1000, kev: index % 9 === 0, kevAddedAt: index % 9 === 0 ? ago(12) : null, ransomware: index % 18 === 0, malicious, publishedAt: ago(5 + index * 4), ingestedAt: ago(4.9 + index * 4), withdrawn: false,
      advisories: ["osv", "ghsa"].map((source) => ({ id: source === "osv" ? id : `GHSA-${hex(4)}-${hex(4)}-${hex(4)}`, source, modifiedAt: ago(3), publishedAt: ago(5 + index * 4), withdrawnAt: null, ingestedAt: ago(2.9), summary, severities: cvss === null ? [] : [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N", source, cvss, level: cvss >= 9 ? "critical" : cvss >= 7 ? "high" : cvss >= 4 ? "medium" : "low" }], packages: [{ ecosystem: packageKey.split(":")[0] ?? "npm", name: packageKey.split(":").slice(1).join(":"), ranges: packageKey.startsWith("maven") ? ["[1.0.0,1.9.3),[2.0.0,2.1.0)"] : [">=1.0.0 <1.9.3 || >=2.0.0 <2.1.0"], fixState: source === "osv" ? "fixed" : index % 3 === 0 ? "will-not-fix" : null }], references: [{ type: "ADVISORY", url: `https://advisories.example.org/${id}` }, { type: "FIX", url: `https://code.example.org/${packageKey.split(":").at(-1)}/commit/${hex(12)}` }] })),
      history: index % 4 === 1 ? [{ id: `GHSA-${hex(4)}-${hex(4)}-${hex(4)}`, at: ago(2), from: `GHSA-${hex(4)}-${hex(4)}-${hex(4)}`, to: id }] : [],
      live: gone ? { deployments: 0, services: 0, endpoints: 0, internet: 0 } : { deployments: 1 + (index % 7), services: 1 + (index % 3), endpoints: 1 + (index % 5), internet: index % 3 }, past: { deployments: 3, lastUntil: ago(9) },
      verdict: gone ? `No live deployment is affected. It was on 3 deployments until ${ago(9).slice(0, 10)}.` : `${packageKey.split(":").at(-1)} is running on ${1 + (index % 7)} live deployments, ${index % 3} of them on the internet${index % 9 === 0 ? "; it is exploited in the wild" : ""}.`,
    };
  });
  const findings = Array.from({ length: 132 }, (_, index): Finding => {
    const vulnerability = vulnerabilities[index % vulnerabilities.length]!;
    const service = services[(index * 3) % services.length]!;
    const state = index % 13 === 5 ? "accepted" : index % 17 === 3 ? "snoozed" : index % 19 === 4 ? "not-affected" : index % 6 === 5 ? "closed" : "open";
    const dueHours = index < 3 ? -5 - index * 11 : index < 14 ? index * 6 : 80 + index * 9;
    const outcome = vulnerability.kev || vulnerability.malicious ? "act" : (["attend", "track*", "track", "track"] as const)[index % 4] ?? "track";
    const packageKey = packages[(index % vulnerabilities.length) % packages.length] ?? "npm:path-weaver";
    return {
      id: `fnd_${String(index + 1).padStart(4, "0")}`, vulnerability: vulnerability.id, title: `${vulnerability.summary} (${service.name})`, packageKey, serviceId: service.id, service: service.name, owner: service.owner, environments: ["prod", "staging"], state, closeReason: state === "closed" ? "fixed" : null,
      labels: [...(vulnerability.malicious ? ["malicious" as const] : []), ...(vulnerability.kev ? ["kev" as const] : []), ...(dueHours < 0 && state === "open" ? ["overdue" as const] : []), ...(index % 10 === 2 ? ["new" as const] : []), ...(index % 21 === 7 ? ["regressed" as const] : []), ...(index % 15 === 1 ? ["partly-fixed" as const] : []), ...(index % 25 === 6 ? ["unconfirmed" as const] : [])],
      severity: vulnerability.severity, cvss: vulnerability.cvss, epss: vulnerability.epss, kev: vulnerability.kev, outcome,
      priorityInputs: [{ name: "exploitation", value: vulnerability.kev ? "active" : "none", from: vulnerability.kev ? "CISA KEV" : "no source says", assumed: !vulnerability.kev }, { name: "automatable", value: "yes", from: "CVSS vector", assumed: false }, { name: "technical-impact", value: "total", from: "CVSS vector", assumed: false }, { name: "exposure", value: "exposed", from: "endpoint", assumed: index % 5 === 0 }, { name: "mission", value: "high", from: "endpoint criticality", assumed: false }],
      clock: { policy: vulnerability.malicious ? "Aftwatch" : "BOD 26-04", clause: vulnerability.malicious ? "malicious package: contain within 24 hours" : `row ${1 + (index % 16)}: ${vulnerability.kev ? "in KEV" : "not in KEV"}, exposed, automatable, total impact`, startedAt: ago(3), dueAt: index % 8 === 7 ? null : at(nowMs + dueHours * hour), stoppedAt: state === "closed" ? ago(1) : null }, fixVersion: index % 9 === 8 ? null : "2.1.0",
      live: { affected: state === "closed" ? 0 : 1 + (index % 6), unconfirmed: index % 25 === 6 ? 1 : 0, fixed: index % 4, total: 8 }, detectedAt: ago(0.4 + index * 0.6), exposedSince: ago(20 + index), closedAt: state === "closed" ? ago(1) : null, acknowledgedAt: index % 3 === 0 ? ago(0.2) : null, acknowledgedBy: index % 3 === 0 ? "lee" : null, updatedAt: ago(0.1 + index / 50),
    };
  });
  for (const service of services) {
    const open = findings.filter((finding) => finding.serviceId === service.id && finding.state === "open");
    service.openFindings = open.length;
    for (const { outcome } of open) service.risk[outcome] += 1;
  }
  const exposures = findings.flatMap((finding): Exposure[] => deployments.filter((deployment) => deployment.serviceId === finding.serviceId && (deployment.endedAt === null) === (finding.state !== "closed")).map((deployment) => ({
    findingId: finding.id, vulnerability: finding.vulnerability, deploymentId: deployment.id, serviceId: deployment.serviceId, service: deployment.service, owner: deployment.owner, releaseId: deployment.releaseId, version: deployment.version, endpointId: deployment.endpointId, endpoint: deployment.endpoint, environment: deployment.environment, exposure: deployment.exposure, criticality: "high",
    component: components.find((component) => component.packageKey === finding.packageKey)?.purl ?? "pkg:npm/path-weaver@1.4.2", since: deployment.startedAt, until: deployment.endedAt, knownAt: finding.detectedAt, state: finding.state, outcome: finding.outcome, dueAt: finding.clock.dueAt, clause: finding.clock.clause, fixVersion: finding.fixVersion,
  })));
  const open = findings.filter((finding) => finding.state === "open");
  const fixes = packages.map((packageKey): Fix => {
    const removed = open.filter((finding) => finding.packageKey === packageKey);
    return { key: `${packageKey}@2.1.0`, packageKey, fixVersion: packageKey.startsWith("cargo") ? null : "2.1.0", findings: removed.length, deployments: removed.length * 2, services: Math.min(removed.length, 8), internet: Math.floor(removed.length / 2), kev: removed.filter((finding) => finding.kev).length, maxEpss: removed.some((finding) => finding.epss !== null) ? Math.max(...removed.map((finding) => finding.epss ?? 0)) : null, outcome: removed.some((finding) => finding.outcome === "act") ? "act" : "attend", dueAt: removed.map((finding) => finding.clock.dueAt).filter((due) => due !== null).toSorted()[0] ?? null, owners: [...new Set(removed.map((finding) => finding.owner).filter((owner) => owner !== null))] };
  }).toSorted((a, b) => b.findings - a.findings);
  const kinds = ["deployment.started", "finding.opened", "feed.synced", "sbom.received", "decision.made", "notice.delivered", "finding.closed"];
  const facts = Array.from({ length: 240 }, (_, index): Fact => ({ seq: 240 - index, at: at(nowMs - index * 0.4 * hour), kind: kinds[index % kinds.length] ?? "finding.opened", subject: findings[index % findings.length]?.id ?? "", actor: index % 3 === 0 ? "lee" : "aftwatch", body: { service: serviceNames[index % 8] ?? "", note: "made for the fake server" }, hash: hex(64) }));
  const decisions: Decision[] = findings.filter((finding) => finding.state !== "open" && finding.state !== "closed").map((finding, index) => ({ id: `dec_${index + 1}`, vulnerability: finding.vulnerability, packageKey: finding.packageKey, serviceId: finding.serviceId, service: finding.service, kind: finding.state === "accepted" ? "accepted" : finding.state === "snoozed" ? "snoozed" : "not-affected", justification: finding.state === "not-affected" ? "vulnerable_code_not_in_execute_path" : null, reason: "The parser is only reached from the nightly import, which reads files of our own.", actor: "lee", fromAt: ago(3), untilAt: finding.state === "not-affected" ? null : at(nowMs + 20 * day), revokedAt: null, holds: true }));
  const feed = (id: string, about: string, state: FeedStatus["state"], extra: Partial<FeedStatus> = {}): FeedStatus => ({ id, about, baseUrl: `https://feeds.example.org/${id}`, licence: "CC-BY-4.0", enabled: true, state, lastAttemptAt: ago(0.01), lastSuccessAt: ago(0.02), lastError: null, records: 1000 + upTo(90_000), rejects: 0, progress: null, staleAfterSeconds: 7200, pollSeconds: 900, ...extra });
  const coverage: Coverage = { evaluatedAt: at(nowMs - 40_000), liveDeployments: deployments.filter((deployment) => deployment.endedAt === null).length, withoutSbom: 3, staleFeeds: ["kev"], starterOnly: false, uncoveredComponents: 12, unknownExposure: 3, withoutOwner: 2 };
  const due = open.filter((finding) => finding.clock.dueAt !== null).toSorted((a, b) => (a.clock.dueAt ?? "").localeCompare(b.clock.dueAt ?? "")).slice(0, 20);
  return {
    me: { name: "lee", scopes: ["admin"], organisation: "Example Works", version: "0.1.0", demo: false }, coverage, services, releases, endpoints, deployments, components, vulnerabilities, findings, exposures, fixes, decisions, facts,
    feeds: [feed("osv", "Exact affected ranges per ecosystem, refreshed whole and then record by record.", "fresh"), feed("ghsa", "Reviewed advisories with their ranges.", "running", { progress: { done: 8400, total: 21_000 } }), feed("kev", "Vulnerabilities known to be exploited.", "stale", { lastSuccessAt: ago(0.4), lastError: "No answer came over HTTP. https://feeds.example.org/a/long/path/without/any/blank/known_exploited_vulnerabilities.json answered 503." }), feed("epss", "The probability of exploitation in the next 30 days.", "failing", { lastSuccessAt: ago(2), lastError: "The file ends in the middle of a line.", rejects: 4 }), feed("starter", "A small set for the first minutes.", "never", { lastSuccessAt: null, lastAttemptAt: null, records: 0 }), feed("nvd", "CVSS vectors and product configurations, for what has no advisory of its ecosystem.", "never", { enabled: false, lastSuccessAt: null, lastAttemptAt: null, records: 0 })],
    receivers: fakeReceivers(nowMs), alerting: fakeAlerts(nowMs),
    routes: "# The payments team is woken, everybody else reads mail.\nroute:\n  receiver: mail-oncall\n  routes:\n    - id: urgent\n      matchers: ['severity=~\"critical|high\"']\n      receivers: [slack-payments, mail-oncall]\n",
    deliveries: Array.from({ length: 64 }, (_, index): Delivery => ({ id: `dlv_${index + 1}`, noticeId: `ntc_${index + 1}`, title: `${vulnerabilities[index % 34]?.id ?? ""} in ${serviceNames[index % 8]}: due soon`, kind: "finding.opened", severity: "high", receiver: index % 9 === 8 ? null : index % 2 === 0 ? "slack-payments" : "mail-oncall", state: index % 9 === 8 ? "no-receiver" : index % 12 === 3 ? "dead" : index % 7 === 2 ? "waiting" : "sent", attempts: 1 + (index % 5), nextAttemptAt: index % 7 === 2 ? at(nowMs + hour) : null, why: index % 12 === 3 ? "The receiver answered 410: it is gone." : null, createdAt: ago(index / 4), sentAt: index % 9 === 8 || index % 12 === 3 || index % 7 === 2 ? null : ago(index / 4), groupKey: `story:${index % 9}`, message: index % 7 === 2 ? null : `msg_${index}`, because: null, handedAt: null })),
    tokens: [{ id: "tok_1", name: "build pipeline", scopes: ["write"], prefix: "aft_x81k", createdAt: ago(90), expiresAt: at(nowMs + 30 * day), lastUsedAt: ago(0.1), revokedAt: null }, { id: "tok_2", name: "old dashboard", scopes: ["read"], prefix: "aft_m2pq", createdAt: ago(300), expiresAt: null, lastUsedAt: null, revokedAt: ago(20) }],
    response: fakeIncidents(nowMs, findings), runtime: fakeRuntime(nowMs, releases),
    now: {
      coverage, due, counts: { open: open.length, act: open.filter((finding) => finding.outcome === "act").length, attend: open.filter((finding) => finding.outcome === "attend").length, overdue: 3, dueIn72h: 9, unacknowledged: open.filter((finding) => finding.acknowledgedAt === null).length, deadNotices: 2 },
      checklist: [["deployment", "Connect a deployment source", true, "212 deployments were reported."], ["sbom", "Receive the first SBOM", true, "24 releases have one."], ["feed", "Sync the first feed", true, "osv has been read."], ["owners", "Know the owner of 90 % of the services", false, "6 of 8 services have one."], ["route", "Test a route", false, "No test notice was delivered yet."]].map(([id, title, done, detail]) => ({ id: String(id), title: String(title), done: done === true, detail: String(detail), command: id === "route" ? "aftwatch receiver test slack-payments" : "aftwatch service own checkout --owner payments" })),
      pulse: Array.from({ length: 24 }, (_, index) => ({ at: at(nowMs - (23 - index) * hour), facts: index % 7 === 5 ? 0 : upTo(60) })),
    },
    metrics: {
      about: "findings", from: ago(30), to: at(nowMs), filters: {},
      measures: [{ id: "time-to-detect", about: "From publication to our knowing", unit: "ms", formula: "detectedAt - max(publishedAt, startedAt)", better: "lower", n: 118, median: 94_000, p90: 840_000, value: null }, { id: "time-to-repair", about: "From knowing to the verified fix", unit: "ms", formula: "closedAt - detectedAt where closeReason = fixed", better: "lower", n: 41, median: 3.2 * day, p90: 11 * day, value: null }, { id: "in-time", about: "Share of clocks met", unit: "ratio", formula: "stopped before due / stopped", better: "higher", n: 41, median: null, p90: null, value: 0.83 }, { id: "exposure-hours", about: "Hours that live deployments were exposed", unit: "hours", formula: "sum of exposure intervals", better: "lower", n: 132, median: null, p90: null, value: 10_482.5 }, { id: "time-to-acknowledge", about: "From knowing to someone having seen it", unit: "ms", formula: "acknowledgedAt - detectedAt", better: "lower", n: 0, median: null, p90: null, value: null }],
      series: Array.from({ length: 31 }, (_, index) => ({ at: ago(30 - index), open: 60 + Math.round(20 * Math.sin(index / 4)) + upTo(6), opened: upTo(14), fixed: upTo(12) })),
    },
  };
}
