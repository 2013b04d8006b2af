// A scan with one finding of every kind, for tests of reports: hostile text wherever a target can put some.
import type { DastFinding } from "../finding.ts";
import type { DastScan } from "../scan.ts";
import type { ReportInput } from "./report.ts";

export const at0 = Date.UTC(2026, 10, 2, 8);
/** What an answer may hold to break out of each format. */
export const hostile = `</pre><script>alert(1)</script>"'><img src=x onerror=alert(1)>]]>\u0000\u0007\u202e\ud800![x](javascript:alert(1)) | @all`;

export function sampleFinding(more: Partial<DastFinding> = {}): DastFinding {
  return {
    findingId: "dfn_1", targetId: "tgt_1", fingerprint: "dfp_1", check: "sql-injection", title: "SQL injection", severity: "high", confidence: "confirmed", cwe: 89, owasp: ["A03"], component: undefined, about: undefined,
    place: { origin: "https://shop.example", method: "GET", template: "/orders/{n}", point: "query:sort", at: undefined }, remediation: "Bind values as parameters. Never join them into the text.",
    evidence: {
      technique: "boolean", because: `The answer to 1=1 differs from that to 1=2, twice. ${hostile}`,
      exchanges: [
        { role: "control", shows: "A plain value.", at: at0, method: "GET", url: "https://shop.example/orders/7?sort=a", requestHeaders: [["accept", "*/*"]], requestBody: undefined, status: 200, headers: [["content-type", "text/html"]], body: "<p>seven</p>", bodyBytes: 12, cut: false, totalMs: 12.4, failure: undefined, curl: "curl -sS 'https://shop.example/orders/7?sort=a'" },
        { role: "attack", shows: hostile, at: at0, method: "GET", url: "https://shop.example/orders/7?sort=a%27", requestHeaders: [["cookie", "sid=[masked 4f2a1c]"], ["x-a", "1"], ["x-a", hostile]], requestBody: hostile, status: 500, headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]], body: hostile, bodyBytes: 9000, cut: true, totalMs: 30, failure: undefined, curl: `curl -sS '${hostile}'` },
      ],
    },
    retest: { check: "sql-injection", route: undefined, pointId: "query:sort", identity: "anonymous", template: undefined }, foundAt: at0, alsoAt: ["https://shop.example/orders/7?sort=a", "https://shop.example/orders/8?sort=a"], count: 2,
    state: "open", firstAt: at0, lastAt: at0, retestedAt: at0, lastOutcome: "new", notRetestedBecause: undefined, lastScanId: "scn_1", fixedAt: undefined, verdict: undefined, verdictUntil: undefined, note: undefined, judgedBy: undefined, ...more,
  };
}

const origin = { origin: "https://shop.example", method: undefined, template: undefined, point: undefined, at: "origin:header:server" };

export const sampleFindings: readonly DastFinding[] = [
  sampleFinding({ findingId: "dfn_3", fingerprint: "dfp_3", check: "software-banner", title: "Software names its version", severity: "info", confidence: "firm", cwe: 497, owasp: ["A05"], place: origin, alsoAt: ["https://shop.example/"], lastOutcome: "same" }),
  sampleFinding(),
  sampleFinding({ findingId: "dfn_2", fingerprint: "dfp_2", check: "xss-reflected", title: "Reflected cross-site scripting", severity: "high", cwe: 79, lastOutcome: "not-retested", notRetestedBecause: "the login was lost" }),
  sampleFinding({ findingId: "dfn_4", fingerprint: "dfp_4", check: "open-redirect", title: "Open redirect", severity: "medium", cwe: 601, state: "dismissed", verdict: "accepted", judgedBy: "ada", note: hostile, lastOutcome: "same" }),
  sampleFinding({ findingId: "dfn_5", fingerprint: "dfp_5", check: "xxe", title: "XML external entity", severity: "critical", cwe: 611, state: "fixed", fixedAt: at0, lastOutcome: "fixed" }),
];

export const sampleScan: DastScan = {
  scanId: "scn_1", targetId: "tgt_1", url: "https://shop.example/", state: "done", profile: "staging", startedBy: "ada", reason: "asked", queuedAt: at0, startedAt: at0, endedAt: at0 + 65_000, progress: undefined, failure: undefined, stopAskedBy: undefined, lease: undefined,
  counts: { new: 1, same: 2, regressed: 0, fixed: 1, "not-retested": 1 },
  spec: {
    url: "https://shop.example/", profile: "staging", optIn: ["upload"], scope: { origins: [], include: [], exclude: [], addresses: [] }, budget: {}, seed: "shop", checks: { only: [], except: [] }, descriptions: [], known: [], templates: undefined, browser: "off", window: undefined, outOfBand: undefined, first: [], retests: [],
    identities: [{ name: "ada", login: { kind: "basic", username: "ada", password: "correct horse" }, assertion: undefined, logoutUrls: [] }], limits: { routes: 10, pages: 10, depth: 3 }, replayOnly: false,
  },
  report: {
    endedBecause: "budget", detail: "1000 requests were sent.", startedAt: at0, endedAt: at0 + 65_000, requests: 1000, bytes: 2_500_000, peakMemoryBytes: 1, authorisedBy: "the word of ada", notes: [`A page could not be read. ${hostile}`],
    coverage: {
      checks: [
        { check: "sql-injection", planned: 10, done: 8, proofs: 1, unrepeated: 2, requests: 300, unable: { "the answer changes by itself": 1 } }, { check: "file-upload", planned: 0, done: 0, proofs: 0, unrepeated: 0, requests: 0, unable: { "needs the class upload, which the profile does not allow": 1 } },
        { check: "xpath-injection", planned: 4, done: 4, proofs: 0, unrepeated: 0, requests: 40, unable: {} },
      ],
      identities: [{ identity: "ada", state: "logged-out", routes: 4, reached: 1, denied: 3, missing: 0, failed: 0, redirectedToLogin: 0, says: "ada lost its login and could not get it back: what needs it was not tested." }],
      routes: [{ routeId: "rte_1", method: "GET", origin: "https://shop.example", template: "/orders/{n}", source: "link", depth: 1, foundOn: undefined, status: 200, mediaType: "text/html", parameters: 1, points: 1, done: 8, planned: 10, findings: 1 }], sockets: [], phases: { crawl: 5000 },
    },
  },
};

export const sampleInput: ReportInput = { scan: sampleScan, findings: sampleFindings, at: at0 + 70_000, publicUrl: "https://watch.example" };
