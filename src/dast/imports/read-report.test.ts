// Reports of other tools become findings of ours: the same every time, masked, with what was left told by its place.
import fc from "fast-check";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isFault } from "../../kernel/fault.ts";
import { globOf, readAutomationPlan } from "./automation-plan.ts";
import { readReport, readers } from "./index.ts";

const now = Date.UTC(2026, 10, 2, 8);
const start = "https://shop.example/";
const read = (report: unknown) => readReport(typeof report === "string" ? report : JSON.stringify(report), { start, now });

const alert = {
  pluginid: "41000", alertRef: "41000-2", alert: "Injection of a query", name: "Injection of a query", riskcode: "3", confidence: "2", desc: "<p>A query can be changed.</p>", solution: "<p>Bind &amp; check.</p><p>Then test.</p>", cweid: "89", wascid: "19",
  instances: [
    { uri: "https://shop.example/find?word=a&token=hush", method: "GET", param: "word", attack: "a' OR 1=1", evidence: "syntax error", "request-header": "GET https://shop.example/find?word=a HTTP/1.1\r\nHost: shop.example\r\nCookie: sid=verysecretvalue\r\n\r\n", "response-header": "HTTP/1.1 500 Internal\r\nContent-Type: text/html\r\n\r\n", "response-body": "syntax error" },
    { uri: "https://shop.example/find?word=b", method: "GET", param: "word", attack: "b'", evidence: "" },
    { uri: "https://shop.example/buy", method: "POST", param: "count", attack: "1'", evidence: "" },
    { uri: "https://elsewhere.example/x", method: "GET", param: "", attack: "", evidence: "" },
  ],
};
const zap = { "@programName": "ZAP", "@version": "2.17.0", site: [{ "@name": "https://shop.example", alerts: [alert, { ...alert, alert: "Judged", confidence: "0" }, { ...alert, alert: "", name: "" }, { ...alert, pluginid: "41001", alertRef: "41001", alert: "No header", riskcode: "1", confidence: "3", cweid: "-1", instances: [{ uri: "https://shop.example/", method: "GET", param: "x-a" }] }] }] };

const zapXml = `<?xml version="1.0"?>
<OWASPZAPReport programName="ZAP" version="2.17.0"><site name="https://shop.example" host="shop.example"><alerts><alertitem><pluginid>41000</pluginid><alertRef>41000-2</alertRef><alert>Injection of a query</alert><riskcode>3</riskcode><confidence>2</confidence><desc>&lt;p&gt;A query.&lt;/p&gt;</desc><cweid>89</cweid>
<instances><instance><uri>https://shop.example/find?word=a</uri><method>GET</method><param>word</param><attack>a' OR 1=1</attack><evidence>syntax error</evidence></instance></instances></alertitem></alerts></site></OWASPZAPReport>`;

const nuclei = { "template-id": "old-thing", info: { name: "Old thing", severity: "critical", description: "It is old.", remediation: "Update.", classification: { "cve-id": ["cve-2026-1"], "cwe-id": ["cwe-502"] } }, "matcher-name": "header", type: "http", host: "https://shop.example", "matched-at": "https://shop.example/old?id=1", "extracted-results": ["1.2"], request: "GET /old?id=1 HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer abcdefgh\r\n\r\n", response: "HTTP/1.1 200 OK\r\nServer: a\r\n\r\nold", "matcher-status": true };
const wapiti = { infos: { target: "https://shop.example/", version: "Wapiti 3" }, classifications: { "SQL Injection": { sol: "Bind values." } }, vulnerabilities: { "SQL Injection": [{ method: "GET", path: "/find?word=a", level: 4, parameter: "word", info: "An error came.", http_request: "GET /find?word=a HTTP/1.1\nhost: shop.example", curl_command: "curl" }], "Blind": [] }, anomalies: { "Internal Server Error": [{ method: "GET", path: "/e", level: 2, parameter: "", info: "500" }] }, additionals: {} };
const sarif = { version: "2.1.0", runs: [{ tool: { driver: { name: "Any", rules: [{ id: "r1", shortDescription: { text: "A weakness" }, properties: { tags: ["external/cwe/cwe-079"], "security-severity": "7.5" } }] } }, results: [{ ruleId: "r1", message: { text: "Seen." }, locations: [{ physicalLocation: { artifactLocation: { uri: "https://shop.example/a?b=1" } } }] }, { ruleId: "r1", message: { text: "In a file." }, locations: [{ physicalLocation: { artifactLocation: { uri: "src/a.ts" } } }] }] }] };

describe("dast/imports", () => {
  it("ZAP in JSON: one finding for each place, its instances counted, its secrets masked", () => {
    const { format, weaknesses, rejected } = read(zap);
    expect(format).toBe("zap-json");
    expect(weaknesses.map(({ title, place, count, severity, confidence, cwe }) => [title, place.method, place.template, place.point, place.at, count, severity, confidence, cwe])).toEqual([
      ["Injection of a query", "GET", "/find", "query:word", undefined, 2, "high", "tentative", 89], ["Injection of a query", "POST", "/buy", "form:count", undefined, 1, "high", "tentative", 89], ["No header", "GET", "/", undefined, "parameter:x-a", 1, "low", "firm", 0],
    ]);
    expect(weaknesses[0]).toMatchObject({ check: "imported", remediation: "Bind & check.\nThen test.", about: "zap:41000-2", retest: { check: "imported", route: undefined }, evidence: { because: "Sent: a' OR 1=1 Seen: syntax error" } });
    expect(JSON.stringify(weaknesses)).not.toMatch(/verysecretvalue|hush/);
    expect(weaknesses[0]?.evidence.exchanges[0]).toMatchObject({ status: 500, body: "syntax error", method: "GET" });
    expect(rejected).toEqual([{ at: "/site/0/alerts/1", rule: "Judged was marked there as a false positive" }, { at: "/site/0/alerts/2", rule: "has no name or no risk" }, { at: "elsewhere.example", rule: "one entry is of this host, not of shop.example" }]);
  });

  it("ZAP in XML gives the finding that JSON gives", () => {
    const [fromXml, fromJson] = [read(zapXml), read(zap)];
    expect([fromXml.format, fromXml.rejected]).toEqual(["zap-xml", []]);
    expect(fromXml.weaknesses.map(({ fingerprint }) => fingerprint)).toEqual([fromJson.weaknesses[0]?.fingerprint]);
  });

  it.each([
    ["a document type", zapXml.replace("<OWASPZAPReport", '<!DOCTYPE a [<!ENTITY b "c">]><OWASPZAPReport'), /document type/], ["a cut", zapXml.slice(0, -30), /is no XML/],
  ])("XML with %s is refused with its line", (_case, text, rule) => {
    try { read(text); expect.unreachable(); } catch (thrown) {
      expect(isFault(thrown, "dast.report-unreadable") && thrown.places[0]).toMatchObject({ at: expect.stringMatching(/^line \d/) as string, rule: expect.stringMatching(rule) as string });
    }
  });

  it("Nuclei as lines and as a list; a line that is none costs itself", () => {
    const lines = read(`${JSON.stringify(nuclei)}\n{"template-id": \n\n${JSON.stringify({ ...nuclei, "template-id": "tls", "matched-at": "shop.example:443", "matcher-name": undefined })}\n${JSON.stringify({ ...nuclei, "matcher-status": false })}\n`);
    expect(lines.weaknesses.map(({ title, about, severity, cwe, place, evidence }) => [title, about, severity, cwe, place.template, evidence.because])).toEqual([
      ["Old thing", "nuclei:old-thing:header", "critical", 502, "/old", "The template old-thing matched (header). CVE-2026-1. Extracted: 1.2. It is old."], ["Old thing", "nuclei:tls", "critical", 502, "/", "The template tls matched. CVE-2026-1. Extracted: 1.2. It is old."],
    ]);
    expect(lines.rejected).toEqual([{ at: "line 2", rule: "is no result" }, { at: "line 5", rule: "old-thing did not match" }]);
    expect(JSON.stringify(lines)).not.toContain("abcdefgh");
    expect(read([nuclei]).weaknesses.map(({ fingerprint }) => fingerprint)).toEqual([lines.weaknesses[0]?.fingerprint]);
  });

  it("Wapiti: categories in words, paths below its target", () => {
    expect(read(wapiti).weaknesses.map(({ title, severity, cwe, place, remediation }) => [title, severity, cwe, place.template, place.point, remediation])).toEqual([["SQL Injection", "critical", 89, "/find", "query:word", "Bind values."], ["Internal Server Error", "medium", 200, "/e", undefined, ""]]);
  });

  it("SARIF: results with a URL; what points into files is told", () => {
    const { weaknesses, rejected } = read(sarif);
    expect(weaknesses.map(({ title, severity, cwe, about }) => [title, severity, cwe, about])).toEqual([["A weakness", "high", 79, "sarif:Any/r1"]]);
    expect(rejected).toEqual([{ at: "/runs/0/results/1", rule: "r1 names no URL" }]);
  });

  it.each([["nothing", ""], ["a word", "hello"], ["another document", "{}"], ["a list", "[1]"], ["a page", "<html></html>"]])("%s is no report", (_case, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "dast.report-unrecognised" }) as Error);
  });

  it("never throws but a Fault, whatever stands where", () => {
    const parts = fc.constantFrom<unknown>(null, 1, "x", [], {}, [null], "http://[", "https://shop.example/%ff");
    const zapLike = fc.record({ site: fc.record({ alerts: fc.oneof(parts, fc.array(fc.record({ alert: parts, riskcode: parts, confidence: parts, instances: fc.oneof(parts, fc.array(fc.record({ uri: parts, method: parts, param: parts }))) }))) }) });
    const nucleiLike = fc.array(fc.record({ "template-id": parts, info: fc.oneof(parts, fc.record({ name: parts, severity: parts, classification: parts })), "matched-at": parts, request: parts, host: parts }));
    const sarifLike = fc.record({ version: fc.constant("2.1.0"), runs: fc.array(fc.oneof(parts, fc.record({ tool: parts, results: fc.oneof(parts, fc.array(fc.oneof(parts, fc.record({ ruleId: parts, locations: parts, webRequest: parts })))) }))) });
    fc.assert(fc.property(fc.oneof(zapLike, nucleiLike, sarifLike), (report) => { try { read(report); } catch (thrown) { if (!isFault(thrown)) throw thrown; } }));
  });

  it("every reader stands in the list, under its file's name", () => {
    const beside = new Set(["index", "report-reader", "values", "http-text", "zap-alerts", "weakness-from", "automation-plan", "plan-identities", "plan-yaml"]);
    expect(readers.all.map(({ id }) => id)).toEqual(readdirSync(new URL(".", import.meta.url)).filter((name) => /^[a-z-]+\.ts$/.test(name)).map((name) => name.slice(0, -3)).filter((name) => !beside.has(name)).toSorted());
  });
});

const plan = `
env:
  vars: { host: "http://127.0.0.1:8080" }
  contexts:
    - name: app
      urls: ["\${host}/app", "\${host}/other"]
      includePaths: ["\${host}/app.*"]
      excludePaths: ["\${host}/app/logout", ".*/(a|b)/.*", "\${MISSING}/x"]
      authentication:
        method: form
        parameters: { loginPageUrl: "\${host}/login", loginRequestUrl: "\${host}/login", loginRequestBody: "user={%username%}&pw={%password%}&go=1" }
        verification: { method: response, loggedInRegex: "\\\\QSign out\\\\E", pollUrl: "\${host}/me" }
      users: [{ name: ada, credentials: { username: ada, password: "\${PASSWORD}" } }]
    - name: second
      urls: ["http://127.0.0.1:9"]
jobs:
  - { type: spider, parameters: { maxDepth: 4, maxDuration: 2 } }
  - { type: spiderAjax, parameters: {} }
  - { type: openapi, parameters: { apiFile: api.yaml } }
  - { type: graphql, parameters: {} }
  - { type: passiveScan-wait }
  - { type: activeScan, parameters: { maxScanDurationInMins: 5 }, policyDefinition: { defaultStrength: Insane, rules: [{ id: 1 }] } }
  - { type: script, parameters: {} }
  - { type: alertFilter, enabled: false }
  - { type: report, parameters: { template: sarif-json, reportFile: out.sarif } }
  - { type: exitStatus, parameters: { errorLevel: High } }
`;

describe("dast/imports: automation plans", () => {
  it("takes over what a scan can do, and names everything else with why", () => {
    const { url, spec, failOn, reports, left } = readAutomationPlan(plan, { PASSWORD: "hush" });
    expect([url, failOn, reports]).toEqual(["http://127.0.0.1:8080/app", "high", [{ format: "sarif", to: "out.sarif" }]]);
    expect(spec).toEqual({
      profile: "full", browser: "auto", scope: { origins: ["http://127.0.0.1:8080"], include: ["http://127.0.0.1:8080/app*"], exclude: ["http://127.0.0.1:8080/app/logout"] }, known: ["GET http://127.0.0.1:8080/other"], limits: { depth: 4 }, budget: { totalMs: 7 * 60_000 }, descriptions: [{ from: "api.yaml", format: "openapi" }],
      identities: [{ name: "ada", login: { kind: "form", url: "http://127.0.0.1:8080/login", username: "ada", password: "hush", totp: undefined, usernameField: "user", passwordField: "pw", extra: { go: "1" } }, assertion: { url: "http://127.0.0.1:8080/me", status: undefined, contains: "Sign out", lacks: undefined }, logoutUrls: [] }],
    });
    expect(left.map(({ at }) => at)).toEqual(["/env/contexts/0/excludePaths/2", "/env/contexts/1", "/env/contexts/0/excludePaths/1", "/env/contexts/0/excludePaths/2", "/jobs/3", "/jobs/5/policyDefinition/rules", "/jobs/6", "/jobs/7"]);
  });

  it("a plan without an active scan stays passive, and without a browser job without one", () => {
    expect(readAutomationPlan("jobs: [{ type: spider }]").spec).toEqual({ profile: "passive", browser: "off" });
    expect(readAutomationPlan("jobs: [{ type: activeScan }]").spec.profile).toBe("staging");
  });

  it.each([["no YAML", "jobs: [", /line 1|line 2/], ["no jobs", "env: {}", /\/jobs/]])("%s is refused with its place", (_case, text, place) => {
    try { readAutomationPlan(text); expect.unreachable(); } catch (thrown) { expect(isFault(thrown, "dast.plan-invalid") && thrown.places[0]?.at).toMatch(place); }
  });

  it.each([["http://a/app.*", "http://a/app*"], ["^https://a\\.b/logout$", "https://a.b/logout"], [".*\\.css", "*.css"], ["http://a/x?b=1.*", "http://a/x?b=1*"], [".*/(a|b)", undefined], ["a\\d+", undefined], ["\\Qhttp://a.b/c\\E.*", "http://a.b/c*"]])("%s is %s", (pattern, glob) => { expect(globOf(pattern)).toBe(glob); });
});
