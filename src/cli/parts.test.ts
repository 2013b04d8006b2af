// The small parts of commands: names, sentences, streams and checks.
import { describe, expect, it } from "vitest";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";
import { withoutPassword } from "./commands/config.ts";
import { isAsked, nameIn } from "./commands/where.ts";
import { exitFor as doctorExit } from "./commands/doctor.ts";
import { valueText } from "./commands/metrics.ts";
import { soundCoverage } from "./cli.fixtures/paper-terminal.ts";
import { checkCoverage, checkFeed, checkNode } from "./doctor-checks.ts";
import { eventsOf } from "./event-stream.ts";
import { failureText } from "./failure.ts";
import { Fault } from "../kernel/fault.ts";
import { coverageSentence } from "./sentences.ts";

const lodash = { purl: "pkg:npm/lodash@4.17.20", name: "lodash", version: "4.17.20" };
const core = { purl: "pkg:npm/%40angular/core@17.0.0", name: "@angular/core", version: "17.0.0" };
const log4j = { purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", name: "org.apache.logging.log4j:log4j-core", version: "2.14.1" };

describe("cli/commands/where", () => {
  it.each([
    ["lodash", lodash, true], ["lodash@4.17.20", lodash, true], ["lodash@4.17.21", lodash, false], ["lodas", lodash, false],
    ["pkg:npm/lodash@4.17.20", lodash, true], ["pkg:npm/lodash", lodash, true], ["pkg:npm/lodash@4.17.2", lodash, false],
    ["@angular/core", core, true], ["@angular/core@17.0.0", core, true], ["@angular/core@16.0.0", core, false], ["core", core, true],
    ["log4j-core", log4j, true], ["log4j-core@2.14.1", log4j, true], ["org.apache.logging.log4j:log4j-core", log4j, true],
  ])("%s asks for %o: %s", (asked, component, expected) => expect(isAsked(component, asked)).toBe(expected));
  it.each([["lodash@4", "lodash"], ["@angular/core@17", "core"], ["pkg:npm/lodash@4?x=y#z", "lodash"], ["@angular/core", "core"]])("searches %s as %s", (asked, name) => expect(nameIn(asked)).toBe(name));
});

describe("cli/sentences", () => {
  const now = Date.UTC(2026, 10, 1, 12);
  it.each([
    [soundCoverage, "Evaluated 14 s ago; feeds fresh; every live deployment has an SBOM."],
    [{ ...soundCoverage, staleFeeds: ["osv", "kev"], withoutSbom: 3 }, "Evaluated 14 s ago; stale: osv, kev; 3 live deployments without SBOM not covered."],
    [{ ...soundCoverage, evaluatedAt: null, starterOnly: true, uncoveredComponents: 1 }, "Nothing has been evaluated yet; no feed has been synced: only the starter set of advisories is there; 1 component of ecosystems that no feed covers; every live deployment has an SBOM."],
  ])("%#", (coverage, sentence) => expect(coverageSentence(coverage, now)).toBe(sentence));
});

describe("cli/event-stream", () => {
  async function* chunked(text: string, size: number): AsyncIterable<Uint8Array> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  it.each([1, 2, 3, 7, 1000])("reads events however they are cut (%d bytes)", async (size) => {
    const text = "retry: 3000\n\n: still here\n\nid: 1\r\nevent: a\r\ndata: {\"ü\":1}\r\n\r\ndata: two\ndata:lines\n\ndata: cut off";
    const seen: string[] = [];
    for await (const data of eventsOf(chunked(text, size))) seen.push(data);
    expect(seen).toEqual(['{"ü":1}', "two\nlines"]);
  });
});

describe("cli/doctor-checks", () => {
  it.each([["24.7.0", "good"], ["25.0.0", "good"], ["24.6.9", "failed"], ["20.20.2", "failed"]])("node %s is %s", (version, state) => expect(checkNode(version).state).toBe(state));
  it("what is missing names its mend", () => {
    const checks = checkCoverage({ ...soundCoverage, withoutSbom: 2, withoutOwner: 1 });
    expect(checks.filter(({ state }) => state === "missing").map(({ name }) => name)).toEqual(["SBOMs", "owners"]);
    for (const { state, mend } of checks) expect(mend === undefined).toBe(state === "good");
  });
  it("a feed that fails is shown with its error", () => {
    const feed = { id: "osv", about: "", baseUrl: "", licence: "", enabled: true, state: "failing" as const, lastAttemptAt: null, lastSuccessAt: null, lastError: "HTTP 503", records: 0, rejects: 0, progress: null, staleAfterSeconds: 1, pollSeconds: 1 };
    expect(checkFeed(feed)).toMatchObject({ state: "missing", found: "failing, never synced: HTTP 503" });
  });
  it.each([[["good"], 0], [["good", "missing"], 4], [["missing", "failed"], 3]] as const)("%j is exit %d", (states, code) => {
    expect(doctorExit(states.map((state) => ({ name: "n", state, found: "f", mend: undefined })))).toBe(code);
  });
});

describe("cli/failure", () => {
  it("names what, where and the mend, and nothing of it speaks to the terminal", () => {
    const fault = new Fault("request.invalid", { detail: "Bad \u001b[31mname.", places: [{ at: "/service", rule: "is missing", mend: "Give one." }] });
    expect(failureText(fault, false)).toBe("error: The request does not have the expected shape. Bad  [31mname.\n  at /service: is missing (Give one.)\n  mend: Correct the fields named in `errors` and send it again.\n  code: request.invalid\n");
  });
  it("a stack is shown only with -v", () => {
    expect(failureText(new Error("boom"), false)).not.toContain("at ");
    expect(failureText(new Error("boom"), true)).toContain("parts.test.ts");
  });
});

describe("cli/commands/metrics and config", () => {
  it.each([[null, "ms", null], [90_000, "ms", "90.0 s"], [7_200_000, "ms", "2.0 h"], [259_200_000, "ms", "3.0 d"], [0.5, "ratio", "50.0 %"], [12, "hours", "12.0 h"], [3, "count", "3"]] as const)("%s %s is %s", (value, unit, text) => expect(valueText(value, unit)).toBe(text));
  it("a password in a URL is never shown", () => expect(withoutPassword("postgres://me:secret@db/aftwatch")).toBe("postgres://[secret]@db/aftwatch"));
  it("a setting that is a secret is never shown", async () => {
    const terminal = paperTerminal({}, { env: { AFTWATCH_NVD_API_KEY: "marker-of-a-key" } });
    await terminal.run("config", "view", "--show-origin", "--json");
    expect(terminal.out()).not.toContain("marker-of-a-key");
    expect(terminal.out()).toContain("[secret]");
  });
});
