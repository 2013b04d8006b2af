// The detections' store on either dialect: what is put is found, repeats find what they continue, lists page through, memories are restored whole.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import type { Page, PageRequest } from "../../src/kernel/page.ts";
import type { Detection, Sample } from "../../src/runtime/detection.ts";
import type { DetectionFilter } from "../../src/runtime/detection-store.ts";
import { newSource } from "../../src/runtime/event-source.ts";
import type { Exception } from "../../src/runtime/exception.ts";
import { unplaced } from "../../src/runtime/placement.ts";
import type { StateRow } from "../../src/runtime/state.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const org = "o";
const everything: DetectionFilter = { state: undefined, kind: undefined, leastLevel: undefined, ruleId: undefined, workload: undefined, service: undefined, actor: undefined, decoder: undefined, tag: undefined, evidence: undefined, word: undefined, since: undefined, until: undefined };
const detection = (id: string, more: Partial<Detection> = {}): Detection => ({
  detectionId: id, key: `key-${id}`, kind: "rule", ruleId: "r1", title: `Title of ${id}`, ruleLevel: "medium", level: "medium", tags: ["attack.t1190"], decoder: "syslog", source: "edge", actor: "ip:203.0.113.9", subject: "", placement: { ...unplaced("shop/web"), serviceId: "svc_1", service: "web", releaseId: "rel_1" },
  evidence: { state: "none", vulnerability: undefined, component: undefined, because: "the pattern names no vulnerability" }, why: { sentences: ["it held"], proof: { a: [1] } }, firstAt: startAt, lastAt: startAt, detectedAt: startAt, count: 1, state: "open", exceptionId: undefined, verdict: undefined, note: undefined, judgedBy: undefined, ...more,
});
const sample = (detectionId: string, slot: number, at: number, text = ""): Sample => ({ detectionId, slot, eventKey: `evt-${slot}`, event: { id: `e${slot}`, at, isTimed: true, decoder: "syslog", logsource: { product: "linux" }, origin: { host: "h" }, fields: { message: text }, raw: text } });
const exception = (id: string, createdAt: number): Exception => ({ exceptionId: id, title: id, text: "filter", owner: "ops", reason: "nightly", createdBy: "ana", createdAt, expiresAt: createdAt + dayMs, revokedAt: undefined, revokedBy: undefined, hits: 0, lastHitAt: undefined, forced: undefined });

/** What is undefined is not there after JSON. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export function describeDetections(name: string, ground: () => Ground): void {
  describe(`${name}: src/store/detection-store.ts`, () => {
    let under: StoreUnderTest;
    beforeAll(async () => { under = await openUnderTest(ground()); });
    afterAll(() => under.close());
    const read = () => under.store.read.detections;
    const write = <T>(work: (detections: ReturnType<typeof read>) => Promise<T>): Promise<T> => under.store.write((ports) => work(ports.detections));
    const ids = (all: readonly Detection[]): string[] => all.map(({ detectionId }) => detectionId);
    const list = async (filter: Partial<DetectionFilter>): Promise<string[]> => ids((await read().list(org, { ...everything, ...filter }, { limit: 50, after: undefined })).items);

    it("a detection is found as it was put; a second put changes it; the last of two in one call stands", async () => {
      await write((detections) => detections.put(org, [detection("d1", { note: "é \u0000 \ud800 \u{1f600} ' %" })]));
      expect(plain(await read().find(org, "d1"))).toEqual(plain(detection("d1", { note: "é \u0000 \ud800 \u{1f600} ' %" })));
      await write((detections) => detections.put(org, [detection("d1", { count: 2 }), detection("d1", { count: 3, lastAt: startAt + 5, state: "dismissed", verdict: "benign" })]));
      expect(await read().find(org, "d1")).toMatchObject({ count: 3, lastAt: startAt + 5, state: "dismissed", verdict: "benign" });
      expect([await read().find("other", "d1"), await read().find(org, "none")]).toEqual([undefined, undefined]);
      expect(ids(await read().load(org, ["d1", "none", "d1"]))).toEqual(["d1"]);
    });

    it("texts that a database cannot hold in a column lose nobody's detection", async () => {
      const odd = detection("odd", { key: "key-odd", actor: "user:a\u0000b\ud800", subject: "s\u0000", title: "t\u0000", placement: unplaced("w\u0000\ud800"), tags: ["\u0000"] });
      await write(async (detections) => {
        await detections.put(org, [odd]);
        await detections.addHours(org, [{ workload: "w\u0000\ud800", hour: 0, events: 1, detections: 1, worst: "low" }]);
        await detections.putSamples(org, [{ ...sample("odd", 0, 1, "a\u0000b\ud800"), eventKey: "k" }]);
        await detections.remember(org, { put: [{ kind: "k", key: "a\u0000\ud800", dueAt: undefined, body: "\"\\u0000\"" }], remove: [{ kind: "k", key: "b\u0000" }] });
        await detections.putSources(org, [newSource("falco:odd", "falco", "odd \u{1f600}", startAt)]);
        await detections.count(org, [{ eventKey: "e", key: "k", at: 1 }]);
      });
      expect((await read().find(org, "odd"))?.actor).toContain("user:a");
      expect((await read().samplesOf(org, ["odd"]))[0]?.event.fields["message"]).toBe("a\u0000b\ud800");
    });

    it("near gives of each key what a hit at that time may continue, the newest first", async () => {
      const at = startAt + 10 * dayMs;
      await write((detections) => detections.put(org, [
        detection("n1", { key: "nk", firstAt: at, lastAt: at + hourMs }), detection("n2", { key: "nk", firstAt: at - 5 * dayMs, lastAt: at - 5 * dayMs }), detection("n3", { key: "other", firstAt: at, lastAt: at }),
      ]));
      const near = async (...asked: [string, number][]) => Object.fromEntries([...await read().near(org, asked.map(([key, when]) => ({ key, at: when })))].map(([key, all]) => [key, ids(all)]));
      expect(await near(["nk", at + 2 * hourMs])).toEqual({ nk: ["n1"] });
      expect(await near(["nk", at + 2 * hourMs + 1])).toEqual({});
      expect(await near(["nk", at - hourMs])).toEqual({ nk: ["n1"] });
      expect(await near(["nk", at - hourMs - 1])).toEqual({});
      expect(await near(["nk", at - 5 * dayMs + minuteMs])).toEqual({ nk: ["n2"] });
      expect(await near(["nk", at - 5 * dayMs], ["nk", at], ["other", at])).toEqual({ nk: ["n1", "n2"], other: ["n3"] });
      expect(await read().near("another", [{ key: "nk", at }])).toEqual(new Map());
    });

    it("an event counts once for a key; forgetting goes by when it came, a few rows at a time", async () => {
      const seen = (eventKey: string, key: string, at: number) => ({ eventKey, key, at });
      expect(await write((detections) => detections.count(org, [seen("c1", "k1", 100), seen("c1", "k2", 100), seen("c1", "k1", 100)]))).toEqual([true, true, false]);
      expect(await write((detections) => detections.count(org, [seen("c1", "k1", 900), seen("c2", "k1", 200)]))).toEqual([false, true]);
      expect(await write((detections) => detections.count("another", [seen("c1", "k1", 5000)]))).toEqual([true]);
      expect(await write((detections) => detections.forgetCountedBefore(200, 50))).toBeGreaterThan(0);
      expect(await write((detections) => detections.count(org, [seen("c1", "k1", 1000), seen("c2", "k1", 1000)]))).toEqual([true, false]);
      expect(await write((detections) => detections.count("another", [seen("c1", "k1", 5000)]))).toEqual([false]);
    });

    it("a thousand events are counted in one call", async () => {
      const many = Array.from({ length: 1000 }, (_, index) => ({ eventKey: `many-${index}`, key: "k", at: 1_000_000 }));
      expect((await write((detections) => detections.count(org, many))).every(Boolean)).toBe(true);
      expect((await write((detections) => detections.count(org, many))).some(Boolean)).toBe(false);
    });

    it("samples of a slot are replaced and come by time", async () => {
      await write((detections) => detections.putSamples(org, [sample("s1", 1, 300), sample("s1", 0, 200), sample("s1", 1, 400, "newer"), sample("s2", 0, 1)]));
      await write((detections) => detections.putSamples(org, [sample("s1", 5, 100, "x")]));
      expect((await read().samplesOf(org, ["s1"])).map(({ slot, event }) => [slot, event.at, event.raw])).toEqual([[5, 100, "x"], [0, 200, ""], [1, 400, "newer"]]);
    });

    it("hours add up, and the worst stays", async () => {
      const hour = startAt;
      const cell = (events: number, detections: number, worst: "low" | "high" | undefined) => ({ workload: "w", hour, events, detections, worst });
      await write((detections) => detections.addHours(org, [cell(10, 1, "high")]));
      await write((detections) => detections.addHours(org, [cell(5, 1, "low"), { ...cell(1, 0, undefined), hour: hour + hourMs }]));
      expect(await read().hours(org, hour, hour + hourMs)).toEqual([cell(15, 2, "high")]);
      expect((await read().hours(org, hour, hour + 2 * hourMs)).map(({ events, worst }) => [events, worst]).toSorted()).toEqual([[1, undefined], [15, "high"]]);
      expect(await read().hours("another", 0, hour + dayMs)).toEqual([]);
    });

    it("a filter leaves what it names, and nothing of another organisation", async () => {
      const at = startAt + 100 * dayMs;
      const { service: { serviceId } } = await under.store.write((ports) => ports.inventory.ensureService(org, { name: "web", owner: undefined, at: startAt }));
      const placement = { ...unplaced("shop/web"), serviceId, service: "web" };
      await write(async (detections) => {
        await detections.put(org, [
          detection("f1", { placement, firstAt: at, lastAt: at + 1, level: "high", tags: ["attack.t1059", "cve.2021-44228"], title: "Reverse shell", evidence: { state: "confirmed", vulnerability: "CVE-2021-44228", component: undefined, because: "" } }),
          detection("f2", { firstAt: at, lastAt: at + 2, state: "dismissed", kind: "sensor", ruleId: "sensor:falco:x", decoder: "falco", actor: undefined, placement: unplaced("other") }),
          detection("f3", { placement, firstAt: at + 500, lastAt: at + 600, level: "critical", actor: "user:ann", tags: ["attack.t10590"] }),
        ]);
        await detections.put("another", [detection("f9", { firstAt: at, lastAt: at })]);
      });
      const since = at;
      const cases: [Partial<DetectionFilter>, string[]][] = [
        [{}, ["f3", "f2", "f1"]], [{ state: "open" }, ["f3", "f1"]], [{ state: "dismissed" }, ["f2"]], [{ kind: "sensor" }, ["f2"]], [{ leastLevel: "high" }, ["f3", "f1"]], [{ leastLevel: "critical" }, ["f3"]], [{ ruleId: "sensor:falco:x" }, ["f2"]], [{ workload: "other" }, ["f2"]], [{ service: serviceId }, ["f3", "f1"]], [{ service: "web" }, ["f3", "f1"]], [{ service: "we" }, []],
        [{ actor: "user:ann" }, ["f3"]], [{ decoder: "falco" }, ["f2"]], [{ tag: "attack.t1059" }, ["f1"]], [{ tag: "cve.2021-44228" }, ["f1"]], [{ evidence: "confirmed" }, ["f1"]], [{ word: "REVERSE shell" }, ["f1"]], [{ word: "reverse moon" }, []], [{ word: "100%" }, []], [{ since: at + 2 }, ["f3", "f2"]], [{ until: at + 499 }, ["f2", "f1"]],
      ];
      for (const [filter, wanted] of cases) expect([filter, await list({ since, ...filter })]).toEqual([filter, wanted]);
    });

    it("pages of the list follow each other without loss or repeat, also where times are the same", async () => {
      const at = startAt + 200 * dayMs;
      const all = Array.from({ length: 25 }, (_, index) => detection(`p${String(index).padStart(2, "0")}`, { lastAt: at + Math.floor(index / 5), firstAt: at }));
      await write((detections) => detections.put(org, all));
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page: Page<Detection> = await read().list(org, { ...everything, since: at }, { limit: 4, after } satisfies PageRequest);
        seen.push(...ids(page.items));
        expect(page.total).toBe(25);
        if (page.next === undefined) break;
        after = page.next;
      }
      expect(seen).toEqual(all.toSorted((a, b) => b.lastAt - a.lastAt || (a.detectionId < b.detectionId ? 1 : -1)).map(({ detectionId }) => detectionId));
    });

    it("counts by rule, and by level and state", async () => {
      const at = startAt + 300 * dayMs;
      await write((detections) => detections.put(org, [
        detection("r1", { ruleId: "ra", lastAt: at, count: 7 }), detection("r2", { ruleId: "ra", lastAt: at + 5, count: 3, state: "dismissed" }), detection("r3", { ruleId: "rb", lastAt: at + 1, state: "excepted", level: "critical" }),
      ]));
      expect((await read().ruleCounts(org, at)).toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1))).toEqual([{ ruleId: "ra", detections: 2, hits: 10, lastAt: at + 5, dismissed: 1, useful: 1, excepted: 0 }, { ruleId: "rb", detections: 1, hits: 1, lastAt: at + 1, dismissed: 0, useful: 0, excepted: 1 }]);
      expect((await read().counts(org, at)).map(({ level, state, detections }) => `${level} ${state} ${detections}`).toSorted()).toEqual(["critical excepted 1", "medium dismissed 1", "medium open 1"]);
    });

    it("the oldest detections go with their samples, a few at a time", async () => {
      await write(async (detections) => { await detections.put("gone", [detection("g1", { lastAt: 10 }), detection("g2", { lastAt: 20 }), detection("g3", { lastAt: 30 })]); await detections.putSamples("gone", [sample("g1", 0, 1), sample("g3", 0, 1)]); });
      expect(await write((detections) => detections.removeBefore("gone", 30, 1))).toBe(1);
      expect(ids(await read().load("gone", ["g1", "g2", "g3"])).toSorted()).toEqual(["g2", "g3"]);
      expect(await write((detections) => detections.removeBefore("gone", 30, 10))).toBe(1);
      expect((await read().samplesOf("gone", ["g1", "g2", "g3"])).map(({ detectionId }) => detectionId)).toEqual(["g3"]);
    });

    it("sources and exceptions are kept whole, by organisation", async () => {
      const source = { ...newSource("falco:edge", "falco", "edge", startAt), canaryToken: "t", canarySentAt: 5, staleSince: 6 };
      await write(async (detections) => { await detections.putSources("src", [source, newSource("falco:a", "falco", "a", 1)]); await detections.putExceptions("src", [exception("x1", 1), exception("x2", 2)]); await detections.putExceptions("src", [{ ...exception("x1", 1), hits: 9, lastHitAt: 4, revokedAt: 7, revokedBy: "ben" }]); });
      expect((await read().listSources("src")).map(({ sourceId }) => sourceId)).toEqual(["falco:a", "falco:edge"]);
      expect(await read().findSources("src", ["falco:edge", "falco:none", "falco:edge"])).toEqual([plain(source)]);
      expect((await read().listExceptions("src")).map(({ exceptionId, hits }) => [exceptionId, hits])).toEqual([["x2", 0], ["x1", 9]]);
      expect(await read().findException("src", "x1")).toMatchObject({ hits: 9, revokedBy: "ben" });
      expect([await read().findException(org, "x1"), await read().findSources(org, ["falco:edge"]), await read().organisations()]).toEqual([undefined, [], [org, "src"]]);
    });

    it("memories are restored in pages, all of the kinds asked and no others; what is due goes", async () => {
      const row = (kind: string, key: string, dueAt: number | undefined, body = "{}"): StateRow => ({ kind, key, dueAt, body });
      const all = [...Array.from({ length: 23 }, (_, index) => row("a", `k${String(index).padStart(2, "0")}`, index < 5 ? index : undefined)), row("b", "k00", undefined), row("b", "z", 3), row("c", "k00", undefined)];
      await write((detections) => detections.remember("mem", { put: all, remove: [] }));
      const restored: StateRow[] = [];
      for (;;) {
        const page = await read().restore("mem", ["b", "a"], restored.at(-1), 4);
        restored.push(...page);
        if (page.length < 4) break;
      }
      expect(restored).toEqual(all.filter(({ kind }) => kind !== "c"));
      expect(await read().restore("mem", [], undefined, 10)).toEqual([]);
      await write((detections) => detections.remember("mem", { put: [row("a", "k00", 50, "old"), row("a", "k00", 60, "new")], remove: [{ kind: "a", key: "k01" }, { kind: "b", key: "k00" }, { kind: "c", key: "none" }] }));
      expect((await read().restore("mem", ["a"], undefined, 2)).map(({ key, dueAt, body }) => [key, dueAt, body])).toEqual([["k00", 60, "new"], ["k02", 2, "{}"]]);
      expect(await write((detections) => detections.forgetDue("mem", 3, 2))).toBe(2);
      expect(await write((detections) => detections.forgetDue("mem", 3, 50))).toBe(1);
      expect((await read().restore("mem", ["a", "b", "c"], undefined, 50)).map(({ kind, key }) => `${kind} ${key}`)).toEqual(["a k00", "a k04", ...Array.from({ length: 18 }, (_, index) => `a k${String(index + 5).padStart(2, "0")}`), "c k00"]);
    });
  });
}
