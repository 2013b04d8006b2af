// What the rest of the house knows goes into a scan, and what a scan finds goes back: traffic, advisories, playbooks.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings } from "../../src/app/settings.ts";
import { isFault } from "../../src/kernel/fault.ts";
import type { DastFinding } from "../../src/dast/finding.ts";
import { replayAndWait } from "../../src/app/dast/replay-and-wait.ts";
import { openShop } from "./dast-shop.ts";
import type { Shop } from "./dast-shop.ts";
import { openDastUnderTest } from "./dast-under-test.ts";
import type { DastUnderTest } from "./dast-under-test.ts";

let under: DastUnderTest;
let shop: Shop;
beforeEach(async () => { [under, shop] = await Promise.all([openDastUnderTest({ settings: { logLevel: "warn" } }), openShop()]); });
afterEach(async () => { await under.close(); await shop.close(); });

const deploy = (version: string) => under.app.recordDeployment(under.org, { service: "web", version, endpoint: "edge" } as Parameters<typeof under.app.recordDeployment>[1], "t");
const queued = async (target: string, spec = {}) => (await under.app.dast.startScan(under.org, { target, spec, reason: "asked" }, "ana")).spec;
async function* bytes(text: string): AsyncIterable<Uint8Array> { yield Buffer.from(text); }
const ship = (lines: readonly string[]) => under.app.runtime.receive(under.org, { decoder: "access-log", source: "edge-log", chunks: bytes(`${lines.join("\n")}\n`), host: "edge", settings: {}, isCanary: false });
const line = (request: string, status = 200): string => `203.0.113.9 - - [01/Mar/2026:12:00:00 +0000] "${request} HTTP/1.1" ${status} 12 "-" "Mozilla/5.0"`;

describe("test/acceptance/dast-joins: real traffic", () => {
  it("routes that visitors were answered at are known to a scan of the same place, beside those that people name", async () => {
    await deploy("1.0.0");
    await ship([line("GET /api/hidden?page=3"), line("GET /search?q=a%20private%20thing"), line("GET /nothing", 404), line("POST /api/orders")]);
    const here = await under.target("shop", shop.url, { service: "web", endpoint: "edge" });
    expect((await queued(here, { known: ["GET /by-hand"] })).known.toSorted()).toEqual(["GET /api/hidden?page=3", "GET /by-hand", "GET /search?q=1"]);
    const elsewhere = await under.target("elsewhere", `${shop.url}x`, { endpoint: "another-place" });
    expect((await queued(elsewhere)).known).toEqual([]);
  });

  it("a page that no link leads to is asked for because visitors were", async () => {
    await deploy("1.0.0");
    await ship([line("GET /items/3?from=letter")]);
    const target = await under.target("shop", `${shop.url}about`, { service: "web", endpoint: "edge", defaults: { browser: "off", profile: "passive", scope: { origins: [], include: ["/about", "/items/3"], exclude: [], addresses: [] }, budget: { requestsPerSecond: 200 } } });
    await under.scan(target);
    expect(shop.asked.map(({ url }) => url)).toContain("/items/3?from=letter");
  }, 60_000);
});

describe("test/acceptance/dast-joins: settings", () => {
  const read = (env: Record<string, string>) => readSettings({ AFTWATCH_FEEDS: "none", ...env }, {}, under.dir).dast;

  it("a folder of templates and a listener are named once for the server, and stand in every scan of it", async () => {
    const folder = join(under.dir, "templates");
    mkdirSync(folder);
    writeFileSync(join(folder, "none.yaml"), "id: none\n");
    const dast = read({ AFTWATCH_DAST_TEMPLATES: folder, AFTWATCH_DAST_OOB: "127.0.0.1:0/127.0.0.1" });
    const other = await openDastUnderTest({ settings: { dast } });
    try {
      const target = await other.target("shop", shop.url);
      const { spec } = await other.app.dast.startScan(other.org, { target, spec: {}, reason: "asked" }, "ana");
      expect([spec.templates, spec.outOfBand]).toEqual([{ from: folder, tags: [], cves: [], onlyCves: true }, { host: "127.0.0.1", port: 0, publicName: "127.0.0.1", dns: undefined }]);
    } finally { await other.close(); }
  });

  it.each([
    ["0.0.0.0:8053/oob.example.com", { host: "0.0.0.0", port: 8053, publicName: "oob.example.com", dns: undefined }], ["[::]:8053/oob.example.com/53", { host: "::", port: 8053, publicName: "oob.example.com", dns: { port: 53, domain: "oob.example.com" } }],
  ])("%s", (text, wanted) => { expect(read({ AFTWATCH_DAST_OOB: text }).outOfBand).toEqual(wanted); });
  it.each(["oob.example.com", "127.0.0.1:99999/x", "127.0.0.1:1", "127.0.0.1:1/x/y"])("%s is refused at the start", (text) => {
    const code = ((): string => { try { read({ AFTWATCH_DAST_OOB: text }); return "taken"; } catch (thrown) { return isFault(thrown) ? `${thrown.code} ${thrown.places[0]?.at ?? ""}` : "thrown"; } })();
    expect(code).toBe("settings.invalid AFTWATCH_DAST_OOB");
  });
});

describe("test/acceptance/dast-joins: a playbook's replay", () => {
  const patient = { everyMs: 100, withinMs: 60_000 };
  const spec = { profile: "staging" as const, browser: "off" as const, known: ["GET /search?q=lamp"], scope: { origins: [], include: ["/search"], exclude: [], addresses: [] }, checks: { only: ["xss-reflected"], except: [] }, budget: { requestsPerSecond: 500 } };
  async function found(): Promise<DastFinding> {
    shop.weak = true;
    const target = await under.target("shop", `${shop.url}search?q=lamp`, { defaults: spec });
    await under.scan(target);
    const [one] = await under.findings(target);
    if (one === undefined) throw new Error("the weakness was not found");
    return one;
  }
  /** The standing job beside it, as a server has one. */
  async function replay(findingId: string): Promise<{ passed: boolean; said: string }> {
    const answer = replayAndWait(under.app.dast, under.org, findingId, patient);
    await new Promise((done) => { setTimeout(done, 200); });
    await under.app.steps.runScans();
    return answer;
  }

  it("fails while it works, passes when it is gone, and never passes for want of an answer", async () => {
    const { findingId } = await found();
    expect(await replay(findingId)).toMatchObject({ passed: false, said: expect.stringContaining("it still works") as string });
    shop.withoutSearch = true;
    expect(await replay(findingId)).toMatchObject({ passed: false, said: expect.stringMatching(/not retested.*not there/) as string });
    shop.withoutSearch = false;
    shop.weak = false;
    expect(await replay(findingId)).toMatchObject({ passed: true, said: expect.stringContaining("fixed") as string });
    expect(await replayAndWait(under.app.dast, under.org, "dfn_none", patient)).toMatchObject({ passed: false, said: expect.stringContaining("dfn_none") as string });
  }, 120_000);

  it("a replay that nobody runs is not waited for for ever", async () => {
    const { findingId } = await found();
    expect(await replayAndWait(under.app.dast, under.org, findingId, { everyMs: 20, withinMs: 100 })).toMatchObject({ passed: false, said: expect.stringContaining("has not ended") as string });
  }, 60_000);
});
