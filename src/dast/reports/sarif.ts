// SARIF 2.1.0: one rule for each check, one result for each finding; a URL is an artifact, its parameter a logical location.
import { toIso } from "../../kernel/clock.ts";
import { placeText } from "../finding.ts";
import type { DastFinding, KeptExchange } from "../finding.ts";
import type { Header } from "../exchange.ts";
import type { DastScan } from "../scan.ts";
import { defineReport } from "./report.ts";
import { cweText, gapsOf, inOrder, plain } from "./report-words.ts";

export const sarif = defineReport({
  id: "sarif", about: "SARIF 2.1.0 for code scanning and vulnerability managers, with requests, answers and fingerprints.", mediaType: "application/sarif+json", extension: "sarif",
  write({ scan, findings }) {
    const results = inOrder(findings).filter(({ lastOutcome }) => lastOutcome !== "fixed");
    const rules = [...new Map(results.map((one) => [one.check, one])).values()];
    const places = new Map(rules.map((one, at) => [one.check, at]));
    const run = {
      tool: { driver: { name: "Aftwatch", rules: rules.map(ruleOf) } },
      automationDetails: { id: `dast/${new URL(scan.url).host}/${scan.scanId}` }, columnKind: "utf16CodeUnits", invocations: [invocationOf(scan, findings)],
      results: results.map((one) => resultOf(one, places.get(one.check) ?? 0)), properties: { url: scan.url, profile: scan.profile, seed: scan.spec.seed },
    };
    return `${JSON.stringify({ $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
  },
});

// GitHub sorts by security-severity; the middle of each band of CVSS 3.1 section 5.
const scores: Readonly<Record<DastFinding["severity"], string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0", info: "0.0" };
const levels = { critical: "error", high: "error", medium: "warning", low: "note", info: "note" } as const;
const outcomes = { new: "new", regressed: "new", same: "unchanged", "not-retested": "unchanged", fixed: "absent" } as const;

function ruleOf({ check, title, remediation, severity, cwe, owasp }: DastFinding): Record<string, unknown> {
  const tags = ["security", ...(cwe > 0 ? [`external/cwe/cwe-${String(cwe).padStart(3, "0")}`] : []), ...owasp.map((one) => `external/owasp/${one.toLowerCase()}`)];
  const help = [remediation, ...(cwe > 0 ? [`https://cwe.mitre.org/data/definitions/${cwe}.html`] : [])].join("\n\n");
  return {
    id: check, name: plain(title).replaceAll(/[^\p{L}\p{N}]+(\p{L}?)/gu, (_all, letter: string) => letter.toUpperCase()), shortDescription: { text: plain(title) }, fullDescription: { text: plain(`${title}. ${remediation}`) }, help: { text: plain(help) },
    ...(cwe > 0 ? { helpUri: `https://cwe.mitre.org/data/definitions/${cwe}.html` } : {}), defaultConfiguration: { level: levels[severity] }, properties: { tags, precision: "high", "security-severity": scores[severity] },
  };
}

function resultOf(one: DastFinding, ruleIndex: number): Record<string, unknown> {
  const attack = one.evidence.exchanges.find(({ role }) => role === "attack") ?? one.evidence.exchanges[0];
  return {
    ruleId: one.check, ruleIndex, kind: "fail", level: levels[one.severity], baselineState: outcomes[one.lastOutcome], message: { text: plain(`${one.title} at ${placeText(one.place)}. ${one.evidence.because}`) },
    locations: [locationOf(one)], partialFingerprints: { "aftwatchDast/v1": one.fingerprint }, fingerprints: { "aftwatchDast/v1": one.fingerprint }, occurrenceCount: Math.max(1, one.count), rank: rankOf(one),
    ...(attack === undefined ? {} : { webRequest: requestOf(attack), ...(attack.status > 0 ? { webResponse: responseOf(attack) } : {}) }),
    ...(one.state === "dismissed" ? { suppressions: [{ kind: "external", status: "accepted", justification: plain([one.verdict, one.judgedBy && `by ${one.judgedBy}`, one.note].filter(Boolean).join(": ")) }] } : {}),
    properties: {
      findingId: one.findingId, severity: one.severity, confidence: one.confidence, technique: one.evidence.technique, outcome: one.lastOutcome, ...(one.notRetestedBecause === undefined ? {} : { notRetestedBecause: plain(one.notRetestedBecause) }), ...(one.component === undefined ? {} : { component: one.component }),
      ...(cweText(one.cwe) === undefined ? {} : { cwe: cweText(one.cwe) }), replay: `aftwatch dast replay ${one.findingId}`, "security-severity": scores[one.severity],
    },
  };
}

const rankOf = ({ confidence }: DastFinding): number => ({ confirmed: 99, firm: 80, tentative: 40 })[confidence];

/** artifactLocation must be a URI reference (section 3.4.3); a viewer that asks for a line gets the first. */
function locationOf({ place, alsoAt }: DastFinding): Record<string, unknown> {
  const uri = alsoAt.find((url) => URL.canParse(url)) ?? place.origin;
  const at = [place.point, place.at].filter((part) => part !== undefined).join(" ");
  const route = placeText({ ...place, point: undefined, at: undefined });
  return {
    physicalLocation: { artifactLocation: { uri: new URL(uri).href }, region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: plain(placeText(place)), name: plain(at === "" ? route : at), kind: place.point === undefined ? "resource" : "parameter" }],
  };
}

function requestOf({ method, url, requestHeaders, requestBody }: KeptExchange): Record<string, unknown> {
  return { method, target: plain(url), protocol: "HTTP", headers: headersOf(requestHeaders), ...(requestBody === undefined ? {} : { body: { text: plain(requestBody) } }) };
}

function responseOf({ status, headers, body, cut }: KeptExchange): Record<string, unknown> {
  return { statusCode: status, protocol: "HTTP", headers: headersOf(headers), body: { text: plain(body) }, ...(cut ? { properties: { cut: true } } : {}) };
}

/** An object by name (section 3.46.7): values of a name that comes twice are joined as RFC 9110 section 5.3 allows. */
const headersOf = (headers: readonly Header[]): Record<string, string> => Object.fromEntries(
  [...Map.groupBy(headers, ([name]) => name.toLowerCase())].map(([name, all]) => [plain(all[0]?.[0] ?? name), plain(all.map(([, value]) => value).join(", "))]));

function invocationOf(scan: DastScan, findings: readonly DastFinding[]): Record<string, unknown> {
  const { report } = scan;
  return {
    executionSuccessful: report?.endedBecause === "complete", ...(scan.startedAt === undefined ? {} : { startTimeUtc: toIso(scan.startedAt) }), ...(scan.endedAt === undefined ? {} : { endTimeUtc: toIso(scan.endedAt) }),
    exitCodeDescription: report?.endedBecause ?? scan.state,
    toolExecutionNotifications: gapsOf(scan, findings).map(({ subject, why }) => ({ level: subject === "Note" ? "note" : "warning", message: { text: plain(`${subject}: ${why}`) }, descriptor: { id: "not-tested" } })),
  };
}
