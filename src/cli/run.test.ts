// The whole command line against a paper network: parsing, help, exit codes, errors and formats.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { entries } from "./commands.ts";
import { at0, page, paperTerminal, soundCoverage } from "./cli.fixtures/paper-terminal.ts";
import { commandHelp, groupHelp, rootHelp } from "./help.ts";

const golden = new URL("../../test/golden/cli-help.txt", import.meta.url);

const exposure = {
  findingId: "fnd_1", vulnerability: "CVE-2026-1", deploymentId: "dep_1", serviceId: "svc_1", service: "pay-api", owner: null, releaseId: "rel_1", version: "1.4.0", endpointId: "end_1", endpoint: "vm-17", environment: "prod",
  exposure: "unknown", criticality: "unknown", component: "pkg:npm/a@1.0.0", since: "2026-10-02T08:00:00Z", until: null, knownAt: "2026-10-02T08:00:00Z", state: "open", outcome: "act", dueAt: null, clause: "c", fixVersion: null,
};
const vulnerability = { id: "CVE-2026-1", aliases: ["GHSA-1"], summary: "s", severity: "high", cvss: 8, epss: 0.97, kev: true };
const exposedAnswers = (rows: readonly unknown[], coverage: object = soundCoverage) => ({ "GET /vulnerabilities/CVE-2026-1": vulnerability, "GET /coverage": coverage, "GET /exposures": page(...rows) });
const feed = (state: string, changes: object = {}) => ({ id: "osv", about: "a", baseUrl: "", licence: "", enabled: true, state, lastAttemptAt: null, lastSuccessAt: null, lastError: null, records: 0, rejects: 0, progress: null, staleAfterSeconds: 600, pollSeconds: 60, ...changes });

describe("cli/help", () => {
  it("every help is as it was reviewed", async () => {
    const groups = await Promise.all(entries.map(async ({ name, about, load }) => {
      const { commands } = await load();
      return [...(commands.length === 1 && commands[0]?.path === name ? [] : [groupHelp(name, about, commands)]), ...commands.map(commandHelp)];
    }));
    const text = [rootHelp(entries), ...groups.flat()].join("\n----\n\n");
    if (process.env["GOLDEN"] === "1") writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
    for (const help of text.split("\n----\n\n")) expect(help.trimEnd().split("\n").length, help).toBeLessThanOrEqual(24);
    for (const line of rootHelp(entries).split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const { name } of entries) expect(rootHelp(entries)).toMatch(new RegExp(`^(?:.{8}|.{32}|.{44}|.{56})${name} `, "m"));
  });

  it("a command's paths begin with its first word, and every command has an example that names it", async () => {
    for (const { name, load } of entries) {
      for (const { path, examples } of (await load()).commands) {
        expect(path.split(" ")[0]).toBe(name);
        expect(examples.some((example) => example.includes(`aftwatch ${path}`)), path).toBe(true);
      }
    }
  });

  it.each([[[]], [["help"]], [["--help"]], [["-h"]]])("aftwatch %j shows every command on stdout", async (words) => {
    const terminal = paperTerminal();
    expect(await terminal.run(...words)).toBe(0);
    expect(terminal.out()).toBe(rootHelp(entries));
  });

  it.each([[["help", "sbom", "push"]], [["sbom", "push", "--help"]], [["sbom", "push", "x", "-h"]]])("aftwatch %j shows the help of one", async (words) => {
    const terminal = paperTerminal();
    expect(await terminal.run(...words)).toBe(0);
    expect(terminal.out()).toContain("aftwatch sbom push: ");
  });
});

describe("cli/run", () => {
  it.each([
    ["an unknown command", ["nope"], "nope"],
    ["an unknown subcommand", ["sbom", "pull"], "push"],
    ["an unknown option", ["exposed", "CVE-1", "--colour"], "--colour"],
    ["a missing argument", ["exposed"], "id"],
    ["a missing option", ["deploy", "record", "--service", "a"], "--endpoint"],
    ["a word that is not in the list", ["findings", "list", "--state", "broken"], "broken"],
    ["a count that is none", ["findings", "list", "--limit", "0"], "--limit"],
    ["an instant that is none", ["exposed", "CVE-1", "--asof", "yesterday"], "--asof"],
    ["an unknown format", ["findings", "list", "-o", "xml"], "xml"],
    ["standard input that is a terminal", ["sbom", "push", "-", "--service", "a", "--version", "1"], "standard input"],
    ["a file that is not there", ["sbom", "push", "gone.json", "--service", "a", "--version", "1"], "gone.json"],
  ])("%s is exit 2, on stderr, with a mend", async (_case, words, named) => {
    const terminal = paperTerminal({}, { inputIsTty: true });
    expect(await terminal.run(...words)).toBe(2);
    expect(terminal.err()).toContain(named);
    expect(terminal.err()).toContain("mend: ");
    expect(terminal.out()).toBe("");
  });

  it.each([
    ["no server", new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }), "ECONNREFUSED"],
    ["a token that is not good", 401, "auth.required"],
    ["a failure of the server", 500, "trace-1"],
  ])("%s is exit 3", async (_case, answer, named) => {
    const terminal = paperTerminal({ "GET /feeds": answer instanceof Error ? () => answer : answer });
    expect(await terminal.run("feeds", "status")).toBe(3);
    expect(terminal.err()).toContain(named);
  });

  it("--version is one line", async () => {
    const terminal = paperTerminal();
    expect([await terminal.run("--version"), terminal.out()]).toEqual([0, "0.0.0\n"]);
  });

  it("a command's own --version is not the program's", async () => {
    const terminal = paperTerminal({ "POST /deployments": { deployment: null, continued: false, findingsOpened: 0, findingsClosed: 0, warnings: ["no SBOM yet"] } });
    expect(await terminal.run("deploy", "record", "--service", "pay-api", "--version", "1.4.0", "--endpoint", "vm-17", "--at", "2026-10-02")).toBe(0);
    expect(terminal.asked[0]).toMatchObject({ method: "POST", path: "/deployments", body: { service: "pay-api", version: "1.4.0", endpoint: "vm-17", kind: "started", at: "2026-10-02T00:00:00Z" } });
    expect(terminal.asked[0]?.headers.get("idempotency-key")).toMatch(/^[\w-]{36}$/);
    expect(terminal.err()).toBe("note: no SBOM yet\n");
  });

  it("-q silences messages but not errors; -v says which server and whence", async () => {
    const quiet = paperTerminal({ "POST /deployments": { deployment: null, continued: false, findingsOpened: 0, findingsClosed: 0, warnings: ["no SBOM yet"] } });
    await quiet.run("deploy", "record", "--service", "a", "--version", "1", "--endpoint", "b", "-q");
    expect(quiet.err()).toBe("");
    const verbose = paperTerminal({ "GET /feeds": { items: [] } }, { env: { AFTWATCH_TOKEN: "hush", AFTWATCH_URL: "http://a.example" } });
    await verbose.run("feeds", "status", "-v");
    expect(verbose.err()).toBe("server http://a.example (AFTWATCH_URL), token from AFTWATCH_TOKEN\n");
    expect(verbose.asked[0]?.headers.get("authorization")).toBe("Bearer hush");
  });

  it("a list asks for every page, and for no more than --limit", async () => {
    let asked = 0;
    const pages = () => (asked++ === 0 ? { items: [{ id: 1 }, { id: 2 }], total: 3, next: "n" } : { items: [{ id: 3 }], total: 3, next: null });
    const all = paperTerminal({ "GET /ledger": pages });
    await all.run("ledger", "list", "-o", "jsonl");
    expect(all.out()).toBe('{"id":1}\n{"id":2}\n{"id":3}\n');
    expect(all.asked.map(({ query }) => query["after"])).toEqual([undefined, "n"]);
    asked = 0;
    const some = paperTerminal({ "GET /ledger": pages });
    await some.run("ledger", "list", "-o", "jsonl", "--limit", "2");
    expect(some.asked.map(({ query }) => query["limit"])).toEqual(["2"]);
  });
});

describe("cli/commands/exposed", () => {
  it("shows the running places, the sentence and exit 1", async () => {
    const terminal = paperTerminal(exposedAnswers([exposure]), { isTty: true, env: { NO_COLOR: "1" } });
    expect(await terminal.run("exposed", "CVE-2026-1", "--env", "prod")).toBe(1);
    expect(terminal.out()).toBe([
      "CVE-2026-1  s  high  KEV  EPSS 0.97  alias GHSA-1",
      "DEPLOYMENT     ENDPOINT  COMPONENT        SINCE       UNTIL  EXPOSED  OWNER   DUE  DECISION",
      "pay-api@1.4.0  vm-17     pkg:npm/a@1.0.0  2026-10-02  -      ?        (none)  -    affected",
      "1 deployment, 1 without owner, exposure unknown for 1. Evaluated 14 s ago; feeds fresh; every live deployment has an SBOM.", "",
    ].join("\n"));
    expect(terminal.asked.find(({ path }) => path === "/exposures")?.query).toMatchObject({ vulnerability: "CVE-2026-1", environment: "prod", live: "true" });
  });

  it.each([
    ["nothing runs it and the data is whole", [], soundCoverage, 0],
    ["a decision says that it is not affected", [{ ...exposure, state: "not-affected" }], soundCoverage, 0],
    ["an accepted risk is still an exposure", [{ ...exposure, state: "accepted" }], soundCoverage, 1],
    ["a feed is stale", [], { ...soundCoverage, staleFeeds: ["osv"] }, 4],
    ["a deployment has no SBOM", [], { ...soundCoverage, withoutSbom: 1 }, 4],
    ["only the starter set is there", [], { ...soundCoverage, starterOnly: true }, 4],
    ["nothing was evaluated", [], { ...soundCoverage, evaluatedAt: null }, 4],
    ["exposed weighs more than stale", [exposure], { ...soundCoverage, staleFeeds: ["osv"] }, 1],
  ])("%s: exit %#", async (_case, rows, coverage, code) => {
    expect(await paperTerminal(exposedAnswers(rows, coverage)).run("exposed", "CVE-2026-1")).toBe(code);
  });

  it("an id that no feed knows is no answer", async () => {
    const terminal = paperTerminal({ "GET /coverage": soundCoverage, "GET /exposures": page() });
    expect(await terminal.run("exposed", "CVE-2026-404", "--json")).toBe(4);
    expect(terminal.err()).toContain("No feed that is synced here knows CVE-2026-404.");
    expect(JSON.parse(terminal.out())).toMatchObject({ schemaVersion: 1, kind: "exposures", vulnerability: null, items: [], exposed: 0 });
  });
});

describe("cli/commands: exit codes", () => {
  it.each([
    ["a fresh feed", feed("fresh"), 0], ["a stale feed", feed("stale"), 4], ["a feed never synced", feed("never"), 4], ["a feed that is off", feed("never", { enabled: false }), 0],
  ])("feeds status with %s", async (_case, one, code) => { expect(await paperTerminal({ "GET /feeds": { items: [one] } }).run("feeds", "status")).toBe(code); });

  it.each([["affected", 1], ["not-affected", 0], ["unknown", 4]])("explain with the verdict %s", async (verdict, code) => {
    const trace = { component: "pkg:npm/a@1", advisory: "GHSA-1", source: "osv", verdict, why: "w", clearedBy: null, detectedAt: null, compared: "1", order: "npm", events: [], fixState: null };
    expect(await paperTerminal({ "GET /explain": { items: [trace] } }, { env: { AFTWATCH_TOKEN: "t" } }).run("explain", "pkg:npm/a@1")).toBe(code);
  });
  it("explain without an advisory that speaks of it", async () => { expect(await paperTerminal({ "GET /explain": { items: [] } }).run("explain", "pkg:npm/a@1")).toBe(4); });

  it.each([[true, null, 0], [false, { seq: 3, why: "hash", expected: "a", found: "b" }, 1]])("ledger verify, whole %s", async (whole, broken, code) => {
    expect(await paperTerminal({ "GET /ledger/verify": { whole, entries: 2, head: whole ? "h" : null, broken } }).run("ledger", "verify")).toBe(code);
  });

  it("feeds sync waits for the end of a new attempt, and fails when it failed", async () => {
    const states = [feed("stale", { lastAttemptAt: "2026-10-01T00:00:00Z" }), feed("running", { lastAttemptAt: "2026-11-01T12:00:00Z", progress: { done: 5, total: 10 } }), feed("failing", { lastAttemptAt: "2026-11-01T12:00:00Z", lastError: "HTTP 503" })];
    const terminal = paperTerminal({ "GET /feeds": () => ({ items: [states.length > 1 ? states.shift() : states[0]] }), "POST /feeds/osv/sync": feed("running") });
    expect(await terminal.run("feeds", "sync", "osv")).toBe(3);
    expect(terminal.err()).toContain("osv: HTTP 503");
    expect(terminal.clock.now()).toBe(at0 + 1000);
  });

  it("a decision that must end is refused without one before it is sent", async () => {
    const terminal = paperTerminal();
    expect(await terminal.run("vex", "add", "CVE-1", "snoozed", "--reason", "later")).toBe(2);
    expect(terminal.asked).toEqual([]);
  });
});

describe("cli/commands/completion", () => {
  it.each(["bash", "zsh", "fish"])("%s knows every command", async (shell) => {
    const terminal = paperTerminal();
    expect(await terminal.run("completion", shell)).toBe(0);
    for (const { name } of entries) expect(terminal.out()).toContain(name);
  });
  it("another shell is named with those there are", async () => {
    const terminal = paperTerminal();
    expect(await terminal.run("completion", "tcsh")).toBe(2);
    expect(terminal.err()).toContain("bash, zsh, fish");
  });
});
