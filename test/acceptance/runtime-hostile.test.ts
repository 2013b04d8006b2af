// Rubbish and ill will at the doors for events: a problem or a receipt, never a failure of ours, and the server lives.
import { gzipSync } from "node:zlib";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decoders } from "../../src/runtime/decoders/index.ts";
import { falcoAlert, seeds } from "../../src/runtime/decoder-seeds.sample.ts";
import type { EventReceipt } from "../../src/contract/runtime.ts";
import { createLog } from "../../src/kernel/log.ts";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import type { Cluster } from "../store/postgres-under-test.ts";
import { byHand, markerIds, noonAt, openRuntimeUnderTest, sshdLine } from "./runtime-under-test.ts";
import type { RuntimeUnderTest } from "./runtime-under-test.ts";

const binaries = postgresBinaries();
// Both stores with npm run fuzz:ingest.
const dialects = ["sqlite", ...(process.env["FUZZ_STORES"] !== "all" || (binaries === undefined && process.env["CI"] !== "true") ? [] : ["postgres"])] as const;
/** Bodies at each door; `npm run fuzz:ingest` asks for more. */
const bodiesPerDoor = Number(process.env["FUZZ_BODIES"] ?? "30");
const doors = [...decoders.all.map(({ id }) => id), "auto"];

const seedOf = (decoder: string): readonly string[] => seeds[decoder] ?? Object.values(seeds).flat();
const flipped = (text: string, at: number, byte: number): Uint8Array => { const bytes = Buffer.from(text); if (bytes.length > 0) bytes[at % bytes.length] = byte; return bytes; };

/** Noise, JSON of any kind, and what the decoder reads with a byte changed, cut off, doubled, packed or with texts no database likes. */
const bodyFor = (decoder: string): fc.Arbitrary<Uint8Array> => {
  const seed = fc.constantFrom(...seedOf(decoder));
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }), fc.string({ unit: "binary", maxLength: 300 }).map((text) => Buffer.from(text)), fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)), fc.array(fc.json(), { maxLength: 5 }).map((all) => Buffer.from(all.join("\n"))),
    fc.tuple(seed, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([text, at, byte]) => flipped(text, at, byte)), fc.tuple(seed, fc.nat()).map(([text, at]) => Buffer.from(text.slice(0, at % (text.length + 1)))),
    fc.tuple(seed, seed).map(([a, b]) => Buffer.from(`${a}${b}\n\n${a}`)), fc.tuple(seed, fc.nat(200)).map(([text, at]) => gzipSync(text).subarray(0, at)),
    fc.tuple(seed, fc.constantFrom("\\u0000", "\\ud800", "__proto__", "constructor", "\u0000", "\ufeff", "%00", "1e999", "9".repeat(400), "-0")).map(([text, odd]) => Buffer.from(text.replaceAll(/prod|shop|root|203\.0\.113\.9|ann|host-1/g, odd))),
  );
};

describe.each(dialects)("test/acceptance/runtime-hostile on %s", (dialect) => {
  let cluster: Cluster | undefined;
  let under: RuntimeUnderTest;
  const lines: string[] = [];
  beforeAll(async () => {
    if (dialect === "postgres" && binaries !== undefined) cluster = await startCluster(binaries);
    const place = await cluster?.ground.ready?.();
    under = await openRuntimeUnderTest({ log: createLog({ clock: { now: () => noonAt }, level: "error", write: (line) => { lines.push(line); } }), ...(place?.kind === "postgres" ? { databaseUrl: place.url } : {}) });
  }, 60_000);
  afterAll(async () => { await under.close(); await cluster?.stop(); });

  /** Still taken, detected and answered: the next sender has noticed nothing. */
  async function lives(host: string): Promise<void> {
    await under.taken("syslog", sshdLine("marker-alpha", { host }));
    expect(await under.detections(`rule=${markerIds.message}&workload=${host}`)).toHaveLength(1);
  }

  it.each(doors)("garbage at the door of %s is taken or refused, and nobody's fault but the sender's", async (decoder) => {
    await fc.assert(fc.asyncProperty(bodyFor(decoder), async (body) => {
      const reply = await under.push(decoder, body);
      if (![200, 207, 400, 413].includes(reply.status)) throw new Error(`${reply.status} ${reply.text.slice(0, 300)} ${lines.at(-1)?.slice(0, 1500) ?? ""}`);
    }), { numRuns: dialect === "sqlite" ? bodiesPerDoor : Math.ceil(bodiesPerDoor / 2) });
  }, 600_000);

  it("garbage at the OTLP door and as lines with ids", async () => {
    await fc.assert(fc.asyncProperty(bodyFor("otlp-logs"), fc.boolean(), async (body, isOtlp) => {
      const reply = isOtlp ? await under.call("POST", "/v1/logs", body, { headers: { "content-type": "application/json" } }) : await under.push("syslog", body, { headers: { "content-type": "application/vnd.aftwatch.lines+json" } });
      if (![200, 207, 400, 413].includes(reply.status)) throw new Error(`${reply.status} ${reply.text.slice(0, 300)} ${lines.at(-1)?.slice(0, 1500) ?? ""}`);
    }), { numRuns: bodiesPerDoor });
  }, 600_000);

  it("every text of an event may hold what no column can: it is detected all the same, and so is its neighbour", async () => {
    for (const odd of ["\u0000", "\ud800", "a\u0000b\ud800", "x".repeat(100_000)]) {
      const twisted = JSON.parse(JSON.stringify(falcoAlert), (name, value: unknown) => (typeof value === "string" && !["time", "priority", "source", "uuid", "evt.type"].includes(name) ? `${value}${odd}` : value)) as object;
      const receipt = await under.taken("falco", [twisted, { ...twisted, uuid: `n-${odd.length}`, rule: `Neighbour ${odd.length}`, hostname: odd }]);
      expect([receipt.events, receipt.rejected]).toEqual([2, 0]);
    }
    expect((await under.detections("q=Neighbour")).length).toBeGreaterThanOrEqual(3);
    await lives("after-odd-texts");
  });

  it("a value as deep as can be, and a line of a megabyte, cost only themselves", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const reply = await under.push("falco", `${JSON.stringify({ ...falcoAlert, uuid: "deep-1", rule: "Beside the deep" })}\n{"output_fields":${deep}}\n`);
    expect([reply.status, reply.json<EventReceipt>().events]).toEqual([207, 1]);
    expect(reply.json<EventReceipt>().rejects[0]?.rule).toContain("deep");
    const long = await under.push("access-log", `203.0.113.9 - - [22/Nov/2026:11:59:59 +0000] "GET /?q=${"a".repeat(1_000_000)} HTTP/1.1" 200 1 "-" "x"\n203.0.113.8 - - [22/Nov/2026:11:59:59 +0000] "GET / HTTP/1.1" 200 1 "-" "x"\n`);
    expect([long.status, long.json<EventReceipt>().events]).toEqual([200, 2]);
    const huge = await under.push("syslog", `${sshdLine("marker-alpha", { host: "before-huge" })}\n${"x".repeat(6_000_000)}\n${sshdLine("marker-alpha", { host: "after-huge" })}\n`);
    expect([huge.status, huge.json<EventReceipt>().events, huge.json<EventReceipt>().rejected]).toEqual([207, 2, 1]);
    await lives("after-deep");
  }, 60_000);

  it("gzip that is none, is cut off, or unpacks without end is refused; what was whole before stays", async () => {
    const cut = gzipSync(Buffer.from(Array.from({ length: dialect === "postgres" ? 8_000 : 20_000 }, (_, index) => sshdLine(`user${index}`, { host: "cut" })).join("\n")));
    expect((await under.push("syslog", gzipSync("x").subarray(0, 12))).status).toBe(400);
    const reply = await under.push("syslog", cut.subarray(0, cut.length - 200));
    expect(reply.status).toBe(207);
    const { events, rejects } = reply.json<EventReceipt>();
    expect(events).toBeGreaterThanOrEqual(5000);
    expect(rejects.at(-1)).toMatchObject({ at: expect.stringMatching(/^after event \d+$/) as string, rule: expect.stringContaining("gzip") as string });
    // 300 MB of one letter in 300 KB. What unpacks does not know of the database, so one of them is enough.
    if (dialect === "postgres") return;
    const bomb = await under.push("syslog", gzipSync(Buffer.alloc(300 * 1024 * 1024, 120)));
    expect([413, 400]).toContain(bomb.status);
    await lives("after-bomb");
  }, 120_000);

  it("a sender that is slow is waited for; one that goes away in the middle leaves nothing half", async () => {
    const path = "/api/v1/ingest/syslog";
    const slow = byHand(under, path, async (asked) => {
      for (const letter of sshdLine("marker-alpha", { host: "slow" }).match(/.{1,20}/gs) ?? []) { asked.write(letter); await pause(5); }
      asked.end();
    });
    await lives("beside-slow");
    expect(await slow).toBe(200);
    const gone = await byHand(under, path, async (asked) => { asked.write(`${sshdLine("marker-alpha", { host: "gone" })}\n<38>1 20`); await pause(50); asked.destroy(); }, { "content-length": "100000" });
    expect(typeof gone).toBe("string");
    await lives("after-gone");
    expect((await under.detections("workload=gone")).length).toBeLessThanOrEqual(1);
    expect(lines.filter((line) => line.includes("TypeError") || line.includes("is not a function"))).toEqual([]);
  }, 30_000);

  it("many senders at once, many of them ill: each gets its own answer", async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, (_, index) => under.push("falco", index % 3 === 0 ? "rubbish" : { ...falcoAlert, uuid: `crowd-${index}`, rule: "Crowd", hostname: `crowd-${index}`, output_fields: {} })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, index) => (index % 3 === 0 ? 400 : 200)));
    expect((await under.detections("q=Crowd&kind=sensor")).length).toBe(80);
  });

  it("and the ledger's chain holds after all of it", async () => {
    expect((await under.app.ledger.verify(under.app.org)).kind).toBe("whole");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  }, 60_000);
});
