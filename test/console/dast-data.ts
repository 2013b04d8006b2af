// Targets, scans and findings in a real store, kept as ended scans are: every outcome, a scan that runs, one that could not see much, and the files of one.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { keepScan } from "../../src/app/dast/record-scan.ts";
import { makeScanFolder, requestLogIn, scanFolder, writeRoutes } from "../../src/app/dast/scan-folder.ts";
import { makeSpec } from "../../src/app/dast/scan-spec.ts";
import type { LoopContext } from "../../src/app/loop/context.ts";
import { checks } from "../../src/dast/checks/index.ts";
import { fingerprintOf } from "../../src/dast/finding.ts";
import type { FoundWeakness, KeptExchange } from "../../src/dast/finding.ts";
import type { DastScan, RetestAnswer, RouteCoverage, ScanReport } from "../../src/dast/scan.ts";
import type { LoggedRequest } from "../../src/dast/traffic/request-log.ts";
import { createIds } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import type { TestApp } from "../open-test-app.ts";

export interface DastData { shopId: string; firstScanId: string; lastScanId: string; runningScanId: string; proofId: string; notRetestedId: string; libraryId: string }

const origin = "https://shop.example.org", hourMs = 3_600_000;

const exchange = (role: KeptExchange["role"], shows: string, at: number, value: string, body: string, status = 200): KeptExchange => ({
  role, shows, at, method: "GET", url: `${origin}/orders?sort=${encodeURIComponent(value)}`, requestHeaders: [["host", "shop.example.org"], ["x-aftwatch-scan", "scn_1"], ["cookie", "session=[masked]"]], requestBody: undefined, status, headers: [["content-type", "text/html; charset=utf-8"]], body, bodyBytes: body.length, cut: false, totalMs: 41, failure: undefined, curl: `curl -i -H 'x-aftwatch-scan: scn_1' '${origin}/orders?sort=${encodeURIComponent(value)}'`,
});
const page = (rows: string): string => `<!doctype html>\n<title>Orders</title>\n<table>\n${rows}</table>\n<p>2 orders</p>\n`;

/** A weakness as the check of that name words it. */
function weakness(id: string, template: string, at: number, more: Partial<FoundWeakness> = {}): FoundWeakness {
  const check = checks.all.find((one) => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  const whole = check.on === "origin" || check.on === "exchange";
  const place = { origin, method: whole ? undefined : "GET", template: whole ? undefined : template, point: check.on === "point" ? "query:sort" : undefined, at: undefined };
  return { fingerprint: fingerprintOf(check, place, template, origin), check: id, title: check.title, place, about: undefined, severity: check.severity, confidence: "firm", cwe: check.cwe, owasp: check.owasp, remediation: check.remediation, component: undefined, evidence: { technique: "shape", because: "The answer says so.", exchanges: [] }, retest: { check: id, route: undefined, pointId: place.point, identity: "anonymous", template: undefined }, foundAt: at, alsoAt: [], count: 1, ...more };
}

const sqli = (at: number): FoundWeakness => weakness("sql-injection", "/orders", at, {
  confidence: "confirmed", alsoAt: [`${origin}/orders?sort=name`, `${origin}/orders?sort=date`], count: 3,
  evidence: { technique: "boolean", because: "A condition that holds keeps the rows and one that does not takes them away, three times each, and a control changes nothing.", exchanges: [exchange("baseline", "as a visitor asks", at, "name", page("<tr><td>1 keyboard</td></tr>\n<tr><td>2 lamp</td></tr>\n")), exchange("control", "a condition that always holds", at + 90, "name' AND '1'='1", page("<tr><td>1 keyboard</td></tr>\n<tr><td>2 lamp</td></tr>\n")), exchange("attack", "a condition that never holds", at + 180, "name' AND '1'='2", page("").replace("2 orders", "0 orders"))] },
});

const routeOf = (method: string, template: string, more: Partial<RouteCoverage> = {}): RouteCoverage => ({ routeId: `${method} ${template}`, method, origin, template, source: "link", depth: 1, foundOn: "/", status: 200, mediaType: "text/html", parameters: 1, points: 3, done: 40, planned: 40, findings: 0, ...more });
const routes: readonly RouteCoverage[] = [
  routeOf("GET", "/", { depth: 0, foundOn: undefined, source: "start" }), routeOf("GET", "/orders", { findings: 1 }), routeOf("GET", "/orders/{n}", { source: "script" }), routeOf("POST", "/orders/{n}/notes", { source: "form", done: 6 }), routeOf("GET", "/account", { status: 302, mediaType: undefined, done: 0 }),
  routeOf("GET", "/api/v2/products/{n}/reviews", { source: "description", mediaType: "application/json" }), routeOf("DELETE", "/api/v2/products/{n}", { source: "description", status: undefined, planned: 0, done: 0 }), routeOf("GET", "/assets/app.js", { mediaType: "text/javascript", points: 0, planned: 0, done: 0 }),
];

const coverage = (): ScanReport["coverage"]["checks"] => checks.all.filter(({ on }) => on !== "exchange").map(({ id, risk }, index) => {
  if (["write", "stored", "upload", "smuggling", "credentials"].includes(risk)) return { check: id, planned: 0, done: 0, proofs: 0, unrepeated: 0, requests: 0, unable: { [`needs the class ${risk}, which the profile does not allow`]: 1 } };
  const planned = 12 + index;
  return { check: id, planned, done: index % 7 === 3 ? Math.floor(planned / 2) : planned, proofs: id === "sql-injection" ? 1 : 0, unrepeated: index % 5 === 0 ? 1 : 0, requests: planned * 4, unable: index % 6 === 2 ? { "the baseline was not stable": 3 } : {} };
});

const reportOf = (at: number, weaknesses: readonly FoundWeakness[], retests: readonly RetestAnswer[], more: Partial<ScanReport> = {}): ScanReport => ({
  endedBecause: "complete", detail: undefined, startedAt: at, endedAt: at + 384_000, requests: 4_218, bytes: 38_400_000, peakMemoryBytes: 214_000_000, authorisedBy: "the word of ana", weaknesses, retests, notes: ["3 routes answered only to a login that the identity ana lost in the middle: they were tested as nobody.", "The WebSocket wss://shop.example.org/live was seen and not tested."],
  coverage: { checks: coverage(), routes, sockets: ["wss://shop.example.org/live"], phases: { authorise: 210, login: 1_900, crawl: 61_000, checks: 302_000, replay: 18_000 }, identities: [{ identity: "anonymous", state: "anonymous", routes: 8, reached: 6, denied: 1, missing: 0, failed: 0, redirectedToLogin: 1, says: "6 of 8 routes asked (of 8 known) answered anonymous; 2 did not let anonymous in." }, { identity: "ana", state: "logged-out", routes: 8, reached: 2, denied: 5, missing: 0, failed: 1, redirectedToLogin: 0, says: "ana lost its login and could not get it back: what needs it was not tested." }] }, ...more,
});

const logged = (seq: number, at: number, more: Partial<LoggedRequest> = {}): LoggedRequest => ({ seq, at, method: "GET", url: `${origin}/orders?sort=name`, identity: "anonymous", status: 200, sizeBytes: 2_113, headMs: 12, totalMs: 19, phase: "crawl", check: undefined, routeId: "GET /orders", pointId: undefined, refused: false, why: undefined, ...more });

export async function fillDast({ app, clock, dir }: TestApp): Promise<DastData> {
  const context: LoopContext = { store: app.store, clock, ids: createIds(clock), log: silentLog, publicUrl: "http://127.0.0.1", committed: () => undefined };
  await app.recordDeployment(app.org, { service: "shop", version: "1.4.0", endpoint: "prod-eu/shop", environment: "prod", exposure: "internet", criticality: "high" }, "test");
  const shop = await app.dast.putTarget(app.org, undefined, { name: "shop", url: `${origin}/`, endpoint: "prod-eu/shop", testable: true, defaults: { profile: "staging", identities: [{ name: "ana", login: { kind: "bearer", token: "secret:ana" }, assertion: undefined, logoutUrls: [] }] }, everyHours: 24, afterDeployment: true }, "ana");
  await app.dast.putTarget(app.org, undefined, { name: "partner API of a rather long name that has to be cut somewhere", url: "https://partner.example.org/api/", testable: false, defaults: {}, everyHours: undefined, afterDeployment: false }, "lee");
  await app.dast.putTarget(app.org, undefined, { name: "intranet", url: "http://intranet.example.org/", testable: true, defaults: {}, everyHours: 168, afterDeployment: false }, "lee");
  const now = clock.now();
  const scanAt = async (at: number, report: ScanReport): Promise<string> => {
    const scan: DastScan = { scanId: context.ids.next("scn"), targetId: shop.targetId, url: shop.url, state: "running", profile: "staging", startedBy: "schedule", reason: "schedule", queuedAt: at, startedAt: at, endedAt: undefined, spec: makeSpec(shop.url, checks.all, shop.defaults as Parameters<typeof makeSpec>[2]), progress: undefined, report: undefined, counts: { new: 0, same: 0, regressed: 0, fixed: 0, "not-retested": 0 }, failure: undefined, stopAskedBy: undefined, lease: undefined };
    await app.store.write((ports) => keepScan({ ...context, clock: { now: () => report.endedAt } as LoopContext["clock"] }, ports, app.org, scan, report));
    return scan.scanId;
  };
  const traversal = (at: number): FoundWeakness => weakness("path-traversal", "/files", at), header = (at: number): FoundWeakness => weakness("missing-csp", "/", at), redirect = (at: number): FoundWeakness => weakness("open-redirect", "/go", at), library = (at: number): FoundWeakness => weakness("browser-library", "/assets/app.js", at, { component: "pkg:npm/jquery@1.8.0", about: "jquery 1.8.0" });
  const fixed = (one: FoundWeakness): RetestAnswer => ({ findingId: "", fingerprint: one.fingerprint, outcome: "fixed", why: "the control is alive and the proof passes no more", weakness: undefined });
  const firstScanId = await scanAt(now - 52 * hourMs, reportOf(now - 52 * hourMs, [sqli(now - 52 * hourMs), traversal(now - 52 * hourMs), header(now - 52 * hourMs), redirect(now - 52 * hourMs)], []));
  await scanAt(now - 28 * hourMs, reportOf(now - 28 * hourMs, [header(now - 28 * hourMs), redirect(now - 28 * hourMs)], [fixed(sqli(now)), fixed(traversal(now))]));
  const lastScanId = await scanAt(now - 26 * hourMs, reportOf(now - 26 * hourMs, [sqli(now - 26 * hourMs), redirect(now - 26 * hourMs), library(now - 26 * hourMs)], [{ ...fixed(header(now)), outcome: "not-retested", why: "the login was lost before it" }], { endedBecause: "budget" }));
  const folder = scanFolder(join(dir, "data"), lastScanId);
  makeScanFolder(folder);
  writeRoutes(folder, routes);
  const lines = [...Array.from({ length: 120 }, (_, index) => logged(index + 1, now - 26 * hourMs + index * 90, index % 3 === 0 ? { phase: "check", check: "sql-injection", url: `${origin}/orders?sort=name%27`, status: index % 9 === 0 ? 500 : 200, pointId: "query:sort" } : {})), logged(0, now - 26 * hourMs + 12_000, { refused: true, status: 0, url: `${origin}/logout`, why: "its words would end the session: logout", phase: "crawl" })];
  appendFileSync(requestLogIn(folder), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"half a line\n`);
  const running = await app.dast.startScan(app.org, { target: "intranet", spec: {}, reason: "asked" }, "lee");
  await app.store.write((ports) => ports.dast.putScans(app.org, [{ ...running, state: "running", startedAt: now - 40_000, progress: { phase: "checks", done: 340, total: 1_200, routes: 41, requests: 911, requestsPerSecond: 9.7, findings: 2, backingOff: true, etaMs: 190_000, at: new Date(now).toISOString() } }]));
  const found = async (check: string): Promise<string> => (await app.dast.findings(app.org, { targetId: undefined, state: undefined, check, severity: undefined, confidence: undefined, outcome: undefined, word: undefined, scanId: undefined }, { limit: 1, after: undefined })).items[0]?.findingId ?? "";
  return { shopId: shop.targetId, firstScanId, lastScanId, runningScanId: running.scanId, proofId: await found("sql-injection"), notRetestedId: await found("missing-csp"), libraryId: await found("browser-library") };
}
