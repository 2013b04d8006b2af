// Tests of running systems from the command line: a real scan of a server on this machine, and every call of the server on paper.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";
import { budgetFrom, timeMs } from "./dast-budget.ts";
import { readIdentities, refuseMissing } from "./dast-identities.ts";
import { failing, isUnreachable, undecidedBecause } from "./dast-outcome.ts";
import { progressLine } from "./dast-progress.ts";
import { listenerOf } from "./dast-spec.ts";

const dir = mkdtempSync(join(tmpdir(), "aftwatch-dast-cli-"));
let server: Server;
let url = "";
let isMended = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    const at = new URL(request.url ?? "/", "http://any");
    response.setHeader("content-type", "text/html; charset=utf-8");
    const word = at.searchParams.get("word") ?? "";
    if (at.pathname === "/") response.end('<a href="/say?word=one">say</a> <a href="/plain?word=two">plain</a>');
    else if (at.pathname === "/say") response.end(`<p>${isMended ? word.replaceAll("<", "&lt;") : word}</p>`);
    else if (at.pathname === "/plain") response.end("<p>plain</p>");
    else { response.statusCode = 404; response.end("no"); }
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => { await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }); rmSync(dir, { recursive: true }); });

// Scans take real time: the later one is told by it.
const here = (...words: string[]) => { const terminal = paperTerminal({}, { cwd: dir, env: { XDG_STATE_HOME: join(dir, "state") } }); Object.assign(terminal.io, { clock: systemClock }); return { terminal, code: terminal.run("dast", ...words) }; };
const narrow = ["--profile", "staging", "--browser", "off", "--check", "xss-reflected,missing-csp"];

describe("cli/dast on this machine", () => {
  let id = "";

  it("run: finds, reports in every place asked, keeps, and fails on what it was told to", async () => {
    const { terminal, code } = here("run", url, ...narrow, "-o", "json=scan.json", "-o", "sarif=scan.sarif", "-o", "html=scan.html", "-o", "table", "--fail-on", "high");
    expect(await code, terminal.err()).toBe(1);
    expect(terminal.out()).toMatch(/^SEVERITY.*\nhigh +new +\w+ +Reflected cross-site scripting +GET \/say query:word/);
    expect(terminal.err()).toMatch(/failed on high: Reflected cross-site scripting at GET \/say query:word/);
    const report = JSON.parse(readFileSync(join(dir, "scan.json"), "utf8")) as { findings: { findingId: string; check: string }[] };
    id = report.findings.find(({ check }) => check === "xss-reflected")?.findingId ?? "";
    expect(id).toMatch(/^dfn_/);
    for (const file of ["scan.sarif", "scan.html"]) expect(readFileSync(join(dir, file), "utf8")).toContain(id);
  }, 60_000);

  it("findings, show, scans: what is kept, without a server", async () => {
    const list = here("findings", "--severity", "high", "--json");
    expect([await list.code, (JSON.parse(list.terminal.out()) as { items: { id: string }[] }).items.map((one) => one.id)]).toEqual([0, [id]]);
    const show = here("show", id);
    expect([await show.code, show.terminal.out()]).toEqual([0, expect.stringMatching(/^Reflected cross-site scripting.*\n[^]*curl -sS[^]*aftwatch dast replay dfn_/) as string]);
    const scans = here("scans", "--json");
    expect([await scans.code, (JSON.parse(scans.terminal.out()) as { items: { endedBecause: string }[] }).items.map((one) => one.endedBecause)]).toEqual([0, ["complete"]]);
  });

  it("score: the last scan beside an expected list, exit 1 below the bar", async () => {
    writeFileSync(join(dir, "expected.csv"), "url,category,vulnerable\n/say,xss,true\n/plain,xss,false\n/gone,xss,true\n");
    const score = here("score", "--expected", "expected.csv", "--at-least", "60", "--wrong", "--json");
    expect(await score.code).toBe(1);
    expect(JSON.parse(score.terminal.out())).toMatchObject({ items: [{ category: "xss", tp: 1, fn: 1, fp: 0, tn: 1, tpr: 0.5 }, { category: "total" }], wrong: [{ kind: "missed", at: "/gone" }] });
    const report = here("score", "--expected", "expected.csv", "--report", "scan.json", "--at-least", "50");
    expect(await report.code).toBe(0);
    writeFileSync(join(dir, "urls.txt"), "/say\n/plain?word=x\n/hidden\n");
    const crawl = here("score", "--expected", "urls.txt", "--json");
    expect([await crawl.code, JSON.parse(crawl.terminal.out())]).toEqual([0, expect.objectContaining({ expected: 3, found: 2, missed: ["/hidden"] })]);
  });

  it("replay: still there is 1; once mended it is fixed and 0; diff tells both scans apart", async () => {
    const still = here("replay", id);
    expect([await still.code, still.terminal.out()]).toEqual([1, expect.stringContaining("still there")]);
    isMended = true;
    const fixed = here("replay", id, "--json");
    expect([await fixed.code, JSON.parse(fixed.terminal.out())]).toEqual([0, expect.objectContaining({ finding: id, outcome: "fixed" })]);
    isMended = false;
    const again = here("run", url, ...narrow, "--fail-on", "regressed", "-o", "json");
    expect([await again.code, (JSON.parse(again.terminal.out()) as { scan: { counts: object; scanId: string } }).scan.counts]).toEqual([1, expect.objectContaining({ regressed: 1, new: 0 })]);
    const diff = here("diff", (JSON.parse(again.terminal.out()) as { scan: { scanId: string } }).scan.scanId, "--json");
    expect([await diff.code, (JSON.parse(diff.terminal.out()) as { items: { before: string; after: string; id: string }[] }).items.find((one) => one.id === id)]).toEqual([1, expect.objectContaining({ before: "new", after: "regressed" })]);
  }, 60_000);

  it("stopped by Ctrl+C: 130 within two seconds, and resumed to the end", async () => {
    const terminal = paperTerminal({}, { cwd: dir, env: { XDG_STATE_HOME: join(dir, "stopped") } });
    const abort = new AbortController();
    Object.assign(terminal.io, { signal: abort.signal });
    const running = terminal.run("dast", "run", url, "--profile", "staging", "--browser", "off", "--budget", "rate=30");
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    const stoppedAt = performance.now();
    abort.abort();
    expect(await running).toBe(130);
    expect(performance.now() - stoppedAt).toBeLessThan(2000);
    expect(terminal.err()).toContain(`aftwatch dast run ${url} --resume`);
  }, 20_000);

  it("nobody there is exit 3; another machine without its word too", async () => {
    const gone = here("run", "http://127.0.0.1:1/", ...narrow);
    expect([await gone.code, gone.terminal.err()]).toEqual([3, expect.stringContaining("did not answer")]);
    const foreign = here("run", "http://192.0.2.1/", ...narrow, "--budget", "time=3s");
    expect([await foreign.code, foreign.terminal.err()]).toEqual([3, expect.stringContaining("aftwatch dast authorise")]);
  }, 30_000);

  it("authorise prints both ways, good for one origin", async () => {
    const one = here("authorise", "https://shop.example/a", "--json");
    expect([await one.code, JSON.parse(one.terminal.out())]).toEqual([0, expect.objectContaining({ fileUrl: "https://shop.example/.well-known/aftwatch-dast.txt", txtName: "_aftwatch-dast.shop.example" })]);
    const same = here("authorise", "https://shop.example/b", "--json");
    await same.code;
    expect(same.terminal.out()).toBe(one.terminal.out());
  });

  it("checks, profiles and templates are listed", async () => {
    const checks = here("checks", "--profile", "passive", "--json");
    expect([await checks.code, (JSON.parse(checks.terminal.out()) as { items: { risk: string }[] }).items.every(({ risk }) => risk === "passive" || risk === "browser")]).toEqual([0, true]);
    const profiles = here("profiles");
    expect([await profiles.code, profiles.terminal.out().split("\n").length]).toEqual([0, 6]);
    writeFileSync(join(dir, "one.yaml"), "id: one\ninfo: { name: One, author: us, severity: info }\nhttp: [{ method: GET, path: ['{{BaseURL}}/a'], matchers: [{ type: word, words: [b] }] }]\n");
    const templates = here("templates", ".", "--at-least", "100");
    expect([await templates.code, templates.terminal.out()]).toEqual([0, expect.stringContaining("supported\t1\t100.0 %")]);
  });

  it("a plan names the URL, what fails and a report; what it has no counterpart for is told", async () => {
    writeFileSync(join(dir, "plan.yaml"), `env:\n  contexts: [{ name: a, urls: ["${url}"], excludePaths: ["${url}plain.*"] }]\njobs:\n- { type: activeScan }\n- { type: script }\n- { type: report, parameters: { template: sarif-json, reportFile: planned.sarif } }\n- { type: exitStatus, parameters: { errorLevel: High } }\n`);
    const { terminal, code } = here("run", "--plan", "plan.yaml", "--check", "xss-reflected", "--out", "planned");
    expect([await code, terminal.err()]).toEqual([1, expect.stringContaining("/jobs/1 is not taken over") as string]);
    const sarif = readFileSync(join(dir, "planned.sarif"), "utf8");
    expect([sarif.includes("/say"), sarif.includes("/plain?word")]).toEqual([true, false]);
  }, 30_000);

  it.each<[string, string[], string]>([
    ["no URL at all", ["run"], "A URL is needed"], ["a plan that is none", ["run", "--plan", "zap.json"], "zap.json"], ["no URL", ["run", "shop example"], "no http or https URL"], ["an unknown class", ["run", "URL", "--opt-in", "chaos"], "chaos"], ["an unknown check", ["run", "URL", "--check", "nothing"], "nothing"], ["an unknown limit", ["run", "URL", "--budget", "speed=1"], "speed=1"],
    ["a word that fails nothing", ["run", "URL", "--fail-on", "bad"], "bad"], ["a format that is none", ["run", "URL", "-o", "pdf"], "pdf"], ["two reports in one place", ["run", "URL", "-o", "json", "-o", "html"], "share one place"], ["a file that is not there", ["run", "URL", "--openapi", "gone.yaml"], "gone.yaml"],
    ["a header that is none", ["run", "URL", "--header", "nothing"], "nothing"], ["a listener that is none", ["run", "URL", "--oob", "here"], "--oob here"], ["tags without templates", ["run", "URL", "--template-tags", "a"], "--templates"], ["a scan that is not kept", ["diff", "scn_1"], "scn_1"],
  ])("%s is exit 2 and named", async (_case, words, named) => {
    const { terminal, code } = here(...words.map((word) => (word === "URL" ? url : word)));
    expect([await code, terminal.err()]).toEqual([2, expect.stringContaining(named)]);
  });
});

const zeros = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const target = { id: "tgt_1", name: "shop", url: "https://shop.example/", endpointId: null, serviceId: null, testable: false, testableBy: null, testableAt: null, defaults: { profile: "production" }, everyHours: null, afterDeployment: false, createdAt: "", createdBy: "", served: { service: "shop-web" }, open: zeros, notRetested: 0, regressed: 0, lastScan: null, nextAt: null };
const counts = { new: 1, same: 0, regressed: 0, fixed: 0, "not-retested": 0 };
const scan = { id: "scn_1", targetId: "tgt_1", target: "shop", url: target.url, state: "done", profile: "production", reason: "asked", startedBy: "ada", queuedAt: "", startedAt: null, endedAt: null, progress: null, counts, failure: null, endedBecause: "complete", requests: 3, authorisedBy: null, notes: [], identities: [], checks: [] };
const row = { id: "dfn_1", severity: "high", state: "open", lastOutcome: "new", title: "A", where: "GET /", confidence: "firm", check: "a", cwe: 79, because: "b", notRetestedBecause: null, target: "shop" };
const there = (answers: Record<string, unknown>, ...words: string[]) => { const terminal = paperTerminal({ "GET /targets": { items: [target] }, ...answers }, { cwd: dir, env: { AFTWATCH_TOKEN: "t", XDG_STATE_HOME: join(dir, "none") } }); return { terminal, code: terminal.run("dast", ...words) }; };

describe("cli/dast on the server", () => {
  it("run --server starts it, follows it and judges it", async () => {
    let asked = 0;
    const { terminal, code } = there({ "POST /scans": { ...scan, state: "queued" }, "GET /scans/scn_1": () => (asked++ < 2 ? { ...scan, state: "running" } : scan), "GET /dast-findings": { items: [row], total: 1, next: null } }, "run", "https://shop.example", "--server", "--budget", "rate=5", "--fail-on", "medium");
    expect([await code, terminal.out()]).toEqual([1, expect.stringContaining("dfn_1")]);
    expect(terminal.asked[0]).toMatchObject({ method: "POST", path: "/scans", body: { target: "https://shop.example", budget: { requestsPerSecond: 5 } } });
  });

  it("an early end is 4, and what only this machine has is refused", async () => {
    const early = there({ "POST /scans": scan, "GET /scans/scn_1": { ...scan, endedBecause: "budget" }, "GET /dast-findings": { items: [], total: 0, next: null } }, "run", "https://shop.example", "--server");
    expect(await early.code).toBe(4);
    const file = there({}, "run", "https://shop.example", "--server", "--oob", "127.0.0.1:9");
    expect([await file.code, file.terminal.err()]).toEqual([2, expect.stringContaining("--oob")]);
  });

  it("replay asks the server for what this machine does not know", async () => {
    const { terminal, code } = there({ "POST /dast-findings/dfn_1/replay": scan, "GET /scans/scn_1": scan, "GET /dast-findings/dfn_1": { ...row, lastOutcome: "not-retested", notRetestedBecause: "the route is gone" } }, "replay", "dfn_1");
    expect([await code, terminal.out()]).toEqual([4, expect.stringMatching(/not retested\nwhy\tthe route is gone/) as string]);
  });

  it("targets: added, changed with the tag of what was read, removed", async () => {
    const add = there({ "POST /targets": { ...target, testable: true, testableBy: "ada" } }, "target", "add", "shop", "https://shop.example", "--testable", "--every", "2d", "--profile", "staging", "--opt-in", "upload");
    expect(await add.code).toBe(0);
    expect(add.terminal.asked[0]?.body).toEqual({ testable: true, name: "shop", url: "https://shop.example", everyHours: 48, defaults: { profile: "staging", optIn: ["upload"] } });
    const edit = there({ "GET /targets/tgt_1": target, "PUT /targets/tgt_1": target }, "target", "edit", "shop", "--every", "off", "--no-testable", "--after-deployment");
    expect(await edit.code).toBe(0);
    expect(edit.terminal.asked.at(-1)?.body).toEqual({ name: "shop", url: target.url, testable: false, everyHours: null, afterDeployment: true, service: "shop-web", defaults: { profile: "production" } });
    const remove = there({ "DELETE /targets/tgt_1": {} }, "target", "remove", "shop");
    expect([await remove.code, remove.terminal.asked.at(-1)?.method]).toEqual([0, "DELETE"]);
    const other = there({}, "target", "paint", "shop");
    expect(await other.code).toBe(2);
  });

  it("import sends the report, and is 4 when some of it was left", async () => {
    writeFileSync(join(dir, "zap.json"), '{"site":[]}');
    const { terminal, code } = there({ "POST /targets/tgt_1/reports": { scan, format: "zap-json", rejected: [{ at: "/site/0", rule: "is empty" }] } }, "import", "shop", "zap.json");
    expect([await code, terminal.err(), terminal.asked.at(-1)?.body]).toEqual([4, expect.stringContaining("/site/0: is empty"), { text: '{"site":[]}' }]);
  });

  it("stop, diff and drill", async () => {
    const stop = there({ "POST /scans/scn_1/stop": { ...scan, state: "running" } }, "stop", "scn_1");
    expect([await stop.code, stop.terminal.err()]).toEqual([0, expect.stringContaining("within two seconds")]);
    const diff = there({ "GET /scans/scn_1/diff": { before: null, after: scan, rows: [{ finding: row, before: null, after: "same", why: null }] } }, "diff", "scn_1", "--server");
    expect(await diff.code).toBe(0);
    const drill = { id: "drl_1", target: "shop", state: "done", failure: null, sent: 2, seen: 1, meanMttdMs: 1500, probes: [], classes: [{ attackClass: "xss", outcome: "seen", mttdMs: 1500, rules: [{ ruleId: "r", title: "XSS" }], probes: 2, why: null, sentAt: null, seenAt: null }, { attackClass: "sqli", outcome: "not-seen", mttdMs: null, rules: [], probes: 1, why: null, sentAt: null, seenAt: null }] };
    const drilled = there({ "POST /targets/tgt_1/drill": { id: "drl_1" }, "GET /drills/drl_1": drill }, "drill", "shop");
    expect([await drilled.code, drilled.terminal.err()]).toEqual([1, expect.stringContaining("1 of 2 classes of attack were seen, on average after 1.5 s")]);
  });
});

describe("cli/dast: what flags and files say", () => {
  it.each([["requests=5,rate=2.5", { requests: 5, requestsPerSecond: 2.5 }], ["time=90s,bytes=2M", { totalMs: 90_000, bytes: 2 * 2 ** 20 }], ["concurrency=3", { concurrency: 3 }]])("--budget %s", (text, budget) => { expect(budgetFrom(text)).toEqual(budget); });
  it.each([["7d", 604_800_000], ["0h", undefined], ["1x", undefined], ["h", undefined]])("time %s", (text, ms) => { expect(timeMs(text)).toBe(ms); });
  it("--oob", () => { expect(listenerOf("0.0.0.0:8999,name=ci.example,dns=8053/oob.example")).toEqual({ host: "0.0.0.0", port: 8999, publicName: "ci.example", dns: { port: 8053, domain: "oob.example" } }); });

  it("a file of identities: each kind with its defaults, and every place that is wrong", async () => {
    const [ada, bob] = await readIdentities("identities:\n- name: ada\n  login: { kind: form, url: http://a/login, username: ada, password: 'env:PW' }\n  assertion: { url: http://a/me, contains: ada }\n- name: bob\n  login: { kind: json, url: http://a/api, body: { user: bob } }\n");
    expect(ada).toEqual({ name: "ada", logoutUrls: [], assertion: { url: "http://a/me", status: undefined, contains: "ada", lacks: undefined }, login: { kind: "form", url: "http://a/login", username: "ada", password: "env:PW", usernameField: undefined, passwordField: undefined, totp: undefined, extra: {} } });
    expect(bob?.login).toMatchObject({ kind: "json", header: "authorization", scheme: "Bearer" });
    await expect(readIdentities("- { name: ada, login: { kind: form, url: 1, username: a, password: b, colour: red }, age: 3 }\n- { name: ada, login: { kind: magic } }")).rejects.toMatchObject({ code: "dast.identities-invalid", places: [{ at: "/identities/0/login/url" }, { at: "/identities/0/login/colour" }, { at: "/identities/0/age" }, { at: "/identities/1/login/kind" }, { rule: "names ada twice" }] });
    expect(() => { refuseMissing(ada === undefined ? [] : [ada], () => undefined); }).toThrow(expect.objectContaining({ places: [{ at: "/identities/0/login", rule: "env:PW is not there" }] }) as Error);
  });

  it("a severity fails with all that are worse; outcomes by name; dismissed findings never", () => {
    const all = [{ state: "open", severity: "high", lastOutcome: "new" }, { state: "open", severity: "low", lastOutcome: "regressed" }, { state: "open", severity: "info", lastOutcome: "not-retested" }, { state: "dismissed", severity: "critical", lastOutcome: "same" }] as const;
    expect([failing(all, ["medium"]).length, failing(all, ["info"]).length, failing(all, ["regressed"]).length, failing(all, ["not-retested", "critical"]).length, failing(all, []).length]).toEqual([1, 3, 1, 1, 0]);
  });

  it("what cannot be decided", () => {
    const identity = { identity: "ada", state: "logged-in", routes: 4, reached: 0, denied: 4, missing: 0, failed: 0, redirectedToLogin: 0, says: "4 of 4 routes answered ada with 401" };
    expect(undecidedBecause({ endedBecause: "complete", detail: undefined, coverage: { identities: [identity, { ...identity, state: "logged-out", reached: 4, says: "lost" }, { ...identity, reached: 1 }] } })).toEqual([identity.says, "lost"]);
    expect(isUnreachable({ endedBecause: "complete", detail: undefined, coverage: { identities: [], routes: [{ status: undefined }] } })).toBe(true);
    expect(isUnreachable({ endedBecause: "complete", detail: undefined, coverage: { identities: [], routes: [{ status: 500 }, { status: undefined }] } })).toBe(false);
  });

  it("a line of progress", () => { expect(progressLine({ phase: "checks", done: 12, total: 340, routes: 35, requests: 9, requestsPerSecond: 47.6, findings: 1, backingOff: true, etaMs: 60_000, at: "" })).toBe("checks 12 of 340, 35 routes, 48 req/s, 1 finding, backing off, 60 s left"); });
});
